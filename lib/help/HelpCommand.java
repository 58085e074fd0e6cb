package lib.help;

import java.util.ArrayList;
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
    private static final String MIGRATE = "migrate";

    /** The words that complete the command in a shell. */
    static final class Words extends ArrayList<String> {
        Words() {
            super(List.of(OPTIONS, OUTCOMES, "prepare", "verify", "restore", "iam-policy", "completion"));
        }
    }

    @Parameters(
            arity = "0..2",
            paramLabel = "TOPIC|COMMAND",
            completionCandidates = Words.class,
            description = {
                "options: every option; of another command: options COMMAND",
                "outcomes: what becomes of a bot, and what to do about it"
            })
    private List<String> words = new ArrayList<>();

    @Mixin
    private final HelpOption help = new HelpOption();

    @Spec
    private CommandSpec self;

    @Override
    public Integer call() {
        CommandLine main = self.parent().commandLine();
        List<String> meant = new ArrayList<>();
        words.forEach(word -> meant.add(meant(word)));
        boolean allOptions = meant.remove(OPTIONS);
        if (meant.size() > 1 || allOptions && meant.contains(OUTCOMES)) {
            throw unknown(words.get(1));
        }
        String word = meant.isEmpty() ? MIGRATE : meant.get(0);
        if (word.equals(OUTCOMES)) {
            print(outcomes());
            return ExitCode.OK.number();
        }
        CommandLine command = word.equals(MIGRATE) ? main : main.getSubcommands().get(word);
        if (allOptions) {
            print(CommandHelp.whole(command.getCommandSpec(), command.getColorScheme()).optionList());
        } else {
            command.usage(command.getOut());
        }
        return ExitCode.OK.number();
    }

    /** The topic or command with that name, or the first whose name begins so. */
    private String meant(String word) {
        if (word.equals(self.parent().name())) {
            return MIGRATE;
        }
        List<String> known = known();
        return known.contains(word)
                ? word
                : known.stream()
                        .filter(name -> name.startsWith(word))
                        .findFirst()
                        .orElseThrow(() -> unknown(word));
    }

    private List<String> known() {
        List<String> known = new ArrayList<>(List.of(OPTIONS, OUTCOMES, MIGRATE));
        known.addAll(self.parent().subcommands().keySet());
        return known;
    }

    private ParameterException unknown(String word) {
        return new ParameterException(
                self.commandLine(),
                "'" + word + "' is neither a topic nor a command."
                        + Similar.closest(word, known())
                                .map(close -> " Did you mean " + close + "?")
                                .orElse(" Topics: " + OPTIONS + ", " + OUTCOMES + "."));
    }

    private String outcomes() {
        CommandHelp.limitWidth(self);
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
