package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.MISSED_BY_INDEX;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;

/**
 * {@code --fresh} takes a mark of each bot's rows, and a bot is embedded again when all its rows are above it: no clock
 * and no memory of one machine is involved, so it can be interrupted, repeated and shared.
 */
class FreshTest {
    private static final Bot[] BOTS = bots(3);

    private final TestAccount account = TestAccount.with(BOTS);

    @Test
    void everyBotIsEmbeddedAgainAndTheNextFreshBeginsAnew() {
        account.migrate("--yes").exits(0);
        account.start("--fresh")
                .type("n\n")
                .end().exits(0)
                .hasOut("Embed every bot again, including the 3 that are done?");
        for (int tasks = 2; tasks <= 3; tasks++) {
            String before = highestId();
            account.migrate("--yes", "--fresh").exits(0);
            assertEquals(List.of(tasks, tasks, tasks), account.taskCounts(BOTS));
            assertTrue(lowestId().compareTo(before) > 0, "every row is new");
        }
        account.migrate("--yes").exits(0);
        assertEquals(9, account.tasks().size(), "what is fresh is done");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--yes --fresh", "--yes"})
    void aKilledFreshIsContinuedWhetherOrNotTheOptionIsGivenAgain(String options) {
        account.set("vcpuQuota", 2).migrate("--yes").exits(0);
        int ended = account.journalLines("ended").size();
        account.startAndKill(() -> account.journalLines("ended").size() > ended, "--fresh");
        account.migrate(options.split(" ")).exits(0);
        assertEquals(List.of(2, 2, 2), account.taskCounts(BOTS));
    }

    /** Neither has a journal: the rows are from a restore. Both ask for the same, and so they share one task a bot. */
    @Test
    void twoOperatorsTakeTheSameMarksAndShareTheirTasks() {
        restoreRows();
        account.withoutQuota().deny("ListTasks");
        // Processes, because time has to pass for the one while a question of the other waits.
        Cli.Running first = account.startProcess(account.cli(), "--fresh").type("y\n");
        Cli.Running second = account.startProcess(account.cli(), "--fresh").type("y\n");
        for (Cli.Running each : List.of(first, second)) {
            each.waitUntil(() -> account.arrived("ExecuteStatement") >= 4);
        }
        account.pauseClock();
        first.type("y\n").waitUntil(() -> account.tasks().size() == BOTS.length);
        second.type("y\n").waitUntil(() -> account.answered("RunTask") == 2 * BOTS.length);
        account.resumeClock();
        first.end().exits(0);
        second.end().exits(0);
        assertEquals(BOTS.length, account.tasks().size());
        assertEquals(BOTS.length, Set.copyOf(account.tokens("")).size());
        assertTrue(lowestId().startsWith("01"), "the restored rows are gone");
    }

    @Test
    void restoredRowsAreOlderThanTheMark() {
        restoreRows();
        account.migrate("--yes").exits(0);
        assertEquals(0, account.tasks().size(), "they prove every bot");
        account.migrate("--yes", "--fresh").exits(0);
        account.assertStarted(BOTS);
    }

    @Test
    void onlyTheSelectedBotsAreEmbeddedAgain() {
        account.migrate("--yes").exits(0);
        account.migrate("--yes", "--fresh", "--bot", BOTS[1].id()).exits(0);
        assertEquals(List.of(1, 2, 1), account.taskCounts(BOTS));
        account.migrate("--status").exits(0);
    }

    /** A task of the app lives when the mark is taken: its rows are not what was asked for. */
    @Test
    void aLivingTaskIsWaitedForAndThenTheMarkIsTakenAgain() {
        Bot bot = BOTS[0];
        account.pauseClock().saveInApp(bot);
        BooleanSupplier looked = account.more(3, "DescribeTasks");
        Cli.Result result = account.migratePausedUntil(
                looked, "--yes", "--fresh", "--bot", bot.id(), "--json", "-").exits(0);
        List<JsonObject> tasks = account.assertOneAfterTheOther(bot, 2).tasksOf(bot);
        assertEquals(TestAccount.taskId(tasks.get(1)), JsonReport.of(result).taskId(bot));
        assertEquals(2, account.journalLines("marked").size(), "the mark was taken again");
    }

    /** Its rows are all that it can have, so they go on to count. */
    @Test
    void aBotThatCannotBeEmbeddedAgainKeepsItsProof() {
        account.migrate("--yes").exits(0);
        account.deleteFiles(BOTS[0], "manual-1.pdf");
        for (int tasks = 2; tasks <= 3; tasks++) {
            assertEquals("notStarted", account.report("--fresh").exits(1).outcome(BOTS[0]));
            assertEquals(List.of(1, tasks, tasks), account.taskCounts(BOTS));
        }
        account.migrate("--yes").exits(0);
        assertEquals(7, account.tasks().size());
    }

    @Test
    void aFreshWhoseSweepHasFailedIsContinuedUntilASweepHasEnded() {
        Bot later = bot(78);
        Bot[] all = {BOTS[0], MISSED_BY_INDEX, later};
        TestAccount account = TestAccount.with(BOTS[0], MISSED_BY_INDEX);
        account.migrate("--yes").exits(0);
        account.put(later).set("missedByIndex", List.of(MISSED_BY_INDEX.sk(), later.sk()));
        account.errorAfter(1, "Scan", -1, 400, "AccessDeniedException", "no");
        account.migrate("--yes", "--fresh").exits(1).hasOut("to finish the search", " --yes --fresh");
        assertEquals(List.of(2, 2, 0), account.taskCounts(all));
        account.clearFaults();
        for (int tasks = 1; tasks <= 2; tasks++) {
            account.migrate("--yes", "--fresh").exits(0);
            assertEquals(List.of(1 + tasks, 1 + tasks, tasks), account.taskCounts(all));
        }
    }

    @Test
    void aBotThatWasDeletedSinceIsNotLeft() {
        account.start("--fresh").type("y\nn\n").end();
        assertEquals(BOTS.length, account.journalLines("marked").size());
        account.delete(BOTS[0]);
        for (int tasks = 1; tasks <= 2; tasks++) {
            account.migrate("--yes", "--fresh").exits(0);
            assertEquals(tasks, account.tasksOf(BOTS[1]).size());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"notPermitted", "notEnabled", "--no-proof"})
    void withoutRowsItRefuses(String reason) {
        Cli.Result result = reason.startsWith("--")
                ? account.migrate("--yes", "--fresh", reason)
                : account.databaseState(reason).migrate("--yes", "--fresh");
        result.exits(2).hasErr("Nothing was started");
        assertEquals(List.of(), account.mutations());
    }

    /** Rows as a restore writes them: with the ids that they had in the snapshot. */
    private void restoreRows() {
        for (Bot bot : BOTS) {
            String source = "s3://bedrockchatstack-documentbucketae41e5a9-rehearsal0001/" + bot.user() + "/" + bot.id()
                    + "/documents/manual-" + Integer.parseInt(bot.id().substring(7)) + ".pdf";
            account.sql("INSERT INTO items (id, botid, content, source, embedding) VALUES ('00OLD"
                    + bot.id().substring(5) + "', '" + bot.id() + "', 'old', '" + source + "', CAST('["
                    + "0.1,".repeat(1023) + "0.1]' AS vector))");
        }
    }

    private String lowestId() {
        return account.sql("SELECT min(id) FROM items").get(0).get(0).getAsString();
    }

    private String highestId() {
        return account.sql("SELECT max(id) FROM items").get(0).get(0).getAsString();
    }
}
