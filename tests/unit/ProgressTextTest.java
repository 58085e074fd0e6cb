package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lib.common.Console;
import lib.common.ProcessContext;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.Knowledge;
import lib.model.OutcomeKind;
import lib.report.ProgressText;
import lib.report.RemainingTime;
import org.junit.jupiter.api.Test;
import tests.support.FakeClock;

/** The lines of the live region, which ScreenTest has in a terminal, and the estimate of the remaining time. */
class ProgressTextTest {
    private static final Map<OutcomeKind, Integer> SETTLED = Map.of(
            OutcomeKind.SUCCEEDED, 1_016, OutcomeKind.FAILED, 2, OutcomeKind.INCOMPLETE, 1, OutcomeKind.UNPROVED, 1);

    @Test
    void everyOutcomeCountsAsWhatItIs() {
        assertEquals(
                List.of(
                        "██████████████████░░░░░░  1,020 of 1,323 · 12 min elapsed",
                        "✔ 1,016 succeeded, ▲ 1 incomplete, ✘ 2 failed, ▲ 1 unproved, ▸ 3 running, 300 waiting"
                                + ", about 6 h 40 min left",
                        "  ▸ Bot 1                        running  12 min",
                        "  ▸ (untitled) 01HTEST000000002  running  under 1 min"),
                lines(
                        SETTLED,
                        3,
                        300,
                        false,
                        false,
                        "",
                        Optional.of(Duration.ofMinutes(400)),
                        List.of(task("Bot 1", 1, 764), task("", 2, 59))));
    }

    @Test
    void whileFurtherBotsMayBeFoundTheirNumberIsALowerBound() {
        assertEquals(
                List.of(
                        "░░░░░░░░░░░░░░░░░░░░░░░░  0 of at least 4 · 12 min elapsed · table 42 % read",
                        "▸ 3 running, 1 waiting"),
                lines(Map.of(), 3, 1, false, true, "42 % read", Optional.empty(), List.of()));
    }

    @Test
    void waitingForCapacityIsShownBesideTheNumberOfThoseThatWait() {
        assertEquals(
                "▸ 3 running, 18 waiting for capacity",
                lines(Map.of(), 3, 18, true, false, "", Optional.empty(), List.of()).get(1));
    }

    @Test
    void moreTasksThanFitAreCounted() {
        List<ProgressText.Task> tasks = IntStream.rangeClosed(1, 50)
                .mapToObj(n -> task("Bot " + n, n, 60 * n))
                .toList();
        List<String> lines = lines(Map.of(), 50, 0, false, false, "", Optional.empty(), tasks);
        assertEquals(12, lines.size(), "half of the height of 24 lines");
        assertEquals("  and 41 more", lines.get(11));
    }

    private static List<String> lines(
            Map<OutcomeKind, Integer> settled,
            int running,
            int waiting,
            boolean lacksCapacity,
            boolean moreMayCome,
            String sweep,
            Optional<Duration> left,
            List<ProgressText.Task> tasks) {
        PrintStream out = new PrintStream(new ByteArrayOutputStream());
        ProcessContext pipe = new ProcessContext(
                Map.of(), new ByteArrayInputStream(new byte[0]), out, out, false, FakeClock::new);
        return new ProgressText(new Console(pipe, out, "", new FakeClock()))
                .lines(new ProgressText.State(
                        new ProgressText.Progress(settled, running, Map.of(), waiting, moreMayCome),
                        lacksCapacity,
                        sweep,
                        Duration.ofSeconds(764),
                        left,
                        tasks));
    }

    private static ProgressText.Task task(String title, int n, int seconds) {
        BotKey key = new BotKey("user", "user#BOT#" + String.format("01HTEST%09d", n));
        return new ProgressText.Task(
                new Bot(key, title, Knowledge.NONE, "", "", "", false, List.of(), false),
                "running",
                Duration.ofSeconds(seconds));
    }

    private final RemainingTime remaining = new RemainingTime();

    @Test
    void twoTasksSayTooLittle() {
        ended(4, 4);
        assertEquals(Optional.empty(), estimate(10, 1));
    }

    @Test
    void withoutARunningTaskNothingCanBeSaid() {
        ended(4, 4, 4);
        assertEquals(Optional.empty(), estimate(10));
    }

    @Test
    void theWorkIsSharedByTheTasksThatRunNow() {
        ended(3, 4, 5);
        assertEquals(minutes(18), estimate(12, 2, 0, 4).orElseThrow(), "12 × 4 + 2 + 4 + 0, by 3");
        assertEquals(minutes(44), estimate(10, 0).orElseThrow());
    }

    @Test
    void theLastTasksTakeAsLongAsTheYoungestOfThem() {
        ended(4, 4, 4);
        assertEquals(minutes(3), estimate(0, 1, 3, 9).orElseThrow());
        assertEquals(Duration.ZERO, estimate(0, 9).orElseThrow());
    }

    private void ended(int... after) {
        for (int minutes : after) {
            remaining.ended(minutes(minutes));
        }
    }

    private Optional<Duration> estimate(int waiting, Integer... ages) {
        return remaining.estimate(Stream.of(ages).map(ProgressTextTest::minutes).toList(), waiting);
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }
}
