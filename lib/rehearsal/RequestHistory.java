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
     * Which requests are meant. Null: all of them.
     *
     * @param containing a text in their operation or body, as it was sent
     * @param status of their response
     */
    record Filter(String operation, String containing, Integer status) {}

    /**
     * A request and its response; {@code status} is 0 until there is a response, and if the connection was dropped.
     * {@code realMillis} and {@code servedMillis} are in real time: when it arrived, and how long it was worked on.
     */
    static final class Entry {
        private final long arrival = System.nanoTime();
        private final String operation;
        private final String body;
        private final JsonObject json;

        private Entry(String operation, String body, JsonObject json) {
            this.operation = operation;
            this.body = body;
            this.json = json;
        }

        private boolean matches(Filter filter) {
            return (filter.operation == null || filter.operation.equals(operation))
                    && (filter.containing == null
                            || operation.contains(filter.containing)
                            || body.contains(filter.containing))
                    && (filter.status == null || filter.status == status());
        }

        private int status() {
            synchronized (json) {
                return json.get("status").getAsInt();
            }
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
        JsonObject parameters = parameters(request);
        Entry entry = new Entry(
                request.operation(),
                parameters == request.parameters() ? request.body() : parameters.toString(),
                Json.object(
                        "seq", entries.size() + 1,
                        "at", at,
                        "realMillis", System.currentTimeMillis(),
                        "service", request.service().name().toLowerCase(Locale.ROOT),
                        "operation", request.operation(),
                        "body", parameters,
                        "status", 0));
        entries.add(entry);
        return entry;
    }

    synchronized List<JsonObject> requests(Filter filter) {
        return entries.stream()
                .filter(entry -> entry.matches(filter))
                .map(Entry::snapshot)
                .toList();
    }

    /** Returns how many there are, which takes much less time than to copy them. */
    synchronized long count(Filter filter) {
        return entries.stream().filter(entry -> entry.matches(filter)).count();
    }

    /** Returns the parameters; of bulk writes, which would fill the memory, only the size and the statement. */
    private static JsonObject parameters(AwsRequest request) {
        int length = request.body().length();
        if (length <= MAX_BODY_CHARACTERS) {
            return request.parameters();
        }
        return Json.object("sql", Json.member(request.parameters(), "sql").orElse(null), "omittedCharacters", length);
    }
}
