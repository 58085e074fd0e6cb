package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;

import java.text.Normalizer;
import java.util.List;
import java.util.Map;
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
import tests.support.TestBots.Bot;
import tests.support.TestSnapshot;
import tests.support.Waiting;

/**
 * Bots that no version of the embedding task can embed: files that are not in the bucket, attributes that are missing,
 * a knowledge base of Bedrock, knowledge in another form, a sitemap URL beside other sources. None of them is started,
 * and each is named with its reason.
 */
class ObstacleTest {
    private static final Bot GOOD = bot(1), BAD = bot(2), URLS = withFiles(3);
    private static final String FILE = "manual-2.pdf";
    private static final String URL = "https://example.com/page";
    private static final String SITEMAP = "https://example.com/sitemap.xml";
    private static final String REMEDY = "remove it in the app";
    private static final Bot UNBLOCKED = bot(2, URL), BLOCKED = UNBLOCKED.withSitemaps(SITEMAP);
    private static final Bot SITEMAP_ONLY = bot(3).withFiles().withSitemaps(SITEMAP);

    private static Bot withFiles(int n, String... files) {
        return bot(n, "https://example.com/" + n).withFiles(files);
    }

    private static TestAccount oneFileIsGone() {
        return TestAccount.with(GOOD, BAD, URLS).deleteFiles(BAD, FILE);
    }

    private static TestAccount oneIsBlocked() {
        return TestAccount.with(GOOD, BLOCKED, SITEMAP_ONLY);
    }

    private static JsonReport verified(TestAccount account) {
        return JsonReport.of(account.verify("--json", "-"));
    }

    @Test
    void aBotWithoutOneOfItsFilesIsNotStartedAndTheRunSaysWhatToDo() {
        TestAccount account = oneFileIsGone();
        JsonReport report = account.report().exits(1);
        account.assertStarted(GOOD, URLS);
        assertEquals("notStarted", report.outcome(BAD));
        assertEquals("filesMissing", report.text(BAD, "obstacle"));
        String reason = report.reason(BAD), remedy = report.remedy(BAD);
        assertTrue(reason.startsWith("1 file not in the bucket ") && reason.endsWith(": " + FILE), reason);
        Stream.of("restore its rows", "aws s3 sync", "in one save in the app", "--all", "--accept-missing")
                .forEach(part -> assertTrue(remedy.contains(part), remedy));
        report.result().hasNoErr("No file of any bot").hasErr("1 of 3 bots cannot be embedded");
    }

    /** It is addressed by its path, because its name is no host there. */
    @Test
    void theBucketIsFoundThroughTheEndpointOfAProfileToo() {
        TestAccount account = oneFileIsGone();
        String byName = account.endpoint().replace("127.0.0.1", "localhost");
        Cli cli = account.cli()
                .without("AWS_ENDPOINT_URL")
                .withFile(".aws/config", "[default]\nendpoint_url = " + byName + "\n");
        account.startProcess(cli, "--dry-run").end().hasOut("Dry run: nothing was started; 2 of 3 bots would be.");
    }

    @Test
    void aBucketThatIsThrottledIsListedAgain() {
        TestAccount account = oneFileIsGone();
        account.error("ListObjectsV2", 3, 503, "SlowDown", "Please reduce your request rate.");
        JsonReport report = account.report().exits(1);
        account.assertStarted(GOOD, URLS);
        assertEquals("filesMissing", report.text(BAD, "obstacle"));
    }

    @Test
    void itIsStartedWithAllAndFailsAsUpstreamDoes() {
        TestAccount account = oneFileIsGone();
        account.migrate("--yes", "--all").exits(1);
        account.assertStarted(GOOD, BAD, URLS);
        assertEquals(0, account.requests("ListObjectsV2").size());
        assertEquals(
                "An error occurred (404) when calling the HeadObject operation: Not Found",
                account.item(BAD).get("SyncStatusReason").s());
    }

    @Test
    void onceAcceptedItIsOpenNeitherInTheRunNorInStatusNorInVerify() {
        TestAccount account = oneFileIsGone();
        JsonReport accepted = account.report("--accept-missing").exits(0);
        assertEquals("notStarted", accepted.outcome(BAD));
        assertTrue(accepted.bot(BAD).get("accepted").getAsBoolean());
        account.migrate("--status").exits(0);
        account.migrate("--yes").exits(0);
        account.assertStarted(GOOD, URLS);
        account.verify().exits(0);
    }

