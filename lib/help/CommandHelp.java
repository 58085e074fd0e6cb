package lib.help;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The help of a command, laid out by picocli: {@code --help} fits one screen, and {@code help options} shows every
 * option with its whole description. The examples of a command are its footer, each {@code words: meaning}.
 */
final class CommandHelp extends Help {
    private static final int MAX_WIDTH = 100; // longer lines are hard to read
    private static final int MAX_OPTION = 24; // a longer one has its description on the next line
    /** The options that most users need; of a command that is not listed, these are all. */
    private static final Map<String, Set<String>> COMMON = Map.of(
            "migrate.java",
            Set.of(("--stack --bot --user --yes --dry-run --parallel --status --stop --region --profile --rehearse"
                            + " --json --report --help")
                    .split(" ")),
            "restore",
            Set.of(("--stack --snapshot --bot --user --include-deleted --keep --yes --dry-run --status --clean-up"
                            + " --region --profile --rehearse --json --report --help")
                    .split(" ")));

    private final String program;
    private final boolean isWhole;

    private CommandHelp(CommandSpec command, ColorScheme colors, String program, boolean isWhole) {
        super(command, colors);
        this.program = program;
        this.isWhole = isWhole;
    }

    /**
     * Returns the help for {@code --help}.
     *
     * @param program as the examples begin
     */
    static CommandHelp oneScreen(CommandSpec command, ColorScheme colors, String program) {
        return new CommandHelp(command, colors, program, false);
    }

    /** Returns the help that shows every option. */
    static CommandHelp whole(CommandSpec command, ColorScheme colors) {
        limitWidth(command);
        return new CommandHelp(command, colors, "", true);
    }

    /** Asks for the width of the terminal, which starts a process, so it is done for the command shown only. */
    static void limitWidth(CommandSpec command) {
        int width = Math.min(command.usageMessage().width(), MAX_WIDTH);
        command.usageMessage().autoWidth(false).width(width).longOptionsMaxWidth(MAX_OPTION);
    }

    @Override
    public String synopsisHeading(Object... parameters) {
        limitWidth(commandSpec()); // the first section, so before anything is laid out
        return super.synopsisHeading(parameters);
    }

    @Override
    public String parameterListHeading(Object... parameters) {
        return commandSpec().positionalParameters().isEmpty() ? "" : createHeading("%n");
    }

    @Override
    public String commandListHeading(Object... parameters) {
        return commandSpec().subcommands().isEmpty() ? "" : title("%n", "Commands");
    }

    @Override
    public String exitCodeListHeading(Object... parameters) {
        return commandSpec().usageMessage().exitCodeList().isEmpty() ? "" : title("%n", "Exit codes");
    }

    @Override
    public String footer(Object... parameters) {
        Map<String, String> examples = new LinkedHashMap<>();
        for (String example : commandSpec().usageMessage().footer()) {
            String[] parts = example.split(": ?", 2);
            examples.put((program + " " + parts[0]).strip(), parts[1]);
        }
        return examples.isEmpty() ? "" : title("%n", "Examples") + createTextTable(examples);
    }

    @Override
    public String optionList() {
        List<OptionSpec> all = commandSpec().options();
        Set<String> common = COMMON.get(commandSpec().name());
        List<OptionSpec> shown = isWhole || common == null
                ? all
                : all.stream().filter(option -> common.contains(option.longestName())).toList();
        String command = commandSpec().parent() == null ? "" : " " + commandSpec().name();
        String more = shown.size() == all.size() ? "" : " (all: " + program + " help options" + command + ")";
        StringBuilder text = new StringBuilder();
        List<OptionSpec> grouped = optionSectionGroups().stream()
                .flatMap(group -> group.allOptionsNested().stream())
                .toList();
        text.append(isWhole ? title("", "Options of " + commandSpec().qualifiedName()) : title("%n", "Options" + more));
        text.append(list(shown.stream().filter(option -> !grouped.contains(option)).toList(), shown));
        for (ArgGroupSpec group : optionSectionGroups()) {
            List<OptionSpec> options =
                    shown.stream().filter(group.allOptionsNested()::contains).toList();
            if (!options.isEmpty()) {
                text.append(heading(group)).append(list(options, shown));
            }
        }
        return text.toString();
    }

    /** The heading of a group; what its parentheses add is left out of the one screen. */
    private String heading(ArgGroupSpec group) {
        String heading = group.heading().replaceAll("%n|:", "").strip();
        return isWhole ? title("%n", heading) : title("", heading.replaceAll(" \\(.*\\)", ""));
    }

    private String title(String before, String title) {
        return createHeading(before + "@|bold " + title + ":|@%n");
    }

    /** Lays out some options, in columns that are as wide as all that are shown need. */
    private String list(List<OptionSpec> options, List<OptionSpec> shown) {
        Layout layout = createDefaultLayout(shown, List.of(), colorScheme());
        layout.addOptions(options, parameterLabelRenderer());
        return layout.toString();
    }

    /** The first line of a description says enough for the one screen. */
    @Override
    public IOptionRenderer createDefaultOptionRenderer() {
        IOptionRenderer all = super.createDefaultOptionRenderer();
        return isWhole
                ? all
                : (option, label, colors) -> Arrays.copyOf(all.render(option, label, colors), 1);
    }
}
