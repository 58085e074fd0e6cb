package lib.rehearsal.wire;

import java.util.UUID;

/** The little XML of the Query protocol. */
public final class QueryXml {
    private static final String NAMESPACE = "http://cloudformation.amazonaws.com/doc/2010-05-15/";

    private QueryXml() {}

    public static String element(String name, String... children) {
        return "<" + name + ">" + String.join("", children) + "</" + name + ">";
    }

    public static String text(String name, String value) {
        return element(name, value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }

    public static String result(String operation, String result) {
        return "<" + operation + "Response xmlns=\"" + NAMESPACE + "\">" + element(operation + "Result", result)
                + element("ResponseMetadata", requestId()) + "</" + operation + "Response>";
    }

    static String error(AwsError error) {
        return "<ErrorResponse xmlns=\"" + NAMESPACE + "\">"
                + element("Error", text("Type", error.status < 500 ? "Sender" : "Receiver"),
                        text("Code", error.code), text("Message", error.getMessage()))
                + requestId() + "</ErrorResponse>";
    }

    private static String requestId() {
        return text("RequestId", UUID.randomUUID().toString());
    }
}
