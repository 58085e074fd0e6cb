package lib.cli;

import java.util.List;
import java.util.stream.Stream;
import lib.common.Console;
import lib.common.TextWidth;
import lib.common.Tone;
import lib.common.UserException;

/**
 * A command that the user can type next.
 *
 * @param when its condition or purpose, for example {@code to continue}
 * @param command as it is typed
 */
public record Next(String when, String command) {
    static final String TITLE = "Next:";
    private static final String GAP = "  ";
    private static final String INDENT = "    ";

    /** Returns the commands that follow an error beside the same one. */
    public static List<Next> of(UserException error, Invocation invocation) {
        return error.next().stream()
                .map(step -> new Next(step.when(), invocation.command(step.words().toArray(String[]::new))))
                .toList();
    }

    /** Shows the commands as the last lines of a run, each behind its condition, or below it where that is too wide. */
    public static void show(List<Next> steps, Console console) {
        if (!steps.isEmpty()) {
            console.say("");
            console.say(console.paint(Tone.STRONG, TITLE));
            lines(steps, console.width()).forEach(console::sayVerbatim);
        }
    }

    /** Returns a line for each command, however long. */
    public static List<String> lines(List<Next> steps) {
        return lines(steps, Integer.MAX_VALUE);
    }

    static List<String> lines(List<Next> steps, int width) {
        int widest = steps.stream().mapToInt(step -> TextWidth.of(step.when())).max().orElse(0);
        boolean fits = steps.stream()
                .allMatch(step -> GAP.length() * 2 + widest + TextWidth.of(step.command()) <= width);
        return steps.stream()
                .flatMap(step -> fits
                        ? Stream.of(GAP + TextWidth.pad(step.when(), widest) + GAP + step.command())
                        : Stream.of(GAP + step.when() + ":", INDENT + step.command()))
                .toList();
    }
}
