package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/**
 * What the rows in the new database cluster make of each bot, in a run: the server's rows are looked at, not the tool's
 * words.
 */
class RowProofTest {
    private static final String DEAD = "https://example.com/dead";

    /** With a file, a web page and a URL that may be dead. */
    private static TestBots.Bot bot(int n, String... urls) {
        return TestBots.bot(n)
                .with("Knowledge", TestBots.knowledge(List.of(urls), List.of(), List.of("manual-" + n + ".pdf")));
    }

    private static List<String> strings(JsonObject bot, String member) {
        return bot.getAsJsonArray(member).asList().stream()
                .map(e -> e.getAsString())
                .toList();
    }

    @Test
    void aSuccessWithoutRowsOfEverySourceIsIncompleteAndRowsSettleWhatAStatusCannotProve() {
        TestBots.Bot whole = bot(
                1,
                "https://example.com/page?a=1&b=2",
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3",
                "https://youtu.be/a-b_c-d_e-f");
        TestBots.Bot gap = bot(2, "https://example.com/page", DEAD);
        TestBots.Bot nothing = bot(3);
        TestBots.Bot edited = bot(4);
        TestBots.Bot anonymous = bot(5, DEAD);
        TestBots.Bot doubled = bot(6);
        TestBots.Bot idle = TestBots.bot(7).with("Knowledge", TestBots.knowledge(List.of(), List.of(), List.of()));
        TestAccount install = TestAccount.empty()
                .put(whole, gap, nothing, edited, anonymous, doubled, idle)
                .set("vcpuQuota", 100)
                .play(gap, "missingSource", "source", DEAD)
                .play(nothing, "noRows")
                .play(edited, "titleEdited")
                .play(anonymous, "noTaskId")
                .play(doubled, "doubledRows");
        Cli.Result result = install.migrate("--yes", "--all", "--json", "-");
        JsonReport report = JsonReport.of(result);
        assertEquals(1, result.exit(), result::toString);
        assertEquals(5, report.count("succeeded"), result::toString);
        assertEquals(2, report.count("incomplete"), result::toString);
        for (TestBots.Bot bot : List.of(whole, gap, nothing, edited, anonymous, doubled)) {
            assertEquals(
                    install.rows(bot).values().stream().mapToInt(n -> n).sum(),
                    report.bot(bot).get("chunks").getAsInt(),
                    () -> install.rows(bot) + "\n" + result);
        }
        assertEquals(4, install.rows(whole).size(), () -> install.rows(whole).toString());
        assertEquals(List.of(DEAD), strings(report.bot(gap), "missing"));
        assertEquals("no rows of " + DEAD, report.reason(gap));
        assertEquals(List.of("manual-3.pdf"), strings(report.bot(nothing), "missing"));
        assertEquals("no rows in the database", report.reason(nothing));
        assertTrue(
                report.reason(edited).startsWith("proved by its ")
                        && report.reason(edited).contains("the bot was edited meanwhile"),
                result::toString);
        assertTrue(report.reason(anonymous).contains("could not read its own task id"), result::toString);
        assertEquals(
                report.bot(doubled).get("chunks").getAsInt() / 2,
                report.bot(doubled).get("duplicateRows").getAsInt(),
                result::toString);
        assertEquals(
                0,
                report.bot(whole).get("duplicateRows").getAsInt(),
                () -> "a passage that its document repeats is no duplicate: " + result);
        assertFalse(result.err().contains("duplicates Bot 1"), result::toString);
        assertTrue(result.err().contains("exist twice; --bot " + doubled.id() + " --again"), result::toString);
        assertEquals("No contents to embed.", report.reason(idle));
        assertTrue(result.err().contains("  reason      no rows of " + DEAD), result::toString);
        assertTrue(result.err().contains("chunks in the database:"), result::toString);
    }

