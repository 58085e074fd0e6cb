package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.USER;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.Summary;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;

/**
 * What the rows in the new database cluster prove about each bot, compared with the rows in the embedded AWS. If the
 * Data API stops answering in the middle of a run, the proof is taken up again, or the exit code says so.
 */
class RowProofTest {
    private static final String DEAD = "https://example.com/dead";
    private static final Bot EMPTY = bot(1), WHOLE = bot(2);
    /** The check of the settings and the count at the beginning. */
    private static final int STATEMENTS_BEFORE_THE_FIRST_START = 2;

    @Test
    void missingRowsMakeABotIncompleteAndRowsProveWhatTheStatusCannot() {
        Bot complete = bot(
                1,
                "https://example.com/page?a=1&b=2",
                "https://www.youtube.com/watch?v=dQw4w9WgXcQ&t=3",
                "https://youtu.be/a-b_c-d_e-f");
        Bot incomplete = bot(2, "https://example.com/page", DEAD);
        Bot noRows = bot(3), edited = bot(4), noTaskId = bot(5, DEAD), duplicated = bot(6), empty = bot(7).withFiles();
        TestAccount account = TestAccount.with(complete, incomplete, noRows, edited, noTaskId, duplicated, empty)
                .set("vcpuQuota", 100)
                .behavior(incomplete, "missingSource", "source", DEAD)
                .behavior(noRows, "noRows")
                .behavior(edited, "titleEdited")
                .behavior(noTaskId, "noTaskId")
                .behavior(duplicated, "duplicateRows");
        JsonReport report = account.report("--all").exits(1);
        assertEquals(List.of(5, 2), report.counts("succeeded", "incomplete"));
        for (Bot bot : List.of(complete, incomplete, noRows, edited, noTaskId, duplicated)) {
            assertEquals(account.rowCount(bot), report.number(bot, "chunks"));
        }
        assertEquals(4, account.rows(complete).size());
        assertEquals(List.of(DEAD), report.texts(incomplete, "missing"));
        assertEquals("no rows of " + DEAD, report.reason(incomplete));
        assertEquals(List.of("manual-3.pdf"), report.texts(noRows, "missing"));
        assertEquals("no rows in the database", report.reason(noRows));
        assertTrue(report.reason(edited).matches("proved by its \\d+ rows"));
        assertTrue(report.reason(noTaskId).matches("proved by its \\d+ rows"));
        assertEquals("No contents to embed.", report.reason(empty));
        assertEquals(report.number(duplicated, "chunks") / 2, report.number(duplicated, "duplicateRows"));
        assertEquals(0, report.number(complete, "duplicateRows"), "a passage that its document repeats is none");
        report.hasErr("which replaces its rows.", "jbang migrate.java --fresh --bot " + duplicated.id());
        report.hasErr("chunks in the database");
        Summary summary = Summary.of(report.result()).hasLines("▲ 1 with duplicate rows");
        assertTrue(summary.shows("Bot 2", "no rows of " + DEAD));
    }

    @Test
    void missingSourcesStayReportedUntilTheyAreFixedRetriedOrAccepted() {
        Bot incomplete = bot(1, DEAD), other = bot(2, DEAD);
        TestAccount account = TestAccount.with(incomplete, other)
                .behavior(incomplete, "missingSource", "source", DEAD)
                .behavior(other, "missingSource", "source", DEAD, "times", 1);
        account.migrate("--yes").exits(1);
        account.migrate("--yes").exits(1)
                .hasOut(
                        "  journal          2 incomplete\n",
                        "2 incomplete bots are left. To start them again:\n  jbang migrate.java --fresh --bot "
                                + incomplete.id() + " --bot " + other.id() + " --endpoint-url " + account.endpoint()
                                + "\n");
        assertEquals(2, account.tasks().size(), "an incomplete bot is not started again");

        account.migrate("--yes", "--fresh", "--bot", other.id()).exits(0);
        assertEquals(3, account.tasks().size());

        Summary accepted = Summary.of(account.migrate("--yes", "--accept-missing").exits(0))
                .hasLines("· 1 incomplete, accepted: no rows of " + DEAD);
        assertTrue(accepted.verdict().contains("1 with accepted gaps"));
        account.migrate("--yes").exits(0); // it stays accepted
        account.start().type("y\n").end().exits(0).hasNoOut("[y/N");
        assertEquals(3, account.tasks().size(), "no task is started for an accepted bot");

        account.sql("DELETE FROM items WHERE botid = '" + incomplete.id() + "'");
        JsonReport worse = account.report().exits(1); // another missing source is not accepted
        assertEquals(List.of(DEAD, "manual-1.pdf"), worse.texts(incomplete, "missing"));

        account.sql("INSERT INTO items (id, botid, content, source, embedding) SELECT lpad(n::text, 26, '0'), '"
                + incomplete.id() + "', 'x', s, ('[' || repeat('0,', 1023) || '0]')::vector FROM unnest(ARRAY['" + DEAD
                + "', 's3://bucket/" + USER + "/" + incomplete.id()
                + "/documents/manual-1.pdf']) WITH ORDINALITY t (s, n)");
        assertEquals("succeeded", account.report().exits(0).outcome(incomplete), "the pipe embedded the fixed bot");
        assertEquals(3, account.tasks().size());
    }

