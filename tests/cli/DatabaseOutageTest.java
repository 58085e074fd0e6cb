package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/** A Data API that stops answering in the middle of a run: the proof is taken up again, or the exit code says so. */
class DatabaseOutageTest {
    private static final TestBots.Bot EMPTY = TestBots.bot(1), WHOLE = TestBots.bot(2);
    /** The check of the settings and the count at the beginning. */
    private static final int STATEMENTS_BEFORE_THE_FIRST_START = 2;

    private static TestAccount account() {
        return TestAccount.empty().put(EMPTY, WHOLE).behavior(EMPTY, "noRows");
    }

    private static Map<String, ?> fault(int skip, int times, int status, String code, String message) {
        return Map.of(
                "operation", "ExecuteStatement",
                "skip", skip,
                "times", times,
                "error", TestAccount.error(status, code, message));
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
        TestAccount account = account().fault(fault(STATEMENTS_BEFORE_THE_FIRST_START, 1, status, code, message));
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
        TestAccount account = account().fault(fault(STATEMENTS_BEFORE_THE_FIRST_START, -1, status, code, "no"));
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
        account.fault(fault(STATEMENTS_BEFORE_THE_FIRST_START, -1, 403, "AccessDeniedException", "no"));
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
