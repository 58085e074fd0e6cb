package lib.rehearsal.wire;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonPrimitive;
import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A request of the AWS API.
 *
 * @param body as received, or as a fault has changed it
 * @param parameters the body's members; for the Query protocol its form fields; for S3 the query's fields and Bucket
 */
public record AwsRequest(AwsService service, String operation, Caller caller, String body, JsonObject parameters) {

    /** The Data API is REST: each operation has a path of its own. */
    private static final String EXECUTE_STATEMENT = "/Execute";

    /** The Query protocol contains the version of an API, but not the name of the service. */
    private static final String STS_VERSION = "2011-06-15", RDS_VERSION = "2014-10-31";


    /** The caller, from the request's signature: access key id and region together identify a simulated account. */
    public record Caller(String key, String region) {
        public static final String DEFAULT_KEY = "REHEARSAL";
        public static final String DEFAULT_REGION = "us-east-1";
        private static final Pattern CREDENTIAL = Pattern.compile("Credential=([^/]+)/[^/]*/([^/]+)/");

        static Caller of(String authorization) {
            Matcher credential = CREDENTIAL.matcher(authorization);
            return credential.find()
                    ? new Caller(credential.group(1), credential.group(2))
                    : new Caller(DEFAULT_KEY, DEFAULT_REGION);
        }
    }

    /** S3 is REST, and names neither itself nor the operation: the scope of the signature does. */
    private static final Pattern S3_SCOPE = Pattern.compile("Credential=[^,]*/s3/aws4_request");

    /**
     * Parses an HTTP request in any of the protocols.
     *
     * @throws AwsError if no service here handles it, or if its body cannot be parsed
     */
    public static AwsRequest of(String method, URI uri, Headers headers, byte[] bytes) {
        String authorization = String.valueOf(headers.getFirst("Authorization"));
        Caller caller = Caller.of(authorization);
        if (S3_SCOPE.matcher(authorization).find()) {
            return ofS3(method, uri, caller);
        }
        String body = new String(bytes, StandardCharsets.UTF_8);
        String target = headers.getFirst("X-Amz-Target");
        if (target != null) {
            return ofTarget(target, caller, body);
        }
        if (uri.getPath().equals(EXECUTE_STATEMENT)) {
            return new AwsRequest(AwsService.RDS_DATA, "ExecuteStatement", caller, body, parse(body));
        }
        return ofForm(caller, body);
    }

    private static AwsRequest ofTarget(String target, Caller caller, String body) {
        int dot = target.lastIndexOf('.');
        for (AwsService service : AwsService.values()) {
            if (service.isTarget(target.substring(0, Math.max(dot, 0)))) {
                return new AwsRequest(service, target.substring(dot + 1), caller, body, parse(body));
            }
        }
        throw new AwsError(400, "UnknownOperationException", "The embedded AWS has no service for " + target + ".");
    }

    private static AwsRequest ofS3(String method, URI uri, Caller caller) {
        JsonObject parameters = form(uri.getRawQuery());
        parameters.addProperty("Bucket", uri.getPath().substring(1));
        boolean lists = method.equals("GET")
                && Json.string(parameters, "list-type").equals(Optional.of("2"));
        String operation = lists ? "ListObjectsV2" : method;
        return new AwsRequest(AwsService.S3, operation, caller, Json.text(parameters), parameters);
    }

    private static AwsRequest ofForm(Caller caller, String body) {
        JsonObject form = form(body);
        String action = Json.string(form, "Action")
                .orElseThrow(() -> new AwsError(
                        400,
                        "UnknownOperationException",
                        "The embedded AWS has DynamoDB, ECS, CloudFormation, DMS, STS, S3, RDS and its Data"
                                + " API only."));
        AwsService service =
                switch (Json.string(form, "Version").orElse("")) {
                    case STS_VERSION -> AwsService.STS;
                    case RDS_VERSION -> AwsService.RDS;
                    default -> AwsService.CLOUDFORMATION;
                };
        return new AwsRequest(service, action, caller, body, form);
    }

    /** Returns a copy with that member added or replaced. */
    public AwsRequest with(String name, JsonElement value) {
        JsonObject changed = parameters.deepCopy();
        changed.add(name, value);
        return new AwsRequest(service, operation, caller, Json.text(changed), changed);
    }

    private static JsonObject parse(String body) {
        try {
            return Json.parse(body);
        } catch (JsonParseException e) {
            throw new AwsError(400, "SerializationException", e.getMessage());
        }
    }

    /** Returns the fields of a form or of a query, which may be null. */
    public static JsonObject form(String text) {
        JsonObject form = new JsonObject();
        for (String pair : (text == null ? "" : text).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.add(decode(pair.substring(0, equals)), new JsonPrimitive(decode(pair.substring(equals + 1))));
            }
        }
        return form;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
