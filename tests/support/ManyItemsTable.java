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
 * A proxy for a table with more conversations than DynamoDB Local can scan within a client's timeout. It generates the
 * pages of the table's Scan as DynamoDB does (1 MB read, no item that passes the filter, and the key to continue from),
 * and forwards every other request to the embedded AWS.
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
        server.createContext("/", this::handle);
        server.start();
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            boolean isTableScan =
                    target.endsWith(".Scan") && !new String(body, StandardCharsets.UTF_8).contains("IndexName");
            byte[] response = isTableScan ? page() : forward(exchange, target, body);
            exchange.getResponseHeaders()
                    .set("Content-Type", isTableScan ? "application/x-amz-json-1.0" : "application/json");
            exchange.sendResponseHeaders(200, response.length);
            exchange.getResponseBody().write(response);
        }
    }

    private byte[] page() {
        Map<String, Object> page = new HashMap<>(Map.of(
                "Items", List.of(),
                "Count", 0,
                "ScannedCount", ITEMS_IN_A_PAGE,
                "ConsumedCapacity", Map.of("TableName", TestAccount.TABLE, "CapacityUnits", 128.5)));
        if (scanned.incrementAndGet() < pages) {
            page.put(
                    "LastEvaluatedKey",
                    Map.of(
                            "PK", Map.of("S", TestBots.USER),
                            "SK", Map.of("S", TestBots.USER + "#CONV#" + scanned.get())));
        }
        return new Gson().toJson(page).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] forward(HttpExchange exchange, String target, byte[] body) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create(TestAccount.sharedEndpoint() + exchange.getRequestURI()))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (name.matches("(?i)x-amz-.*|authorization|content-type")) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()).body();
        } catch (InterruptedException e) {
            throw new IOException(target, e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
