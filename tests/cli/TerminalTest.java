package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.MISSED_BY_INDEX;
import static tests.support.TestBots.bots;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.PseudoTerminal;
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.Waiting;

/** What a terminal shows, of several widths: the live region, and questions that wait while tasks run. */
final class TerminalTest {
    private static final Pattern LIVE_REGION = Pattern.compile("\\d+ of (at least )?\\d+ · ");
    private static final Pattern EVENT = Pattern.compile("\\d\\d:\\d\\d:\\d\\d ");
    private static final String CTRL_C = "\003";
    private static final String CTRL_Z = "\032";
    private static final Bot BY_HAND = MISSED_BY_INDEX;

    @BeforeEach
    void terminal() {
        PseudoTerminal.assumeAvailable();
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 60, 200})
    void theLiveRegionIsDrawnInPlaceAndLeavesNothingBehind(int columns) {
        TestAccount account = TestAccount.with(bots(5));
        Cli.Result result = PseudoTerminal.start(cli(account), columns, Cli.PROGRAM, "--yes").end().exits(0);
        assertTrue(LIVE_REGION.matcher(result.out()).find());
        assertShown(PseudoTerminal.screen(result.out(), columns), 5);
    }

    /** The terminal has its new width at once; the command learns it then, or when it has drawn for the old one. */
    @ParameterizedTest
    @CsvSource({"40, false", "40, true", "160, false", "160, true"})
    void theLiveRegionFollowsTheWidthOfTheTerminal(int after, boolean isLate) throws IOException {
        TestAccount account = TestAccount.with(bots(6));
        Path folder = Cli.temporaryFolder("resize");
        RunningProcess running = PseudoTerminal.startResized(cli(account), 80, after, folder, Cli.PROGRAM, "--yes");
        Waiting.await("the live region", () -> LIVE_REGION.matcher(running.shown()).find());
        Files.createFile(folder.resolve("resized"));
        if (isLate) {
            Waiting.await("an event", () -> EVENT.matcher(PseudoTerminal.sinceResized(running.shown())).find());
        }
        Files.createFile(folder.resolve("known"));
        Cli.Result result = running.end().exits(0);
        assertLinesInPlace(PseudoTerminal.screen(result.out(), 80, after), 6);
    }

    /** Each event once, and no copy of the live region. */
    private static void assertShown(List<String> screen, int bots) {
        assertLinesInPlace(screen, bots);
        assertEquals(bots, count(screen, Pattern.compile("^[\\d:]+ ▸ started")), () -> String.join("\n", screen));
    }

    private static void assertLinesInPlace(List<String> screen, int bots) {
        assertEquals(0, count(screen, LIVE_REGION), () -> String.join("\n", screen));
        assertEquals(bots, count(screen, Pattern.compile("^[\\d:]+ ✔ succe")), () -> String.join("\n", screen));
        assertEquals(1, count(screen, Pattern.compile("^✔ All \\d+ bots")), () -> String.join("\n", screen));
    }

    private static long count(List<String> screen, Pattern pattern) {
        return screen.stream().filter(line -> pattern.matcher(line).find()).count();
    }

    @Test
    void progressGoesOnAboveAQuestionThatWaits() {
        TestAccount account = TestAccount.with(bots(2)).put(BY_HAND);
        RunningProcess running = PseudoTerminal.start(cli(account), 100, Cli.PROGRAM).type("y\n");
        Waiting.await("both ends", () -> running.shown().split("✔ succeeded ", -1).length == 3);
        List<String> waiting = PseudoTerminal.screen(running.shown(), 100);
        assertTrue(
                waiting.get(waiting.size() - 1).startsWith("1 bot that only the sweep found: By hand. "),
                () -> String.join("\n", waiting));
        assertEquals(1, count(waiting, Pattern.compile("Start 1 embedding task")), () -> String.join("\n", waiting));
        assertEquals(1, count(waiting, LIVE_REGION), () -> String.join("\n", waiting));
        Cli.Result result = running.type("nx\177\177y\n").end().exits(0);
        List<String> screen = PseudoTerminal.screen(result.out(), 100);
        assertTrue(screen.stream().anyMatch(line -> line.endsWith("[y/N] y")), () -> String.join("\n", screen));
        assertEquals(3, account.startedBots().size());
        assertShown(screen, 3);
    }

    @Test
    void aTerminalThatCannotMoveItsCursorGetsPlainLines() {
        TestAccount account = TestAccount.with(bots(2));
        Cli.Result result = cli(account)
                .with("TERM", "dumb")
                .start("script", "-qfec", Cli.PROGRAM, "/dev/null")
                .type("y\n")
                .end().exits(0);
        assertTrue(IntStream.of(27, '\b').noneMatch(control -> result.out().indexOf(control) >= 0));
        assertEquals(2, account.startedBots().size());
    }

    /** With the key itself: the terminal turns it into the signal, unless its mode says otherwise. */
    @Test
    void ctrlCAtAQuestionEndsTheRunAndStartsNothing() {
        TestAccount account = TestAccount.with(bots(2));
        RunningProcess running = PseudoTerminal.start(cli(account), 100, Cli.PROGRAM);
        Waiting.await("the question", () -> running.shown().contains("[y/N/a/q/?]"));
        Cli.Result result = running.type(CTRL_C).end().exits(130);
        List<String> screen = PseudoTerminal.screen(result.out(), 100);
        assertEquals("Interrupted. Nothing was started.", screen.get(screen.size() - 1));
        assertEquals(List.of(), account.startedBots());
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @ValueSource(booleans = {false, true})
    void ctrlCEndsARunInOrderAndLeavesNothingOfTheLiveRegion(boolean whileAQuestionWaits) {
        TestAccount account = TestAccount.with(bots(2)).pauseClock();
        if (whileAQuestionWaits) {
            account.put(BY_HAND);
        }
        RunningProcess running = PseudoTerminal.start(account.cli(), 100, Cli.PROGRAM).type("y\n");
        Waiting.await(
                "the live region",
                () -> running.shown().split("▸ started", -1).length == 3
                        && (!whileAQuestionWaits || running.shown().contains("Start 1 embedding task?")));
        Cli.Result result = running.type(CTRL_C).end().exits(130);
        List<String> screen = PseudoTerminal.screen(result.out(), 100);
        assertEquals(0, count(screen, LIVE_REGION), () -> String.join("\n", screen));
        assertEquals(0, count(screen, Pattern.compile("░|2 running|under 1 min")), () -> String.join("\n", screen));
        assertEquals(1, count(screen, Pattern.compile("^▲ Interrupted when")), () -> String.join("\n", screen));
        assertEquals(2, account.startedBots().size());
    }

    /** Ctrl-Z and {@code fg}, in a shell that has jobs. */
    @ParameterizedTest(name = "{displayName} {0}")
    @ValueSource(booleans = {false, true})
    void theShellOfAStoppedRunWritesOverNoLine(boolean whileAQuestionWaits) {
        TestAccount account = TestAccount.with(bots(2));
        if (whileAQuestionWaits) {
            account.put(BY_HAND);
        }
        String line = Cli.PROGRAM + "; stty sane; echo of the shell; fg; exit $?";
        RunningProcess running = PseudoTerminal.start(cli(account), 100, "bash", "-mc", line).type("y\n");
        Waiting.await("the live region", () -> LIVE_REGION.matcher(running.shown()).find()
                && (!whileAQuestionWaits || running.shown().contains("Start 1 embedding task?")));
        running.type(CTRL_Z);
        Waiting.await("the shell", () -> running.shown().contains("of the shell"));
        Cli.Result result = running.type(whileAQuestionWaits ? "y\n" : "").end().exits(0);
        List<String> screen = PseudoTerminal.screen(result.out(), 100);
        assertEquals(1, count(screen, Pattern.compile("^of the shell$")), () -> String.join("\n", screen));
        assertEquals(
                whileAQuestionWaits ? 1 : 0,
                count(screen, Pattern.compile("Start 1 embedding task")),
                () -> String.join("\n", screen));
        assertShown(screen, whileAQuestionWaits ? 3 : 2);
    }

    private static Cli cli(TestAccount account) {
        return account.forProcess(account.cli());
    }
}
