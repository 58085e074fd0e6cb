package lib.rehearsal;

import com.google.gson.JsonObject;

/** An error that a service answers, with the code and text of that service. */
final class AwsError extends RuntimeException {
    final int status;
    final String code;
    final JsonObject details;

    AwsError(int status, String code, String message) {
        this(status, code, message, new JsonObject());
    }

    /** @param details further members of the error, as {@code resourceIds} of a ConflictException */
    AwsError(int status, String code, String message, JsonObject details) {
        super(message);
        this.status = status;
        this.code = code;
        this.details = details;
    }

    static AwsError invalid(String message) {
        return new AwsError(400, "InvalidParameterException", message);
    }

    static AwsError client(String message) {
        return new AwsError(400, "ClientException", message);
    }
}
