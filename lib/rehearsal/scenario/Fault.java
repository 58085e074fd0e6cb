package lib.rehearsal.scenario;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.Json;

/**
 * Something that goes wrong on the way to a service.
 *
 * @param operation   the operation that it meets, as RunTask or Scan
 * @param contains    text that the request's body must contain; null: any
 * @param skip        so many matching requests are let through first
 * @param times       so many requests are met then; -1: all; null: one
 * @param delayMillis real time between the work and the answer; alone, or with any of the others
 * @param cut         "before" or "after" the work: the connection is closed without an answer
 * @param pageLimit   the Limit of a Scan or Query, so that its pages hold so many items
 */
public record Fault(String operation, String contains, int skip, Integer times,
             Error error, Failure failures, String cut, long delayMillis, Integer pageLimit) {
    record Error(int status, String code, String message) {}

    /** A member of RunTask's failures[], answered with HTTP 200. */
    record Failure(String reason, String detail) {}

    public Fault {
        if (operation == null || operation.isBlank()) {
            throw new IllegalArgumentException("a fault needs an operation");
        }
        if (cut != null && !cut.equals("before") && !cut.equals("after")) {
            throw new IllegalArgumentException("cut is before or after, not " + cut);
        }
        if (failures != null && !operation.equals("RunTask")) {
            throw new IllegalArgumentException("failures are RunTask's only");
        }
        long kinds = Stream.of(error, failures, cut, pageLimit).filter(kind -> kind != null).count();
        if (kinds > 1 || kinds == 0 && delayMillis <= 0) {
            throw new IllegalArgumentException("a fault is one of error, failures, cut, pageLimit and delayMillis");
        }
        times = times == null ? 1 : times;
    }

    static Fault error(String operation, String contains, int status, String code, String message) {
        return new Fault(operation, contains, 0, 1, new Error(status, code, message), null, null, 0, null);
    }

    static Fault failure(String contains, String reason) {
        return new Fault("RunTask", contains, 0, 1, null, new Failure(reason, null), null, 0, null);
    }

    static Fault cut(String operation, String contains, String when) {
        return new Fault(operation, contains, 0, 1, null, null, when, 0, null);
    }

    boolean meets(AwsRequest request) {
        return operation.equals(request.operation()) && (contains == null || request.body().contains(contains));
    }

    public AwsResponse apply(AwsRequest request, Function<AwsRequest, AwsResponse> service) {
        AwsResponse answer = applyNow(request, service);
        if (delayMillis > 0) {
            sleep();
        }
        return answer;
    }

    private AwsResponse applyNow(AwsRequest request, Function<AwsRequest, AwsResponse> service) {
        if (error != null) {
            return AwsResponse.ofError(request.service(), new AwsError(error.status, error.code, error.message));
        }
        if (failures != null) {
            return AwsResponse.json(200, request.service().contentType(), failure());
        }
        if ("before".equals(cut)) {
            return AwsResponse.CUT;
        }
        AwsResponse answer = service.apply(pageLimit == null ? request : request.with("Limit", Json.of(pageLimit)));
        return "after".equals(cut) ? AwsResponse.CUT : answer;
    }

    private JsonObject failure() {
        JsonObject failure = Json.object("reason", failures.reason, "detail", failures.detail);
        return Json.object("tasks", List.of(), "failures", List.of(failure));
    }

    private void sleep() {
        try {
            Thread.sleep(delayMillis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the server is going down: answer at once
        }
    }

    /** For the history, as "cut after" or "error ThrottlingException". */
    public String label() {
        String what = error != null ? "error " + error.code : failures != null ? "failures" : cut != null ? "cut " + cut
                : pageLimit != null ? "pageLimit " + pageLimit : "";
        return delayMillis > 0 ? String.format(Locale.ROOT, "%s delay %d ms", what, delayMillis).strip() : what;
    }
}
