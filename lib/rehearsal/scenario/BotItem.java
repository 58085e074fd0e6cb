package lib.rehearsal.scenario;

import static lib.rehearsal.dynamodb.ConversationTable.n;
import static lib.rehearsal.dynamodb.ConversationTable.s;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.UUID;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.dynamodb.ConversationTable;
import lib.rehearsal.ecs.BotKnowledge;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.Json;

/**
 * A bot as upstream's {@code custom_bot.py} stores it.
 *
 * @param id a ULID
 * @param title null: untitled
 * @param sync its sync fields as v0 left them
 */
record BotItem(
        String user,
        String id,
        String title,
        List<String> files,
        List<String> urls,
        List<String> sitemaps,
        Sync sync,
        Trait... traits) {
    enum Trait {
        SHARED,
        PINNED,
        /** Every scan of the index misses it, as if it were used at that moment. */
        MISSED_BY_INDEX,
        /** What the container's last write restores of a deleted bot: keys and sync fields. */
        LEFTOVER
    }

    /**
     * The result of the last embedding before the upgrade.
     *
     * @param status SyncStatus
     * @param reason SyncStatusReason, from the container or the app
     * @param embedded whether a task has ever embedded the bot
     */
    record Sync(String status, String reason, boolean embedded) {
        static final Sync DONE = new Sync("SUCCEEDED", "Successfully inserted to vector store.", true);
        /** The app does not embed a bot without knowledge. */
        static final Sync NOTHING_TO_DO = new Sync("SUCCEEDED", "", false);

        static Sync failed(String reason) {
            return new Sync("FAILED", reason, true);
        }
    }

    private static final long CREATED = 1_709_283_600_000L; // 1 March 2024, at the time of v0.4
    private static final long DAY = 86_400_000L;

    BotItem with(List<String> newFiles, Sync newSync) {
        return new BotItem(user, id, title, newFiles, urls, sitemaps, newSync, traits);
    }

    BotKeys keys() {
        return new BotKeys(user, user + "#BOT#" + id);
    }

    List<String> rowSources(String bucket) {
        return new BotKnowledge(urls, sitemaps, files).rowSources(bucket, keys());
    }

    /** @param age number of older bots: one is created each day */
    JsonObject item(int age) {
        JsonObject item = keys().item();
        item.add("SyncStatus", s(sync.status));
        item.add("SyncStatusReason", s(sync.reason));
        item.add("LastExecId", s(sync.embedded ? formerTaskId() : ""));
        if (is(Trait.LEFTOVER)) {
            return item;
        }
        if (title != null) {
            item.add("Title", s(title));
        }
        item.add("Description", s(title == null ? "" : "Answers questions about: " + title));
        item.add("Instruction", s("Answer from the knowledge that is given. If it does not hold the answer, say so."));
        item.add("CreateTime", n(CREATED + age * DAY));
        item.add("LastBotUsed", n(CREATED + (60 + age) * DAY));
        item.add("IsPinned", Json.object("BOOL", is(Trait.PINNED)));
        if (is(Trait.SHARED)) {
            item.add("PublicBotId", s(id));
        }
        item.add(
                "Knowledge",
                Json.object(
                        "M", Json.object(
                                "filenames", list(files),
                                "source_urls", list(urls),
                                "sitemap_urls", list(sitemaps))));
        return item;
    }

    private String formerTaskId() {
        return UUID.nameUUIDFromBytes(AwsResponse.utf8(id)).toString().replace("-", "");
    }

    boolean is(Trait trait) {
        return List.of(traits).contains(trait);
    }

    private static JsonObject list(List<String> values) {
        return Json.object("L", values.stream().map(ConversationTable::s).toList());
    }
}
