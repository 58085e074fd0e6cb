package tests.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What {@code --json} wrote. The constructor checks that it lists every bot once and that the counts add up. */
public record JsonReport(JsonObject json) {
    public JsonReport {
        List<String> keys = new ArrayList<>();
        json.getAsJsonArray("bots").forEach(bot -> keys.add(bot.getAsJsonObject().get("sk").getAsString()));
        assertEquals(keys.size(), new HashSet<>(keys).size(), () -> "a bot is listed twice: " + keys);
        int counted = json.getAsJsonObject("counts").entrySet().stream()
                .mapToInt(count -> count.getValue().getAsInt())
                .sum();
        assertEquals(keys.size(), counted, () -> "the counts do not add up: " + json);
    }

    /** Reads the standard output of {@code --json -}, which must contain nothing else. */
    public static JsonReport of(Cli.Result result) {
        return new JsonReport(JsonParser.parseString(result.out()).getAsJsonObject());
    }

    public static JsonReport of(Path file) {
        try {
            return new JsonReport(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int exitCode() {
        return json.get("exitCode").getAsInt();
    }

    public int count(String outcome) {
        return json.getAsJsonObject("counts").get(outcome).getAsInt();
    }

    public int bots() {
        return json.getAsJsonArray("bots").size();
    }

    public JsonObject bot(TestBots.Bot bot) {
        for (var each : json.getAsJsonArray("bots")) {
            if (each.getAsJsonObject().get("sk").getAsString().equals(bot.sk())) {
                return each.getAsJsonObject();
            }
        }
        throw new AssertionError("not in the report: " + bot.sk());
    }

    /** The problems that name the bot. */
    public List<JsonObject> problems(TestBots.Bot bot) {
        return json.getAsJsonArray("problems").asList().stream()
                .map(JsonElement::getAsJsonObject)
                .filter(problem -> problem.getAsJsonArray("bots").asList().stream()
                        .anyMatch(sk -> sk.getAsString().equals(bot.sk())))
                .toList();
    }

    /** The only problem that names the bot. */
    public JsonObject problem(TestBots.Bot bot) {
        List<JsonObject> problems = problems(bot);
        assertEquals(1, problems.size(), () -> "problems of " + bot.sk() + ": " + json);
        return problems.get(0);
    }

    public String verdict() {
        return json.get("verdict").getAsString();
    }

    public String outcome(TestBots.Bot bot) {
        return bot(bot).get("outcome").getAsString();
    }

    public String reason(TestBots.Bot bot) {
        return bot(bot).get("reason").getAsString();
    }

    public String taskId(TestBots.Bot bot) {
        return bot(bot).get("taskId").getAsString();
    }
}
