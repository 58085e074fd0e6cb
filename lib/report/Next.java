package lib.report;

import java.util.List;
import lib.common.Console;
import lib.common.TextWidth;
import lib.common.Tone;

/**
 * A command that the user can type next.
 *
 * @param when its condition or purpose, for example {@code to continue}
 * @param command as it is typed
 */
public record Next(String when, String command) {
    private static final String GAP = "  ";
    private static final String INDENT = "    ";

    /** Shows the commands as the last lines of a run, each behind its condition, or below it where that is too wide. */
    public static void show(List<Next> steps, Console console) {
        if (!steps.isEmpty()) {
            console.say("");
            console.say(console.paint(Tone.STRONG, "Next:"));
            showLines(steps, console);
        }
    }

    /** Shows the commands without a title. */
    static void showLines(List<Next> steps, Console console) {
        int widest = steps.stream().mapToInt(step -> TextWidth.of(step.when())).max().orElse(0);
        boolean fits = steps.stream()
                .allMatch(step -> GAP.length() * 2 + widest + TextWidth.of(step.command()) <= console.width());
        for (Next step : steps) {
            if (fits) {
                console.sayVerbatim(GAP + TextWidth.pad(step.when(), widest) + GAP + step.command());
            } else {
                console.say(GAP + step.when() + ":");
                console.sayVerbatim(INDENT + step.command());
            }
        }
    }
}
