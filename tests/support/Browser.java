package tests.support;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A headless Chromium with a profile of its own, driven by chromedriver. The protocol is WebDriver (W3C), with
 * chromedriver's additions for logs and for the emulation of media.
 */
public final class Browser implements AutoCloseable {
    private static final List<String> OPTIONS = List.of(
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync");
    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
    private static final Gson GSON = new Gson();

    private final RunningProcess driver;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String session;

    private Browser(RunningProcess driver) {
        this.driver = driver;
        String server = "http://127.0.0.1:" + port(driver);
        JsonObject created = post(
                        server + "/session",
                        Map.of(
                                "capabilities",
                                Map.of(
                                        "alwaysMatch",
                                        Map.of(
                                                "goog:chromeOptions", Map.of("args", OPTIONS),
                                                "goog:loggingPrefs", Map.of("browser", "ALL", "performance", "ALL")))))
                .getAsJsonObject();
        session = server + "/session/" + created.get("sessionId").getAsString();
    }

    /** Whether there is a chromedriver on the PATH. It comes with the Chromium that it drives. */
    public static boolean isInstalled() {
        try {
            return new Cli().run("chromedriver", "--version").exit() == 0;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    /** Starts it. */
    public static Browser start() {
        return new Browser(new Cli().start("chromedriver", "--port=0"));
    }

    private static String port(RunningProcess driver) {
        driver.waitUntil(() -> PORT.matcher(driver.shown()).find() || !driver.isAlive());
        Matcher port = PORT.matcher(driver.shown());
        if (!port.find()) {
            throw new AssertionError(driver.end().toString());
        }
        return port.group(1);
    }

    /** Opens a file in a window of this width. */
    public Browser open(Path page, int width) {
        post(session + "/window/rect", Map.of("width", width, "height", 900));
        post(session + "/url", Map.of("url", page.toUri().toString()));
        return this;
    }

    /** Returns the value of a JavaScript expression. */
    public JsonElement value(String expression) {
        return post(session + "/execute/sync", Map.of("script", "return " + expression, "args", List.of()));
    }

    /** Returns the value of a JavaScript expression for an array of strings. */
    public List<String> strings(String expression) {
        return value(expression).getAsJsonArray().asList().stream().map(JsonElement::getAsString).toList();
    }

    /** Clicks the first element that the CSS selector matches, as a user does. */
    public Browser click(String selector) {
        post(element(selector) + "/click", Map.of());
        return this;
    }

    /** Types into the first element that the CSS selector matches. */
    public Browser type(String selector, String text) {
        post(element(selector) + "/value", Map.of("text", text));
        return this;
    }

    private String element(String selector) {
        JsonObject found = post(session + "/element", Map.of("using", "css selector", "value", selector))
                .getAsJsonObject();
        return session + "/element/" + found.get(ELEMENT).getAsString();
    }

    /** Emulates a medium, {@code screen} or {@code print}, and a colour scheme, {@code light} or {@code dark}. */
    public Browser emulate(String medium, String scheme) {
        post(
                session + "/goog/cdp/execute",
                Map.of(
                        "cmd",
                        "Emulation.setEmulatedMedia",
                        "params",
                        Map.of(
                                "media", medium,
                                "features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme)))));
        return this;
    }

    /** Prints the page, and returns the PDF. */
    public byte[] print() {
        return Base64.getDecoder().decode(post(session + "/print", Map.of()).getAsString());
    }

    /** Returns the messages on the console since the last call, and the URLs that were requested. */
    public List<String> log() {
        List<String> log = new ArrayList<>();
        for (JsonElement entry : entries("browser")) {
            log.add(entry.getAsJsonObject().get("message").getAsString());
        }
        for (JsonElement entry : entries("performance")) {
            JsonObject event = JsonParser.parseString(
                            entry.getAsJsonObject().get("message").getAsString())
                    .getAsJsonObject()
                    .getAsJsonObject("message");
            if (event.get("method").getAsString().equals("Network.requestWillBeSent")) {
                log.add(event.getAsJsonObject("params")
                        .getAsJsonObject("request")
                        .get("url")
                        .getAsString());
            }
        }
        return log;
    }

    private JsonArray entries(String log) {
        return post(session + "/se/log", Map.of("type", log)).getAsJsonArray();
    }

    private JsonElement post(String url, Map<String, ?> body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .POST(HttpRequest.BodyPublishers.ofString(GSON.toJson(body)))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(url + " " + body + "\n" + response.body());
            }
            return JsonParser.parseString(response.body()).getAsJsonObject().get("value");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Ends the browser, then its driver. */
    @Override
    public void close() {
        try {
            http.send(
                    HttpRequest.newBuilder(URI.create(session)).DELETE().build(),
                    HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            driver.destroy();
        }
    }
}
