package lib.rehearsal.dynamodb;

import com.google.gson.JsonObject;
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
}
