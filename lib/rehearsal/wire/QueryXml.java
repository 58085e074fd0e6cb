package lib.rehearsal.wire;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;

/** The XML of the Query protocol, as far as the services here need it. */
public final class QueryXml {
    private static final String NAMESPACE = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

    private QueryXml() {}

    /** Returns an element with children that are XML already. */
    public static String element(String name, String... children) {
        return "<" + name + ">" + String.join("", children) + "</" + name + ">";
    }

    /** Returns an element with a text, which is escaped. */
    public static String text(String name, String value) {
        return element(name, value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }

    /** Returns an element with a text; nothing for null. */
    public static String optional(String name, String value) {
        return value == null ? "" : text(name, value);
    }

    /** Returns an element with a time, to the millisecond; nothing for null. */
    public static String time(String name, Instant value) {
        return value == null
                ? ""
                : text(name, value.truncatedTo(ChronoUnit.MILLIS).toString());
    }

    /** Returns a list, whose elements are XML already. */
    public static String list(String name, List<String> elements) {
        return element(name, String.join("", elements));
    }

    /** Returns a successful response of an operation. */
    public static AwsResponse ok(AwsService service, String operation, String... result) {
        byte[] body = AwsResponse.utf8(response(operation, String.join("", result)));
        return new AwsResponse(200, service.contentType(), body, null);
    }

    /** Returns the whole response of an operation. */
    public static String response(String operation, String result) {
        return "<" + operation + "Response xmlns=\"" + NAMESPACE + "\">" + element(operation + "Result", result)
                + element("ResponseMetadata", requestId()) + "</" + operation + "Response>";
    }

    static String s3Error(AwsError error) {
        StringBuilder details = new StringBuilder();
        error.details().entrySet().forEach(each -> details.append(
                text(each.getKey(), each.getValue().getAsString())));
        return element(
                "Error",
                text("Code", error.code()),
                text("Message", error.getMessage()),
                details.toString(),
                requestId(),
                text("HostId", "rehearsal"));
    }

    static String error(AwsError error) {
        return "<ErrorResponse xmlns=\"" + NAMESPACE + "\">"
                + element(
                        "Error",
                        text("Type", error.status() < 500 ? "Sender" : "Receiver"),
                        optional("Code", error.code()),
                        text("Message", error.getMessage()))
                + requestId() + "</ErrorResponse>";
    }

    private static String requestId() {
        return text("RequestId", UUID.randomUUID().toString());
    }
}
