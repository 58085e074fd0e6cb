package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.text.Normalizer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;
import tests.support.TestSnapshot;
import tests.support.Waiting;

/**
 * Bots that no version of the embedding task can embed: files that are not in the bucket, attributes that are missing,
 * a knowledge base of Bedrock, knowledge in another form, a sitemap URL beside other sources. None of them is started,
 * and each is named with its reason.
 */
class ObstacleTest {
    private static final TestBots.Bot GOOD = TestBots.bot(1), BAD = TestBots.bot(2), URLS = withFiles(3);
    private static final String FILE = "manual-2.pdf";
    private static final String URL = "https://example.com/page";
    private static final String SITEMAP = "https://example.com/sitemap.xml";
    private static final String REMEDY = "remove it in the app";
    private static final TestBots.Bot BLOCKED = TestBots.bot(2)
            .with("Knowledge", TestBots.knowledge(List.of(URL), List.of(SITEMAP), List.of("manual-2.pdf")));
    private static final TestBots.Bot SITEMAP_ONLY =
            TestBots.bot(3).with("Knowledge", TestBots.knowledge(List.of(), List.of(SITEMAP), List.of()));

    private static TestBots.Bot withFiles(int n, String... files) {
        return TestBots.bot(n)
                .with("Knowledge", TestBots.knowledge(List.of("https://example.com/" + n), List.of(), List.of(files)));
    }

    private static TestAccount oneFileIsGone() {
        return TestAccount.empty().put(GOOD, BAD, URLS).deleteFiles(BAD, FILE);
    }

    private static void assertStarted(TestAccount account, Cli.Result result, TestBots.Bot... bots) {
        assertEquals(TestBots.sortKeys(bots), Set.copyOf(account.startedBots()), result::toString);
    }

    @Test
    void aBotWithoutOneOfItsFilesIsNotStartedAndTheRunSaysWhatToDo() {
        TestAccount account = oneFileIsGone();
        Cli.Result run = account.migrate("--yes", "--json", "-").exits(1);
        assertStarted(account, run, GOOD, URLS);
        JsonReport report = JsonReport.of(run);
        assertEquals("notStarted", report.outcome(BAD), run::toString);
        assertEquals("filesMissing", report.bot(BAD).get("obstacle").getAsString(), run::toString);
        String reason = report.bot(BAD).get("reason").getAsString();
        assertTrue(reason.startsWith("1 file not in the bucket ") && reason.endsWith(": " + FILE), reason);
        String remedy = report.problem(BAD).get("remedy").getAsString();
        Stream.of(
                        "restore its rows", "aws s3 sync", "in one save in the app", "--all", "--accept-missing")
                .forEach(part -> assertTrue(remedy.contains(part), remedy));
        run.hasNoErr("No file of any bot").hasErr("1 of 3 bots cannot be embedded");
    }

    @Test
    void itIsStartedWithAllAndFailsAsUpstreamDoes() {
        TestAccount account = oneFileIsGone();
        Cli.Result run = account.migrate("--yes", "--all", "--json", "-").exits(1);
        assertStarted(account, run, GOOD, BAD, URLS);
        assertEquals(0, account.requests("ListObjectsV2").size());
        assertEquals(
                "An error occurred (404) when calling the HeadObject operation: Not Found",
                account.item(BAD).get("SyncStatusReason").s());
    }

    @Test
    void onceAcceptedItIsOpenNeitherInTheRunNorInStatusNorInVerify() {
        TestAccount account = oneFileIsGone();
        Cli cli = account.cli();
        Cli.Result accepted = account.migrate(cli, "--yes", "--accept-missing", "--json", "-").exits(0);
        assertEquals("notStarted", JsonReport.of(accepted).outcome(BAD), accepted::toString);
        assertTrue(JsonReport.of(accepted).bot(BAD).get("accepted").getAsBoolean(), accepted::toString);
        account.migrate(cli, "--status").exits(0);
        Cli.Result again = account.migrate(cli, "--yes").exits(0);
        assertEquals(2, account.startedBots().size(), again::toString);
        account.migrate(cli, "verify").exits(0);
    }

