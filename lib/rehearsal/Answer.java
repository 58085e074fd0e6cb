package lib.rehearsal;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;

/** What goes back over the wire; {@code errorCode} is null when it is not an error, {@code errorHeader} unless a header carries it. */
record Answer(int status, String contentType, byte[] body, String errorCode, String errorHeader) {
    /** No answer: the connection is closed instead. */
    static final Answer CUT = new Answer(0, null, new byte[0], null);

    Answer(int status, String contentType, byte[] body, String errorCode) {
        this(status, contentType, body, errorCode, null);
    }

    static Answer json(int status, String contentType, JsonObject body) {
        return new Answer(status, contentType, bytes(Json.text(body)), null);
    }

    static Answer ofError(Service service, AwsError error) {
        return new Answer(error.status, service.contentType(), bytes(service.render(error)), error.code, service.errorHeader().orElse(null));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
