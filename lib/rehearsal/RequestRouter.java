package lib.rehearsal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.UUID;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.AwsService;

/** The one door: AWS requests go to the install of their caller, /_control to the control door. */
public final class RequestRouter implements HttpHandler {
    private final SimulatedAccounts installs;
    private final TestControlApi control;

    RequestRouter(SimulatedAccounts installs) {
        this.installs = installs;
        control = new TestControlApi(installs);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) { // closed without an answer, the connection is cut
            byte[] body = exchange.getRequestBody().readAllBytes();
            AwsResponse answer = exchange.getRequestURI().getPath().startsWith(TestControlApi.PATH)
                    ? control.answer(exchange.getRequestMethod(), exchange.getRequestURI(), body)
                    : aws(exchange, body);
            if (answer != AwsResponse.CUT) {
                send(exchange, answer);
            }
        }
    }

    private AwsResponse aws(HttpExchange exchange, byte[] body) {
        try {
            AwsRequest request = AwsRequest.of(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), body);
            return installs.of(request.caller()).answer(request);
        } catch (AwsError e) {
            return AwsResponse.ofError(AwsService.ECS, e);
        } catch (RuntimeException e) { // a defect of the rehearsal: both sides shall see it
            e.printStackTrace();
            return AwsResponse.ofError(AwsService.ECS, new AwsError(500, "InternalFailure", "The rehearsal failed: " + e));
        }
    }

    private static void send(HttpExchange exchange, AwsResponse answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
        if (answer.errorHeader() != null) {
            exchange.getResponseHeaders().set(answer.errorHeader(), answer.errorCode());
        }
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }
}
