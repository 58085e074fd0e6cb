package lib.rehearsal;

import com.google.gson.JsonObject;

/** How much a bot has to embed. */
record Knowledge(int files, int urls, int sitemaps) {
    static Knowledge of(JsonObject item) {
        JsonObject lists = Json.child(Json.child(item, "Knowledge"), "M");
        return new Knowledge(size(lists, "filenames"), size(lists, "source_urls"), size(lists, "sitemap_urls"));
    }

    int sources() {
        return files + urls + sitemaps;
    }

    boolean isEmpty() {
        return sources() == 0;
    }

    /** Sitemaps are not implemented upstream: a NotImplementedError, whose text is empty. */
    Play.Ending ending() {
        if (isEmpty()) return Play.Ending.writes("SUCCEEDED", "No contents to embed.");
        if (sitemaps > 0) return Play.Ending.writes("FAILED", "");
        return Play.Ending.writes("SUCCEEDED", "Successfully inserted to vector store.");
    }

    private static int size(JsonObject lists, String name) {
        return Json.list(Json.child(lists, name), "L").size();
    }
}
