package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lib.common.Console;
import lib.common.ProcessContext;
import lib.common.Tone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.FakeClock;

/** Colours and answers outside of a terminal; TerminalTest has those in one. */
class ConsoleTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    @Test
    void aPipeGetsNoColours() {
        assertEquals("good", console("", Map.of()).paint(Tone.GOOD, "good"));
    }

    @ParameterizedTest
    @CsvSource({
        "GOOD, E[38;5;36mxE[0m",
        "WARNING, E[38;5;178mxE[0m",
        "BAD, E[38;5;202;1mxE[0m",
        "RUNNING, E[38;5;33mxE[0m",
        "DIM, E[38;5;245mxE[0m",
        "STRONG, E[1mxE[0m",
        "PLAIN, x"
    })
    void coloursCanBeForced(Tone tone, String painted) {
        String escaped = painted.replace("E[", "\u001b[");
        assertEquals(escaped, console("", Map.of("CLICOLOR_FORCE", "1")).paint(tone, "x"));
    }

    @ParameterizedTest
    @CsvSource({"1, '', true", "0, '', false", "1, 1, false"})
    void noColorIsStrongerThanForcedColours(String force, String noColor, boolean painted) {
        Map<String, String> environment = Map.of("CLICOLOR_FORCE", force, "NO_COLOR", noColor);
        assertEquals(painted, !console("", environment).paint(Tone.BAD, "x").equals("x"));
    }

    @ParameterizedTest
    @CsvSource({
        "y, YES",
        "yes, YES",
        "' Y ', YES",
        "a, ALL",
        "All, ALL",
        "q, QUIT",
        "QUIT, QUIT",
        "n, NO",
        "'', NO",
        "no, NO"
    })
    void eachKeyHasItsAnswer(String typed, Console.Answer answer) {
        assertEquals(answer, console(typed + "\n", Map.of()).confirmPage("Start?", true, List.of("help")));
        assertEquals("Start? [y/N/a/q/?] " + typed + "\n", shown(), "the answer stands behind the question");
    }

    @Test
    void theQuestionMarkShowsHelpAndAsksAgain() {
        Console console = console("?\n?\ny\n", Map.of());
        assertEquals(Console.Answer.YES, console.confirmPage("Start?", true, List.of("  y  start", "  n  skip")));
        String help = "Start? [y/N/a/q/?] ?\n  y  start\n  n  skip\n";
        assertEquals(help + help + "Start? [y/N/a/q/?] y\n", shown());
    }

    @Test
    void anyOtherWordAsksAgain() {
        Console console = console("yes please\noui\ny\n", Map.of());
        assertEquals(Console.Answer.YES, console.confirmPage("Start?", true, List.of("help")));
        String again = "Answer with one of y/N/a/q/?.\n";
        assertEquals(
                "Start? [y/N/a/q/?] yes please\n" + again + "Start? [y/N/a/q/?] oui\n" + again
                        + "Start? [y/N/a/q/?] y\n",
                shown());
    }

    @Test
    void aQuestionOfYesAndNoTakesNoOtherKey() {
        assertTrue(console("a\nq\n?\nyes\n", Map.of()).confirm("Stop?", false));
        assertFalse(console("ya\n\n", Map.of()).confirm("Stop?", false));
    }

    @Test
    void aLastQuestionOffersNoKeyForFurtherOnes() {
        assertEquals(Console.Answer.ALL, console("a\n", Map.of()).confirmPage("Start?", false, List.of()));
        assertEquals("Start? [y/N] a\n", shown());
    }

    @Test
    void aClosedInputAfterHelpIsNoAnswer() {
        assertEquals(Console.Answer.CLOSED, console("?\n", Map.of()).confirmPage("Start?", true, List.of("help")));
    }

    @Test
    void aPipeIsMeasuredAsAWideTerminalAndHasNoLiveRegion() {
        Console console = console("", Map.of());
        assertEquals(120, console.width());
        console.live(List.of("a bar", "a task"));
        assertEquals("", shown());
    }

    @Test
    void theTimeInWhichOnlyAnAnswerIsWaitedForIsMeasured() {
        FakeClock clock = new FakeClock();
        InputStream slow = new InputStream() {
            private final InputStream typed = new ByteArrayInputStream("y\ny\n".getBytes(StandardCharsets.UTF_8));

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                clock.sleep(Duration.ofMinutes(20));
                return typed.read(bytes, from, 2);
            }

            @Override
            public int read() throws IOException {
                return typed.read();
            }
        };
        Console console = console(slow, Map.of(), clock);
        assertTrue(console.confirm("Start?", false));
        assertEquals(Duration.ofMinutes(20), console.waited());
        console.live("a task");
        assertTrue(console.confirm("And these?", false));
        assertEquals(Duration.ofMinutes(20), console.waited(), "a task runs meanwhile");
    }

    private Console console(String typed, Map<String, String> environment) {
        ByteArrayInputStream in = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
        return console(in, environment, new FakeClock());
    }

    private Console console(InputStream in, Map<String, String> environment, FakeClock clock) {
        PrintStream out = new PrintStream(shown, true, StandardCharsets.UTF_8);
        return new Console(new ProcessContext(environment, in, out, out, false, () -> clock), out, "", clock);
    }

    /** In a pipe, what is typed is repeated, so that a log shows it. */
    private String shown() {
        return shown.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
    }
}
