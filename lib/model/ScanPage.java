package lib.model;

import java.util.List;

/**
 * One page of a Scan.
 *
 * @param bots the bots of the page, often none: the filter applies to items that were read already
 * @param readUnits what reading the page consumed, including filtered items
 * @param itemsRead how many items were read, those that the filter excludes included
 * @param more whether further pages follow
 */
public record ScanPage(List<Bot> bots, double readUnits, int itemsRead, boolean more) {}
