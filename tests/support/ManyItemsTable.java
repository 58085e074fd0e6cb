package tests.support;

import com.google.gson.Gson;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A table of so many conversations that DynamoDB Local cannot scan it in the time that a client waits: the pages of the
 * table's Scan come from here, as DynamoDB gives them (1 MB read, nothing that the filter lets through, and a key to go
 * on from); all else comes from an install.
 */
public final class ManyItemsTable implements AutoCloseable {
    private static final int ITEMS_IN_A_PAGE = 5_000;

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final HttpClient http = HttpClient.newHttpClient();
    private final int pages;
    private final AtomicInteger scanned = new AtomicInteger();

    public ManyItemsTable(int items) throws IOException {
        pages = items / ITEMS_IN_A_PAGE;
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            boolean ours = target.endsWith(".Scan") && !new String(body, StandardCharsets.UTF_8).contains("IndexName");
            byte[] answer = ours ? page() : forward(exchange, target, body);
            exchange.getResponseHeaders().set("Content-Type", ours ? "application/x-amz-json-1.0" : "application/json");
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private byte[] page() {
        Map<String, Object> page = new HashMap<>(Map.of(
                "Items",
                List.of(),
                "Count",
                0,
                "ScannedCount",
                ITEMS_IN_A_PAGE,
                "ConsumedCapacity",
                Map.of("TableName", TestAccount.TABLE, "CapacityUnits", 128.5)));
        if (scanned.incrementAndGet() < pages) {
            page.put(
                    "LastEvaluatedKey",
                    Map.of(
                            "PK",
                            Map.of("S", TestBots.USER),
                            "SK",
                            Map.of("S", TestBots.USER + "#CONV#" + scanned.get())));
        }
        return new Gson().toJson(page).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] forward(HttpExchange exchange, String target, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(TestAccount.endpoint() + exchange.getRequestURI()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (name.matches("(?i)x-amz-.*|authorization|content-type")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray())
                    .body();
        } catch (InterruptedException e) {
            throw new IOException(target, e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
