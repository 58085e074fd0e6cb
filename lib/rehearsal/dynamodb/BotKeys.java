package lib.rehearsal.dynamodb;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.List;
import java.util.Optional;
import lib.rehearsal.wire.Json;

/**
 * The keys of an item.
 *
 * @param pk the user id
 * @param sk for a bot, {@code user#BOT#bot}
 */
public record BotKeys(String pk, String sk) {
    /** Returns the keys as a DynamoDB item. */
    public JsonObject item() {
        return Json.object("PK", ConversationTable.s(pk), "SK", ConversationTable.s(sk));
    }

    /** Returns the part of the sort key after the last #. */
    public String botId() {
        return sk.substring(sk.lastIndexOf('#') + 1);
    }

    /** Returns the command with which the container embeds this bot. */
    public List<String> command() {
        return List.of("-u", "embedding/main.py", Json.text(item()));
    }

    /** Reads the keys in the overrides of a task; empty if the container could not read them either. */
    public static Optional<BotKeys> ofOverrides(JsonObject overrides) {
        try {
            JsonObject container =
                    Json.list(overrides, "containerOverrides").get(0).getAsJsonObject();
            JsonObject keys = Json.parse(Json.strings(container, "command").get(2));
            return Optional.of(new BotKeys(value(keys, "PK"), value(keys, "SK")));
        } catch (IndexOutOfBoundsException
                | JsonParseException
                | IllegalStateException
                | NullPointerException
                | UnsupportedOperationException e) {
            return Optional.empty(); // malformed: the container of such a task ends with an error
        }
    }

    private static String value(JsonObject keys, String name) {
        JsonElement value = keys.getAsJsonObject(name).get("S");
        return value.getAsString();
    }
}
