package lib.rehearsal.ecs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import lib.rehearsal.wire.Json;

/**
 * What the embedding container demands of a bot's item before it writes any status: the attributes that upstream's
 * {@code find_private_bot_by_id} takes unconditionally, with types that pydantic accepts ({@code
 * backend/app/repositories/custom_bot.py}, the same at v1.0.0, v1.2.4 and v1.4.0).
 */
final class BotReader {
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

    private BotReader() {}

    /** Returns whether the container can read the bot; an alias is none. */
    static boolean canRead(JsonObject item) {
        return !item.has("OriginalBotId")
                && REQUIRED.entrySet().stream()
                        .allMatch(attribute -> Json.child(item, attribute.getKey()).has(attribute.getValue()))
                && LISTS.stream().allMatch(list -> isListOfStrings(Json.child(knowledge(item), list)));
    }

    private static JsonObject knowledge(JsonObject item) {
        return Json.child(Json.child(item, "Knowledge"), "M");
    }

    private static boolean isListOfStrings(JsonObject attribute) {
        return attribute.has("L")
                && Json.list(attribute, "L").stream()
                        .map(JsonElement::getAsJsonObject)
                        .allMatch(element -> element.has("S"));
    }
}
