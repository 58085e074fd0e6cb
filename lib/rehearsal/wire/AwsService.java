package lib.rehearsal.wire;

import com.google.gson.JsonObject;
import java.util.Map;

/** The services of the embedded AWS, with their content types and the form of their errors. */
public enum AwsService {
    DYNAMODB("application/x-amz-json-1.0", "DynamoDB_20120810"),
    ECS("application/x-amz-json-1.1", "AmazonEC2ContainerServiceV20141113"),
    DMS("application/x-amz-json-1.1", "AmazonDMSv20160101"),
    CLOUDFORMATION("text/xml", null),
    STS("text/xml", null),
    RDS("text/xml", null),
    RDS_DATA("application/json", null),
    S3("application/xml", null);

    private final String contentType;
    private final String target;

    AwsService(String contentType, String target) {
        this.contentType = contentType;
        this.target = target;
    }

    /** Returns the content type of every response of the service. */
    public String contentType() {
        return contentType;
    }

    /** Returns whether the first part of an X-Amz-Target header names this service. */
    boolean isTarget(String prefix) {
        return prefix.equals(target);
    }

    /** Returns the name of an element of a list in XML; S3 has no element around its lists. */
    String elementName(String list) {
        return switch (this) {
            case CLOUDFORMATION -> "member";
            case RDS -> list.substring(0, list.length() - 1);
            default -> list;
        };
    }

    /** Returns the headers of an error: REST-JSON has its code in one, the other protocols use the body. */
    Map<String, String> errorHeaders(AwsError error) {
        return this == RDS_DATA ? Map.of("x-amzn-ErrorType", error.code()) : Map.of();
    }

    private boolean usesXml() {
        return contentType.endsWith("/xml");
    }

    String render(String operation, JsonObject result) {
        return usesXml() ? Xml.result(this, operation, result) : Json.text(result);
    }

    String render(AwsError error) {
        return switch (this) {
            case DYNAMODB -> Json.text(json("com.amazonaws.dynamodb.v20120810#" + error.code(), error));
            case ECS, DMS -> Json.text(json(error.code(), error));
            case RDS_DATA -> Json.text(json(null, error));
            case CLOUDFORMATION, STS, RDS, S3 -> Xml.error(this, error);
        };
    }

    private static JsonObject json(String type, AwsError error) {
        JsonObject json = Json.object("__type", type, "message", error.getMessage());
        error.details().entrySet().forEach(detail -> json.add(detail.getKey(), detail.getValue()));
        return json;
    }
}
