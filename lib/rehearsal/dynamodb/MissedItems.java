package lib.rehearsal.dynamodb;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.AwsService;
import lib.rehearsal.wire.Json;

/**
 * Items that every Scan of an index misses, as it may miss a bot that is used at that moment: each use rewrites {@code
 * LastBotUsed}, the index's sort key, so the item moves behind the scan.
 */
public final class MissedItems {
    private volatile List<String> sortKeys = List.of();

    /** Sets the sort keys of the items that are missed from now on. */
    public void set(List<String> sortKeys) {
        this.sortKeys = List.copyOf(sortKeys);
    }

    /** Returns the engine's response without the items that this request misses. */
    public AwsResponse applyTo(String operation, JsonObject request, AwsResponse response) {
        boolean isScanOfIndex = operation.equals("Scan") && request.has("IndexName");
        if (!isScanOfIndex || response.status() != 200 || sortKeys.isEmpty()) {
            return response;
        }
        JsonObject page = Json.parse(new String(response.body(), StandardCharsets.UTF_8));
        List<JsonElement> items = Json.list(page, "Items").stream()
                .filter(item -> !sortKeys.contains(
                        Json.child(item.getAsJsonObject(), "SK").get("S").getAsString()))
                .toList();
        page.add("Items", Json.of(items));
        page.addProperty("Count", items.size());
        return AwsResponse.ok(AwsService.DYNAMODB, operation, page);
    }
}
