package lib.help;

import static lib.help.HelpfulCommandLine.title;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private static final Map<String, String> COMMON = Map.of(
            "migrate.java",
            "--stack --bot --user --yes --dry-run --parallel --status --stop --region --profile --rehearse --json"
                    + " --report --help",
            "restore",
            "--stack --snapshot --bot --user --include-deleted --keep --yes --dry-run --status --clean-up --region"
                    + " --profile --rehearse --json --report --help");

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
    private static void limitWidth(CommandSpec command) {
        int width = Math.min(command.usageMessage().width(), MAX_WIDTH);
        command.usageMessage().autoWidth(false).width(width).longOptionsMaxWidth(MAX_OPTION);
    }

    @Override
    public String synopsisHeading(Object... parameters) {
        limitWidth(commandSpec()); // the first section, so before anything is laid out
        return super.synopsisHeading(parameters);
    }

    @Override
    public String footer(Object... parameters) {
        Map<String, String> examples = new LinkedHashMap<>();
        for (String example : commandSpec().usageMessage().footer()) {
            String[] parts = example.split(": ?", 2);
            examples.put((program + " " + parts[0]).strip(), parts[1]);
        }
        return examples.isEmpty() ? "" : createHeading(title("Examples")) + createTextTable(examples);
    }

    @Override
    public String optionList() {
        List<OptionSpec> shown = commandSpec().options().stream().filter(this::isShown).toList();
        List<OptionSpec> grouped = optionSectionGroups().stream()
                .flatMap(group -> group.allOptionsNested().stream())
                .toList();
        StringBuilder text = new StringBuilder(createHeading(title(heading(shown.size()))));
        text.append(list(shown.stream().filter(option -> !grouped.contains(option)).toList(), shown));
        for (ArgGroupSpec group : optionSectionGroups()) {
            List<OptionSpec> options =
                    shown.stream().filter(group.allOptionsNested()::contains).toList();
            text.append(options.isEmpty() ? "" : createHeading(heading(group)) + list(options, shown));
        }
        return text.toString();
    }

    private boolean isShown(OptionSpec option) {
        String common = COMMON.get(commandSpec().name());
        return isWhole || common == null || Set.of(common.split(" ")).contains(option.longestName());
    }

    private String heading(int shown) {
        if (isWhole) {
            return "Options of " + commandSpec().qualifiedName();
        }
        String command = commandSpec().parent() == null ? "" : " " + commandSpec().name();
        boolean isAll = shown == commandSpec().options().size();
        return "Options" + (isAll ? "" : " (all: " + program + " help options" + command + ")");
    }

    /** The heading of a group; on the one screen without an empty line, and without what its parentheses add. */
    private String heading(ArgGroupSpec group) {
        String heading = group.heading().replaceAll("%n|:", "").strip();
        return isWhole ? title(heading) : title(heading.replaceAll(" \\(.*\\)", "")).substring("%n".length());
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