    @Test
    void gapsStayUntilTheyAreMendedRetriedOrAccepted() {
        TestBots.Bot gap = bot(1, DEAD), other = bot(2, DEAD);
        TestAccount install = TestAccount.empty()
                .put(gap, other)
                .play(gap, "missingSource", "source", DEAD)
                .play(other, "missingSource", "source", DEAD, "times", 1);
        Cli cli = install.cli();
        assertEquals(1, install.migrate(cli, "--yes").exit());
        Cli.Result again = install.migrate(cli, "--yes");
        assertEquals(1, again.exit(), again::toString);
        assertEquals(2, install.tasks().size(), "a dead URL stays dead: " + again);
        assertTrue(
                again.out().contains("0 done, 0 under way, 0 unconfirmed, 2 incomplete, 0 failed or unproved"),
                again::toString);

        Cli.Result retried = install.migrate(cli, "--yes", "--bot", other.id(), "--retry-incomplete");
        assertEquals(0, retried.exit(), retried::toString);
        assertEquals(3, install.tasks().size(), retried::toString);

        Cli.Result accepted = install.migrate(cli, "--yes", "--accept-missing");
        assertEquals(0, accepted.exit(), accepted::toString);
        assertTrue(accepted.out().contains("incomplete, accepted: Bot 1"), accepted::toString);
        assertEquals(0, install.migrate(cli, "--yes").exit(), "what was accepted stays accepted");
        assertEquals(0, install.migrate(cli, "--yes", "--retry-incomplete").exit());
        assertEquals(3, install.tasks().size(), "nothing was started for a gap that is accepted");

        install.sql("DELETE FROM items WHERE botid = '" + gap.id() + "'");
        Cli.Result worse = install.migrate(cli, "--yes", "--json", "-");
        assertEquals(1, worse.exit(), "another gap is not accepted: " + worse);
        assertEquals(List.of(DEAD, "manual-1.pdf"), strings(JsonReport.of(worse).bot(gap), "missing"));

        install.sql("INSERT INTO items (id, botid, content, source, embedding) SELECT lpad(n::text, 26, '0'), '"
                + gap.id() + "', 'x', s, ('[' || repeat('0,', 1023) || '0]')::vector" + " FROM unnest(ARRAY['" + DEAD
                + "', 's3://bucket/" + TestBots.USER + "/" + gap.id()
                + "/documents/manual-1.pdf']) WITH ORDINALITY t (s, n)");
        Cli.Result mended = install.migrate(cli, "--yes", "--json", "-");
        assertEquals(0, mended.exit(), mended::toString);
        assertEquals(
                "succeeded", JsonReport.of(mended).outcome(gap), "the pipe embedded it once its knowledge was mended");
        assertEquals(3, install.tasks().size(), mended::toString);
    }

    @Test
    void rowsAreCountedForManyBotsInOneStatement() {
        TestAccount install = TestAccount.unhurried().put(TestBots.bots(120)).set("vcpuQuota", 400);
        Cli.Result result = install.migrate("--yes", "--parallel", "120", "--json", "-");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(120, JsonReport.of(result).count("succeeded"));
        assertTrue(JsonReport.of(result).bot(TestBots.bot(17)).get("chunks").getAsInt() > 0, result::toString);
        assertTrue(install.statements().size() <= 60, () -> install.statements().size() + " statements for 120 bots");
    }

    @Test
    void withoutAJournalRowsShowWhatIsDone() {
        TestBots.Bot done = bot(1), gap = bot(2, DEAD), failed = bot(3), fresh = bot(4);
        TestAccount install = TestAccount.empty().put(done, gap, failed);
        assertEquals(0, install.migrate("--yes").exit());
        install.later(Duration.ofHours(3)).put(fresh); // ECS has forgotten the tasks
        install.sql("DELETE FROM items WHERE source = '" + DEAD + "'");
        install.put(failed.with("SyncStatus", AttributeValue.fromS("FAILED")));
        Cli lost = install.cli();
        Cli.Result look = install.migrate(lost, "--dry-run");
        assertTrue(look.out().contains("4 bots, 3 to start, 1 done before"), look::toString);
        assertTrue(look.out().contains("no rows of " + DEAD), look::toString);
        assertTrue(look.out().contains("rows of all its knowledge, but SyncStatus is FAILED"), look::toString);
        int before = install.tasks().size();
        Cli.Result run = install.migrate(lost, "--yes", "--json", "-");
        assertEquals(0, run.exit(), run::toString);
        assertEquals(before + 3, install.tasks().size(), run::toString);
        assertTrue(JsonReport.of(run).reason(done).startsWith("proved by its "), run::toString);
        Cli.Result again = install.migrate(lost, "--yes", "--again", "--bot", done.id());
        assertEquals(0, again.exit(), again::toString);
        assertEquals(before + 4, install.tasks().size(), again::toString);
    }

