package lib.rehearsal.wire;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An HTTP response of a service.
 *
 * @param errorCode null unless it is an error
 * @param headers further headers
 */
public record AwsResponse(
        int status, String contentType, byte[] body, String errorCode, Map<String, String> headers) {
    /** No response: the connection is closed instead. */
    public static final AwsResponse DROPPED_CONNECTION = new AwsResponse(0, null, new byte[0], null);

    /** Creates a response without further headers. */
    public AwsResponse(int status, String contentType, byte[] body, String errorCode) {
        this(status, contentType, body, errorCode, Map.of());
    }

    /** Renders the result of an operation as that service does. */
    public static AwsResponse ok(AwsService service, String operation, JsonObject result) {
        return new AwsResponse(200, service.contentType(), utf8(service.render(operation, result)), null);
    }

    /** Renders an error as that service does. */
    public static AwsResponse ofError(AwsService service, AwsError error) {
        return new AwsResponse(
                error.status(),
                service.contentType(),
                utf8(service.render(error)),
                error.code(),
                service.errorHeaders(error));
    }

    /** Returns the response with this header. */
    public AwsResponse with(String header, String value) {
        return new AwsResponse(status, contentType, body, errorCode, Map.of(header, value));
    }

    /** Encodes a text. */
    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
