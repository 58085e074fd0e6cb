package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import lib.common.ProcessContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.PseudoTerminal;
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.TestBots;
import tests.support.Waiting;

/** What a terminal shows, of several widths: the live line, and questions that wait while tasks run. */
final class TerminalTest {
    private static final Pattern LIVE_LINE = Pattern.compile("\\d+ done, \\d+ running");
    private static final TestBots.Bot BY_HAND = TestBots.NOT_INDEXED;

    @BeforeEach
    void terminal() {
        PseudoTerminal.assumeAvailable();
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 50, 60, 80, 200})
    void theLiveLineIsDrawnInPlaceAndLeavesNothingBehind(int columns) {
        TestAccount account = TestAccount.empty().put(TestBots.bots(5));
        Cli.Result result = PseudoTerminal.start(cli(account), columns, Cli.MIGRATE, "--yes")
                .end();
        assertEquals(0, result.exit(), result::toString);
        assertTrue(LIVE_LINE.matcher(result.out()).find(), result::toString);
        assertShown(PseudoTerminal.screen(result.out(), columns), 5);
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 160})
    void theLiveLineFollowsTheWidthOfTheTerminal(int after) throws IOException {
        TestAccount account = TestAccount.empty().put(TestBots.bots(6));
        Path resize = Cli.temporaryFolder("resize").resolve("now");
        RunningProcess running =
                PseudoTerminal.startResized(cli(account), 80, after, resize.toString(), Cli.MIGRATE, "--yes");
        Waiting.await("the live line", () -> LIVE_LINE.matcher(running.shown()).find());
        Files.createFile(resize);
        Cli.Result result = running.end();
        assertEquals(0, result.exit(), result::toString);
        assertLinesInPlace(PseudoTerminal.screen(result.out(), 80, after), 6);
    }

    /** Each event once, and no copy of the live line. */
    private static void assertShown(List<String> screen, int bots) {
        assertLinesInPlace(screen, bots);
        assertEquals(bots, count(screen, Pattern.compile("^\\[[\\d:]+] started")), () -> String.join("\n", screen));
    }

    /** A terminal that does not reflow may lose the line above at the moment of a resize, but nothing after it. */
    private static void assertLinesInPlace(List<String> screen, int bots) {
        assertEquals(0, count(screen, LIVE_LINE), () -> String.join("\n", screen));
        assertEquals(bots, count(screen, Pattern.compile("^\\[[\\d:]+] succe")), () -> String.join("\n", screen));
        assertEquals(1, count(screen, Pattern.compile("^All \\d+ bots")), () -> String.join("\n", screen));
    }

    private static long count(List<String> screen, Pattern pattern) {
        return screen.stream().filter(line -> pattern.matcher(line).find()).count();
    }

    @Test
    void progressGoesOnAboveAQuestionThatWaits() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(2)).put(BY_HAND);
        RunningProcess running =
                PseudoTerminal.start(cli(account), 100, Cli.MIGRATE).type("y\n");
        Waiting.await("both ends", () -> running.shown().split("] succeeded ", -1).length == 3);
        List<String> waiting = PseudoTerminal.screen(running.shown(), 100);
        assertTrue(waiting.get(waiting.size() - 1).startsWith("Start 1 task"), () -> String.join("\n", waiting));
        assertEquals(1, count(waiting, Pattern.compile("^Start 1 task")), () -> String.join("\n", waiting));
        assertEquals(1, count(waiting, LIVE_LINE), () -> String.join("\n", waiting));
        Cli.Result result = running.type("nx\177\177y\n").end();
        assertEquals(0, result.exit(), result::toString);
        List<String> screen = PseudoTerminal.screen(result.out(), 100);
        assertTrue(screen.stream().anyMatch(line -> line.endsWith("[y/N/a/q/?] y")), () -> String.join("\n", screen));
        assertEquals(3, account.startedBots().size(), result::toString);
        assertShown(screen, 3);
    }

    @Test
    void theAnswerAStartsEveryPageAndWhatTheSweepFinds() {
        TestAccount account = TestAccount.empty()
                .put(TestBots.bots(4))
                .put(BY_HAND)
                .fault("{\"operation\": \"Scan\", \"times\": -1, \"pageLimit\": 2}");
        Cli.Result result = PseudoTerminal.run(cli(account), "a\n", Cli.MIGRATE);
        assertEquals(0, result.exit(), result::toString);
        List<String> screen = PseudoTerminal.screen(result.out(), 80);
        assertEquals(1, count(screen, Pattern.compile("\\[y/N/a/q")), () -> String.join("\n", screen));
        assertEquals(5, account.startedBots().size(), result::toString);
    }

    @Test
    void aTerminalThatCannotMoveItsCursorGetsPlainLines() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(2));
        Cli.Result result = cli(account)
                .with("TERM", "dumb")
                .start("script", "-qfec", Cli.MIGRATE, "/dev/null")
                .type("y\n")
                .end();
        assertEquals(0, result.exit(), result::toString);
        assertTrue(IntStream.of(27, '\b').noneMatch(control -> result.out().indexOf(control) >= 0), result::toString);
        assertEquals(2, account.startedBots().size(), result::toString);
    }

    private static Cli cli(TestAccount account) {
        return account.cli().with(ProcessContext.CLOCK_SPEED, String.valueOf(TestAccount.SPEED));
    }
}
