package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lib.report.ReportPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tests.support.Browser;
import tests.support.Cli;
import tests.support.HtmlReport;
import tests.support.RestoreChecks;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.TestSnapshot;

/** The page of {@code --report} in a browser. */
@EnabledIf(
        value = "canRun",
        disabledReason = "the HTML page was opened in no browser: there is no chromedriver on the PATH (Debian:"
                + " chromium-driver)")
public class ReportBrowserStress {
    private static final String FAILED = "✘ failed";
    private static final String INCOMPLETE = "▲ incomplete";
    private static final String SUCCEEDED = "✔ succeeded";
    private static final String HOSTILE = "</script><img src=x onerror=\"document.title = 'run'\"><b>bold</b>";
    private static final String DEAD = "https://example.com/dead?a=1&lt;=2";
    private static final int MANY = 2000;
    private static final int WIDE = 1400;
    private static final int NARROW = 400;

    private static final String SHOWN_ROWS =
            "[...document.querySelectorAll('#rows tr')].filter(row =>" + " row.getClientRects().length > 0)";
    private static final String FIRST_CELLS = SHOWN_ROWS + ".map(row => row.cells[0].textContent.trim())";
    private static final String NEXT =
            "[...document.querySelectorAll('#next pre')].map(command => command.textContent)";
    private static final String TITLES = SHOWN_ROWS + ".map(row => row.querySelector('th bdi').textContent)";
    private static final String TOO_WIDE =
            "document.documentElement.scrollWidth > document.documentElement.clientWidth";
    /** The visible texts with a contrast below 4.5 to 1 (W3C, WCAG 2.2, criterion 1.4.3); large ones as well. */
    private static final String LOW_CONTRAST =
            """
            (() => {
              const channels = color => color.match(/[\\d.]+/g).map(Number);
              const luminance = color => {
                const [r, g, b] = channels(color).map(c => c / 255)
                  .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const isClear = color => channels(color)[3] === 0;
              const behind = element => {
                const color = getComputedStyle(element).backgroundColor;
                return isClear(color) ? behind(element.parentElement) : color;
              };
              const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              const low = [];
              while (texts.nextNode()) {
                const element = texts.currentNode.parentElement;
                if (!texts.currentNode.textContent.trim() || element.getClientRects().length === 0
                    || element.closest(':disabled')) {
                  continue;
                }
                const colors = [getComputedStyle(element).color, behind(element)];
                const [dark, light] = colors.map(luminance).sort((a, b) => a - b);
                if ((light + 0.05) / (dark + 0.05) < 4.5) {
                  low.push(texts.currentNode.textContent + ': ' + colors.join(' on '));
                }
              }
              return low;
            })()""";

    private static final Bot[] BOTS = bots(6);

    private static Browser browser;
    private static HtmlReport migrated;
    private static HtmlReport verified;
    private static HtmlReport prepared;
    private static HtmlReport restored;
    private static HtmlReport complete;
    private static HtmlReport kept;

    /** With CI=true the tests run, and fail if there is no browser. */
    static boolean canRun() {
        return "true".equals(System.getenv("CI")) || Browser.isInstalled();
    }

    @BeforeAll
    static void writePages() {
        BOTS[1] = BOTS[1].with("Title", AttributeValue.fromS(HOSTILE));
        BOTS[3] = bot(4, DEAD);
        BOTS[4] = BOTS[4].withFiles();
        TestAccount account = TestAccount.empty()
                .put(BOTS)
                .behavior(BOTS[1], "fail")
                .behavior(BOTS[3], "missingSource", "source", DEAD)
                .behavior(BOTS[5], "spotInterrupted", "times", 1);
        Path folder = Cli.temporaryFolder("pages");
        migrated = page(folder.resolve("migrate.html"), account);
        verified = page(folder.resolve("verify.html"), account, "verify");
        prepared = prepared(folder.resolve("prepare.html"));
        TestAccount withSnapshot = TestAccount.withOwnDatabase().set("resourceSeconds", 30);
        try {
            TestSnapshot.of(BOTS[0], BOTS[2]).addTo(withSnapshot).put(BOTS);
            restored = page(folder.resolve("restore.html"), withSnapshot, RestoreChecks.arguments());
            complete = page(0, folder.resolve("complete.html"), withSnapshot, "verify", "--bot", BOTS[0].id());
            withSnapshot.sql("DELETE FROM items");
            kept = page(folder.resolve("kept.html"), withSnapshot, RestoreChecks.arguments("--keep"));
        } finally {
            withSnapshot.remove();
        }
        browser = Browser.start();
    }

