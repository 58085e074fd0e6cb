package lib.rehearsal.wire;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * An HTTP response of a service.
 *
 * @param errorCode null unless it is an error
 * @param errorHeader the header that carries the error code; null if the body does
 */
public record AwsResponse(int status, String contentType, byte[] body, String errorCode, String errorHeader) {
    /** No response: the connection is closed instead. */
    public static final AwsResponse DROPPED_CONNECTION = new AwsResponse(0, null, new byte[0], null);

    /** Creates a response whose body contains the error code. */
    public AwsResponse(int status, String contentType, byte[] body, String errorCode) {
        this(status, contentType, body, errorCode, null);
    }

    /** Creates a response with a JSON body, which is no error of a service. */
    public static AwsResponse json(int status, String contentType, JsonObject body) {
        return new AwsResponse(status, contentType, utf8(Json.text(body)), null);
    }

    /** Renders an error as that service does. */
    public static AwsResponse ofError(AwsService service, AwsError error) {
        return new AwsResponse(
                error.status(),
                service.contentType(),
                utf8(service.render(error)),
                error.code(),
                service.errorHeader().orElse(null));
    }

    /** Encodes a text. */
    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
