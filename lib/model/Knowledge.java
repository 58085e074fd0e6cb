package lib.model;

import java.util.ArrayList;
import java.util.List;
import lib.common.Text;

/**
 * The sources that a bot's embedding task reads.
 *
 * @param urls web pages and YouTube videos
 * @param sitemaps sitemap URLs, which the container has never implemented: it always fails on them
 * @param files names of uploaded files
 * @param readable false if the item holds something other than the map of lists of strings that the container expects;
 *     then the lists are empty, because a part of them would pass for the whole
 */
public record Knowledge(List<String> urls, List<String> sitemaps, List<String> files, boolean readable) {
    /** Why a bot is not embedded although it has other sources than sitemap URLs, and the remedy. */
    public static final String BLOCKED_BY_SITEMAP =
            "a sitemap URL, on which its embedding task always fails: remove it in the app, and run again";

    /** No knowledge at all. */
    public static final Knowledge NONE = new Knowledge(List.of(), List.of(), List.of(), true);

    /** Knowledge in another form than the container expects. */
    public static final Knowledge UNREADABLE = new Knowledge(List.of(), List.of(), List.of(), false);

    /** Whether it has no source at all, as far as it can be read. */
    public boolean isEmpty() {
        return urls.isEmpty() && sitemaps.isEmpty() && files.isEmpty();
    }

    /** Whether a sitemap URL keeps its files and URLs from being embedded, because the task fails as a whole. */
    public boolean isBlockedBySitemap() {
        return !sitemaps.isEmpty() && !(urls.isEmpty() && files.isEmpty());
    }

    /** For example {@code 2 files, 1 URL}. */
    public String summary() {
        if (!readable) {
            return "unreadable knowledge";
        }
        List<String> parts = new ArrayList<>();
        add(parts, files, "file");
        add(parts, urls, "URL");
        add(parts, sitemaps, "sitemap URL");
        return parts.isEmpty() ? "no knowledge" : String.join(", ", parts);
    }

    private static void add(List<String> parts, List<String> sources, String noun) {
        if (!sources.isEmpty()) {
            parts.add(Text.count(sources.size(), noun));
        }
    }
}