    @Test
    void anIncompleteBotWithoutOneOfItsFilesIsNotAskedAbout() {
        TestAccount account = TestAccount.with(BAD).behavior(BAD, "noRows");
        account.migrate("--yes").exits(1);
        account.start().type("n\n").end().hasOut("Start 1 incomplete bot again, too?");
        account.deleteFiles(BAD, FILE);
        account.start().type("y\n").end().exits(1).hasNoOut("[y/N");
        account.assertStarted(BAD);
    }

    @Test
    void itIsStartedOnceItsFilesAreBack() {
        TestAccount account = oneFileIsGone();
        account.migrate("--yes", "--accept-missing").exits(0);
        account.put(BAD);
        assertEquals("succeeded", account.report().exits(0).outcome(BAD));
    }

    @Test
    void filesThatGoBetweenTheQuestionAndTheStartAreNoticed() {
        TestAccount account = TestAccount.with(GOOD, BAD).set("vcpuQuota", 2).pauseClock();
        Cli.Running run = account.start("--yes", "--parallel", "1", "--json", "-");
        Waiting.await("the first start", () -> account.startedBots().size() == 1);
        Bot waiting = account.startedBots().contains(GOOD.sk()) ? BAD : GOOD;
        account.deleteFiles(waiting, waiting == BAD ? FILE : "manual-1.pdf").resumeClock();
        JsonReport report = JsonReport.of(run.end()).exits(1);
        assertEquals(1, account.startedBots().size());
        assertEquals("filesMissing", report.text(waiting, "obstacle"));
    }