    private static HtmlReport page(Path file, TestAccount account, String... command) {
        return page(1, file, account, command);
    }

    private static HtmlReport page(int exit, Path file, TestAccount account, String... command) {
        String[] arguments = Stream.concat(Stream.of(command), Stream.of("--yes", "--report", file.toString()))
                .toArray(String[]::new);
        account.migrate(arguments).exits(exit);
        return HtmlReport.of(file);
    }

    private static HtmlReport prepared(Path file) {
        TestAccount.of("before", "v0.4.10").migrate("prepare", "--report", file.toString()).exits(0);
        return HtmlReport.of(file);
    }

    @AfterAll
    static void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    private static HtmlReport open(HtmlReport page, int width) {
        browser.emulate("screen", "light").open(page.file(), width);
        return page;
    }

    /** The page itself is the only request, and the console stays empty. */
    @AfterEach
    void nothingElseWasLoadedAndNoErrorOccurred() {
        Pattern page = Pattern.compile("file:///[^?#]*[.]html");
        Map<Boolean, List<String>> log =
                browser.log().stream().collect(Collectors.partitioningBy(page.asMatchPredicate()));
        assertFalse(log.get(true).isEmpty(), "the log has no requests");
        assertEquals(List.of(), log.get(false));
    }

    private static String text(String selector) {
        return browser.value("document.querySelector('" + selector + "').textContent.trim()").getAsString();
    }

    private static int number(String expression) {
        return browser.value(expression).getAsInt();
    }

    private static boolean isShown(String selector) {
        return browser.value("document.querySelector('" + selector + "').getClientRects().length > 0")
                .getAsBoolean();
    }

    private static JsonArray botsOf(HtmlReport page) {
        return page.json().getAsJsonArray("bots");
    }

    @Test
    void theVerdictTheTotalsAndEveryBotAreShownTheFailuresFirst() {
        JsonObject json = open(migrated, WIDE).json();
        assertEquals("✘ " + json.get("verdict").getAsString(), text("#verdict"));
        assertEquals("Migration report", text("h1"));
        assertEquals(
                List.of("✘ 1 failed", "▲ 1 incomplete", "✔ 3 succeeded", "· 1 skipped"),
                browser.strings("[...document.querySelectorAll('#counts li')].map(each => each.textContent)"));
        assertEquals(
                List.of(FAILED, INCOMPLETE, SUCCEEDED, SUCCEEDED, SUCCEEDED, "· skipped"),
                browser.strings(FIRST_CELLS));
        assertEquals("6 bots", text("#shown"));
        assertTrue(text("#problems").contains("failed: 1 bot"), () -> text("#problems"));
        assertTrue(text("#details").contains(TestAccount.TABLE), () -> text("#details"));
    }

    @Test
    void aHostileTitleIsText() {
        open(migrated, WIDE);
        assertEquals(HOSTILE, browser.strings(TITLES).get(0));
        assertEquals("Bedrock Chat: Migration report", browser.value("document.title").getAsString());
        assertEquals(0, number("document.querySelectorAll('img, b b, td b, th b').length"));
        assertEquals(2, number("document.scripts.length"));
        assertTrue(text("#rows").contains(DEAD), () -> text("#rows"));
    }

