package tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What {@code --json} wrote. Whoever reads one knows already that every bot is in it once and that the numbers add up. */
record JsonReport(JsonObject json) {
    JsonReport {
        List<String> keys = new ArrayList<>();
        json.getAsJsonArray("bots").forEach(bot -> keys.add(bot.getAsJsonObject().get("sk").getAsString()));
        assertEquals(keys.size(), new HashSet<>(keys).size(), () -> "a bot is there twice: " + keys);
        int counted = json.getAsJsonObject("counts").entrySet().stream().mapToInt(count -> count.getValue().getAsInt()).sum();
        assertEquals(keys.size(), counted, () -> "the numbers do not add up: " + json);
    }

    /** From the standard output of {@code --json -}, which must hold nothing else. */
    static JsonReport of(Cli.Result result) {
        return new JsonReport(JsonParser.parseString(result.out()).getAsJsonObject());
    }

    static JsonReport of(Path file) {
        try {
            return new JsonReport(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int exitCode() {
        return json.get("exitCode").getAsInt();
    }

    int count(String outcome) {
        return json.getAsJsonObject("counts").get(outcome).getAsInt();
    }

    int bots() {
        return json.getAsJsonArray("bots").size();
    }

    JsonObject bot(Bots.Bot bot) {
        for (var each : json.getAsJsonArray("bots")) {
            if (each.getAsJsonObject().get("sk").getAsString().equals(bot.sk())) {
                return each.getAsJsonObject();
            }
        }
        throw new AssertionError("not in the report: " + bot.sk());
    }

    String outcome(Bots.Bot bot) {
        return bot(bot).get("outcome").getAsString();
    }

    String reason(Bots.Bot bot) {
        return bot(bot).get("reason").getAsString();
    }

    String taskId(Bots.Bot bot) {
        return bot(bot).get("taskId").getAsString();
    }
}