    @ParameterizedTest
    @CsvSource({"y, 3, 0", "n, 2, 1", "'', 2, 1"})
    void aLineOfItsOwnAsksWhetherIncompleteBotsAreStartedAgain(String answer, int tasks, int exit) {
        Bot incomplete = bot(1, DEAD);
        TestAccount account = TestAccount.with(incomplete, bot(2))
                .behavior(incomplete, "missingSource", "source", DEAD, "times", 1);
        account.migrate("--yes").exits(1);
        Cli.Result asked = account.start("--region", "us-east-1", "--stack", "BedrockChatStack")
                .type(answer + "\n")
                .end().exits(exit)
                .hasOut("Start 1 incomplete bot again, too?");
        assertEquals(tasks, account.tasks().size());
        String left = "1 incomplete bot is left. To start it again:\n  jbang migrate.java --fresh --bot "
                + incomplete.id() + " --endpoint-url " + account.endpoint()
                + " --region us-east-1 --stack BedrockChatStack\n";
        assertEquals(exit == 1, asked.out().contains(left));
    }

    @Test
    void rowsOfManyBotsAreCountedInOneStatement() {
        TestAccount account = TestAccount.with(bots(120)).set("vcpuQuota", 400);
        JsonReport report = account.report("--parallel", "120").exits(0);
        assertEquals(120, report.count("succeeded"));
        assertTrue(report.number(bot(17), "chunks") > 0);
        assertTrue(account.statements().size() <= 60, () -> account.statements().size() + " statements for 120 bots");
    }

    @Test
    void withoutAJournalRowsShowWhatIsDone() {
        Bot done = bot(1), incomplete = bot(2, DEAD), failed = bot(3), fresh = bot(4);
        TestAccount account = TestAccount.with(done, incomplete, failed);
        account.migrate(account.cli(), "--yes").exits(0);
        account.advance(Duration.ofHours(3)); // ECS no longer returns the tasks
        account.sql("DELETE FROM items WHERE source = '" + DEAD + "'");
        account.put(fresh, failed.with("SyncStatus", "FAILED"));
        account.migrate("--dry-run").hasOut("4 bots, 2 to start, 2 already done", "no rows of " + DEAD);
        JsonReport report = account.report().exits(0);
        assertEquals(List.of(1, 2, 1, 1), account.taskCounts(done, incomplete, failed, fresh));
        assertTrue(report.reason(done).startsWith("proved by its "));
        assertTrue(report.reason(failed).endsWith("though SyncStatus is FAILED"));
        account.migrate("--yes", "--fresh", "--bot", done.id()).exits(0);
        assertEquals(2, account.tasksOf(done).size());
    }

