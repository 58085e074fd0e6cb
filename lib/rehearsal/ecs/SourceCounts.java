package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
import lib.rehearsal.wire.Json;

/** The numbers of sources in a bot's knowledge. */
record SourceCounts(int files, int urls, int sitemaps) {
    static SourceCounts of(JsonObject item) {
        JsonObject lists = Json.child(Json.child(item, "Knowledge"), "M");
        return new SourceCounts(size(lists, "filenames"), size(lists, "source_urls"), size(lists, "sitemap_urls"));
    }

    int total() {
        return files + urls + sitemaps;
    }

    boolean isEmpty() {
        return total() == 0;
    }

    /** Returns how an embedding ends; sitemaps raise upstream's NotImplementedError, whose text is empty. */
    TaskBehavior.Ending ending() {
        if (isEmpty()) {
            return TaskBehavior.Ending.writes("SUCCEEDED", "No contents to embed.");
        }
        if (sitemaps > 0) {
            return TaskBehavior.Ending.writes("FAILED", "");
        }
        return TaskBehavior.Ending.writes("SUCCEEDED", "Successfully inserted to vector store.");
    }

    private static int size(JsonObject lists, String name) {
        return Json.list(Json.child(lists, name), "L").size();
    }
}
