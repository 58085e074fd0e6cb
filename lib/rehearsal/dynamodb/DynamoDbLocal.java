package lib.rehearsal.dynamodb;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.AwsService;
import lib.rehearsal.wire.Json;
import org.eclipse.jetty.http.HttpTester;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;

/**
 * DynamoDB Local, AWS's own engine, in memory and in this process. It is spoken to in its own protocol through a connector
 * that needs no port. Each caller (access key id and region) has a database of its own.
 */
public final class DynamoDbLocal {
    private static final int LONGEST_ANSWER_MILLIS = 60_000;
    private final LocalConnector connector;

    public DynamoDbLocal() {
        Server server = new Server();
        connector = new LocalConnector(server);
        connector.setIdleTimeout(LONGEST_ANSWER_MILLIS);
        server.addConnector(connector);
        boolean inMemory = true, sharedDb = false, delayTransientStatuses = false;
        server.setHandler(new LocalDynamoDBServerHandler(
                new LocalDynamoDBRequestHandler(0, inMemory, null, sharedDb, delayTransientStatuses), "*"));
        try {
            server.start();
        } catch (Exception e) { // Jetty declares no less
            throw new IllegalStateException("DynamoDB Local does not start: " + e.getMessage(), e);
        }
    }

    public AwsResponse call(AwsRequest.Caller caller, String operation, String body) {
        HttpTester.Response response = exchange(caller, operation, AwsResponse.bytes(body));
        byte[] content = response.getContentBytes();
        String type = AwsService.DYNAMODB.contentType();
        if (response.getStatus() != 200) {
            String[] code = Json.string(Json.parse(response.getContent()), "__type").orElse("InternalFailure").split("#");
            return new AwsResponse(response.getStatus(), type, content, code[code.length - 1]);
        }
        if (operation.endsWith("Table")) {
            content = AwsResponse.bytes(inAccount(new String(content, StandardCharsets.UTF_8), caller.region()));
        }
        return new AwsResponse(200, type, content, null);
    }

    /** @throws AwsError if the engine answers an error */
    JsonObject require(AwsRequest.Caller caller, String operation, JsonObject parameters) {
        AwsResponse answer = call(caller, operation, Json.text(parameters));
        JsonObject body = Json.parse(new String(answer.body(), StandardCharsets.UTF_8));
        if (answer.status() == 200) {
            return body;
        }
        String message = Json.string(body, "Message").or(() -> Json.string(body, "message")).orElse("");
        throw new AwsError(answer.status(), answer.errorCode(), message);
    }

    private HttpTester.Response exchange(AwsRequest.Caller caller, String operation, byte[] body) {
        byte[] head = AwsResponse.bytes(String.join("\r\n",
                "POST / HTTP/1.1",
                "Host: localhost",
                "Content-Type: " + AwsService.DYNAMODB.contentType(),
                "X-Amz-Target: DynamoDB_20120810." + operation,
                "Authorization: AWS4-HMAC-SHA256 Credential=" + caller.key() + "/20240101/" + caller.region()
                        + "/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
                "Content-Length: " + body.length, "", ""));
        try {
            return HttpTester.parseResponse(connector.getResponse(
                    ByteBuffer.allocate(head.length + body.length).put(head).put(body).flip(), LONGEST_ANSWER_MILLIS, TimeUnit.MILLISECONDS));
        } catch (Exception e) { // Jetty declares no less
            throw new IllegalStateException("DynamoDB Local does not answer " + operation, e);
        }
    }

    /** The engine knows neither region nor account: its ARNs get those of the caller. */
    private static String inAccount(String body, String region) {
        return body.replace("arn:aws:dynamodb:ddblocal:000000000000:", BedrockChatStack.arn("dynamodb", region, ""));
    }
}