    @Test
    void theTimelineHasABarForEachTaskByItsOutcome() {
        JsonArray bots = botsOf(open(migrated, WIDE));
        List<JsonObject> tasks = bots.asList().stream()
                .flatMap(bot -> bot.getAsJsonObject().getAsJsonArray("attempts").asList().stream())
                .map(task -> task.getAsJsonObject())
                .toList();
        assertTrue(tasks.size() == 6, bots::toString);
        List<String> labels = browser.strings("[...document.querySelectorAll('.bar')].map(bar => bar.className + ' ' +"
                + " bar.getAttribute('aria-label'))");
        assertEquals(tasks.size(), labels.size(), labels::toString);
        assertEquals(
                1,
                labels.stream()
                        .filter(label -> label.startsWith("bar bad ") && label.contains("failed, from"))
                        .count(),
                labels::toString);
        assertEquals(
                3,
                labels.stream()
                        .filter(label -> label.startsWith("bar good ") && label.contains("succeeded, from"))
                        .count(),
                labels::toString);
        assertTrue(
                labels.stream().anyMatch(label -> label.startsWith("bar idle ") && label.contains("earlier task")),
                labels::toString);
    }

    @Test
    void aBarIsReachedWithTheKeyboardAndLeadsToItsBot() {
        open(migrated, WIDE);
        browser.type("#text", "nothing matches this");
        assertEquals("0 of 6 bots", text("#shown"));
        browser.type(".bar[tabindex='0']", "\uE010"); // End
        String last = browser.value("document.activeElement.getAttribute('aria-label')").getAsString();
        assertEquals(last, text("#task"));
        assertEquals(1, number("document.querySelectorAll('.bar[tabindex=\"0\"]').length"));
        browser.type(".bar[tabindex='0']", "\uE006"); // Enter
        assertEquals("6 bots", text("#shown"));
        assertEquals(
                last.substring(0, last.lastIndexOf(": ")),
                browser.value("document.activeElement.querySelector('th bdi').textContent").getAsString());
    }

    @Test
    void theTableSortsByEachColumnInBothDirections() {
        open(migrated, WIDE);
        int columns = number("document.querySelectorAll('#heads th').length");
        assertTrue(columns >= 6, () -> text("#heads"));
        for (int column = columns; column >= 1; column--) {
            String head = "#heads th:nth-child(" + column + ")";
            browser.click(head + " button");
            assertEquals(
                    "ascending",
                    browser.value("document.querySelector('" + head + "').ariaSort").getAsString());
            List<String> ascending = browser.strings(TITLES);
            assertEquals(BOTS.length, ascending.size());
            browser.click(head + " button");
            assertEquals(
                    "descending",
                    browser.value("document.querySelector('" + head + "').ariaSort").getAsString());
            assertEquals(1, number("document.querySelectorAll('[aria-sort]').length"));
            assertFalse(ascending.equals(browser.strings(TITLES)), head);
        }
        browser.click("#heads th:nth-child(2) button");
        assertEquals(
                browser.strings(TITLES).stream().sorted(Comparator.naturalOrder()).toList(),
                browser.strings(TITLES));
        browser.click("#heads th:nth-child(1) button");
        assertEquals(FAILED, browser.strings(FIRST_CELLS).get(0));
    }

    @Test
    void theTableFiltersByTextAndOutcome() {
        open(migrated, WIDE);
        browser.type("#text", "BOT 3");
        assertEquals(List.of("Bot 3"), browser.strings(TITLES));
        assertEquals("1 of 6 bots", text("#shown"));
        browser.type("#text", "\uE003".repeat(5)); // Backspace
        assertEquals("6 bots", text("#shown"));
        browser.click("#outcomes input[value=failed]");
        browser.click("#outcomes input[value=incomplete]");
        assertEquals(List.of(FAILED, INCOMPLETE), browser.strings(FIRST_CELLS));
        browser.type("#text", BOTS[3].id());
        assertEquals(List.of(INCOMPLETE), browser.strings(FIRST_CELLS));
    }

