package lib.help;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import lib.common.ExitCode;
import lib.help.TextPage.Row;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What {@code --help} shows of a command: one screen. {@code help options} shows the rest. */
final class UsageScreen {
    /** The options that most users need; a command that is not listed shows all. */
    private enum Common {
        MIGRATE(
                "migrate.java",
                "--stack --bot --user --yes --dry-run --parallel --status --stop"
                        + " --region --profile --rehearse --json --report --help"),
        RESTORE(
                "restore",
                "--stack --snapshot --bot --user --include-deleted --keep --yes --dry-run --status --clean-up"
                        + " --region --profile --rehearse --json --report --help");

        private final String command;
        private final Set<String> options;

        Common(String command, String options) {
            this.command = command;
            this.options = Set.of(options.split(" "));
        }

        private static Predicate<OptionSpec> filter(CommandSpec command) {
            return Stream.of(values())
                    .filter(common -> common.command.equals(command.name()))
                    .findFirst()
                    .<Predicate<OptionSpec>>map(common -> option -> common.options.contains(option.longestName()))
                    .orElse(option -> true);
        }
    }

    private static final String EXAMPLE = "jbang migrate.java";
    private static final int MAX_OPTION = 27; // a longer one has its description on the next line

    private UsageScreen() {}

    /** The whole text. */
    static String render(Help help) {
        CommandSpec command = help.commandSpec();
        Predicate<OptionSpec> common = Common.filter(command);
        TextPage page = new TextPage(command, help.colorScheme())
                .paragraph("Usage: " + synopsis(command))
                .paragraph(String.join(" ", command.usageMessage().description()));
        List<Row> examples = examples(command.name());
        if (!examples.isEmpty()) {
            page.emptyLine().heading("Examples:").table(examples);
        }
        if (!command.subcommands().isEmpty()) {
            page.emptyLine().heading("Commands:").table(commands(command));
        }
        boolean hasAll = command.options().stream().allMatch(common);
        page.emptyLine();
        options(
                page,
                command,
                common,
                hasAll ? "Options" : "Options (all: " + EXAMPLE + " help options" + suffix(command) + ")",
                false);
        List<Row> exitCodes = exitCodes(command);
        if (!exitCodes.isEmpty()) {
            page.emptyLine().heading("Exit codes:").table(exitCodes);
        }
        if (command.parent() == null) {
            page.emptyLine().paragraph("More: help TOPIC (" + String.join(", ", HelpTopic.names()) + "), README.md");
        }
        return page.toString();
    }

    private static String synopsis(CommandSpec command) {
        StringBuilder synopsis = new StringBuilder(command.qualifiedName());
        command.positionalParameters()
                .forEach(word -> synopsis.append(" [").append(word.paramLabel()).append("]"));
        return synopsis + (command.subcommands().isEmpty() ? "" : " [COMMAND]") + " [OPTION]...";
    }

    private static String suffix(CommandSpec command) {
        return command.parent() == null ? "" : " " + command.name();
    }

    private static List<Row> examples(String command) {
        return switch (command) {
            case "migrate.java" ->
                List.of(
                        example("--rehearse", "try everything on this machine, without AWS"),
                        example("--dry-run", "show what would be started; start nothing"),
                        example("", "start; the same again continues"));
            case "verify" ->
                List.of(
                        example("verify --bot ID", "one bot"),
                        example("verify --reindex", "also rebuild the index, once all are done"));
            case "prepare" ->
                List.of(
                        example("prepare --rehearse", "try it on this machine, without AWS"),
                        example("prepare", "show everything; again to compare the copy"));
            case "restore" ->
                List.of(
                        example("restore --rehearse", "try it on this machine, without AWS"),
                        example("restore --dry-run", "show the plan; create nothing"),
                        example("restore", "copy the vectors; again to continue"));
            default -> List.of();
        };
    }

    private static Row example(String words, String meaning) {
        return new Row((EXAMPLE + " " + words).strip(), meaning);
    }

    private static List<Row> commands(CommandSpec command) {
        return command.subcommands().values().stream()
                .map(line -> line.getCommandSpec())
                .map(each -> new Row(each.name(), each.usageMessage().description()[0]))
                .toList();
    }

    static List<Row> exitCodes(CommandSpec command) {
        if (command.parent() == null) {
            return Stream.of(ExitCode.values())
                    .map(code -> new Row(String.valueOf(code.number()), code.meaning()))
                    .toList();
        }
        return command.usageMessage().exitCodeList().entrySet().stream()
                .map(code -> new Row(code.getKey(), code.getValue()))
                .toList();
    }

    /**
     * Adds the options in their groups.
     *
     * @param details whether to add the whole descriptions, or only their first lines
     */
    static void options(
            TextPage page, CommandSpec command, Predicate<OptionSpec> shown, String heading, boolean details) {
        List<OptionSpec> grouped = command.argGroups().stream()
                .flatMap(group -> group.allOptionsNested().stream())
                .toList();
        int width = TextPage.termWidth(rows(command.options(), shown, details), MAX_OPTION);
        List<Row> others = rows(
                command.options().stream()
                        .filter(option -> !grouped.contains(option))
                        .toList(),
                shown,
                details);
        page.heading(heading + ":").table(others, width);
        for (ArgGroupSpec group : command.argGroups()) {
            List<Row> rows = rows(group.allOptionsNested(), shown, details);
            if (!rows.isEmpty()) {
                if (details) {
                    page.emptyLine();
                }
                page.heading(heading(group, details)).table(rows, width);
            }
        }
    }

    private static List<Row> rows(List<OptionSpec> options, Predicate<OptionSpec> shown, boolean details) {
        return options.stream()
                .filter(shown)
                .map(option -> row(option, details))
                .toList();
    }

    private static String heading(ArgGroupSpec group, boolean details) {
        String heading = group.heading().replace("%n", "").strip();
        return details ? heading : heading.replaceAll(" \\(.*\\)", "");
    }

    static Row row(OptionSpec option, boolean details) {
        List<String> names = new ArrayList<>(List.of(option.names()));
        String first = names.size() == 1 ? "    " : "";
        String label = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
        String optional = option.arity().min() == 0 && option.arity().max() > 0 ? "[" + label + "]" : label;
        return new Row(first + String.join(", ", names) + optional, description(option, details));
    }

    private static String description(ArgSpec option, boolean details) {
        String[] lines = option.description();
        return details ? String.join("; ", lines) : lines[0];
    }
}
