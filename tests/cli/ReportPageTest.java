package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lib.common.Tone;
import lib.model.Category;
import lib.model.OutcomeKind;
import lib.proof.DatabaseAudit;
import lib.report.JsonWriter;
import lib.restore.RestoreOutcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tests.support.Cli;
import tests.support.HtmlReport;
import tests.support.JsonReport;
import tests.support.RestoreChecks;
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.TestSnapshot;
import tests.support.Waiting;

/** {@code --report}: the file, its content and its errors. ReportBrowserStress tests how a browser shows it. */
class ReportPageTest {
    private static final List<String> HOSTILE_TITLES = List.of(
            "</script><script>document.title = 'run'</script>",
            "<!--<script>",
            "<img src=x onerror=\"document.title = 'run'\">",
            "&lt;b&gt; \\u003c \" ' ` ${1} $1 <!--STYLE--> SCRIPT-HASH",
            "\u202Eright to left\u2066 \u2028 line");
    private static final Pattern LOADS_SOMETHING =
            Pattern.compile("https?://|\\b(src|href)\\s*=|@import|url\\(|\\bfetch\\(|XMLHttpRequest|<link|<base");
    private static final Pattern POLICY = Pattern.compile("default-src 'none'; style-src 'sha256-[\\w+/]{43}=';"
            + " script-src 'sha256-[\\w+/]{43}='; base-uri 'none'; form-action 'none'");

    private final Path folder = Cli.temporaryFolder("report");
    private final Path page = folder.resolve("report.html");
    private final Path json = folder.resolve("report.json");

    private String[] both(String... arguments) {
        return Stream.of(
                        Stream.of(arguments),
                        Stream.of("--yes", "--report", page.toString(), "--json", json.toString()))
                .flatMap(words -> words)
                .toArray(String[]::new);
    }