    @Test
    void ifTheFilesOfAllBotsAreMissingOneSentenceSaysWhy() {
        TestAccount account = TestAccount.with(GOOD, BAD);
        account.deleteFiles(GOOD, "manual-1.pdf").deleteFiles(BAD, FILE).migrate("--yes").exits(1)
                .hasOut("No file of any bot is in the bucket: v1.4.0 keeps them in a new bucket");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "foreign | cannot be listed (AccessDenied: Access Denied) | Grant s3:ListBucket",
                "delete | cannot be listed (NoSuchBucket: The specified bucket does not exist) | fails."
            })
    void withoutThePermissionOrTheBucketTheRunWarnsOnceAndGoesOn(String bucket, String why, String end) {
        TestAccount account = TestAccount.with(GOOD, BAD, URLS);
        account.control("bucket", Map.of(bucket, true));
        Cli.Result run = account.migrate("--yes").hasErr(why, end);
        account.assertStarted(GOOD, BAD, URLS);
        assertEquals(1, run.errLines("The files of the bots are not checked: the bucket ").size());
    }

    @Test
    void theBucketIsTheOneOfTheContainerInWhateverRegion() {
        TestAccount account = TestAccount.empty();
        account.control("taskDefinition", Map.of("documentBucket", "elsewhere"));
        List<String> files = List.of(TestBots.document(GOOD, "manual-1.pdf"));
        account.control("bucket", Map.of("name", "elsewhere", "region", "eu-central-1", "put", files));
        JsonReport report = account.put(GOOD, BAD).report();
        assertEquals("succeeded", report.outcome(GOOD));
        assertTrue(report.reason(BAD).contains("not in the bucket elsewhere"));
    }

    /** Not every stack in reach is that of the app; a bucket of another one has none of the files. */
    @Test
    void theBucketOfAStackIsNotTakenForThatOfTheContainer() {
        TestAccount account = TestAccount.with(GOOD).deny("DescribeTaskDefinition");
        account.control("bucket", Map.of("name", "elsewhere"));
        account.control("stack", Map.of("name", "Staging", "outputs", Map.of("DocumentBucketName", "elsewhere")));
        account.migrate(TestAccount.names("--yes", "--stack", "Staging"))
                .hasErr("The files of the bots are not checked: no DOCUMENT_BUCKET");
        account.assertStarted(GOOD);
    }

    @Test
    void namesAreComparedAsTheyAre() {
        String composed = Normalizer.normalize("Ü.pdf", Normalizer.Form.NFC);
        String decomposed = Normalizer.normalize("Ü.pdf", Normalizer.Form.NFD);
        Bot named = withFiles(
                4,
                "annual report.pdf", "100%.pdf", "a%20b+c.pdf", "a+b.pdf", composed,
                Normalizer.normalize("é.pdf", Normalizer.Form.NFD));
        Bot otherForm = withFiles(5, decomposed);
        Bot many = withFiles(6, IntStream.range(0, 2_500).mapToObj(n -> n + ".pdf").toArray(String[]::new));
        TestAccount account = TestAccount.with(named, otherForm, many).deleteFiles(otherForm, decomposed);
        account.control("bucket", Map.of("put", List.of(TestBots.document(otherForm, composed))));
        JsonReport report = account.report("--dry-run").exits(0);
        assertFalse(report.bot(named).has("obstacle"));
        assertFalse(report.bot(many).has("obstacle"));
        assertEquals("filesMissing", report.text(otherForm, "obstacle"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Title", "Description", "Instruction", "IsPinned", "SyncStatusReason", "LastExecId"})
    void aBotWithoutAnAttributeThatEveryVersionTakesIsNotStarted(String attribute) {
        TestAccount account = TestAccount.with(GOOD, BAD.without(attribute));
        JsonReport report = account.report("--all").exits(1);
        account.assertStarted(GOOD);
        assertEquals("its item has no " + attribute, report.reason(BAD));
        assertTrue(report.remedy(BAD).contains("restore its rows"));
    }

    @Test
    void aBotWithAKnowledgeBaseIsSkippedAndVerifySaysWhatItUses() {
        TestAccount account = TestAccount.with(GOOD, BAD.with("BedrockKnowledgeBase", AttributeValue.fromM(Map.of())));
        assertEquals("skipped", account.report("--all").exits(0).outcome(BAD));
        account.assertStarted(GOOD);
        account.verify().exits(0).hasOut("uses a Bedrock knowledge base").hasNoOut("empty");
    }

    @Test
    void elementsThatAreNoStringsMakeKnowledgeUnreadableAndAnEmptyNameIsASource() {
        AttributeValue map = AttributeValue.fromM(Map.of("url", AttributeValue.fromS("https://example.com")));
        Bot unreadable = BAD.with(
                "Knowledge",
                AttributeValue.fromM(Map.of(
                        "source_urls", AttributeValue.fromL(List.of(AttributeValue.fromS("https://a.example"), map)),
                        "sitemap_urls", AttributeValue.fromL(List.of()),
                        "filenames", AttributeValue.fromL(List.of(AttributeValue.fromN("1"))))));
        Bot emptyName = withFiles(4, "");
        TestAccount account = TestAccount.with(GOOD, unreadable, emptyName).deleteFiles(emptyName, "");
        JsonReport report = account.report().exits(1);
        account.assertStarted(GOOD);
        assertTrue(report.reason(unreadable).contains("not in the form"));
        assertEquals(0, report.bot(unreadable).getAsJsonArray("urls").size(), "a part would pass for the whole");
        assertEquals("filesMissing", report.text(emptyName, "obstacle"));
    }

    @Test
    void aBotThatFailedForItsFilesAndWasRestoredIsDone() {
        TestAccount account = TestAccount.withOwnDatabase().set("resourceSeconds", 30);
        try {
            TestSnapshot.of(GOOD, BAD).addTo(account).put(GOOD, BAD).deleteFiles(BAD, FILE);
            assertEquals("failed", account.report("--all").outcome(BAD));
            account.migrate("restore", "--yes").exits(0);
            assertTrue(account.report("--status").exits(0).reason(BAD).endsWith("though SyncStatus is FAILED"));
        } finally {
            account.remove();
        }
    }

    @Test
    void bothWaysAreShownBeforeAnythingIsStarted() {
        TestAccount account = oneFileIsGone();
        account.migrate("--dry-run")
                .hasOut(
                        "1 bot cannot be embedded: not all files are",
                        "Plan: 2 tasks",
                        "Restore is not possible: there is no snapshot of an earlier database cluster.");
        account.snapshot(Map.of("id", "before", "createdAt", "2026-11-01T00:00:00Z"));
        account.migrate("--dry-run")
                .hasOut(
                        "restore brings the old vectors back from snapshot before (of 2026-11-01), in 20 to 40 minutes"
                                + " for all bots.",
                        "  or to restore the old vectors:\n    jbang migrate.java restore --dry-run --endpoint-url ",
                        "  to restore what cannot be embedded:\n    jbang migrate.java restore --bot " + BAD.id());
        account.start()
                .type("n\n")
                .end()
                .hasOut("for all bots. Its plan:\n  jbang migrate.java restore --dry-run --endpoint-url "
                        + account.endpoint() + "\n");
        account.error("DescribeDBClusterSnapshots", -1, 403, "AccessDenied", "no");
        account.migrate("--yes").hasOut("Not known: whether there is a snapshot");
        account.assertStarted(GOOD, URLS);
    }

    @Test
    void theFilesOfBotsThatAreNotStartedAreNotListed() {
        TestAccount account = TestAccount.with(GOOD, BAD, URLS);
        account.migrate("--yes");
        int before = account.requests("ListObjectsV2").size();
        assertEquals(4, before, "two bots with files, before the question and before the start");
        account.migrate("--yes");
        assertEquals(before, account.requests("ListObjectsV2").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--parallel=auto", "--fresh", "--no-proof"})
    void aBotWithASitemapUrlAndOtherSourcesIsOpenInTheRunAndIsNotStarted(String option) {
        TestAccount account = oneIsBlocked();
        JsonReport report = account.report(option).exits(1);
        account.assertStarted(GOOD);
        assertEquals(List.of("incomplete", "skipped"), report.outcomes(BLOCKED, SITEMAP_ONLY));
        assertTrue(report.reason(BLOCKED).contains(REMEDY));
        assertEquals(
                "Remove the sitemap URL from the bot in the app: the task always fails on it. Or accept the missing"
                        + " sources with --accept-missing.",
                report.remedy(BLOCKED));
        report.result().hasErr("to accept what is missing").hasNoErr("to embed the incomplete");
    }

    /** ECS shows for an hour that a user has stopped its task. */
    @Test
    void howItsTaskEndedIsJournalled() {
        TestAccount account = TestAccount.with(BLOCKED).behavior(BLOCKED, "hang");
        account.startAndKill(() -> account.tasksIn("RUNNING") == 1, "--all");
        account.stop(account.tasks().get(0)).migrate("--yes").exits(1);
        assertTrue(account.journalLines("ended").toString().contains("its task was stopped"));
    }

    @Test
    void verifyCountsItAsOpenTooAndGivesTheSameRemedy() {
        TestAccount account = oneIsBlocked();
        account.migrate("--yes");
        JsonReport report = verified(account).exits(1).hasErr(REMEDY);
        assertEquals("empty", report.text(BLOCKED, "verdict"));
        assertEquals(2, report.bot(BLOCKED).getAsJsonArray("missing").size());
        assertEquals("nothingToEmbed", report.text(SITEMAP_ONLY, "verdict"));
    }

    @Test
    void onceAcceptedItIsOpenInNeitherOfTheTwo() {
        TestAccount account = oneIsBlocked();
        assertTrue(account.report("--accept-missing").exits(0).bot(BLOCKED).get("accepted").getAsBoolean());
        account.migrate("--yes").exits(0);
        assertTrue(verified(account).exits(0).bot(BLOCKED).get("accepted").getAsBoolean());
        account.assertStarted(GOOD);

        account.replaceCluster(); // whose rows nobody has accepted to miss
        assertFalse(verified(account).exits(1).bot(BLOCKED).get("accepted").getAsBoolean());
    }

    @Test
    void onceTheSitemapUrlIsRemovedTheBotIsStarted() {
        TestAccount account = oneIsBlocked();
        account.migrate("--yes").exits(1);
        account.put(UNBLOCKED).migrate("--yes").exits(0);
        account.assertStarted(GOOD, UNBLOCKED);
        account.verify().exits(0);
    }

    @Test
    void nothingIsLostWhileTheRowsOfItsOtherSourcesExist() {
        TestAccount account = TestAccount.with(UNBLOCKED);
        account.migrate("--yes").exits(0);
        account.put(BLOCKED.with("SyncStatus", "FAILED"));
        account.migrate(account.cli(), "--yes").exits(0);
        assertEquals(List.of(), account.mutations());
        account.verify().exits(0);
    }
}
