package lib.help;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lib.cli.ErrorHandler;
import lib.common.Console;
import lib.common.ProcessContext;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IHelpSectionRenderer;

/** Creates the command line of the script: its commands, those of this package, and their {@code --help}. */
public final class HelpfulCommandLine {
    private static final String SCREEN = "screen";

    private HelpfulCommandLine() {}

    /**
     * Creates it.
     *
     * @param script the main command
     * @param commands the others, except those of this package that need no settings
     */
    public static CommandLine create(ProcessContext context, Object script, Object... commands) {
        Object[] all = Stream.concat(Stream.of(commands), Stream.of(new CompletionCommand(), new HelpCommand()))
                .toArray();
        CommandLine line = ErrorHandler.commandLine(context, script, all);
        // A lambda, not a method reference, so that the class is loaded only if there is help to show.
        IHelpSectionRenderer screen = help -> UsageScreen.render(help);
        return line.setHelpSectionKeys(List.of(SCREEN))
                .setHelpSectionMap(Map.of(SCREEN, screen))
                .setColorScheme(
                        Help.defaultColorScheme(Console.showsColours(context, context.out()) ? Ansi.ON : Ansi.OFF));
    }
}
