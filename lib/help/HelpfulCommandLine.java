package lib.help;

import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_DESCRIPTION;
import static picocli.CommandLine.Model.UsageMessageSpec.SECTION_KEY_FOOTER;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lib.cli.ErrorHandler;
import lib.cli.Invocation;
import lib.common.Console;
import lib.common.ExitCode;
import lib.common.ProcessContext;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Creates the command line of the script: its commands, those of this package, and their {@code --help}. */
public final class HelpfulCommandLine {
    /** The examples spell the tool as the user has called it, unless that leaves no room for their meaning. */
    private static final int MAX_PROGRAM = 24;

    private static final String SHORT_PROGRAM = "jbang migrate.java";

    private HelpfulCommandLine() {}

    /**
     * Creates it.
     *
     * @param script the main command
     * @param commands the others, except those of this package that need no settings
     */
    public static CommandLine create(ProcessContext context, Object script, Object... commands) {
        CommandSpec completion = CommandSpec.forAnnotatedObject(new GenerateCompletion()).name("completion");
        completion.usageMessage().description("Prints the script that completes options in bash and zsh.");
        Object[] all = Stream.concat(Stream.of(commands), Stream.of(completion, new HelpCommand())).toArray();
        CommandLine line = ErrorHandler.commandLine(context, script, all);
        line.getCommandSpec().usageMessage().exitCodeList(exitCodes());
        Stream.concat(Stream.of(line), line.getSubcommands().values().stream())
                .map(each -> each.getCommandSpec().usageMessage())
                .forEach(HelpfulCommandLine::layOut);
        String called = Invocation.of(context).program();
        String program = called.length() <= MAX_PROGRAM ? called : SHORT_PROGRAM;
        // The class is loaded only if there is help to show.
        return line.setHelpFactory((command, colors) -> CommandHelp.oneScreen(command, colors, program))
                .setHelpSectionKeys(sections(line.getHelpSectionKeys()))
                .setColorScheme(
                        Help.defaultColorScheme(Console.showsColours(context, context.out()) ? Ansi.ON : Ansi.OFF));
    }

    /** The title of a part, below an empty line. */
    static String title(String title) {
        return "%n@|bold " + title + ":|@%n";
    }

    private static void layOut(UsageMessageSpec message) {
        message.autoWidth(true)
                .sortOptions(false)
                .abbreviateSynopsis(true)
                .parameterListHeading("%n")
                .commandListHeading(title("Commands"))
                .exitCodeListHeading(message.exitCodeList().isEmpty() ? "" : title("Exit codes"));
    }

    /** picocli's order, but with the examples (the footer) and the commands before the options. */
    private static List<String> sections(List<String> usual) {
        List<String> first =
                List.of(SECTION_KEY_FOOTER, SECTION_KEY_COMMAND_LIST_HEADING, SECTION_KEY_COMMAND_LIST);
        List<String> sections = new ArrayList<>(usual);
        sections.removeAll(first);
        sections.addAll(sections.indexOf(SECTION_KEY_DESCRIPTION) + 1, first);
        return sections;
    }

    private static Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (ExitCode code : ExitCode.values()) {
            codes.put(String.valueOf(code.number()), code.meaning().replace("`", ""));
        }
        return codes;
    }
}
