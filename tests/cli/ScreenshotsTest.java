package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.Documents;
import tests.support.PseudoTerminal;
import tests.support.Screenshots;
import tests.support.Screenshots.Screenshot;
import tests.support.TerminalPicture;

/**
 * The pictures of the documents show what the commands print now. If a test fails because the output was changed on
 * purpose, {@code ./tests/Screens.java} takes them again.
 */
class ScreenshotsTest {
    private static final int LARGEST = 40_000;
    /** The indent of the second line of an event. */
    private static final String CONTINUED = " ".repeat(11);

    /** The app may embed this bot before, while or after a restore works; the id has a line of its own. */
    private static final Pattern BEING_EMBEDDED = Pattern.compile("an embedding task works on it|^ +being embedded "
            + "|it got rows while this command worked|looking once more at|^ *01[0-9A-Z]{24}$");

    @BeforeEach
    void terminal() {
        PseudoTerminal.assumeAvailable();
    }

    /** The variables would lead another run to a real account. */
    @Test
    void aRunInTroubleShowsItsPicturesAndEveryOutcome() throws IOException {
        Cli cli = new Cli()
                .with("AWS_PROFILE", "not-there")
                .with("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
                .with("AWS_ENDPOINT_URL_ECS", "http://127.0.0.1:1")
                .with("AWS_ACCESS_KEY_ID", "A REAL ONE")
                .with("AWS_SECRET_ACCESS_KEY", "secret")
                .with("AWS_REGION", "eu-central-1");
        List<Screenshot> now = Screenshots.migrate(cli);
        RehearsalTest.assertEveryOutcome(now.get(2).words());
        assertSameLines(now.get(0));
        assertPartOfARun(now.get(1));
        assertSameLines(now.get(2));
    }

    @Test
    void verifyInTroubleShowsItsPictureAndEveryVerdict() throws IOException {
        Screenshot now = Screenshots.verify().get(0);
        RehearsalTest.assertEveryVerdict(now.words());
        assertSameLines(now);
    }

    @Test
    void thePicturesOfRestoreShowWhatItPrints() throws IOException {
        for (Screenshot now : Screenshots.restore()) {
            assertSameLines(now);
        }
    }

    @Test
    void everyPictureIsSmallAndShown() throws IOException {
        String documents = Documents.text();
        try (Stream<Path> pictures = Files.list(Cli.ROOT.resolve(Screenshots.FOLDER))) {
            for (Path picture : pictures.toList()) {
                assertTrue(Files.size(picture) <= LARGEST, picture::toString);
                assertTrue(documents.contains("screens/" + picture.getFileName() + ")"), picture::toString);
            }
        }
    }

    private static void assertSameLines(Screenshot now) throws IOException {
        assertEquals(lines(documented(now)), lines(now.picture().lines()), now.name());
    }

    /** Which events come last depends on chance; but each kind occurs in every run, and so does each part of a line. */
    private static void assertPartOfARun(Screenshot now) throws IOException {
        Set<String> printed = parts(now.whole());
        printed.addAll(parts(now.picture().lines()));
        Set<String> missing = parts(documented(now));
        missing.removeAll(printed);
        assertEquals(Set.of(), missing, now::name);
    }

    private static List<String> documented(Screenshot now) throws IOException {
        assertEquals(now.picture().lines(), TerminalPicture.linesOf(now.svg()), "what is read back from the picture");
        return TerminalPicture.linesOf(Files.readString(Cli.ROOT.resolve(now.file())));
    }

    /** The lines in any order, without what differs from run to run. */
    private static String lines(List<String> lines) {
        return lines.stream()
                .filter(line -> !BEING_EMBEDDED.matcher(line).find())
                .map(ScreenshotsTest::masked)
                .sorted()
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    private static String masked(String line) {
        return line.replaceAll("\\b[0-9a-f]{32}\\b", "TASK")
                .replaceAll("(\\d+ (h|min|s)\\b ?)+", "TIME ")
                .replaceAll("( of \\d+  restored, \\d+ rows: ).*", "$1BOT") // which bot comes last depends on chance
                .replaceAll("\\d+([.,:]\\d+)*", "0")
                .replaceAll("[█░]+", "BAR")
                .replaceAll(" +", " ")
                .strip();
    }

    /**
     * Of an event its sign and kind; of the live region, as of the summary, each state; of a running bot that it runs.
     */
    private static Set<String> parts(List<String> lines) {
        return lines.stream()
                .filter(line -> !line.startsWith(CONTINUED))
                .map(ScreenshotsTest::masked)
                .map(line -> line.replaceFirst("^(0 . ?\\w+).*", "$1").replaceFirst("^▸ .*TIME$", "▸ BOT TIME"))
                .flatMap(line -> Stream.of(line.split(" · |, ")))
                .map(part ->
                        part.replaceAll("\\b0\\b", "").replaceAll(" +", " ").strip())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
