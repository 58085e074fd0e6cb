package lib.rehearsal.ecs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.wire.Json;

/**
 * The knowledge of a bot.
 *
 * @param files their names
 */
public record BotKnowledge(List<String> urls, List<String> sitemaps, List<String> files) {
    /**
     * The attributes that upstream's {@code find_private_bot_by_id} takes unconditionally, with types that pydantic
     * accepts ({@code backend/app/repositories/custom_bot.py}, the same at v1.0.0, v1.2.4 and v1.4.0).
     */
    private static final Map<String, String> REQUIRED = Map.ofEntries(
            Map.entry("Title", "S"),
            Map.entry("Description", "S"),
            Map.entry("Instruction", "S"),
            Map.entry("CreateTime", "N"),
            Map.entry("LastBotUsed", "N"),
            Map.entry("IsPinned", "BOOL"),
            Map.entry("Knowledge", "M"),
            Map.entry("SyncStatus", "S"),
            Map.entry("SyncStatusReason", "S"),
            Map.entry("LastExecId", "S"));
    private static final List<String> LISTS = List.of("source_urls", "sitemap_urls", "filenames");

    /** Reads the item of a bot as the container does before it writes any status; empty if it cannot. */
    static Optional<BotKnowledge> read(JsonObject item) {
        JsonObject lists = Json.child(Json.child(item, "Knowledge"), "M");
        boolean isReadable = !item.has("OriginalBotId") // an alias
                && REQUIRED.entrySet().stream()
                        .allMatch(attribute -> Json.child(item, attribute.getKey()).has(attribute.getValue()))
                && LISTS.stream().allMatch(list -> isListOfStrings(Json.child(lists, list)));
        return isReadable
                ? Optional.of(new BotKnowledge(
                        strings(lists, LISTS.get(0)), strings(lists, LISTS.get(1)), strings(lists, LISTS.get(2))))
                : Optional.empty();
    }

    private static boolean isListOfStrings(JsonObject attribute) {
        return attribute.has("L")
                && elements(attribute).allMatch(element -> element.has("S"));
    }

    private static List<String> strings(JsonObject lists, String name) {
        return elements(Json.child(lists, name))
                .map(element -> element.get("S").getAsString())
                .toList();
    }

    private static Stream<JsonObject> elements(JsonObject attribute) {
        return Json.list(attribute, "L").stream().map(JsonElement::getAsJsonObject);
    }

    /** Returns the number of sources. */
    int size() {
        return urls.size() + sitemaps.size() + files.size();
    }

    /** Returns how an embedding ends; sitemaps raise upstream's NotImplementedError, whose text is empty. */
    TaskBehavior.Ending ending() {
        if (size() == 0) {
            return TaskBehavior.Ending.writes("SUCCEEDED", "No contents to embed.");
        }
        return sitemaps.isEmpty()
                ? TaskBehavior.Ending.writes("SUCCEEDED", "Successfully inserted to vector store.")
                : TaskBehavior.Ending.writes("FAILED", "");
    }

    /** Returns the column {@code source} of a bot's rows, in the order in which upstream's loaders write them. */
    public List<String> rowSources(String bucket, BotKeys bot) {
        return Stream.concat(
                        urls.stream().map(RowSource::ofUrl),
                        files.stream().map(file -> "s3://" + bucket + "/" + RowSource.key(bot, file)))
                .toList();
    }
}
