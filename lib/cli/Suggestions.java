package lib.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lib.common.Similar;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Suggests what was meant by a misspelt option or command, or by a word that is neither. */
final class Suggestions {
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
        String problem =
                e.isUnknownOption() ? e.getMessage() : "Unknown command: '" + String.join(" ", e.getUnmatched()) + "'";
        return RemovedOptions.answer(
                        e.getCommandLine().getCommandName(), e.getUnmatched().get(0))
                .orElseGet(() -> problem + of(e).map(suggestion -> ". " + suggestion).orElse(""));
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
