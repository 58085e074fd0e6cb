package lib.rehearsal.scenario;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.Json;

/**
 * A fault that is injected between a caller and a service. At most one of {@code error}, {@code failures}, {@code cut},
 * {@code pageLimit} and {@code missing} is set; a delay can be added to any of them, or stand alone.
 *
 * @param operation the operation to which it applies, such as RunTask or Scan
 * @param contains text that the request's body must contain; null: any
 * @param skip number of matching requests that pass first
 * @param times number of requests to which it then applies; -1: all; null: one
 * @param delayMillis real time between the service's work and the response; it ends early when the faults are cleared
 * @param cut "before" or "after" the service's work: the connection is closed without a response
 * @param pageLimit the Limit of a Scan or Query, that is, the size of its pages
 * @param missing whether DescribeTasks returns every task as MISSING, as ECS may do with any task for a while
 */
public record Fault(
        String operation,
        String contains,
        int skip,
        Integer times,
        Error error,
        Failure failures,
        String cut,
        long delayMillis,
        Integer pageLimit,
        boolean missing) {
    record Error(int status, String code, String message) {}

    /** A member of RunTask's failures[], returned with HTTP 200. */
    record Failure(String reason) {}

    private static final int ONCE = 1;

    public Fault {
        if (operation == null || operation.isBlank()) {
            throw new IllegalArgumentException("a fault needs an operation");
        }
        if (cut != null && !cut.equals("before") && !cut.equals("after")) {
            throw new IllegalArgumentException("cut is before or after, not " + cut);
        }
        if (failures != null && !operation.equals("RunTask")) {
            throw new IllegalArgumentException("only RunTask has failures");
        }
        if (missing && !operation.equals("DescribeTasks")) {
            throw new IllegalArgumentException("only DescribeTasks has missing tasks");
        }
        long kinds = Stream.of(error, failures, cut, pageLimit, missing ? "missing" : null)
                .filter(kind -> kind != null)
                .count();
        if (kinds > 1 || kinds == 0 && delayMillis <= 0) {
            throw new IllegalArgumentException(
                    "a fault is one of error, failures, cut, pageLimit, missing and delayMillis");
        }
        times = times == null ? ONCE : times;
    }

    boolean matches(AwsRequest request) {
        return operation.equals(request.operation())
                && (contains == null || request.body().contains(contains));
    }

    /** Returns the response, with or without calling the service, and without the delay. */
    public AwsResponse apply(AwsRequest request, Function<AwsRequest, AwsResponse> service) {
        if (error != null) {
            return AwsResponse.ofError(request.service(), new AwsError(error.status, error.code, error.message));
        }
        if (failures != null) {
            return AwsResponse.ok(request.service(), operation, failure());
        }
        if (missing) {
            return AwsResponse.ok(request.service(), operation, allMissing(request));
        }
        if ("before".equals(cut)) {
            return AwsResponse.DROPPED_CONNECTION;
        }
        AwsResponse response = service.apply(pageLimit == null ? request : request.with("Limit", Json.of(pageLimit)));
        return "after".equals(cut) ? AwsResponse.DROPPED_CONNECTION : response;
    }

    private JsonObject failure() {
        JsonObject failure = Json.object("reason", failures.reason);
        return Json.object("tasks", List.of(), "failures", List.of(failure));
    }

    private static JsonObject allMissing(AwsRequest request) {
        List<JsonObject> failures = Json.strings(request.parameters(), "tasks").stream()
                .map(task -> Json.object("arn", task, "reason", "MISSING"))
                .toList();
        return Json.object("tasks", List.of(), "failures", failures);
    }

    /** Returns a label for the history, such as "cut after" or "error ThrottlingException". */
    public String label() {
        if (error != null) {
            return "error " + error.code;
        }
        if (failures != null) {
            return "failures";
        }
        if (cut != null) {
            return "cut " + cut;
        }
        if (missing) {
            return "missing";
        }
        return pageLimit == null ? "delay" : "pageLimit " + pageLimit;
    }
}
