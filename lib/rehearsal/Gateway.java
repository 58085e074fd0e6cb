package lib.rehearsal;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.UUID;

/** The one door: AWS requests go to the install of their caller, /_control to the control door. */
final class Gateway implements HttpHandler {
    private final Installs installs;
    private final Control control;

    Gateway(Installs installs) {
        this.installs = installs;
        control = new Control(installs);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) { // closed without an answer, the connection is cut
            byte[] body = exchange.getRequestBody().readAllBytes();
            Answer answer = exchange.getRequestURI().getPath().startsWith(Control.PATH)
                    ? control.answer(exchange.getRequestMethod(), exchange.getRequestURI(), body)
                    : aws(exchange, body);
            if (answer != Answer.CUT) send(exchange, answer);
        }
    }

    private Answer aws(HttpExchange exchange, byte[] body) {
        try {
            AwsRequest request = AwsRequest.of(exchange.getRequestURI().getPath(), exchange.getRequestHeaders(), body);
            return installs.of(request.caller()).answer(request);
        } catch (AwsError e) {
            return Answer.ofError(Service.ECS, e);
        } catch (RuntimeException e) { // a defect of the rehearsal: both sides shall see it
            e.printStackTrace();
            return Answer.ofError(Service.ECS, new AwsError(500, "InternalFailure", "The rehearsal failed: " + e));
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", answer.contentType());
        exchange.getResponseHeaders().set("x-amzn-RequestId", UUID.randomUUID().toString());
        if (answer.errorHeader() != null) exchange.getResponseHeaders().set(answer.errorHeader(), answer.errorCode());
        exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
        exchange.getResponseBody().write(answer.body());
    }
}