    /** Checks that the page contains the JSON, loads nothing, and allows only its own style and script. */
    private HtmlReport checked(Cli.Result result) throws IOException {
        HtmlReport report = HtmlReport.of(page);
        assertEquals(JsonParser.parseString(Files.readString(json)), report.json(), result::toString);
        String rest = report.withoutJson();
        assertFalse(LOADS_SOMETHING.matcher(rest).find(), rest);
        assertTrue(POLICY.matcher(rest).find(), rest);
        assertEquals(2, rest.split("<script").length - 1, rest);
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(page, json), files.sorted().toList(), result::toString);
        }
        return report;
    }

    @Test
    void thePageContainsTheJsonAndLoadsNothingWhateverTheTitles() throws IOException {
        Bot[] bots = bots(HOSTILE_TITLES.size());
        for (int i = 0; i < bots.length; i++) {
            bots[i] = bots[i].with("Title", AttributeValue.fromS(HOSTILE_TITLES.get(i)));
        }
        TestAccount account = TestAccount.with(bots).behavior(bots[0], "fail");
        Cli.Result result = account.migrate(both()).exits(1).hasOut("\nWritten: " + json + "\nWritten: " + page + "\n");
        HtmlReport migrated = checked(result);
        assertEquals("migrate", migrated.json().get("command").getAsString());
        assertEquals(bots.length, migrated.json().getAsJsonArray("bots").size());
        Cli.Result verified = account.verify(both()).exits(1).hasOut("\nWritten: " + page + "\n");
        assertEquals("verify", checked(verified).json().get("command").getAsString());
    }

    @Test
    void thePageHasTheCommandsToTypeNextAsTheScreenHasThem() throws IOException {
        Bot[] bots = bots(2);
        TestAccount account = TestAccount.withOwnDatabase().set("resourceSeconds", 30).behavior(bots[0], "fail");
        try {
            TestSnapshot.of(bots[1]).addTo(account).put(bots);
            assertNext(account.migrate(both("--dry-run")));
            assertNext(account.migrate(both()).exits(1));
            assertNext(account.verify(both()).exits(1));
            assertNext(RestoreChecks.restore(account, both("--dry-run")));
            assertNext(RestoreChecks.restore(account, both()).exits(1));
        } finally {
            account.remove();
        }
    }

    private void assertNext(Cli.Result result) throws IOException {
        List<String> steps = new ArrayList<>();
        checked(result).json().getAsJsonArray("next").forEach(each -> {
            JsonObject step = each.getAsJsonObject();
            steps.add(step.get("when").getAsString() + step.get("command").getAsString());
        });
        String shown = result.out().split("\nNext:\n")[1];
        assertEquals(String.join("", steps).replace(" ", ""), shown.replaceAll(":\n| {2,}|\\s", ""));
    }

    @Test
    void restoreWritesItsPlanItsResultAndItsStatus() throws IOException {
        Bot[] bots = bots(2);
        TestAccount account = TestAccount.withOwnDatabase().set("resourceSeconds", 30);
        try {
            TestSnapshot.of(bots).addTo(account).put(bots);
            HtmlReport plan = checked(
                    RestoreChecks.restore(account, both("--dry-run")).hasOut("\nWritten: " + page + "\n"));
            assertEquals(2, plan.json().getAsJsonArray("toCopy").size());
            HtmlReport result = checked(RestoreChecks.restore(account, both()));
            assertEquals(2, result.json().getAsJsonObject("counts").get("restored").getAsInt());
            HtmlReport status = checked(RestoreChecks.restore(account, both("--status")));
            assertTrue(status.json().getAsJsonArray("stacks").isEmpty());
        } finally {
            account.remove();
        }
    }

    @Test
    void anInterruptedRunWritesThePage() throws IOException {
        Bot bot = bot(1);
        TestAccount account = TestAccount.with(bot).behavior(bot, "hang");
        Cli cli = account.cli().interruptible();
        RunningProcess running = account.startProcess(cli, both());
        Waiting.await("a running task", () -> account.tasksIn("RUNNING") == 1);
        Cli.Result result = running.signal("INT").exits(130);
        assertEquals(130, checked(result).json().get("exitCode").getAsInt());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/nowhere/at/all.html | error: --report /nowhere/at/all.html: cannot be written. Name a file in an"
                        + " existing folder that you may write to.",
                "/tmp | error: --report /tmp: cannot be written.",
                "- | error: --report -: the page cannot be written to standard output. Name a file",
                "same.json | error: --json and --report name the same file, same.json. Name two."
            })
    void aTargetThatCannotBeWrittenIsRejectedBeforeAnyRequest(String target, String message) {
        TestAccount account = TestAccount.empty();
        for (String command : List.of("migrate", "verify", "restore")) {
            Stream<String> words = Stream.of(command, "--report", target, "--json", "same.json")
                    .filter(word -> !word.equals("migrate"));
            Cli.Result result = account.migrate(words.toArray(String[]::new)).exits(2);
            assertTrue(result.err().startsWith(message), result::toString);
            assertEquals("", result.out());
        }
        assertEquals(List.of(), account.requests());
    }

    /** The folder disappears after the check, while the run waits for an answer. */
    @Test
    void oneWhenAFileCouldNotBeWrittenAndTheOtherIsWritten() throws IOException {
        TestAccount account = TestAccount.with(bots(1));
        Path gone = Files.createDirectory(folder.resolve("gone"));
        String page = gone.resolve("a.html").toString();
        Cli.Running running =
                account.start(account.cli(), "--fresh", "--report", page, "--json", json.toString());
        Waiting.await("the check of the table", () -> account.answered("DescribeTable") > 0);
        Files.delete(gone);
        Cli.Result result = running.type("y\ny\n").end().exits(1);
        result.hasErr("The run has ended, but its report could not be written to " + page + ": its folder is gone.");
        assertEquals(0, JsonReport.of(json).exitCode(), result::toString);
        String options = " --endpoint-url " + account.endpoint() + " --report " + page + " --json " + json;
        result.hasErr("jbang migrate.java" + options + "\n"); // --fresh would embed all bots again
    }

    /** A name that the page does not know would be shown as a problem. */
    @Test
    void thePageHasTheSignsAndColoursOfTheScreen() throws IOException {
        String script = Files.readString(Cli.ROOT.resolve("lib/report/report.js"));
        Stream.<Category[]>of(OutcomeKind.values(), DatabaseAudit.Finding.values(), RestoreOutcome.values())
                .flatMap(Stream::of)
                .filter(category -> category != OutcomeKind.NOT_STARTED) // not the same in a dry run
                .forEach(category -> {
                    String tone = category.tone() == Tone.DIM ? "idle" : JsonWriter.name(category.tone());
                    String known = "['" + JsonWriter.name((Enum<?>) category) + "', '" + tone + "']";
                    assertTrue(script.contains(known), known);
                });
        assertTrue(script.contains("['notStarted', "));
    }
}
