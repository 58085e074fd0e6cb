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
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What {@code --json} wrote. The constructor checks that it lists every bot once and that the counts add up.
 *
 * @param result of the command that wrote it to standard output; null: to a file
 */
public record JsonReport(JsonObject json, Cli.Result result) {
    public JsonReport {
        List<String> keys = new ArrayList<>();
        json.getAsJsonArray("bots").forEach(bot -> keys.add(bot.getAsJsonObject().get("sk").getAsString()));
        assertEquals(keys.size(), Set.copyOf(keys).size(), () -> "a bot is listed twice: " + keys);
        int counted = json.getAsJsonObject("counts").entrySet().stream()
                .mapToInt(count -> count.getValue().getAsInt())
                .sum();
        assertEquals(keys.size(), counted, () -> "the counts do not add up: " + json);
    }

    /** Reads the standard output of {@code --json -}, which must contain nothing else. */
    public static JsonReport of(Cli.Result result) {
        return new JsonReport(result.json(), result);
    }

    public static JsonReport of(Path file) {
        try {
            return new JsonReport(JsonParser.parseString(Files.readString(file)).getAsJsonObject(), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asserts the exit code of the command. */
    public JsonReport exits(int code) {
        result.exits(code);
        return this;
    }

    /** Asserts that standard error contains these texts. */
    public JsonReport hasErr(String... texts) {
        result.hasErr(texts);
        return this;
    }

    public int exitCode() {
        return json.get("exitCode").getAsInt();
    }

    public int count(String outcome) {
        return json.getAsJsonObject("counts").get(outcome).getAsInt();
    }

    /** How many bots have each of these outcomes. */
    public List<Integer> counts(String... outcomes) {
        return Stream.of(outcomes).map(this::count).toList();
    }

    /** The sort keys of all bots. */
    public Set<String> keys() {
        return json.getAsJsonArray("bots").asList().stream()
                .map(bot -> bot.getAsJsonObject().get("sk").getAsString())
                .collect(Collectors.toSet());
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

    /** The text of a member of the bot. */
    public String text(TestBots.Bot bot, String member) {
        return bot(bot).get(member).getAsString();
    }

    public int number(TestBots.Bot bot, String member) {
        return bot(bot).get(member).getAsInt();
    }

    public List<String> texts(TestBots.Bot bot, String member) {
        return bot(bot).getAsJsonArray(member).asList().stream().map(JsonElement::getAsString).toList();
    }

    /** What to do about the only problem that names the bot. */
    public String remedy(TestBots.Bot bot) {
        return problem(bot).get("remedy").getAsString();
    }

    public String verdict() {
        return json.get("verdict").getAsString();
    }

    public List<String> outcomes(TestBots.Bot... bots) {
        return Stream.of(bots).map(this::outcome).toList();
    }

    public String outcome(TestBots.Bot bot) {
        return text(bot, "outcome");
    }

    public String reason(TestBots.Bot bot) {
        return text(bot, "reason");
    }

    public String taskId(TestBots.Bot bot) {
        return text(bot, "taskId");
    }
}
