package lib.rehearsal.wire;

import com.google.gson.JsonObject;

/** An error that a service answers, with the code and text of that service. */
public final class AwsError extends RuntimeException {
    public final int status;
    public final String code;
    public final JsonObject details;

    public AwsError(int status, String code, String message) {
        this(status, code, message, new JsonObject());
    }

    /** @param details further members of the error, as {@code resourceIds} of a ConflictException */
    public AwsError(int status, String code, String message, JsonObject details) {
        super(message);
        this.status = status;
        this.code = code;
        this.details = details;
    }

    public static AwsError invalid(String message) {
        return new AwsError(400, "InvalidParameterException", message);
    }

    public static AwsError client(String message) {
        return new AwsError(400, "ClientException", message);
    }
}
