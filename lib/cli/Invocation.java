package lib.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.common.ProcessContext;
import lib.common.Text;

/**
 * How the user called this tool, to spell further commands in the same way.
 *
 * @param program for example {@code ./migrate.java}, {@code jbang migrate.java} or {@code java -jar migrate.jar}
 * @param arguments as they were typed, but without a password in an endpoint
 */
public record Invocation(String program, List<String> arguments) {
    /** The options that choose the account and the app. Each has a value. */
    private static final Set<String> OF_APP = Set.of(
            "--stack",
            "--table",
            "--region",
            "--profile",
            "--endpoint-url",
            "--db-cluster-arn",
            "--db-secret-arn",
            "--database");

    /** Those of the commands that find everything by the stack. */
    private static final Set<String> BY_STACK = Set.of("--stack", "--region", "--profile", "--endpoint-url");

    /** More bots would make a command that is too long to read. */
    private static final int MAX_BOTS = 20;

    /** Options of this command that another one can do without; each has a value. */
    private static final Set<String> WITH_VALUE = Set.of("--json", "--report", "--parallel");

    public Invocation {
        arguments = arguments.stream()
                .map(word -> word.replaceFirst("^((?:--endpoint-url=)?https?://)[^/@]*@", "$1"))
                .toList();
    }

    /** Returns the invocation in this context. */
    public static Invocation of(ProcessContext context) {
        return new Invocation(context.program(), context.arguments());
    }

    /** Returns the same command without these options, and with these words at its end. */
    public String again(Set<String> without, String... more) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (!without.contains(word.split("=", 2)[0])) {
                words.add(word);
            } else if (WITH_VALUE.contains(word)) {
                i++;
            }
        }
        words.addAll(List.of(more));
        return text(words);
    }

    /** Returns another command for the same account and app. */
    public String command(String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        boolean isByStack = words.length > 0 && Set.of("prepare", "iam-policy").contains(words[0]);
        Set<String> repeated = isByStack ? BY_STACK : OF_APP;
        for (int i = 0; i < arguments.size(); i++) {
            String[] option = arguments.get(i).split("=", 2);
            if (repeated.contains(option[0])) {
                all.add(arguments.get(i));
                if (option.length == 1 && i + 1 < arguments.size()) {
                    all.add(arguments.get(i + 1));
                }
            }
        }
        return text(all);
    }

    /** Whether a command that names these bots is short enough to be read. */
    public static boolean canName(List<String> bots) {
        return bots.size() <= MAX_BOTS;
    }

    /** Returns another command for these bots of the same app; for all of its bots if these are too many to name. */
    public String commandFor(List<String> bots, String... words) {
        Stream<String> selection = bots.stream().filter(id -> canName(bots)).flatMap(id -> Stream.of("--bot", id));
        return command(Stream.concat(Stream.of(words), selection).toArray(String[]::new));
    }

    private String text(List<String> words) {
        return program + words.stream().map(word -> " " + Text.shellWord(word)).collect(Collectors.joining());
    }
}
