package lib.help;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import lib.cli.HelpOption;
import lib.common.ExitCode;
import lib.common.Similar;
import lib.model.OutcomeKind;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code help}: shows every option, the outcomes, or the help of a command. picocli's own help command knows commands
 * only, and suggests nothing.
 */
@Command(name = "help", description = "Shows every option, the outcomes, or the help of a command.")
final class HelpCommand implements Callable<Integer> {
    private static final String OPTIONS = "options";
    private static final String OUTCOMES = "outcomes";

    /** The words that complete the command in a shell. */
    static final class Words extends ArrayList<String> {
        Words() {
            super(List.of(OPTIONS, OUTCOMES, "prepare", "verify", "restore", "iam-policy", "completion"));
        }
    }

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "TOPIC|COMMAND",
            completionCandidates = Words.class,
            description = {
                "options: every option; of another command: options COMMAND",
                "outcomes: what becomes of a bot, and what to do about it"
            })
    private String topic;

    @Parameters(index = "1", arity = "0..1", paramLabel = "COMMAND", hidden = true)
    private String command;

    @Mixin
    private final HelpOption help = new HelpOption();

    @Spec
    private CommandSpec self;

    @Override
    public Integer call() {
        CommandLine main = self.parent().commandLine();
        Map<String, CommandLine> commands = new LinkedHashMap<>();
        commands.put(main.getCommandName(), main);
        commands.putAll(main.getSubcommands());
        List<String> topics = new ArrayList<>(List.of(OPTIONS, OUTCOMES));
        topics.addAll(commands.keySet());
        String asked = topic == null ? main.getCommandName() : meant(topic, topics);
        if (asked.equals(OPTIONS)) {
            CommandLine shown = command == null ? main : commands.get(meant(command, commands.keySet()));
            print(CommandHelp.whole(shown.getCommandSpec(), shown.getColorScheme()).optionList().stripLeading());
        } else if (command != null) {
            throw unknown(command, topics);
        } else if (asked.equals(OUTCOMES)) {
            print(outcomes());
        } else {
            commands.get(asked).usage(main.getOut());
        }
        return ExitCode.OK.number();
    }

    /** The name that is this word, or the first that begins with it. */
    private String meant(String word, Collection<String> names) {
        return names.contains(word)
                ? word
                : names.stream()
                        .filter(name -> name.startsWith(word))
                        .findFirst()
                        .orElseThrow(() -> unknown(word, names));
    }

    private ParameterException unknown(String word, Collection<String> names) {
        return new ParameterException(
                self.commandLine(),
                "'" + word + "' is neither a topic nor a command."
                        + Similar.closest(word, names)
                                .map(close -> " Did you mean " + close + "?")
                                .orElse(" Topics: " + OPTIONS + ", " + OUTCOMES + "."));
    }

    private String outcomes() {
        CommandHelp page = CommandHelp.whole(self, self.commandLine().getColorScheme());
        StringBuilder text = new StringBuilder(page.createHeading("Every bot gets exactly one outcome. Not even exit"
                + " code 0 of a task counts as success: succeeded requires rows of every source.%n"));
        for (OutcomeKind outcome : OutcomeKind.values()) {
            Map<String, String> rows = new LinkedHashMap<>();
            rows.put("meaning", outcome.meaning().replace("`", ""));
            rows.put("what to do", outcome.remedy().replace("`", ""));
            text.append(page.createHeading("%n@|bold " + outcome.label() + "|@%n")).append(page.createTextTable(rows));
        }
        return text.toString();
    }

    private void print(String text) {
        self.commandLine().getOut().print(text);
        self.commandLine().getOut().flush();
    }
}
