package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/**
 * {@code --fresh} takes a mark of each bot's rows, and a bot is embedded again when all its rows are above it: no clock
 * and no memory of one machine is involved, so it can be interrupted, repeated and shared.
 */
class FreshTest {
    private static final TestBots.Bot[] BOTS = TestBots.bots(3);

    @Test
    void everyBotIsEmbeddedAgainAndTheNextFreshBeginsAnew() {
        TestAccount account = TestAccount.empty().put(BOTS);
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(0);
        account.start(cli, "--fresh")
                .type("n\n")
                .end()
                .exits(0)
                .hasOut("Embed every bot again, including the 3 that are done?");
        for (int tasks = 2; tasks <= 3; tasks++) {
            String before = highestId(account);
            Cli.Result fresh = account.migrate(cli, "--yes", "--fresh").exits(0);
            assertEquals(List.of(tasks, tasks, tasks), account.taskCounts(BOTS), fresh::toString);
            assertTrue(lowestId(account).compareTo(before) > 0, "every row is new");
        }
        account.migrate(cli, "--yes").exits(0);
        assertEquals(9, account.tasks().size(), "what is fresh is done");
    }

    @Test
    void aKilledFreshIsContinuedWhetherOrNotTheOptionIsGivenAgain() {
        for (String[] options : new String[][] {{"--yes", "--fresh"}, {"--yes"}}) {
            TestAccount account = TestAccount.empty().put(BOTS).set("vcpuQuota", 2);
            Cli cli = account.cli();
            account.migrate(cli, "--yes").exits(0);
            int ended = cli.journalLines("ended").size();
            assertTrue(account.start(cli, "--yes", "--fresh").killWhen(() -> cli.journalLines("ended").size() > ended));
            Cli.Result result = account.migrate(cli, options).exits(0);
            assertEquals(List.of(2, 2, 2), account.taskCounts(BOTS), options.length + " " + result);
        }
    }

    /** Neither has a journal: the rows are from a restore. Both ask for the same, and so they share one task a bot. */
    @Test
    void twoOperatorsTakeTheSameMarksAndShareTheirTasks() {
        TestAccount account = TestAccount.empty().put(BOTS).withoutQuota();
        restoreRows(account);
        account.deny("ListTasks");
        // Processes, because time has to pass for the one while a question of the other waits.
        Cli.Running first = account.startProcess(account.cli(), "--fresh");
        Cli.Running second = account.startProcess(account.cli(), "--fresh");
        first.type("y\n");
        second.type("y\n");
        for (Cli.Running each : List.of(first, second)) {
            each.waitUntil(() -> account.arrived("ExecuteStatement") >= 4);
        }
        account.pauseClock();
        first.type("y\n").waitUntil(() -> account.tasks().size() == BOTS.length);
        second.type("y\n").waitUntil(() -> account.answered("RunTask") == 2 * BOTS.length);
        account.resumeClock();
        for (Cli.Running each : List.of(first, second)) {
            each.end().exits(0);
        }
        assertEquals(BOTS.length, account.tasks().size());
        assertEquals(BOTS.length, Set.copyOf(account.tokens("")).size());
        assertTrue(lowestId(account).startsWith("01"), "the restored rows are gone");
    }

    @Test
    void restoredRowsAreOlderThanTheMark() {
        TestAccount account = TestAccount.empty().put(BOTS);
        restoreRows(account);
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(0);
        assertEquals(0, account.tasks().size(), "they prove every bot");
        Cli.Result fresh = account.migrate(cli, "--yes", "--fresh").exits(0);
        assertEquals(BOTS.length, account.tasks().size(), fresh::toString);
    }

    @Test
    void onlyTheSelectedBotsAreEmbeddedAgain() {
        TestAccount account = TestAccount.empty().put(BOTS);
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(0);
        Cli.Result one = account.migrate(cli, "--yes", "--fresh", "--bot", BOTS[1].id()).exits(0);
        assertEquals(List.of(1, 2, 1), account.taskCounts(BOTS), one::toString);
        account.migrate(cli, "--status").exits(0);
    }

