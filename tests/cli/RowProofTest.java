package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonElement;
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
import tests.support.Summary;
import tests.support.TestAccount;
import tests.support.TestBots;

/**
 * What the rows in the new database cluster prove about each bot, compared with the rows in the embedded AWS. If the
 * Data API stops answering in the middle of a run, the proof is taken up again, or the exit code says so.
 */
class RowProofTest {
    private static final String DEAD = "https://example.com/dead";
    private static final TestBots.Bot EMPTY = TestBots.bot(1), WHOLE = TestBots.bot(2);
    /** The check of the settings and the count at the beginning. */
    private static final int STATEMENTS_BEFORE_THE_FIRST_START = 2;

    private static List<String> strings(JsonObject bot, String member) {
        return bot.getAsJsonArray(member).asList().stream().map(e -> e.getAsString()).toList();
    }

    @Test
    void missingRowsMakeABotIncompleteAndRowsProveWhatTheStatusCannot() {
        TestBots.Bot complete = TestBots.bot(
                1,
                "https://example.com/page?a=1&b=2",
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3",
                "https://youtu.be/a-b_c-d_e-f");
        TestBots.Bot incomplete = TestBots.bot(2, "https://example.com/page", DEAD);
        TestBots.Bot noRows = TestBots.bot(3);
        TestBots.Bot edited = TestBots.bot(4);
        TestBots.Bot noTaskId = TestBots.bot(5, DEAD);
        TestBots.Bot duplicated = TestBots.bot(6);
        TestBots.Bot noKnowledge =
                TestBots.bot(7).with("Knowledge", TestBots.knowledge(List.of(), List.of(), List.of()));
        TestAccount account = TestAccount.empty()
                .put(complete, incomplete, noRows, edited, noTaskId, duplicated, noKnowledge)
                .set("vcpuQuota", 100)
                .behavior(incomplete, "missingSource", "source", DEAD)
                .behavior(noRows, "noRows")
                .behavior(edited, "titleEdited")
                .behavior(noTaskId, "noTaskId")
                .behavior(duplicated, "duplicateRows");
        Cli.Result result = account.migrate("--yes", "--all", "--json", "-");
        JsonReport report = JsonReport.of(result);
        result.exits(1);
        assertEquals(5, report.count("succeeded"), result::toString);
        assertEquals(2, report.count("incomplete"), result::toString);
        for (TestBots.Bot bot : List.of(complete, incomplete, noRows, edited, noTaskId, duplicated)) {
            assertEquals(account.rowCount(bot), report.bot(bot).get("chunks").getAsInt(), result::toString);
        }
        assertEquals(4, account.rows(complete).size(), () -> account.rows(complete).toString());
        assertEquals(List.of(DEAD), strings(report.bot(incomplete), "missing"));
        assertEquals("no rows of " + DEAD, report.reason(incomplete));
        assertEquals(List.of("manual-3.pdf"), strings(report.bot(noRows), "missing"));
        assertEquals("no rows in the database", report.reason(noRows));
        assertTrue(report.reason(edited).matches("proved by its \\d+ rows"), result::toString);
        assertTrue(report.reason(noTaskId).matches("proved by its \\d+ rows"), result::toString);
        assertEquals(
                report.bot(duplicated).get("chunks").getAsInt() / 2,
                report.bot(duplicated).get("duplicateRows").getAsInt(),
                result::toString);
        assertEquals(
                0,
                report.bot(complete).get("duplicateRows").getAsInt(),
                () -> "a passage that its document repeats is no duplicate: " + result);
        assertTrue(Summary.of(result).shows("▲ 1 with duplicate rows"), result::toString);
        result.hasErr("which replaces its rows.", "jbang migrate.java --fresh --bot " + duplicated.id());
        assertEquals("No contents to embed.", report.reason(noKnowledge));
        assertTrue(Summary.of(result).shows("Bot 2", "no rows of " + DEAD), result::toString);
        result.hasErr("chunks in the database");
    }

