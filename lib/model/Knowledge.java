package lib.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lib.common.Text;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * What a bot knows beyond its model: the sources that the embedding task reads.
 *
 * @param urls web pages and YouTube videos
 * @param sitemaps sitemap URLs, which the container has never implemented: it always fails on them
 * @param files names of uploaded files
 * @param readable false where the item holds something else than the map of lists that the container expects
 */
public record Knowledge(List<String> urls, List<String> sitemaps, List<String> files, boolean readable) {

    static Knowledge of(AttributeValue value) {
        if (value == null || Boolean.TRUE.equals(value.nul())) {
            return new Knowledge(List.of(), List.of(), List.of(), true);
        }
        Map<String, AttributeValue> map = value.m();
        return new Knowledge(strings(map.get("source_urls")), strings(map.get("sitemap_urls")), strings(map.get("filenames")),
                value.hasM() && List.of("source_urls", "sitemap_urls", "filenames").stream().allMatch(k -> isList(map.get(k))));
    }

    private static boolean isList(AttributeValue value) {
        return value == null || value.hasL() || value.hasSs();
    }

    private static List<String> strings(AttributeValue value) {
        List<String> strings = new ArrayList<>();
        if (value != null) {
            value.l().stream().map(AttributeValue::s).filter(s -> s != null && !s.isBlank()).forEach(strings::add);
            strings.addAll(value.ss());
        }
        return List.copyOf(strings);
    }

    public boolean isEmpty() {
        return urls.isEmpty() && sitemaps.isEmpty() && files.isEmpty();
    }

    /** For example {@code 2 files, 1 URL}. */
    public String summary() {
        if (!readable) {
            return "unreadable knowledge";
        }
        List<String> parts = new ArrayList<>();
        if (!files.isEmpty()) {
            parts.add(Text.count(files.size(), "file"));
        }
        if (!urls.isEmpty()) {
            parts.add(Text.count(urls.size(), "URL"));
        }
        if (!sitemaps.isEmpty()) {
            parts.add(Text.count(sitemaps.size(), "sitemap URL"));
        }
        return parts.isEmpty() ? "no knowledge" : String.join(", ", parts);
    }
}
