package lib.help;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import lib.cli.HelpOption;
import lib.cli.Suggestions;
import lib.common.ExitCode;
import lib.help.TextPage.Row;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/** {@code help}: shows a topic, or the help of a command. */
@Command(
        name = "help",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Shows help about a topic or a command.")
final class HelpCommand implements Callable<Integer> {
    /** The words that complete the command in a shell. */
    static final class Words extends ArrayList<String> {
        Words() {
            super(HelpTopic.names());
            addAll(List.of("prepare", "verify", "restore", "iam-policy", "completion"));
        }
    }

    private static final String MIGRATE = "migrate";

    @Parameters(
            arity = "0..2",
            paramLabel = "TOPIC|COMMAND",
            completionCandidates = Words.class,
            description = "a topic or a command; options COMMAND: all options of a command")
    private List<String> words = new ArrayList<>();

    @Mixin
    private final HelpOption help = new HelpOption();

    @Spec
    private CommandSpec self;

    @Override
    public Integer call() {
        CommandLine main = self.parent().commandLine();
        if (words.isEmpty()) {
            print(list(main));
            return ExitCode.OK.number();
        }
        boolean options = words.remove(HelpTopic.OPTIONS.word());
        if (words.size() > 1) {
            throw unknown(words.get(1));
        }
        String word = words.isEmpty() ? MIGRATE : words.get(0);
        CommandLine command = isMain(word, main) ? main : main.getSubcommands().get(word);
        if (options && command != null) {
            show(HelpTopic.OPTIONS, command);
        } else if (command != null) {
            command.usage(command.getOut());
        } else {
            show(HelpTopic.of(word).filter(topic -> !options).orElseThrow(() -> unknown(word)), main);
        }
        return ExitCode.OK.number();
    }

    private static boolean isMain(String word, CommandLine main) {
        return word.equals(MIGRATE) || word.equals(main.getCommandName());
    }

    private void show(HelpTopic topic, CommandLine command) {
        TextPage page = new TextPage(self, self.commandLine().getColorScheme());
        topic.write(page, command.getCommandSpec());
        print(page);
    }

    private void print(TextPage page) {
        self.commandLine().getOut().print(page);
        self.commandLine().getOut().flush();
    }

    private TextPage list(CommandLine main) {
        List<Row> topics = Stream.of(HelpTopic.values())
                .map(topic -> new Row(topic.word(), topic.summary()))
                .toList();
        List<Row> commands = main.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .map(command -> new Row(command.name(), command.usageMessage().description()[0]))
                .toList();
        return new TextPage(self, self.commandLine().getColorScheme())
                .heading("Topics (jbang migrate.java help TOPIC):")
                .table(topics)
                .emptyLine()
                .heading("Commands (jbang migrate.java help COMMAND):")
                .table(commands)
                .emptyLine()
                .paragraph("jbang migrate.java --help shows the main command. For everything else, see README.md.");
    }

    private ParameterException unknown(String word) {
        List<String> known = new ArrayList<>(HelpTopic.names());
        known.addAll(self.parent().subcommands().keySet());
        return new ParameterException(
                self.commandLine(),
                "'" + word + "' is neither a topic nor a command."
                        + Suggestions.closest(word, known)
                                .map(close -> " Did you mean " + close + "?")
                                .orElse(" Topics: " + String.join(", ", HelpTopic.names()) + "."));
    }
}