    @Test
    void whatWasToBeForgottenIsNotProvedByItsOldRows() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(2));
        Cli cli = install.cli();
        assertEquals(0, install.migrate(cli, "--yes").exit());
        install.play(TestBots.bot(2), "titleEdited", "times", 1);
        Cli.Result fresh = install.migrate(cli, "--yes", "--fresh", "--json", "-");
        assertEquals(1, fresh.exit(), fresh::toString);
        assertEquals(
                "unproved", JsonReport.of(fresh).outcome(TestBots.bot(2)), "its rows may be the old ones: " + fresh);
        assertEquals(4, install.tasks().size());
        assertEquals(0, install.migrate(cli, "--yes").exit());
        assertEquals(5, install.tasks().size());
    }

    @Test
    void aReplacedClusterIsEmptyAndIsFilledAgain() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(2));
        Cli cli = install.cli();
        assertEquals(0, install.migrate(cli, "--yes").exit());
        install.replaceCluster();
        Cli.Result second = install.migrate(cli, "--yes");
        assertEquals(0, second.exit(), second::toString);
        assertEquals(4, install.tasks().size(), second::toString);
        assertFalse(install.rows(TestBots.bot(1)).isEmpty(), second::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "notEnabled, the Data API is not enabled on the database cluster; enable it with aws rds enable-http-endpoint"
                + " --resource-arn",
        "notPermitted, not permitted (",
        "secretNotPermitted, secretsmanager:GetSecretValue"
    })
    void whereTheRowsCannotBeReadTheRunGoesOnAndSaysSoOnceAndAtTheEnd(String state, String says) {
        TestAccount install = TestAccount.empty().put(TestBots.bots(2)).database(state);
        Cli.Result result = install.migrate("--yes", "--json", "-");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(2, JsonReport.of(result).count("succeeded"));
        assertFalse(result.json().get("rowsCounted").getAsBoolean());
        assertEquals(
                2, // once before the start, once in the summary
                result.err()
                        .lines()
                        .filter(line -> line.contains("Success rests on SyncStatus alone: "))
                        .count(),
                result::toString);
        assertTrue(result.err().contains(says), result::toString);
        assertFalse(install.statements().size() > 2, () -> install.statements().toString());
    }

    @Test
    void withNoProofTheDatabaseIsNotTouched() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(1)).play(TestBots.bot(1), "noRows");
        Cli.Result result = install.migrate("--yes", "--no-proof");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(List.of(), install.statements());
        assertTrue(
                result.out()
                        .contains("Success rests on SyncStatus alone: the rows in the database are not read"
                                + " (--no-proof)."),
                result::toString);
    }

    @Test
    void aPausedDatabaseIsWaitedFor() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(1)).pausedDatabase(4);
        Cli.Result result = install.migrate("--yes");
        assertEquals(0, result.exit(), result::toString);
        assertTrue(result.out().contains("waiting for the database, next try in"), result::toString);
        assertTrue(result.out().contains("chunks in the database:"), result::toString);
    }

    @Test
    void databaseAndSecretCanBeNamed() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(1));
        String cluster = install.clusterArn(), secret = install.secretArn();
        Cli.Result result = install.migrate(
                "--yes",
                "--db-cluster-arn",
                cluster,
                "--db-secret-arn",
                secret,
                "--database",
                "postgres",
                "--json",
                "-");
        assertEquals(0, result.exit(), result::toString);
        assertTrue(result.json().get("rowsCounted").getAsBoolean(), result::toString);
        JsonObject sent = install.requests("ExecuteStatement").get(0).getAsJsonObject("body");
        assertEquals(
                Map.of("resourceArn", cluster, "secretArn", secret, "database", "postgres"),
                Map.of(
                        "resourceArn",
                        sent.get("resourceArn").getAsString(),
                        "secretArn",
                        sent.get("secretArn").getAsString(),
                        "database",
                        sent.get("database").getAsString()));
        Cli.Result wrong = install.migrate("--yes", "--database", "nobodys");
        assertTrue(wrong.err().contains("Success rests on SyncStatus alone"), wrong::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "--no-proof --accept-missing, --no-proof does not read the database",
        "--dry-run --accept-missing, --accept-missing records something"
    })
    void contradictionsAreRefused(String options, String says) {
        TestAccount install = TestAccount.empty().put(TestBots.bots(1));
        Cli.Result result = install.migrate(options.split(" "));
        assertEquals(2, result.exit(), result::toString);
        assertTrue(result.err().contains(says), result::toString);
        assertEquals(List.of(), install.operations());
    }

    @Test
    void theReportTellsEveryTaskItsTimesAndItsCost() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount install = TestAccount.empty()
                .put(bots)
                .play(bots[0], "failToStart", "reason", "CannotPullContainerError: pull image manifest", "times", 1);
        Cli.Result result = install.migrate("--yes", "--json", "-");
        assertEquals(0, result.exit(), result::toString);
        JsonObject json = result.json();
        long seconds = json.getAsJsonObject("cost").get("taskSeconds").getAsLong();
        double hours = seconds / 3600.0;
        assertEquals(
                (2 * 0.04048 + 4 * 0.004445) * hours,
                json.getAsJsonObject("cost").get("dollars").getAsDouble(),
                0.0001);
        assertEquals(
                "us-east-1, March 2026",
                json.getAsJsonObject("cost").get("prices").getAsString());
        List<JsonObject> attempts = JsonReport.of(result).bot(bots[0]).getAsJsonArray("attempts").asList().stream()
                .map(e -> e.getAsJsonObject())
                .toList();
        assertEquals(
                install.tasks(bots[0]).stream()
                        .map(t -> t.get("taskArn").getAsString())
                        .toList(),
                attempts.stream().map(a -> a.get("taskArn").getAsString()).toList());
        assertEquals(0, attempts.get(0).get("taskSeconds").getAsInt(), "it never ran");
        long served = install.tasks().stream()
                .filter(t -> t.has("startedAt"))
                .mapToLong(t -> Math.max(
                        60,
                        Math.round(t.get("stoppedAt").getAsDouble()
                                - t.get("startedAt").getAsDouble())))
                .sum();
        assertTrue(Math.abs(served - seconds) <= 3, () -> served + " s at the server, " + seconds + " s in the report");
        assertTrue(result.err().contains("(estimate without Bedrock; us-east-1, March 2026)"), result::toString);
    }

    @Test
    void thePriceIsToldBeforeTheQuestionAndWhereItIsNotKnownThatIsSaid() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(1));
        Cli.Result known = install.start(install.cli()).type("n\n").end();
        assertTrue(
                known.out().contains("each task       2 vCPU, 4 GB; about $0.099 an hour (us-east-1, March 2026)\n"),
                known::toString);
        install.control("install?region=eu-north-1", Map.of("scenario", "ordinary", "speed", 300));
        Cli.Result elsewhere = install.start(install.cli(), "--region", "eu-north-1")
                .type("n\n")
                .end();
        assertTrue(
                elsewhere.out().contains("price in eu-north-1 unknown (see AWS, Fargate pricing)"),
                elsewhere::toString);
        assertEquals(0, install.tasks().size());
    }
}
