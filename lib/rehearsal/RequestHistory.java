package lib.rehearsal;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.Json;

/** Every AWS request of an account, in the order of arrival. */
final class RequestHistory {
    private static final int MAX_BODY_CHARACTERS = 32_000;

    /**
     * A request and its response; {@code status} is 0 until there is a response, and if the connection was dropped.
     * {@code realMillis} and {@code servedMillis} are in real time: when it arrived, and how long it was worked on.
     */
    static final class Entry {
        private final long arrival = System.nanoTime();
        private final JsonObject json;

        private Entry(JsonObject json) {
            this.json = json;
        }

        /** @param fault the label of the fault that was applied; null: none */
        void complete(AwsResponse response, String fault) {
            synchronized (json) {
                json.addProperty("status", response.status());
                json.addProperty("servedMillis", (System.nanoTime() - arrival) / 1e6);
                if (response.errorCode() != null) {
                    json.addProperty("errorCode", response.errorCode());
                }
                if (fault != null) {
                    json.addProperty("fault", fault);
                }
            }
        }

        private JsonObject snapshot() {
            synchronized (json) {
                return json.deepCopy();
            }
        }
    }

    private final List<Entry> entries = new ArrayList<>();

    synchronized Entry add(AwsRequest request, Instant at) {
        Entry entry = new Entry(Json.object(
                "seq", entries.size() + 1,
                "at", at,
                "realMillis", System.currentTimeMillis(),
                "service", request.service().name().toLowerCase(Locale.ROOT),
                "operation", request.operation(),
                "body", body(request),
                "status", 0));
        entries.add(entry);
        return entry;
    }

    /** @param operation null: all */
    synchronized List<JsonObject> requests(String operation) {
        return entries.stream()
                .map(Entry::snapshot)
                .filter(entry -> operation == null
                        || operation.equals(entry.get("operation").getAsString()))
                .toList();
    }

    /** Returns the parameters; of bulk writes, which would fill the memory, only the size and the statement. */
    private static JsonObject body(AwsRequest request) {
        int length = request.body().length();
        if (length <= MAX_BODY_CHARACTERS) {
            return request.parameters();
        }
        return Json.object("sql", Json.member(request.parameters(), "sql").orElse(null), "omittedCharacters", length);
    }
}