    @Test
    void thePageOfVerifyShowsVerdicts() {
        open(verified, WIDE);
        assertEquals("Verification report", text("h1"));
        assertEquals("▲ " + verified.json().get("verdict").getAsString(), text("#verdict"));
        assertEquals(botsOf(verified).size(), number(SHOWN_ROWS + ".length"));
        assertEquals(List.of("✘ empty", INCOMPLETE), browser.strings(FIRST_CELLS).subList(0, 2));
        assertFalse(isShown("#timeline"));
    }

    @Test
    void thePageOfRestoreShowsOutcomesVerdictsAndTheCommandForTheRest() {
        open(restored, WIDE);
        assertEquals("Restore report", text("h1"));
        assertEquals(botsOf(restored).size(), number(SHOWN_ROWS + ".length"));
        assertEquals("▲ not in snapshot", browser.strings(FIRST_CELLS).get(0));
        assertEquals(2, browser.strings(FIRST_CELLS).stream().filter("✔ restored"::equals).count());
        String embed = restored.json().get("embedCommand").getAsString();
        assertTrue(browser.strings(NEXT).contains(embed), () -> browser.strings(NEXT).toString());
        assertFalse(isShown("#timeline"));
    }

    @Test
    void thePageOfPrepareShowsTheVerdictTheFactsAndTheCommands() {
        JsonObject json = open(prepared, WIDE).json();
        assertEquals("Report before the deploy", text("h1"));
        assertEquals("✔ " + json.get("verdict").getAsString(), text("#verdict"));
        assertTrue(text("#details").contains("bots with knowledge"), () -> text("#details"));
        JsonArray steps = json.getAsJsonArray("before");
        assertTrue(steps.size() > 1, json::toString);
        steps.forEach(step -> step.getAsJsonObject().getAsJsonArray("commands").forEach(command ->
                assertTrue(text("#details").contains(command.getAsString()), () -> text("#details"))));
        assertFalse(isShown("#bots"));
    }

    /** Red: a failure, or something that costs money; amber: not all is good; green: it is. */
    @Test
    void theBannersAreRedOrAmberUnlessAllIsGood() {
        open(migrated, WIDE);
        assertEquals("bad", banner());
        assertFalse(isShown("#left"));
        open(verified, WIDE);
        assertEquals("warning", banner());
        open(complete, WIDE);
        assertEquals("good", banner());
        assertFalse(isShown("#left"));
        open(kept, WIDE);
        assertEquals("warning", banner());
        assertEquals(
                "✘ A temporary database still exists, and costs money until restore --clean-up removes it.",
                text("#left"));
        assertTrue(isShown("#left"));
        assertEquals(colour("var(--bad-page)"), background("#left"));
    }

    /** The class of the verdict, whose background must be the one of that class. */
    private static String banner() {
        String tone = browser.value("document.querySelector('#verdict').className").getAsString();
        String page = tone.equals("good") ? "raised" : tone + "-page";
        assertEquals(colour("var(--" + page + ")"), background("#verdict"));
        return tone;
    }

    private static String background(String selector) {
        return browser.value("getComputedStyle(document.querySelector('" + selector + "')).backgroundColor")
                .getAsString();
    }

    private static String colour(String value) {
        return browser.value("(() => { const probe = document.createElement('p'); probe.style.background = '" + value
                        + "'; document.body.append(probe); const colour = getComputedStyle(probe).backgroundColor;"
                        + " probe.remove(); return colour; })()")
                .getAsString();
    }

    @ParameterizedTest
    @CsvSource({"light, 1400", "dark, 1400", "light, 400", "dark, 400"})
    void itIsReadableInBothSchemesAndOnANarrowScreen(String scheme, int width) {
        for (HtmlReport page : List.of(migrated, verified, restored)) {
            open(page, width);
            assertTrue(number("innerWidth") <= width);
            browser.emulate("screen", scheme);
            assertEquals(List.of(), browser.strings(LOW_CONTRAST));
            String background = browser.value("getComputedStyle(document.body).backgroundColor")
                    .getAsString();
            assertEquals(scheme.equals("light") ? "rgb(255, 255, 255)" : "rgb(20, 23, 28)", background);
            assertFalse(browser.value(TOO_WIDE).getAsBoolean());
        }
    }

