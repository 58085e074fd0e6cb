package lib.rehearsal.wire;

import com.google.gson.JsonObject;

/** An error that a service returns, with the code and message of that service. */
public final class AwsError extends RuntimeException {
    private final int status;
    private final String code;
    private final JsonObject details;

    public AwsError(int status, String code, String message) {
        this(status, code, message, new JsonObject());
    }

    /** @param details further members of the error, such as {@code resourceIds} of a ConflictException */
    public AwsError(int status, String code, String message, JsonObject details) {
        super(message);
        this.status = status;
        this.code = code;
        this.details = details;
    }

    /** The InvalidParameterException of ECS. */
    public static AwsError invalidParameter(String message) {
        return new AwsError(400, "InvalidParameterException", message);
    }

    /** The ClientException of ECS. */
    public static AwsError client(String message) {
        return new AwsError(400, "ClientException", message);
    }

    /** The ValidationException of the Data API. */
    public static AwsError validation(String message) {
        return new AwsError(400, "ValidationException", message);
    }

    /** Returns the HTTP status. */
    int status() {
        return status;
    }

    /** Returns the error code, such as ThrottlingException. */
    public String code() {
        return code;
    }

    /** Returns the members of the error other than code and message. */
    JsonObject details() {
        return details;
    }
}
