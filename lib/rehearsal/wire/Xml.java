package lib.rehearsal.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.UUID;
import java.util.stream.Collectors;

/** Results and errors in the XML of the Query protocol and of S3. */
final class Xml {
    private static final String QUERY = "http://cloudformation.amazonaws.com/doc/2010-05-15/";
    private static final String S3 = "http://s3.amazonaws.com/doc/2006-03-01/";

    private Xml() {}

    static String result(AwsService service, String operation, JsonObject result) {
        return service == AwsService.S3
                ? root("ListBucketResult", S3, members(service, result))
                : root(
                        operation + "Response",
                        QUERY,
                        element(operation + "Result", members(service, result))
                                + element("ResponseMetadata", requestId()));
    }

    static String error(AwsService service, AwsError error) {
        JsonObject json = Json.object(
                "Type", error.status() < 500 ? "Sender" : "Receiver",
                "Code", error.code(),
                "Message", error.getMessage());
        error.details().entrySet().forEach(detail -> json.add(detail.getKey(), detail.getValue()));
        String element = element("Error", members(service, json) + requestId());
        return service == AwsService.S3 ? element : root("ErrorResponse", QUERY, element + requestId());
    }

    private static String members(AwsService service, JsonObject json) {
        return json.entrySet().stream()
                .map(member -> element(service, member.getKey(), member.getValue()))
                .collect(Collectors.joining());
    }

    private static String element(AwsService service, String name, JsonElement value) {
        if (value.isJsonObject()) {
            return element(name, members(service, value.getAsJsonObject()));
        }
        if (!value.isJsonArray()) {
            return element(
                    name,
                    value.getAsString().replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
        }
        String elements = value.getAsJsonArray().asList().stream()
                .map(each -> element(service, service.elementName(name), each))
                .collect(Collectors.joining());
        return service == AwsService.S3 ? elements : element(name, elements);
    }

    private static String root(String name, String namespace, String content) {
        return "<" + name + " xmlns=\"" + namespace + "\">" + content + "</" + name + ">";
    }

    private static String element(String name, String content) {
        return "<" + name + ">" + content + "</" + name + ">";
    }

    private static String requestId() {
        return element("RequestId", UUID.randomUUID().toString());
    }
}