    @Test
    void missingSourcesStayReportedUntilTheyAreFixedRetriedOrAccepted() {
        TestBots.Bot incomplete = TestBots.bot(1, DEAD), other = TestBots.bot(2, DEAD);
        TestAccount account = TestAccount.empty()
                .put(incomplete, other)
                .behavior(incomplete, "missingSource", "source", DEAD)
                .behavior(other, "missingSource", "source", DEAD, "times", 1);
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(1);
        Cli.Result again = account.migrate(cli, "--yes").exits(1);
        assertEquals(2, account.tasks().size(), "an incomplete bot is not started again: " + again);
        again.hasOut("  journal          2 incomplete\n");
        again.hasOut(
                "2 incomplete bots are left. To start them again:\n  jbang migrate.java --fresh --bot "
                        + incomplete.id() + " --bot " + other.id() + " --endpoint-url " + account.endpoint() + "\n");

        Cli.Result retried = account.migrate(cli, "--yes", "--fresh", "--bot", other.id()).exits(0);
        assertEquals(3, account.tasks().size(), retried::toString);

        Cli.Result accepted = account.migrate(cli, "--yes", "--accept-missing").exits(0);
        assertTrue(Summary.of(accepted).shows("· 1 incomplete, accepted: no rows of " + DEAD), accepted::toString);
        assertTrue(Summary.of(accepted).verdict().contains("1 with accepted gaps"), accepted::toString);
        assertEquals(0, account.migrate(cli, "--yes").exit(), "an accepted bot stays accepted");
        account.start(cli).type("y\n").end().exits(0).hasNoOut("[y/N");
        assertEquals(3, account.tasks().size(), "no task is started for an accepted bot");

        account.sql("DELETE FROM items WHERE botid = '" + incomplete.id() + "'");
        Cli.Result worse = account.migrate(cli, "--yes", "--json", "-");
        assertEquals(1, worse.exit(), "another missing source is not accepted: " + worse);
        assertEquals(List.of(DEAD, "manual-1.pdf"), strings(JsonReport.of(worse).bot(incomplete), "missing"));

        account.sql("INSERT INTO items (id, botid, content, source, embedding) SELECT lpad(n::text, 26, '0'), '"
                + incomplete.id() + "', 'x', s, ('[' || repeat('0,', 1023) || '0]')::vector FROM unnest(ARRAY['" + DEAD
                + "', 's3://bucket/" + TestBots.USER + "/" + incomplete.id()
                + "/documents/manual-1.pdf']) WITH ORDINALITY t (s, n)");
        Cli.Result fixed = account.migrate(cli, "--yes", "--json", "-").exits(0);
        assertEquals("succeeded", JsonReport.of(fixed).outcome(incomplete), "the pipe embedded the fixed bot");
        assertEquals(3, account.tasks().size(), fixed::toString);
    }

    @ParameterizedTest
    @CsvSource({"y, 3", "n, 2", "'', 2"})
    void aLineOfItsOwnAsksWhetherIncompleteBotsAreStartedAgain(String answer, int tasks) {
        TestBots.Bot incomplete = TestBots.bot(1, DEAD), whole = TestBots.bot(2);
        TestAccount account = TestAccount.empty()
                .put(incomplete, whole)
                .behavior(incomplete, "missingSource", "source", DEAD, "times", 1);
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(1);
        Cli.Result asked = account.start(cli, "--region", "us-east-1", "--stack", "BedrockChatStack")
                .type(answer + "\n")
                .end()
                .hasOut("Start 1 incomplete bot again, too?");
        assertEquals(tasks, account.tasks().size(), asked::toString);
        asked.exits(tasks == 3 ? 0 : 1);
        assertEquals(
                tasks != 3,
                asked.out().contains("1 incomplete bot is left. To start it again:\n  jbang migrate.java --fresh --bot "
                        + incomplete.id() + " --endpoint-url " + account.endpoint()
                        + " --region us-east-1 --stack BedrockChatStack\n"),
                asked::toString);
    }