    @Test
    void anIncompleteBotWithoutOneOfItsFilesIsNotAskedAbout() {
        TestAccount account = TestAccount.empty().put(BAD).behavior(BAD, "noRows");
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(1);
        account.start(cli).type("n\n").end().hasOut("Start 1 incomplete bot again, too?");
        account.deleteFiles(BAD, FILE);
        Cli.Result unasked = account.start(cli).type("y\n").end().exits(1).hasNoOut("[y/N");
        assertStarted(account, unasked, BAD);
        assertEquals(1, account.tasks().size(), unasked::toString);
    }

    @Test
    void itIsStartedOnceItsFilesAreBack() {
        TestAccount account = oneFileIsGone();
        Cli cli = account.cli();
        account.migrate(cli, "--yes", "--accept-missing").exits(0);
        account.put(BAD);
        Cli.Result with = account.migrate(cli, "--yes", "--json", "-").exits(0);
        assertEquals("succeeded", JsonReport.of(with).outcome(BAD), with::toString);
    }

    @Test
    void filesThatGoBetweenTheQuestionAndTheStartAreNoticed() {
        TestAccount account = TestAccount.empty().put(GOOD, BAD).set("vcpuQuota", 2);
        account.pauseClock();
        Cli.Running run = account.start(account.cli(), "--yes", "--parallel", "1", "--json", "-");
        Waiting.await("the first start", () -> account.startedBots().size() == 1);
        TestBots.Bot waiting = account.startedBots().contains(GOOD.sk()) ? BAD : GOOD;
        account.deleteFiles(waiting, waiting == BAD ? FILE : "manual-1.pdf");
        account.resumeClock();
        Cli.Result result = run.end().exits(1);
        assertEquals(1, account.startedBots().size(), result::toString);
        assertEquals("filesMissing", JsonReport.of(result).bot(waiting).get("obstacle").getAsString());
    }

