package lib.rehearsal.scenario;

import static lib.rehearsal.dynamodb.ConversationTable.n;
import static lib.rehearsal.dynamodb.ConversationTable.s;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import lib.rehearsal.database.SnapshotContent.BotRows;
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
 * @param files null: none, as for the other lists
 * @param sync its sync fields as v0 left them; null: it is embedded
 */
record BotItem(
        String user,
        String id,
        String title,
        List<String> files,
        List<String> urls,
        List<String> sitemaps,
        Sync sync,
        List<Trait> traits) {
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
     */
    record Sync(String status, String reason) {
        static final Sync DONE = new Sync("SUCCEEDED", "Successfully inserted to vector store.");

        static Sync throttled() {
            return new Sync(
                    "FAILED",
                    "An error occurred (ThrottlingException) when calling the InvokeModel operation "
                            + "(reached max retries: 4): Too many requests, please wait before trying again.");
        }

        /** The app embeds no bot without knowledge, and gives no reason. */
        private boolean isOfTask() {
            return !status.equals(DONE.status) || !reason.isEmpty();
        }
    }

    private static final long CREATED = 1_709_283_600_000L; // 1 March 2024, at the time of v0.4
    private static final long DAY = 86_400_000L;

    BotItem {
        files = files == null ? List.of() : files;
        urls = urls == null ? List.of() : urls;
        sitemaps = sitemaps == null ? List.of() : sitemaps;
        sync = sync == null ? Sync.DONE : sync;
        traits = traits == null ? List.of() : traits;
    }

    BotItem with(Sync newSync) {
        return new BotItem(user, id, title, files, urls, sitemaps, newSync, traits);
    }

    BotItem withFile(String file) {
        List<String> more = new ArrayList<>(files);
        more.add(file);
        return new BotItem(user, id, title, more, urls, sitemaps, sync, traits);
    }

    /** Returns whether it has knowledge that can be embedded. */
    boolean hasKnowledge() {
        return !files.isEmpty() || !urls.isEmpty();
    }

    BotKeys keys() {
        return new BotKeys(user, user + "#BOT#" + id);
    }

    /** Returns its rows, if a task has embedded its files of that bucket. */
    BotRows rows(String bucket, Instant embeddedAt) {
        return new BotRows(id, new BotKnowledge(urls, sitemaps, files).rowSources(bucket, keys()), embeddedAt);
    }

    /** @param age number of older bots: one is created each day */
    JsonObject item(int age) {
        JsonObject item = keys().item();
        item.add("SyncStatus", s(sync.status));
        item.add("SyncStatusReason", s(sync.reason));
        item.add("LastExecId", s(sync.isOfTask() ? formerTaskId() : ""));
        if (is(Trait.LEFTOVER)) {
            return item;
        }
        item.add("Title", s(title));
        item.add("Description", s("Answers questions about: " + title));
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
        return traits.contains(trait);
    }

    private static JsonObject list(List<String> values) {
        return Json.object("L", values.stream().map(ConversationTable::s).toList());
    }
}
