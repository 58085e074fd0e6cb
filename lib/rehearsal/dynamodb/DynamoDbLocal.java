package lib.rehearsal.dynamodb;

import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBRequestHandler;
import com.amazonaws.services.dynamodbv2.local.server.LocalDynamoDBServerHandler;
import com.amazonaws.services.dynamodbv2.local.shared.jobs.JobsRegister;
import com.google.gson.JsonObject;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
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
 * DynamoDB Local, AWS's own engine, in memory and in this process. It is called in its own protocol through a connector
 * that needs no port. Each caller (access key id and region) has a database of its own.
 */
public final class DynamoDbLocal {
    private static final int TIMEOUT_MILLIS = 60_000;
    private final LocalDynamoDBRequestHandler databases;
    private final LocalConnector connector;

    /** Starts the engine. */
    public DynamoDbLocal() {
        Server server = new Server();
        connector = new LocalConnector(server);
        connector.setIdleTimeout(TIMEOUT_MILLIS);
        server.addConnector(connector);
        boolean inMemory = true, sharedDb = false, delayTransientStatuses = false;
        databases = new LocalDynamoDBRequestHandler(0, inMemory, null, sharedDb, delayTransientStatuses);
        server.setHandler(new LocalDynamoDBServerHandler(databases, "*"));
        try {
            server.start();
        } catch (Exception e) { // Jetty declares Exception
            throw new IllegalStateException("DynamoDB Local did not start: " + e.getMessage(), e);
        }
    }

    /** Returns the engine's response, whether it is an error or not. */
    public AwsResponse call(AwsRequest.Caller caller, String operation, String body) {
        HttpTester.Response response = exchange(caller, operation, AwsResponse.utf8(body));
        byte[] content = response.getContentBytes();
        String type = AwsService.DYNAMODB.contentType();
        if (response.getStatus() != 200) {
            String[] code = Json.string(Json.parse(response.getContent()), "__type")
                    .orElse("InternalFailure")
                    .split("#");
            return new AwsResponse(response.getStatus(), type, content, code[code.length - 1]);
        }
        if (operation.equals("CreateTable")) {
            endJobs();
        }
        if (operation.endsWith("Table")) {
            String text = new String(content, StandardCharsets.UTF_8);
            content = AwsResponse.utf8(withAccount(text, caller.region()));
        }
        return new AwsResponse(200, type, content, null);
    }

    /** @throws AwsError if the engine returns an error */
    JsonObject require(AwsRequest.Caller caller, String operation, JsonObject parameters) {
        AwsResponse response = call(caller, operation, Json.text(parameters));
        JsonObject body = Json.parse(new String(response.body(), StandardCharsets.UTF_8));
        if (response.status() == 200) {
            return body;
        }
        String message = Json.string(body, "Message")
                .or(() -> Json.string(body, "message"))
                .orElse("");
        throw new AwsError(response.status(), response.errorCode(), message);
    }

    private HttpTester.Response exchange(AwsRequest.Caller caller, String operation, byte[] body) {
        byte[] head = AwsResponse.utf8(String.join(
                "\r\n",
                "POST / HTTP/1.1",
                "Host: localhost",
                "Content-Type: " + AwsService.DYNAMODB.contentType(),
                "X-Amz-Target: DynamoDB_20120810." + operation,
                "Authorization: AWS4-HMAC-SHA256 Credential=" + caller.key() + "/20240101/" + caller.region()
                        + "/dynamodb/aws4_request, SignedHeaders=host, Signature=0",
                "Content-Length: " + body.length,
                "",
                ""));
        try {
            ByteBuffer request = ByteBuffer.allocate(head.length + body.length)
                    .put(head)
                    .put(body)
                    .flip();
            return HttpTester.parseResponse(connector.getResponse(request, TIMEOUT_MILLIS, TimeUnit.MILLISECONDS));
        } catch (Exception e) { // Jetty declares Exception
            throw new IllegalStateException("DynamoDB Local did not respond to " + operation, e);
        }
    }

    /**
     * Ends the threads that look into each database every second for indexes to build and items to expire: there are
     * none, and with the accounts of all tests they would do half of the work. The engine has no setting for it.
     */
    private void endJobs() {
        try {
            for (Object database : ((Map<?, ?>) value(databases, "dbRequestHandlers")).values()) {
                ((JobsRegister) value(database, "jobs")).shutdown();
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not the version of DynamoDB Local that is known here", e);
        }
    }

    private static Object value(Object owner, String name) throws ReflectiveOperationException {
        Field field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }

    /** Replaces the region and account in ARNs: the engine has none of its own. */
    private static String withAccount(String body, String region) {
        return body.replace("arn:aws:dynamodb:ddblocal:000000000000:", BedrockChatStack.arn("dynamodb", region, ""));
    }
}
