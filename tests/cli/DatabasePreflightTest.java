package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/** A database that is down costs the price of every task, so nothing starts unless the user insists. */
class DatabasePreflightTest {
    private static final TestBots.Bot[] BOTS = TestBots.bots(2);
    private static final String MISSING_TABLE = "missingTable";

    private static TestAccount account(String state) {
        TestAccount account = TestAccount.empty().put(BOTS);
        if (state.equals(MISSING_TABLE)) {
            account.sql("DROP TABLE items");
            return account;
        }
        return account.databaseState(state);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "noInstance | has no instance | deploy v1 again",
                "stopped | it is probably stopped, as the app's rdsSchedule does | aws rds start-db-cluster"
                        + " --db-cluster-identifier bedrockchatstack-vectorstorecluster",
                "missingTable | has no vector table | deploy v1 first"
            })
    void nothingIsStartedWhileTheDatabaseIsDown(String state, String problem, String remedy) {
        TestAccount account = account(state);
        Cli.Result result = account.migrate("--yes").exits(2);
        assertEquals(List.of(), account.mutations(), result::toString);
        result.hasErr("The database cannot be used: ", problem, remedy, "--no-proof");

        Cli.Result insisted = account.migrate("--yes", "--no-proof", "--json", "-").exits(1);
        assertEquals(2, account.requests("RunTask").size(), insisted::toString);
        assertEquals(2, JsonReport.of(insisted).count("failed"), insisted::toString);
    }

    @Test
    void tasksCanBeStoppedWhileTheDatabaseIsDown() {
        TestAccount account =
                TestAccount.empty().put(BOTS).behavior(BOTS[0], "hang").behavior(BOTS[1], "hang");
        Cli cli = account.cli();
        account.leaveRunning(cli, 2);
        account.databaseState("stopped");
        Cli.Result result = account.migrate(cli, "--stop", "--yes").exits(0);
        assertEquals(2, account.requests("StopTask").size(), result::toString);
    }
}