    @Test
    void ifTheFilesOfAllBotsAreMissingOneSentenceSaysWhy() {
        TestAccount account = TestAccount.empty().put(GOOD, BAD);
        account.deleteFiles(GOOD, "manual-1.pdf").deleteFiles(BAD, FILE);
        Cli.Result run = account.migrate("--yes").exits(1);
        run.hasOut("No file of any bot is in the bucket: v1.4.0 keeps them in a new bucket");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foreign | cannot be listed (AccessDenied: Access Denied) | Grant s3:ListBucket",
                "delete | cannot be listed (NoSuchBucket: The specified bucket does not exist) | fails."
            })
    void withoutThePermissionOrTheBucketTheRunWarnsOnceAndGoesOn(String bucket, String why, String end) {
        TestAccount account = TestAccount.empty().put(GOOD, BAD, URLS);
        account.control("bucket", Map.of(bucket, true));
        Cli.Result run = account.migrate("--yes");
        assertStarted(account, run, GOOD, BAD, URLS);
        String warning = "The files of the bots are not checked: the bucket ";
        assertEquals(2, run.err().split(warning, -1).length, run::toString);
        run.hasErr(why, end);
    }

    @Test
    void theBucketIsTheOneOfTheContainerInWhateverRegion() {
        TestAccount account = TestAccount.empty();
        account.control("taskDefinition", Map.of("documentBucket", "elsewhere"));
        List<String> files = List.of(TestBots.document(GOOD, "manual-1.pdf"));
        account.control("bucket", Map.of("name", "elsewhere", "region", "eu-central-1", "put", files));
        account.put(GOOD, BAD);
        Cli.Result run = account.migrate("--yes", "--json", "-");
        assertEquals("succeeded", JsonReport.of(run).outcome(GOOD), run::toString);
        assertTrue(
                JsonReport.of(run).bot(BAD).get("reason").getAsString().contains("not in the bucket elsewhere"),
                run::toString);
    }

    /** Not every stack in reach is that of the app; a bucket of another one has none of the files. */
    @Test
    void theBucketOfAStackIsNotTakenForThatOfTheContainer() {
        TestAccount account = TestAccount.empty().put(GOOD);
        account.control("bucket", Map.of("name", "elsewhere"));
        account.control("stack", Map.of("name", "Staging", "outputs", Map.of("DocumentBucketName", "elsewhere")));
        account.deny("DescribeTaskDefinition");
        Cli.Result run = account.migrate(TestAccount.names("--yes", "--stack", "Staging"));
        assertStarted(account, run, GOOD);
        run.hasErr("The files of the bots are not checked: no DOCUMENT_BUCKET");
    }

    @Test
    void namesAreComparedAsTheyAre() {
        String[] names = {
            "annual report.pdf",
            "100%.pdf",
            "a%20b+c.pdf",
            "a+b.pdf",
            Normalizer.normalize("Ü.pdf", Normalizer.Form.NFC),
            Normalizer.normalize("é.pdf", Normalizer.Form.NFD)
        };
        TestBots.Bot named = withFiles(4, names);
        String decomposed = Normalizer.normalize("Ü.pdf", Normalizer.Form.NFD);
        TestBots.Bot otherForm = withFiles(5, decomposed);
        TestBots.Bot many = withFiles(6, IntStream.range(0, 2_500).mapToObj(n -> n + ".pdf").toArray(String[]::new));
        TestAccount account = TestAccount.empty().put(named, otherForm, many);
        account.deleteFiles(otherForm, decomposed);
        account.control("bucket", Map.of("put", List.of(TestBots.document(otherForm, names[4]))));
        Cli.Result run = account.migrate("--dry-run", "--json", "-");
        assertFalse(JsonReport.of(run).bot(named).has("obstacle"), run::toString);
        assertFalse(JsonReport.of(run).bot(many).has("obstacle"), run::toString);
        assertEquals("filesMissing", JsonReport.of(run).bot(otherForm).get("obstacle").getAsString());
        run.exits(0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Title", "Description", "Instruction", "IsPinned", "SyncStatusReason", "LastExecId"})
    void aBotWithoutAnAttributeThatEveryVersionTakesIsNotStarted(String attribute) {
        TestAccount account = TestAccount.empty().put(GOOD, BAD.without(attribute));
        Cli.Result run = account.migrate("--yes", "--all", "--json", "-").exits(1);
        assertStarted(account, run, GOOD);
        assertEquals(
                "its item has no " + attribute,
                JsonReport.of(run).bot(BAD).get("reason").getAsString(),
                run::toString);
        String remedy = JsonReport.of(run).problem(BAD).get("remedy").getAsString();
        assertTrue(remedy.contains("restore its rows"), remedy);
    }

    @Test
    void aBotWithAKnowledgeBaseIsSkippedAndVerifySaysWhatItUses() {
        TestBots.Bot base = BAD.with("BedrockKnowledgeBase", AttributeValue.fromM(Map.of()));
        TestAccount account = TestAccount.empty().put(GOOD, base);
        Cli.Result run = account.migrate("--yes", "--all", "--json", "-").exits(0);
        assertStarted(account, run, GOOD);
        assertEquals("skipped", JsonReport.of(run).outcome(base), run::toString);
        account.verify().exits(0).hasOut("uses a Bedrock knowledge base").hasNoOut("empty");
    }

    @Test
    void elementsThatAreNoStringsMakeKnowledgeUnreadableAndAnEmptyNameIsASource() {
        AttributeValue map = AttributeValue.fromM(Map.of("url", AttributeValue.fromS("https://example.com")));
        TestBots.Bot unreadable = BAD.with(
                "Knowledge",
                AttributeValue.fromM(Map.of(
                        "source_urls", AttributeValue.fromL(List.of(AttributeValue.fromS("https://a.example"), map)),
                        "sitemap_urls", AttributeValue.fromL(List.of()),
                        "filenames", AttributeValue.fromL(List.of(AttributeValue.fromN("1"))))));
        TestBots.Bot emptyName = withFiles(4, "");
        TestAccount account = TestAccount.empty().put(GOOD, unreadable, emptyName).deleteFiles(emptyName, "");
        Cli.Result run = account.migrate("--yes", "--json", "-");
        assertStarted(account, run, GOOD);
        JsonObject bot = JsonReport.of(run).bot(unreadable);
        assertTrue(bot.get("reason").getAsString().contains("not in the form"), bot::toString);
        assertEquals(0, bot.getAsJsonArray("urls").size(), "a part would pass for the whole");
        assertEquals("filesMissing", JsonReport.of(run).bot(emptyName).get("obstacle").getAsString());
        run.exits(1);
    }

    @Test
    void aBotThatFailedForItsFilesAndWasRestoredIsDone() {
        TestAccount account = TestAccount.withOwnDatabase().set("resourceSeconds", 30);
        try {
            TestSnapshot.of(GOOD, BAD).addTo(account).put(GOOD, BAD).deleteFiles(BAD, FILE);
            Cli cli = account.cli();
            Cli.Result failed = account.migrate(cli, "--yes", "--all", "--json", "-");
            assertEquals("failed", JsonReport.of(failed).outcome(BAD), failed::toString);
            account.migrate(cli, "restore", "--yes").exits(0);
            Cli.Result status = account.migrate(cli, "--status", "--json", "-").exits(0);
            assertTrue(JsonReport.of(status).reason(BAD).endsWith("though SyncStatus is FAILED"), status::toString);
        } finally {
            account.remove();
        }
    }

    @Test
    void bothWaysAreShownBeforeAnythingIsStarted() {
        TestAccount account = oneFileIsGone();
        String none = "Restore is not possible: there is no snapshot of an earlier database cluster.";
        account.migrate("--dry-run").hasOut("1 bot cannot be embedded: not all files are", "Plan: 2 tasks", none);
        account.snapshot(Map.of("id", "before", "createdAt", "2026-11-01T00:00:00Z"));
        Cli.Result with = account.migrate("--dry-run");
        with.hasOut(
                "restore brings the old vectors back from snapshot before (of 2026-11-01), in 20 to 40 minutes for"
                        + " all bots.",
                "  or to restore the old vectors:\n    jbang migrate.java restore --dry-run --endpoint-url ",
                "  to restore what cannot be embedded:\n    jbang migrate.java restore --bot " + BAD.id());
        Cli.Result asked = account.start(account.cli()).type("n\n").end();
        asked.hasOut("for all bots. Its plan:\n  jbang migrate.java restore --dry-run --endpoint-url " + account.endpoint()
                + "\n");
        account.error("DescribeDBClusterSnapshots", -1, 403, "AccessDenied", "no");
        Cli.Result denied = account.migrate("--yes").hasOut("Not known: whether there is a snapshot");
        assertStarted(account, denied, GOOD, URLS);
    }

    @Test
    void theFilesOfBotsThatAreNotStartedAreNotListed() {
        TestAccount account = TestAccount.empty().put(GOOD, BAD, URLS);
        Cli cli = account.cli();
        account.migrate(cli, "--yes");
        int before = account.requests("ListObjectsV2").size();
        assertEquals(4, before, "two bots with files, before the question and before the start");
        account.migrate(cli, "--yes");
        assertEquals(before, account.requests("ListObjectsV2").size());
    }

    private static TestAccount threeBots() {
        return TestAccount.empty().put(TestBots.bot(1), BLOCKED, SITEMAP_ONLY);
    }

    private static JsonObject bot(Cli.Result result, TestBots.Bot bot) {
        return JsonReport.of(result).bot(bot);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--parallel=auto", "--fresh", "--no-proof"})
    void aBotWithASitemapUrlAndOtherSourcesIsOpenInTheRunAndIsNotStarted(String option) {
        TestAccount account = threeBots();
        Cli.Result run = account.migrate("--yes", "--json", "-", option).exits(1);
        assertEquals(List.of(TestBots.bot(1).sk()), account.startedBots(), run::toString);
        assertEquals("incomplete", bot(run, BLOCKED).get("outcome").getAsString(), run::toString);
        assertTrue(bot(run, BLOCKED).get("reason").getAsString().contains(REMEDY), run::toString);
        assertEquals("skipped", bot(run, SITEMAP_ONLY).get("outcome").getAsString(), run::toString);
        assertEquals(
                "Remove the sitemap URL from the bot in the app: the task always fails on it. Or accept the missing"
                        + " sources with --accept-missing.",
                JsonReport.of(run).problem(BLOCKED).get("remedy").getAsString());
        run.hasErr("to accept what is missing").hasNoErr("to embed the incomplete");
    }

    /** ECS shows for an hour that a user has stopped its task. */
    @Test
    void howItsTaskEndedIsJournalled() {
        TestAccount account = TestAccount.empty().put(BLOCKED).behavior(BLOCKED, "hang");
        Cli cli = account.cli();
        assertTrue(account.start(cli, "--yes", "--all").killWhen(() -> account.tasksIn("RUNNING") == 1));
        account.stop(account.tasks().get(0));
        Cli.Result result = account.migrate(cli, "--yes").exits(1);
        assertTrue(
                cli.journalLines("ended").stream().anyMatch(line -> line.contains("its task was stopped")),
                result::toString);
    }

    @Test
    void verifyCountsItAsOpenTooAndGivesTheSameRemedy() {
        TestAccount account = threeBots();
        account.migrate("--yes");
        Cli.Result verified = account.verify("--json", "-").exits(1);
        assertEquals("empty", bot(verified, BLOCKED).get("verdict").getAsString(), verified::toString);
        assertEquals(2, bot(verified, BLOCKED).getAsJsonArray("missing").size(), verified::toString);
        assertEquals("nothingToEmbed", bot(verified, SITEMAP_ONLY).get("verdict").getAsString(), verified::toString);
        verified.hasErr(REMEDY);
    }

    @Test
    void onceAcceptedItIsOpenInNeitherOfTheTwo() {
        TestAccount account = threeBots();
        Cli cli = account.cli();
        Cli.Result accepted = account.migrate(cli, "--yes", "--accept-missing", "--json", "-").exits(0);
        assertTrue(bot(accepted, BLOCKED).get("accepted").getAsBoolean(), accepted::toString);
        account.migrate(cli, "--yes").exits(0);
        Cli.Result verified = account.migrate(cli, TestAccount.VERIFY, "--json", "-").exits(0);
        assertTrue(bot(verified, BLOCKED).get("accepted").getAsBoolean(), verified::toString);
        assertEquals(List.of(TestBots.bot(1).sk()), account.startedBots(), verified::toString);

        account.replaceCluster(); // whose rows nobody has accepted to miss
        Cli.Result replaced = account.migrate(cli, TestAccount.VERIFY, "--json", "-").exits(1);
        assertFalse(bot(replaced, BLOCKED).get("accepted").getAsBoolean(), replaced::toString);
    }

    @Test
    void onceTheSitemapUrlIsRemovedTheBotIsStarted() {
        TestAccount account = threeBots();
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(1);
        account.put(BLOCKED.with("Knowledge", TestBots.knowledge(List.of(URL), List.of(), List.of("manual-2.pdf"))));
        Cli.Result run = account.migrate(cli, "--yes").exits(0);
        assertEquals(TestBots.sortKeys(TestBots.bot(1), BLOCKED), Set.copyOf(account.startedBots()), run::toString);
        account.migrate(cli, TestAccount.VERIFY).exits(0);
    }

    @Test
    void nothingIsLostWhileTheRowsOfItsOtherSourcesExist() {
        TestAccount account = TestAccount.empty()
                .put(BLOCKED.with("Knowledge", TestBots.knowledge(List.of(URL), List.of(), List.of("manual-2.pdf"))));
        account.migrate("--yes").exits(0);
        account.put(BLOCKED.with("SyncStatus", "FAILED"));
        Cli.Result run = account.migrate("--yes").exits(0);
        assertEquals(List.of(), account.mutations(), run::toString);
        account.verify().exits(0);
    }
}
