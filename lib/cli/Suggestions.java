package lib.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lib.common.Similar;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers a word that is no option or command: what was meant by it, or what serves instead of a removed option. */
final class Suggestions {
    /** The options of earlier versions, which users still have in scripts and notes, each after its command. */
    private static final Map<String, String> REMOVED = Map.ofEntries(
            Map.entry(
                    "migrate.java --scan",
                    "leave it out, because the index is read first and the whole table is swept while tasks run"),
            Map.entry(
                    "migrate.java --stop-hanging",
                    "give --task-timeout MINUTES, which stops a task that takes longer"),
            Map.entry(
                    "migrate.java --no-wait",
                    "press Ctrl-C, which leaves the tasks running, and run the same command again to watch them"),
            Map.entry(
                    "migrate.java --attempts",
                    "leave it out, and run the same command again for the bots that are not done"),
            Map.entry(
                    "migrate.java --keep-going",
                    "leave it out, and answer the question that a terminal asks after failures in a row"),
            Map.entry("migrate.java --again", "give --fresh --bot ID, which embeds a bot once more that is done"),
            Map.entry(
                    "migrate.java --retry-incomplete",
                    "answer the question about incomplete bots, or give --fresh --bot ID"),
            Map.entry("restore --parallel", "leave it out, because several bots are copied at once"),
            Map.entry(
                    "restore --no-reindex",
                    "leave it out, because searches need the index that is rebuilt after the copy"),
            Map.entry("restore --clean-orphans", "leave it out, and answer the question about rows of deleted bots"),
            Map.entry(
                    "restore --db-security-group",
                    "leave it out, because the stack's output DbSecurityGroupId names the group"),
            Map.entry("verify --sample", "leave it out, because a few random rows are always searched for"));

    private static final String CONTINUES = "To continue, run the same command again without this word.";
    private static final String MIGRATES = "Without a command, the tool migrates: omit this word.";

    /** Words that other tools have as commands or options. */
    private static final Map<String, String> OTHER_WORDS = Map.ofEntries(
            Map.entry("resume", CONTINUES),
            Map.entry("continue", CONTINUES),
            Map.entry("retry", CONTINUES + " --fresh --bot ID embeds a bot once more."),
            Map.entry("migrate", MIGRATES),
            Map.entry("migration", MIGRATES),
            Map.entry("embed", MIGRATES),
            Map.entry("run", MIGRATES),
            Map.entry("start", MIGRATES),
            Map.entry("list", "Did you mean --dry-run or --status?"),
            Map.entry("show", "Did you mean --dry-run or --status?"),
            Map.entry("check", "Did you mean the command verify?"),
            Map.entry("reset", "Did you mean --fresh?"),
            Map.entry("policy", "Did you mean the command iam-policy?"),
            Map.entry("rehearsal", "Did you mean --rehearse?"),
            Map.entry("test", "Did you mean --rehearse or --dry-run?"));

    private Suggestions() {}

    /** What was not understood, with a suggestion if there is one. */
    static String message(UnmatchedArgumentException e) {
        String option = e.getUnmatched().get(0).replaceFirst("=.*", "");
        String instead = REMOVED.get(e.getCommandLine().getCommandName() + " " + option);
        if (instead != null) {
            return option + " was removed: " + instead + ".";
        }
        String problem =
                e.isUnknownOption() ? e.getMessage() : "Unknown command: '" + String.join(" ", e.getUnmatched()) + "'";
        return problem + of(e).map(suggestion -> ". " + suggestion).orElse("");
    }

    private static Optional<String> of(UnmatchedArgumentException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        String word = bare(e.getUnmatched().get(0));
        return byName(word, command)
                .or(() -> ofAnotherCommand(word, command))
                .or(() -> Optional.ofNullable(OTHER_WORDS.get(word)))
                .or(() -> Similar.closest(word, names(command)).flatMap(close -> byName(close, command)));
    }

    /** Without dashes and value: {@code --Dry-Run=x} becomes {@code dry-run}. */
    private static String bare(String word) {
        return word.replaceFirst("^-+", "").replaceFirst("=.*", "").toLowerCase(Locale.ROOT);
    }

    private static Optional<String> byName(String name, CommandSpec command) {
        if (command.findOption("--" + name) != null) {
            return Optional.of("Did you mean --" + name + "?");
        }
        return command.root().subcommands().containsKey(name)
                ? Optional.of("Did you mean the command " + name + "? Commands come first.")
                : Optional.empty();
    }

    private static Optional<String> ofAnotherCommand(String name, CommandSpec command) {
        CommandSpec root = command.root();
        if (root.findOption("--" + name) != null) {
            return Optional.of("--" + name + " is an option of " + root.name() + " without a command.");
        }
        List<String> commands = root.subcommands().values().stream()
                .filter(other -> other.getCommandSpec().findOption("--" + name) != null)
                .map(other -> other.getCommandName())
                .toList();
        return commands.isEmpty()
                ? Optional.empty()
                : Optional.of("--" + name + " is an option of the command " + String.join(" or ", commands) + ".");
    }

    private static List<String> names(CommandSpec command) {
        List<String> names = new ArrayList<>(command.root().subcommands().keySet());
        command.options().forEach(option -> names.add(bare(option.longestName())));
        return names;
    }
}
