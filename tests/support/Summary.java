package tests.support;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The end of the screen of a run: the numbers of the outcomes, the problems, the verdict, and the next commands. */
public record Summary(List<String> lines) {
    private static final String NEXT = "Next:";
    private static final Pattern OUTCOME = Pattern.compile("^  [✔▲✘·] ([a-z ]+?) +([\\d,]+)(  .*)?$");

    /** Reads what the command has printed; with {@code --json -}, to standard error. */
    public static Summary of(Cli.Result result) {
        return of((result.out().startsWith("{") ? result.err() : result.out()).lines().toList());
    }

    /** Reads the lines of a screen that is wide enough for the verdict. */
    public static Summary of(List<String> screen) {
        OptionalInt first = IntStream.range(0, screen.size())
                .filter(i -> OUTCOME.matcher(screen.get(i)).matches())
                .findFirst();
        assertTrue(first.isPresent(), () -> "no outcomes are shown:\n" + String.join("\n", screen));
        return new Summary(screen.subList(first.getAsInt(), screen.size()));
    }

    /** The last line but for the files that were written and the next commands. */
    public String verdict() {
        List<String> before = lines.stream()
                .takeWhile(line -> !line.equals(NEXT))
                .filter(line -> !line.isBlank() && !line.startsWith("Written: "))
                .toList();
        return before.get(before.size() - 1).replaceFirst("^[✔▲✘] ", "");
    }

    /** The commands that are named as the next ones, each with its condition. */
    public List<String> next() {
        return lines.stream()
                .dropWhile(line -> !line.equals(NEXT))
                .skip(1)
                .map(line -> line.strip().replaceAll(" {2,}", "  "))
                .toList();
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

    /** Asserts that each of these texts stands in a line. */
    public Summary hasLines(String... texts) {
        Stream.of(texts).forEach(text -> assertTrue(shows(text), () -> text + " is missing in\n" + this));
        return this;
    }

    public List<Integer> counts(String... outcomes) {
        return Stream.of(outcomes).map(this::count).toList();
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