    /** On paper everything is shown, whatever the filter and the scheme. */
    @ParameterizedTest
    @ValueSource(strings = {"light", "dark"})
    void itPrintsAllBotsInBlackOnWhiteWithoutControls(String scheme) {
        open(migrated, WIDE);
        browser.click("#outcomes input[value=failed]");
        browser.emulate("print", scheme);
        assertEquals(BOTS.length, number(SHOWN_ROWS + ".length"));
        assertFalse(isShown(".controls"));
        assertEquals(
                "rgb(255, 255, 255)",
                browser.value("getComputedStyle(document.body).backgroundColor").getAsString());
        assertEquals("rgb(0, 0, 0)", browser.value("getComputedStyle(document.body).color").getAsString());
        assertEquals(List.of(), browser.strings(LOW_CONTRAST));
        assertTrue(new String(browser.print(), StandardCharsets.ISO_8859_1).startsWith("%PDF-"));
    }

    @Test
    void twoThousandBotsAreShownSortedAndFiltered() throws IOException {
        HtmlReport page = many();
        open(page, WIDE);
        assertEquals(MANY, number(SHOWN_ROWS + ".length"));
        assertEquals(MANY, number("document.querySelectorAll('.bar').length"));
        assertEquals(FAILED, browser.strings(FIRST_CELLS).get(MANY / 100 - 1));
        assertFalse(browser.value(TOO_WIDE).getAsBoolean());
        assertTrue(number("document.querySelector('#window').offsetHeight") < 900);
        browser.click("#zoom-in").click("#zoom-in");
        assertTrue(browser.value("document.querySelector('#track').offsetWidth > 3 *"
                        + " document.querySelector('#window').offsetWidth")
                .getAsBoolean());
        browser.click("#heads th:nth-child(2) button").click("#heads th:nth-child(2) button");
        assertEquals("Bot 1999", browser.strings(TITLES).get(0));
        browser.type("#text", "bot 123");
        assertEquals("11 of 2,000 bots", text("#shown"));
        open(page, NARROW);
        assertFalse(browser.value(TOO_WIDE).getAsBoolean());
    }

    /** A page with many copies of two bots: one in a hundred failed. */
    private static HtmlReport many() throws IOException {
        JsonObject json = migrated.json();
        Instant started = Instant.parse(json.get("started").getAsString());
        List<JsonObject> copied = Stream.of("failed", "succeeded")
                .map(outcome -> botsOf(migrated).asList().stream()
                        .map(bot -> bot.getAsJsonObject())
                        .filter(bot -> bot.get("outcome").getAsString().equals(outcome))
                        .filter(bot -> bot.getAsJsonArray("attempts").size() == 1 || outcome.equals("failed"))
                        .findFirst()
                        .orElseThrow())
                .toList();
        JsonArray bots = new JsonArray();
        IntStream.range(0, MANY).forEach(i -> {
            JsonObject bot = copied.get(i % 100 == 0 ? 0 : 1).deepCopy();
            bot.addProperty("title", "Bot " + i);
            bot.addProperty("sk", bot.get("sk").getAsString() + i);
            JsonObject task = bot.getAsJsonArray("attempts").get(0).getAsJsonObject();
            task.addProperty("billedFrom", started.plusSeconds(60L * i).toString());
            task.addProperty("stoppedAt", started.plusSeconds(60L * i + 600).toString());
            JsonArray tasks = new JsonArray();
            tasks.add(task);
            bot.add("attempts", tasks);
            bots.add(bot);
        });
        json.add("bots", bots);
        json.remove("problems");
        Path file = migrated.file().resolveSibling("many.html");
        Files.writeString(file, ReportPage.of(json.toString()));
        return HtmlReport.of(file);
    }
}