    @Test
    void oldRowsDoNotProveABotInAFreshRun() {
        TestAccount account = TestAccount.with(bots(2));
        account.migrate("--yes").exits(0);
        account.behavior(bot(2), "exit", "exitCode", 0, "times", 1);
        assertEquals("unproved", account.report("--fresh").exits(1).outcome(bot(2)), "its rows are old");
        account.migrate("--yes").exits(0);
        assertEquals(List.of(2, 3), account.taskCounts(bots(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "notEnabled, the Data API is not enabled on the database cluster. Enable it with aws rds enable-http-endpoint"
                + " --resource-arn",
        "notPermitted, not permitted (",
        "secretNotPermitted, secretsmanager:GetSecretValue"
    })
    void ifTheRowsCannotBeReadTheRunContinuesAndWarnsOnceAndAtTheEnd(String state, String message) {
        TestAccount account = TestAccount.with(bots(2)).databaseState(state);
        JsonReport report = account.report().exits(0).hasErr(message);
        assertEquals(2, report.count("succeeded"));
        assertFalse(report.json().get("rowsCounted").getAsBoolean());
        assertEquals(2, report.result().errLines("Success rests on SyncStatus alone: ").size());
        assertTrue(account.statements().size() <= 2, () -> account.statements().toString());
    }

    @Test
    void noProofSendsNoStatementToTheDatabase() {
        TestAccount account = TestAccount.with(bot(1)).behavior(bot(1), "noRows");
        account.migrate("--yes", "--no-proof").exits(0)
                .hasOut("Success rests on SyncStatus alone: the rows in the database are not read (--no-proof).");
        assertEquals(List.of(), account.statements());
    }

    @Test
    void theDatabaseAndItsSecretCanBeSetByOptions() {
        TestAccount account = TestAccount.with(bot(1));
        String cluster = account.clusterArn(), secret = account.secretArn();
        JsonReport report = account.report(
                "--db-cluster-arn", cluster, "--db-secret-arn", secret, "--database", "postgres").exits(0);
        assertTrue(report.json().get("rowsCounted").getAsBoolean());
        JsonObject sent = account.requests("ExecuteStatement").get(0).getAsJsonObject("body");
        assertEquals(
                List.of(cluster, secret, "postgres"),
                Stream.of("resourceArn", "secretArn", "database")
                        .map(member -> sent.get(member).getAsString())
                        .toList());
        account.migrate("--yes", "--database", "unknown").hasErr("Success rests on SyncStatus alone");
    }

    @Test
    void theReportContainsTheTimesAndTheCostOfEveryTask() {
        Bot[] bots = bots(2);
        TestAccount account = TestAccount.with(bots)
                .behavior(bots[0], "failToStart", "reason", "CannotPullContainerError: pull image", "times", 1);
        JsonReport report = account.report().exits(0).hasErr("(estimate without Bedrock; us-east-1, June 2026)");
        JsonObject cost = report.json().getAsJsonObject("cost");
        long seconds = cost.get("taskSeconds").getAsLong();
        double dollars = (2 * 0.04048 + 4 * 0.004445) * seconds / 3600;
        assertEquals(dollars, cost.get("dollars").getAsDouble(), 0.0001);
        List<JsonElement> attempts = report.bot(bots[0]).getAsJsonArray("attempts").asList();
        assertEquals(2, attempts.size());
        assertEquals(0, attempts.get(0).getAsJsonObject().get("taskSeconds").getAsInt(), "it did not run");
        long atServer = account.tasks().stream()
                .filter(t -> t.has("startedAt"))
                .mapToDouble(t -> t.get("stoppedAt").getAsDouble() - t.get("startedAt").getAsDouble())
                .mapToLong(ran -> Math.max(60, Math.round(ran)))
                .sum();
        assertEquals(atServer, seconds, 3);
    }

    private static TestAccount account() {
        return TestAccount.with(EMPTY, WHOLE).behavior(EMPTY, "noRows");
    }

    private static long refusedStatements(TestAccount account) {
        return account.requests("ExecuteStatement").stream()
                .filter(request -> request.has("status") && request.get("status").getAsInt() >= 400)
                .count();
    }

    private static void assertCounted(TestAccount account) {
        JsonReport report = account.report().exits(1);
        assertEquals(List.of("incomplete", "succeeded"), report.outcomes(EMPTY, WHOLE));
        assertEquals(account.rowCount(WHOLE), report.number(WHOLE, "chunks"));
        account.assertStarted(EMPTY, WHOLE);
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
        assertCounted(account);
        assertEquals(1, refusedStatements(account));
    }

    @Test
    void aProofThatWasLostIsTakenUpAgainWhileTheRunLasts() {
        Bot slow = bot(3);
        TestAccount account = account().put(slow).behavior(slow, "hang").pauseClock();
        Cli.Running running = account.start("--yes", "--json", "-").waitUntil(() -> account.tasks().size() == 3);
        account.databaseState("notPermitted").resumeClock();
        running.waitUntil(() -> refusedStatements(account) >= 2);
        account.databaseState("available");
        running.waitUntil(() -> account.statements().size() > 2 + refusedStatements(account));
        account.stop(account.tasksOf(slow).get(0));
        JsonReport report = JsonReport.of(running.end()).exits(1).hasErr("not permitted (");
        assertEquals(List.of("incomplete", "succeeded", "failed"), report.outcomes(EMPTY, WHOLE, slow));
    }

    @ParameterizedTest
    @CsvSource({"403, AccessDeniedException", "500, InternalServerErrorException"})
    void aRunThatLostItsProofSaysSoAndTheNextRunCountsAgain(int status, String code) {
        TestAccount account = account()
                .errorAfter(STATEMENTS_BEFORE_THE_FIRST_START, "ExecuteStatement", -1, status, code, "no");
        JsonReport lost = account.report().exits(1);
        for (Bot bot : List.of(EMPTY, WHOLE)) {
            assertEquals("unproved", lost.outcome(bot));
            assertTrue(lost.reason(bot).startsWith("its rows could not be counted: "));
        }
        assertCounted(account.clearFaults());
    }

    @Test
    void whatWasCountedBeforeStaysAsItWas() {
        TestAccount account = account();
        account.migrate("--yes", "--bot", WHOLE.id()).exits(0);
        account.errorAfter(
                STATEMENTS_BEFORE_THE_FIRST_START, "ExecuteStatement", -1, 403, "AccessDeniedException", "no");
        JsonReport second = account.report().exits(1);
        assertEquals(List.of("succeeded", "unproved"), second.outcomes(WHOLE, EMPTY));
        assertTrue(second.number(WHOLE, "chunks") > 0);
    }

    /** The request took effect and its answer was lost, or it never arrived: the database is asked which. */
    @ParameterizedTest
    @CsvSource({"after, 1", "before, 2"})
    void aRebuildIsBegunAgainOnlyIfItDidNotBegin(String cut, int statements) {
        TestAccount account = account();
        account.migrate("--yes");
        account.fault(Map.of("operation", "ExecuteStatement", "contains", "REINDEX", "cut", cut));
        account.verify("--reindex", "--yes").hasOut("Rebuilt idx_items_embedding in ");
        assertEquals(statements, account.statements().stream().filter(sql -> sql.startsWith("REINDEX")).count());
    }
}