    @Test
    void rowsOfManyBotsAreCountedInOneStatement() {
        TestAccount account = TestAccount.withShortTasks().put(TestBots.bots(120)).set("vcpuQuota", 400);
        Cli.Result result = account.migrate("--yes", "--parallel", "120", "--json", "-").exits(0);
        assertEquals(120, JsonReport.of(result).count("succeeded"));
        assertTrue(JsonReport.of(result).bot(TestBots.bot(17)).get("chunks").getAsInt() > 0, result::toString);
        assertTrue(account.statements().size() <= 60, () -> account.statements().size() + " statements for 120 bots");
    }

    @Test
    void withoutAJournalRowsShowWhatIsDone() {
        TestBots.Bot done = TestBots.bot(1),
                incomplete = TestBots.bot(2, DEAD),
                failed = TestBots.bot(3),
                fresh = TestBots.bot(4);
        TestAccount account = TestAccount.empty().put(done, incomplete, failed);
        account.migrate("--yes").exits(0);
        account.advance(Duration.ofHours(3)).put(fresh); // ECS no longer returns the tasks
        account.sql("DELETE FROM items WHERE source = '" + DEAD + "'");
        account.put(failed.with("SyncStatus", AttributeValue.fromS("FAILED")));
        Cli newHome = account.cli();
        account.migrate(newHome, "--dry-run").hasOut("4 bots, 2 to start, 2 already done", "no rows of " + DEAD);
        int before = account.tasks().size();
        Cli.Result run = account.migrate(newHome, "--yes", "--json", "-").exits(0);
        assertEquals(before + 2, account.tasks().size(), run::toString);
        assertTrue(JsonReport.of(run).reason(done).startsWith("proved by its "), run::toString);
        assertTrue(JsonReport.of(run).reason(failed).endsWith("though SyncStatus is FAILED"), run::toString);
        Cli.Result again = account.migrate(newHome, "--yes", "--fresh", "--bot", done.id()).exits(0);
        assertEquals(before + 3, account.tasks().size(), again::toString);
    }

