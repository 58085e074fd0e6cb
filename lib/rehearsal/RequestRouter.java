package lib.rehearsal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.UUID;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.AwsService;

/** The one HTTP handler: AWS requests go to the account of their caller, /_control to the test control API. */
final class RequestRouter implements HttpHandler {
    private final SimulatedAccounts accounts;
    private final TestControlApi control;

    RequestRouter(SimulatedAccounts accounts) {
        this.accounts = accounts;
        control = new TestControlApi(accounts);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) { // closing the exchange without a response drops the connection
            byte[] body = exchange.getRequestBody().readAllBytes();
            AwsResponse response = exchange.getRequestURI().getPath().startsWith(TestControlApi.PATH)
                    ? control.handle(exchange.getRequestMethod(), exchange.getRequestURI(), body)
                    : route(exchange, body);
            if (response != AwsResponse.DROPPED_CONNECTION) {
                send(exchange, response);
            }
        }
    }

    private AwsResponse route(HttpExchange exchange, byte[] body) {
        try {
            AwsRequest request = AwsRequest.of(
                    exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders(), body);
            return accounts.of(request).handle(request);
        } catch (AwsError e) {
            return AwsResponse.ofError(AwsService.ECS, e);
        } catch (RuntimeException e) { // a bug in the embedded AWS: show it here and to the caller
            e.printStackTrace();
            return AwsResponse.ofError(
                    AwsService.ECS, new AwsError(500, "InternalFailure", "The embedded AWS failed: " + e));
        }
    }

    private static void send(HttpExchange exchange, AwsResponse response) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", response.contentType());
        exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
        response.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(response.status(), response.body().length == 0 ? -1 : response.body().length);
        exchange.getResponseBody().write(response.body());
    }
}
