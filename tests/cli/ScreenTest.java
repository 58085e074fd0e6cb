package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.MISSED_BY_INDEX;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

/**
 * Whole screens, as a user sees them in a terminal of several widths, before and during a run. They are compared with
 * the files in the folder screens; only times and the port of the embedded AWS are masked.
 */
final class ScreenTest {
    private static final String QUESTION = "[y/N/a/q/?]";
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[\\d;]*3[1-8][\\d;]*m");

    @BeforeEach
    void terminal() {
        PseudoTerminal.assumeAvailable();
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80, 200})
    void theQuestionAndTheLiveRegion(int columns) throws IOException {
        TestAccount account = several().pauseClock();
        RunningProcess running = PseudoTerminal.start(account.cli(), columns, Cli.PROGRAM, "--parallel", "1");
        Waiting.await("the question", () -> running.shown().contains(QUESTION));
        assertScreen("question-" + columns, running, columns);
        running.type("y\n");
        Waiting.await("a task", () -> shows(running, columns, "^  ▸ .*provisioning"));
        Waiting.await("the end of the sweep", () -> shows(running, columns, " 0 of 6 "));
        assertScreen("progress-" + columns, running, columns);
        running.type("\003");
        running.end().exits(130);
    }

    /** The question of the sweep, below the live region. */
    @Test
    void aLaterQuestionStandsBelowTheLiveRegion() throws IOException {
        TestAccount account = TestAccount.with(bots(2))
                .put(MISSED_BY_INDEX)
                .fault("{\"operation\": \"Scan\", \"skip\": 1, \"delayMillis\": 4000}")
                .pauseClock();
        RunningProcess running = PseudoTerminal.start(account.cli(), 80, Cli.PROGRAM, "--parallel", "1");
        Waiting.await("the first question", () -> running.shown().contains(QUESTION));
        running.type("y\n");
        Waiting.await("the later question", () -> shows(running, 80, "2 others come first"));
        Waiting.await(
                "the task and the end of the sweep",
                () -> shows(running, 80, "^  ▸ .*provisioning")
                        && shows(running, 80, " 0 of at least 2 · (under 1|\\d+) min elapsed$"));
        assertScreen("later-question-80", running, 80);
        running.type("\003");
        running.end().exits(130);
    }

    @Test
    void ofTwoThousandBotsTheScreenShowsCountsAndSome() throws IOException {
        TestAccount account = TestAccount.with(Stream.of(bots(2_000))
                        .map(bot -> bot.withUrls("https://example.com/a").withFiles())
                        .toArray(Bot[]::new))
                .put(bot(3_000).without("Knowledge"), bot(3_001).without("Knowledge"))
                .pauseClock();
        RunningProcess running = PseudoTerminal.start(account.cli(), 80, Cli.PROGRAM);
        Waiting.await("the question", () -> running.shown().contains(QUESTION));
        List<String> screen = screen(running, 80);
        assertTrue(screen.size() < 46, () -> String.join("\n", screen));
        assertTrue(shows(running, 80, "^ +[\\d,]+  new$"), () -> String.join("\n", screen));
        assertTrue(shows(running, 80, "^  and [\\d,]+ more; --verbose lists all$"), () -> String.join("\n", screen));
        running.type("q\n");
        running.end().exits(0);
    }

    @Test
    void oneBotOfManyIsShownAlone() {
        Cli.Result result = TestAccount.with(bots(30)).migrate("--bot", bot(7).id())
                .hasOut(": 30 bots, 1 to start, 29 not selected\n");
        assertEquals(1, result.outLines("^  [-+~!] ").size());
    }

    /** Their titles are the same; the task ids are only of interest if something is wrong. */
    @ParameterizedTest(name = "{displayName} verbose: {0}")
    @ValueSource(booleans = {false, true})
    void eventsNameTheBotByItsId(boolean verbose) {
        Bot[] untitled = {bot(1).with("Title", ""), bot(2).with("Title", "")};
        TestAccount account = TestAccount.with(untitled);
        Cli.Result result = verbose ? account.migrate("--yes", "--verbose") : account.migrate("--yes");
        for (Bot bot : untitled) {
            String task = verbose ? "  task " + TestAccount.taskId(account.tasksOf(bot).get(0)) : "";
            String named = " (untitled)  " + bot.id() + task + "\n";
            result.hasOut(" ▸ started   " + named, " ✔ succeeded " + named);
        }
    }

    /** ConsoleTest has the other variables. */
    @ParameterizedTest
    @CsvSource({"1, true", "0, false"})
    void aTerminalGetsColoursUnlessTheEnvironmentSaysNo(String clicolor, boolean coloured) {
        TestAccount account = TestAccount.with(bot(1));
        Cli cli = account.cli().with("CLICOLOR", clicolor);
        assertEquals(coloured, COLOUR.matcher(PseudoTerminal.run(cli, "n\n", Cli.PROGRAM).out()).find());
    }

    /** JLine takes a tenth of a second to load, which is of use in a terminal only. */
    @Test
    void withoutATerminalNoClassOfJLineIsLoaded() throws IOException {
        TestAccount account = TestAccount.with(bot(1).with("Title", "Zürich"));
        Path folder = Cli.temporaryFolder("classes");
        Cli cli = account.cli()
                .without("JBANG_JAVA_OPTIONS") // with which the tests disable logs
                .with("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + folder.resolve("%p.txt"));
        account.start(Path.of(Cli.MIGRATE), cli, "--yes").end().exits(0);
        List<String> loaded;
        try (Stream<Path> files = Files.list(folder)) {
            loaded = files.flatMap(ScreenTest::lines)
                    .filter(line -> line.contains("lib.common.Console ") || line.contains("org.jline."))
                    .toList();
        }
        assertEquals(1, loaded.size(), () -> "the console and nothing else: " + loaded);
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Titles of several scripts, an untitled bot, and bots that are skipped for different reasons. */
    private static TestAccount several() {
        return TestAccount.with(
                        bot(1).with("Title", "A title that is much longer than most of the titles in this app"),
                        bot(2).with("Title", "社内ヘルプデスクと旅行の計画とその他のすべて"),
                        bot(3).with("Title", "Pricing 💶 it's final"),
                        bot(4).with("Title", ""),
                        bot(5, "https://example.com/a", "https://example.com/b"),
                        bot(6),
                        bot(7).without("Knowledge"),
                        bot(8).withFiles().withSitemaps("https://example.com/sitemap.xml"));
    }

    private static boolean shows(RunningProcess running, int columns, String pattern) {
        return screen(running, columns).stream().anyMatch(Pattern.compile(pattern).asPredicate());
    }

    private static List<String> screen(RunningProcess running, int columns) {
        return PseudoTerminal.screen(running.shown(), columns);
    }

    private static void assertScreen(String name, RunningProcess running, int columns) throws IOException {
        String shown = String.join("\n", screen(running, columns))
                        .replaceAll("\\d\\d:\\d\\d:\\d\\d", "00:00:00")
                        .replaceAll("127\\.0\\.0\\.1:\\d+", "127.0.0.1:PORT")
                + "\n";
        assertEquals(Files.readString(Cli.ROOT.resolve("tests/cli/screens/" + name + ".txt")), shown, name);
    }
}
