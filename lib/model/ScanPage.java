package lib.model;

import java.util.List;

/**
 * One page of a Scan.
 *
 * @param bots the bots of the page, often none: the filter applies to items that were read already
 * @param readUnits what reading the page consumed, including filtered items
 * @param more whether further pages are pending
 */
public record ScanPage(List<Bot> bots, double readUnits, boolean more) {}
