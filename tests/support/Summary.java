package tests.support;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The end of the screen of a run: the verdict, the numbers of the outcomes, and what follows. */
public record Summary(List<String> lines) {
    private static final Pattern OUTCOME = Pattern.compile("^  [✔▲✘·] ([a-z ]+?) +([\\d,]+)(  .*)?$");

    /** Reads what the command has printed; with {@code --json -}, to standard error. */
    public static Summary of(Cli.Result result) {
        return of((result.out().startsWith("{") ? result.err() : result.out())
                .lines()
                .toList());
    }

    /** Reads the lines of a screen that is wide enough for the verdict. */
    public static Summary of(List<String> screen) {
        OptionalInt first = IntStream.range(0, screen.size())
                .filter(i -> OUTCOME.matcher(screen.get(i)).matches())
                .findFirst();
        assertTrue(first.isPresent(), () -> "no outcomes are shown:\n" + String.join("\n", screen));
        return new Summary(screen.subList(first.getAsInt() - 1, screen.size()));
    }

    public String verdict() {
        return lines.get(0);
    }

    /** How many bots are shown with that outcome, whatever the reason. */
    public int count(String outcome) {
        return lines.stream()
                .map(OUTCOME::matcher)
                .filter(Matcher::matches)
                .filter(line -> line.group(1).equals(outcome))
                .mapToInt(line -> Integer.parseInt(line.group(2).replace(",", "")))
                .sum();
    }

    /** Whether a line contains all of these words. */
    public boolean shows(String... words) {
        return lines.stream().anyMatch(line -> List.of(words).stream().allMatch(line::contains));
    }

    @Override
    public String toString() {
        return String.join("\n", lines);
    }
}