    @Test
    void oldRowsDoNotProveABotInAFreshRun() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(2));
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(0);
        account.behavior(TestBots.bot(2), "exit", "exitCode", 0, "times", 1);
        Cli.Result fresh = account.migrate(cli, "--yes", "--fresh", "--json", "-").exits(1);
        assertEquals("unproved", JsonReport.of(fresh).outcome(TestBots.bot(2)), "its rows are old: " + fresh);
        assertEquals(4, account.tasks().size());
        account.migrate(cli, "--yes").exits(0);
        assertEquals(5, account.tasks().size());
    }

    @ParameterizedTest
    @CsvSource({
        "notEnabled, the Data API is not enabled on the database cluster; enable it with aws rds enable-http-endpoint"
                + " --resource-arn",
        "notPermitted, not permitted (",
        "secretNotPermitted, secretsmanager:GetSecretValue"
    })
    void ifTheRowsCannotBeReadTheRunContinuesAndWarnsOnceAndAtTheEnd(String state, String message) {
        TestAccount account = TestAccount.empty().put(TestBots.bots(2)).databaseState(state);
        Cli.Result result = account.migrate("--yes", "--json", "-").exits(0);
        assertEquals(2, JsonReport.of(result).count("succeeded"));
        assertFalse(result.json().get("rowsCounted").getAsBoolean());
        int mentions = result.err().split("Success rests on SyncStatus alone: ").length - 1;
        assertEquals(2, mentions, "once before the start, once in the summary: " + result);
        result.hasErr(message);
        assertFalse(account.statements().size() > 2, () -> account.statements().toString());
    }

    @Test
    void noProofSendsNoStatementToTheDatabase() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(1)).behavior(TestBots.bot(1), "noRows");
        Cli.Result result = account.migrate("--yes", "--no-proof").exits(0);
        assertEquals(List.of(), account.statements());
        result.hasOut("Success rests on SyncStatus alone: the rows in the database are not read (--no-proof).");
    }

    @Test
    void theDatabaseAndItsSecretCanBeSetByOptions() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(1));
        String cluster = account.clusterArn(), secret = account.secretArn();
        Cli.Result result = account.migrate(
                "--yes", "--db-cluster-arn", cluster, "--db-secret-arn", secret, "--database", "postgres",
                "--json", "-").exits(0);
        assertTrue(result.json().get("rowsCounted").getAsBoolean(), result::toString);
        JsonObject sent = account.requests("ExecuteStatement").get(0).getAsJsonObject("body");
        assertEquals(cluster, sent.get("resourceArn").getAsString());
        assertEquals(secret, sent.get("secretArn").getAsString());
        assertEquals("postgres", sent.get("database").getAsString());
        account.migrate("--yes", "--database", "unknown").hasErr("Success rests on SyncStatus alone");
    }

    @Test
    void theReportContainsTheTimesAndTheCostOfEveryTask() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount account = TestAccount.empty()
                .put(bots)
                .behavior(bots[0], "failToStart", "reason", "CannotPullContainerError: pull image", "times", 1);
        Cli.Result result = account.migrate("--yes", "--json", "-").exits(0);
        JsonObject json = result.json();
        long seconds = json.getAsJsonObject("cost").get("taskSeconds").getAsLong();
        double dollars = (2 * 0.04048 + 4 * 0.004445) * seconds / 3600;
        assertEquals(dollars, json.getAsJsonObject("cost").get("dollars").getAsDouble(), 0.0001);
        List<JsonElement> attempts = JsonReport.of(result).bot(bots[0]).getAsJsonArray("attempts").asList();
        assertEquals(2, attempts.size());
        assertEquals(0, attempts.get(0).getAsJsonObject().get("taskSeconds").getAsInt(), "it did not run");
        long atServer = account.tasks().stream()
                .filter(t -> t.has("startedAt"))
                .mapToDouble(t -> t.get("stoppedAt").getAsDouble() - t.get("startedAt").getAsDouble())
                .mapToLong(ran -> Math.max(60, Math.round(ran)))
                .sum();
        assertEquals(atServer, seconds, 3);
        result.hasErr("(estimate without Bedrock; us-east-1, June 2026)");
    }

    private static TestAccount account() {
        return TestAccount.empty().put(EMPTY, WHOLE).behavior(EMPTY, "noRows");
    }

    private static long refusedStatements(TestAccount account) {
        return account.requests("ExecuteStatement").stream()
                .filter(request -> request.has("status") && request.get("status").getAsInt() >= 400)
                .count();
    }

    private static void assertCounted(TestAccount account, Cli.Result result) {
        JsonReport report = JsonReport.of(result);
        result.exits(1);
        assertEquals("incomplete", report.outcome(EMPTY), result::toString);
        assertEquals("succeeded", report.outcome(WHOLE), result::toString);
        assertEquals(account.rowCount(WHOLE), report.bot(WHOLE).get("chunks").getAsInt(), result::toString);
        assertEquals(2, account.requests("RunTask").size(), result::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "403 | ExpiredTokenException | The security token included in the request is expired",
                "400 | DatabaseErrorException | FATAL: terminating connection due to administrator command; SQLState:"
                        + " 57P01",
                "400 | DatabaseErrorException | An I/O error occurred while sending to the backend.; SQLState: 08006",
                "400 | BadRequestException | Communications link failure",
                "400 | DatabaseErrorException | FATAL: password authentication failed for user postgres; SQLState:"
                        + " 28P01",
                "504 | DatabaseUnavailableException | The writer instance in the DB cluster isn't available.",
                "404 | DatabaseNotFoundException | Cannot find DBInstance in DBCluster"
            })
    void oneBadAnswerEndsNoProof(int status, String code, String message) {
        TestAccount account = account()
                .errorAfter(STATEMENTS_BEFORE_THE_FIRST_START, "ExecuteStatement", 1, status, code, message);
        Cli.Result result = account.migrate("--yes", "--json", "-");
        assertCounted(account, result);
        assertEquals(1, refusedStatements(account), result::toString);
    }

    @Test
    void aProofThatWasLostIsTakenUpAgainWhileTheRunLasts() {
        TestBots.Bot slow = TestBots.bot(3);
        TestAccount account = account().put(slow).behavior(slow, "hang").pauseClock();
        Cli.Running running = account.start(account.cli(), "--yes", "--json", "-")
                .waitUntil(() -> account.tasks().size() == 3);
        account.databaseState("notPermitted").resumeClock();
        running.waitUntil(() -> refusedStatements(account) >= 2);
        account.databaseState("available");
        running.waitUntil(() -> account.statements().size() > 2 + refusedStatements(account));
        account.stop(account.tasksOf(slow).get(0));
        Cli.Result result = running.end();
        JsonReport report = JsonReport.of(result);
        result.exits(1);
        assertEquals("incomplete", report.outcome(EMPTY), result::toString);
        assertEquals("succeeded", report.outcome(WHOLE), result::toString);
        assertEquals("failed", report.outcome(slow), result::toString);
        result.hasErr("not permitted (");
    }

    @ParameterizedTest
    @CsvSource({"403, AccessDeniedException", "500, InternalServerErrorException"})
    void aRunThatLostItsProofSaysSoAndTheNextRunCountsAgain(int status, String code) {
        TestAccount account = account()
                .errorAfter(STATEMENTS_BEFORE_THE_FIRST_START, "ExecuteStatement", -1, status, code, "no");
        Cli cli = account.cli();
        Cli.Result lost = account.migrate(cli, "--yes", "--json", "-").exits(1);
        for (TestBots.Bot bot : List.of(EMPTY, WHOLE)) {
            assertEquals("unproved", JsonReport.of(lost).outcome(bot), lost::toString);
            assertTrue(JsonReport.of(lost).reason(bot).startsWith("its rows could not be counted: "), lost::toString);
        }
        account.clearFaults();
        assertCounted(account, account.migrate(cli, "--yes", "--json", "-"));
    }

    @Test
    void whatWasCountedBeforeStaysAsItWas() {
        TestAccount account = account();
        Cli cli = account.cli();
        account.migrate(cli, "--yes", "--bot", WHOLE.id()).exits(0);
        account.errorAfter(
                STATEMENTS_BEFORE_THE_FIRST_START, "ExecuteStatement", -1, 403, "AccessDeniedException", "no");
        Cli.Result second = account.migrate(cli, "--yes", "--json", "-").exits(1);
        assertEquals("succeeded", JsonReport.of(second).outcome(WHOLE), second::toString);
        assertTrue(JsonReport.of(second).bot(WHOLE).get("chunks").getAsInt() > 0, second::toString);
        assertEquals("unproved", JsonReport.of(second).outcome(EMPTY), second::toString);
    }

    /** The request took effect and its answer was lost, or it never arrived: the database is asked which. */
    @ParameterizedTest
    @CsvSource({"after, 1", "before, 2"})
    void aRebuildIsBegunAgainOnlyIfItDidNotBegin(String cut, int statements) {
        TestAccount account = account();
        account.migrate("--yes");
        account.fault(Map.of("operation", "ExecuteStatement", "contains", "REINDEX", "cut", cut));
        Cli.Result result = account.verify("--reindex", "--yes").hasOut("Rebuilt idx_items_embedding in ");
        assertEquals(
                statements,
                account.statements().stream().filter(sql -> sql.startsWith("REINDEX")).count(),
                result::toString);
    }
}
