package lib.rehearsal;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.Json;

/** Every AWS request of an install, in the order in which they came in. */
public final class RequestHistory {
    private static final int LONGEST_BODY = 32_000;

    /** A request, and what became of it; {@code status} is 0 as long as there is no answer, or when the connection was cut. */
    static final class Entry {
        private final JsonObject json;

        private Entry(JsonObject json) {
            this.json = json;
        }

        void answered(AwsResponse answer, String fault) {
            synchronized (json) {
                json.addProperty("status", answer.status());
                if (answer.errorCode() != null) {
                    json.addProperty("errorCode", answer.errorCode());
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

    synchronized Entry arrived(AwsRequest request, Instant at) {
        Entry entry = new Entry(Json.object("seq", entries.size() + 1, "at", at, "realMillis", System.currentTimeMillis(),
                "service", request.service().name().toLowerCase(Locale.ROOT), "operation", request.operation(),
                "body", body(request), "status", 0));
        entries.add(entry);
        return entry;
    }

    /** @param operation null: all */
    synchronized List<JsonObject> of(String operation) {
        return entries.stream().map(Entry::snapshot)
                .filter(entry -> operation == null || operation.equals(entry.get("operation").getAsString())).toList();
    }

    /** Bulk writes would fill the memory: of them only the size is kept, and the statement that they are given to. */
    private static JsonObject body(AwsRequest request) {
        int length = request.body().length();
        if (length <= LONGEST_BODY) {
            return request.parameters();
        }
        return Json.object("sql", Json.member(request.parameters(), "sql").orElse(null), "omittedCharacters", length);
    }
}
