package lib.model;

import java.util.List;

/**
 * One page of a Scan.
 *
 * @param bots the bots of the page, often none: the filter applies to items that were read already
 * @param readUnits what reading the page consumed, including filtered items
 * @param itemsRead how many items were read, those that the filter excludes included
 * @param position the key of the last item that was read; null at the end
 */
public record ScanPage(List<Bot> bots, double readUnits, int itemsRead, BotKey position) {
    /** Whether further pages follow. */
    public boolean more() {
        return position != null;
    }
}