    /** A task of the app lives when the mark is taken: its rows are not what was asked for. */
    @Test
    void aLivingTaskIsWaitedForAndThenTheMarkIsTakenAgain() {
        TestBots.Bot bot = BOTS[0];
        TestAccount account = TestAccount.empty().put(bot).pauseClock();
        Cli cli = account.cli();
        account.saveInApp(bot);
        int looks = account.requests("DescribeTasks").size();
        Cli.Running running = account.start(cli, "--yes", "--fresh", "--json", "-")
                .waitUntil(() -> account.arrived("DescribeTasks") > looks + 2);
        account.resumeClock();
        Cli.Result result = running.end().exits(0);
        List<JsonObject> tasks = account.assertOneAfterTheOther(bot, 2).tasksOf(bot);
        assertEquals(TestAccount.taskId(tasks.get(1)), JsonReport.of(result).taskId(bot), result::toString);
        assertEquals(2, cli.journalLines("marked").size(), "the mark was taken again");
    }

    /** Its rows are all that it can have, so they go on to count. */
    @Test
    void aBotThatCannotBeEmbeddedAgainKeepsItsProof() {
        TestAccount account = TestAccount.empty().put(BOTS);
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(0);
        account.deleteFiles(BOTS[0], "manual-1.pdf");
        for (int tasks = 2; tasks <= 3; tasks++) {
            Cli.Result fresh = account.migrate(cli, "--yes", "--fresh", "--json", "-").exits(1);
            assertEquals("notStarted", JsonReport.of(fresh).outcome(BOTS[0]), fresh::toString);
            assertEquals(List.of(1, tasks, tasks), account.taskCounts(BOTS), fresh::toString);
        }
        Cli.Result later = account.migrate(cli, "--yes").exits(0);
        assertEquals(7, account.tasks().size(), later::toString);
    }

    @Test
    void aBotThatWasDeletedSinceIsNotLeft() {
        TestAccount account = TestAccount.empty().put(BOTS);
        Cli cli = account.cli();
        account.start(cli, "--fresh").type("y\nn\n").end();
        assertEquals(BOTS.length, cli.journalLines("marked").size());
        account.delete(BOTS[0]);
        for (int tasks = 1; tasks <= 2; tasks++) {
            Cli.Result fresh = account.migrate(cli, "--yes", "--fresh").exits(0);
            assertEquals(tasks, account.tasksOf(BOTS[1]).size(), fresh::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"notPermitted", "notEnabled", "--no-proof"})
    void withoutRowsItRefuses(String reason) {
        TestAccount account = TestAccount.empty().put(BOTS);
        Cli.Result result = reason.startsWith("--")
                ? account.migrate("--yes", "--fresh", reason)
                : account.databaseState(reason).migrate("--yes", "--fresh");
        result.exits(2).hasErr("Nothing was started");
        assertEquals(List.of(), account.mutations(), result::toString);
    }

    /** Rows as a restore writes them: with the ids that they had in the snapshot. */
    private static void restoreRows(TestAccount account) {
        for (TestBots.Bot bot : BOTS) {
            String source = "s3://bedrockchatstack-documentbucketae41e5a9-rehearsal0001/" + bot.user() + "/" + bot.id()
                    + "/documents/manual-" + Integer.parseInt(bot.id().substring(7)) + ".pdf";
            account.sql("INSERT INTO items (id, botid, content, source, embedding) VALUES ('00OLD"
                    + bot.id().substring(5) + "', '" + bot.id() + "', 'old', '" + source + "', CAST('["
                    + "0.1,".repeat(1023) + "0.1]' AS vector))");
        }
    }

    private static String lowestId(TestAccount account) {
        return ids(account).stream().min(String::compareTo).orElseThrow();
    }

    private static String highestId(TestAccount account) {
        return ids(account).stream().max(String::compareTo).orElseThrow();
    }

    private static Set<String> ids(TestAccount account) {
        return account.sql("SELECT id FROM items").stream()
                .map(row -> row.get(0).getAsString())
                .collect(Collectors.toSet());
    }
}
