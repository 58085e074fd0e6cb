package lib.rehearsal.wire;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;

/** What goes back over the wire; {@code errorCode} is null when it is not an error, {@code errorHeader} unless a header carries it. */
public record AwsResponse(int status, String contentType, byte[] body, String errorCode, String errorHeader) {
    /** No answer: the connection is closed instead. */
    public static final AwsResponse CUT = new AwsResponse(0, null, new byte[0], null);

    public AwsResponse(int status, String contentType, byte[] body, String errorCode) {
        this(status, contentType, body, errorCode, null);
    }

    public static AwsResponse json(int status, String contentType, JsonObject body) {
        return new AwsResponse(status, contentType, bytes(Json.text(body)), null);
    }

    public static AwsResponse ofError(AwsService service, AwsError error) {
        return new AwsResponse(error.status, service.contentType(), bytes(service.render(error)), error.code, service.errorHeader().orElse(null));
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
