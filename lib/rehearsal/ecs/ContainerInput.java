package lib.rehearsal.ecs;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.stack.AppVersion;
import lib.rehearsal.wire.Json;

/**
 * What a request passes to the embedding container: its arguments and its environment variable EVENT. The entry point
 * is {@code python3}, so a command replaces {@code -u embedding/main.py} (upstream {@code
 * backend/embedding/Dockerfile}).
 *
 * @param arguments null: those of the image
 * @param event null: the variable is not set
 */
record ContainerInput(List<String> arguments, String event) {
    /** The arguments of the image. */
    private static final List<String> PROGRAM = List.of("-u", "embedding/main.py");
    /** The exit codes of an uncaught exception, and of Python and argparse for wrong arguments. */
    private static final int EXCEPTION = 1, USAGE = 2;

    /** What the container does with its input. */
    sealed interface Result {}

    /** It embeds this bot. */
    record Embeds(BotKeys bot) implements Result {}

    /** It ends before it reads any bot. */
    record Exits(int code) implements Result {}

    static ContainerInput of(JsonObject overrides, String container) {
        JsonObject override = Json.list(overrides, "containerOverrides").stream()
                .map(JsonElement::getAsJsonObject)
                .filter(each -> Json.string(each, "name").filter(container::equals).isPresent())
                .findFirst()
                .orElseGet(JsonObject::new);
        List<String> command = Json.strings(override, "command");
        String event = Json.list(override, "environment").stream()
                .map(JsonElement::getAsJsonObject)
                .filter(variable -> Json.string(variable, "name").filter("EVENT"::equals).isPresent())
                .map(variable -> Json.string(variable, "value").orElse(""))
                .findFirst()
                .orElse(null);
        return new ContainerInput(command.isEmpty() ? PROGRAM : command, event);
    }

    /** Returns what the container of this version does. */
    Result read(AppVersion app) {
        if (!arguments.equals(PROGRAM) && !(arguments.size() > 2 && arguments.subList(0, 2).equals(PROGRAM))) {
            return new Exits(USAGE); // Python finds no such program
        }
        if (!app.readsEvent() && arguments.size() != PROGRAM.size() + 1) {
            return new Exits(USAGE); // argparse demands exactly one argument
        }
        String keys = app.readsEvent() ? event : arguments.get(PROGRAM.size());
        return keys(keys).<Result>map(sent -> new Embeds(composed(sent))).orElse(new Exits(EXCEPTION));
    }

    /** Returns the bot that the request means, for whichever version; empty if neither names one. */
    Optional<BotKeys> named() {
        return Stream.of(keys(event), keys(arguments.get(arguments.size() - 1)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** Returns the keys that the container looks up: it keeps the user, and of the sort key what follows the last #. */
    private static BotKeys composed(BotKeys sent) {
        return new BotKeys(sent.pk(), sent.pk() + "#BOT#" + sent.botId());
    }

    private static Optional<BotKeys> keys(String json) {
        try {
            JsonObject keys = Json.parse(json);
            String user = Json.child(keys, "PK").get("S").getAsString();
            String sk = Json.child(keys, "SK").get("S").getAsString();
            return Optional.of(new BotKeys(user, sk));
        } catch (JsonParseException
                | IllegalStateException
                | NullPointerException
                | UnsupportedOperationException notKeys) {
            return Optional.empty();
        }
    }

    /** Returns the command that a request of the app passes up to v1.2.4. */
    static JsonArray command(BotKeys bot) {
        return Json.of(List.of(PROGRAM.get(0), PROGRAM.get(1), Json.text(bot.item()))).getAsJsonArray();
    }

    /** Returns the environment that a request of the app passes since v1.2.5. */
    static JsonArray environment(BotKeys bot) {
        return Json.of(List.of(Json.object("name", "EVENT", "value", Json.text(bot.item()))))
                .getAsJsonArray();
    }
}
