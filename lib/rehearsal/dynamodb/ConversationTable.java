package lib.rehearsal.dynamodb;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.AwsService;
import lib.rehearsal.wire.Json;

/**
 * The conversation table of one account: its schema (upstream's {@code database.ts}), and the writes of the app and of
 * the embedding container.
 */
public final class ConversationTable {
    private static final int BATCH = 25;
    private static final String SCHEMA =
            """
            {"TableName": "%s", "BillingMode": "PAY_PER_REQUEST",
             "AttributeDefinitions": [
                {"AttributeName": "PK", "AttributeType": "S"}, {"AttributeName": "SK", "AttributeType": "S"},
                {"AttributeName": "PublicBotId", "AttributeType": "S"},
                {"AttributeName": "LastBotUsed", "AttributeType": "N"}],
             "KeySchema": [{"AttributeName": "PK", "KeyType": "HASH"}, {"AttributeName": "SK", "KeyType": "RANGE"}],
             "GlobalSecondaryIndexes": [
                {"IndexName": "SKIndex", "KeySchema": [{"AttributeName": "SK", "KeyType": "HASH"}],
                 "Projection": {"ProjectionType": "ALL"}},
                {"IndexName": "PublicBotIdIndex", "KeySchema": [{"AttributeName": "PublicBotId", "KeyType": "HASH"}],
                 "Projection": {"ProjectionType": "ALL"}}],
             "LocalSecondaryIndexes": [
                {"IndexName": "LastBotUsedIndex",
                 "KeySchema": [{"AttributeName": "PK", "KeyType": "HASH"},
                    {"AttributeName": "LastBotUsed", "KeyType": "RANGE"}],
                 "Projection": {"ProjectionType": "ALL"}}]}"""
                    .formatted(BedrockChatStack.TABLE);

    private final DynamoDbLocal engine;
    private final AwsRequest.Caller owner;
    private volatile List<String> missedByIndex = List.of();

    public ConversationTable(DynamoDbLocal engine, AwsRequest.Caller owner) {
        this.engine = engine;
        this.owner = owner;
    }

    /**
     * Sets the sort keys of the items that every Scan of an index misses, as it may miss a bot that is used at that
     * moment: each use rewrites {@code LastBotUsed}, the index's sort key, so the item moves behind the scan.
     */
    public void setMissedByIndex(List<String> sortKeys) {
        missedByIndex = List.copyOf(sortKeys);
    }

    /** Returns the engine's response to a request of the owner, without the items that it misses. */
    public AwsResponse handle(AwsRequest request) {
        AwsResponse response = engine.call(owner, request.operation(), request.body());
        boolean misses = !missedByIndex.isEmpty()
                && request.operation().equals("Scan")
                && request.parameters().has("IndexName");
        return misses && response.status() == 200 ? withoutMissed(response) : response;
    }

    private AwsResponse withoutMissed(AwsResponse response) {
        JsonObject page = Json.parse(new String(response.body(), StandardCharsets.UTF_8));
        List<JsonElement> items = Json.list(page, "Items").stream()
                .filter(item -> !missedByIndex.contains(
                        Json.child(item.getAsJsonObject(), "SK").get("S").getAsString()))
                .toList();
        page.add("Items", Json.of(items));
        page.addProperty("Count", items.size());
        return AwsResponse.ok(AwsService.DYNAMODB, "Scan", page);
    }

    /** Creates the table with these items. */
    public void create(List<JsonObject> items) {
        call("CreateTable", Json.parse(SCHEMA));
        for (int from = 0; from < items.size(); from += BATCH) {
            put(items.subList(from, Math.min(from + BATCH, items.size())));
        }
    }

    private void put(List<JsonObject> batch) {
        List<JsonObject> puts = batch.stream()
                .map(item -> Json.object("PutRequest", Json.object("Item", item)))
                .toList();
        call("BatchWriteItem", Json.object("RequestItems", Json.object(BedrockChatStack.TABLE, puts)));
    }

    /** Deletes every table of the account. */
    public void dropAll() {
        for (String name : Json.strings(call("ListTables", new JsonObject()), "TableNames")) {
            call("DeleteTable", Json.object("TableName", name));
        }
    }

    /** Reads a bot through the index, as the container does. */
    public Optional<JsonObject> findBySortKey(String sk) {
        JsonObject found = call(
                "Query",
                Json.object(
                        "TableName", BedrockChatStack.TABLE,
                        "IndexName", "SKIndex",
                        "KeyConditionExpression", "SK = :sk",
                        "ExpressionAttributeValues", Json.object(":sk", s(sk))));
        return Json.list(found, "Items").stream()
                .map(JsonElement::getAsJsonObject)
                .findFirst();
    }

    /**
     * Writes the sync fields as the container does: without a condition, so that a deleted bot comes back as keys and
     * sync fields.
     */
    public void writeSync(BotKeys bot, String status, String reason, String execId) {
        update(
                bot,
                "SET SyncStatus = :status, SyncStatusReason = :reason, LastExecId = :exec",
                Json.object(":status", s(status), ":reason", s(reason), ":exec", s(execId)));
    }

    /** Writes the sync fields as the app does when a user saves a bot: no reason, and LastExecId stays. */
    public void writeEdit(BotKeys bot, String status) {
        update(
                bot,
                "SET SyncStatus = :status, SyncStatusReason = :reason",
                Json.object(":status", s(status), ":reason", s("")));
    }

    /** Changes the title of a bot. */
    public void retitle(BotKeys bot, String title) {
        update(bot, "SET Title = :title", Json.object(":title", s(title)));
    }

    /** Adds a file to the knowledge of a bot. */
    public void addFile(BotKeys bot, String name) {
        update(
                bot,
                "SET Knowledge.filenames = list_append(Knowledge.filenames, :file)",
                Json.object(":file", Json.object("L", List.of(s(name)))));
    }

    /** Deletes a bot. */
    public void delete(BotKeys bot) {
        call("DeleteItem", Json.object("TableName", BedrockChatStack.TABLE, "Key", bot.item()));
    }

    private void update(BotKeys bot, String expression, JsonObject values) {
        call(
                "UpdateItem",
                Json.object(
                        "TableName", BedrockChatStack.TABLE,
                        "Key", bot.item(),
                        "UpdateExpression", expression,
                        "ExpressionAttributeValues", values));
    }

    private JsonObject call(String operation, JsonObject parameters) {
        return engine.require(owner, operation, parameters);
    }

    /** Returns a string attribute. */
    public static JsonObject s(String value) {
        return Json.object("S", value);
    }

    /** Returns a number attribute. */
    public static JsonObject n(long value) {
        return Json.object("N", Long.toString(value));
    }
}
