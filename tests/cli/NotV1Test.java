package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.TestAccount;

/** Stacks that are not v1, and a v0 whose deploy was rolled back: every command says what they are, and what to do. */
class NotV1Test {
    private static final List<List<String>> COMMANDS = List.of(
            List.of("--yes"),
            List.of("--status"),
            List.of("verify"),
            List.of("restore", "--dry-run"),
            // the table alone says that the stack is the app's
            List.of("verify", "--table", TestAccount.TABLE),
            List.of("restore", "--dry-run", "--table", TestAccount.TABLE));

    private static TestAccount of(String version) {
        return TestAccount.of("empty", version);
    }

    private static String prepare(TestAccount account) {
        return "jbang migrate.java prepare --endpoint-url " + account.endpoint();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v0.4.4", "v0.4.10"})
    void aStackOfV0IsSentToPrepare(String version) {
        TestAccount account = of(version);
        for (List<String> command : COMMANDS.subList(0, version.equals("v0.4.4") ? 4 : 6)) {
            Cli.Result result = account.migrate(command.toArray(String[]::new)).exits(2);
            assertTrue(result.err().contains("is Bedrock Chat v0.4 (UPDATE_COMPLETE), and v1 is not deployed yet"));
            result.hasErr("\n\nNext:\n  before the deploy:\n    " + prepare(account) + "\n");
        }
        assertEquals(List.of(), account.mutations());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.0.0", "v3.0.0"})
    void toAStackOfALaterVersionTheToolDoesNotApply(String version) {
        TestAccount account = of(version);
        for (List<String> command : COMMANDS) {
            Cli.Result result = account.migrate(command.toArray(String[]::new)).exits(2);
            result.hasErr("this tool does not apply to it").hasNoErr("deploy");
        }
        account.migrate("prepare").exits(2).hasErr("this tool does not apply to it");
        assertEquals(List.of(), account.mutations());
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.2.4", "v1.3.2", "v1.4.0"})
    void aStackOfV1IsOne(String version) {
        Cli.Result result = of(version).migrate("--dry-run").exits(0);
        assertEquals("", result.err(), result::toString);
    }

    @Test
    void afterARollBackTheOldDatabaseAndFilesAreStillThere() {
        TestAccount account = of("v0.4.10");
        account.control("stack", Map.of("rolledBack", "Cannot find version 15.3 for aurora-postgresql"));
        Cli.Result result = account.migrate("--yes").exits(2);
        result.hasErr(
                "(UPDATE_ROLLBACK_COMPLETE), and v1 is not deployed yet. Its last deploy was rolled back, so the"
                        + " database and the files from before it are still there.");
        result.hasErr("  before the deploy:\n    " + prepare(account));
        assertEquals(List.of(), account.mutations(), result::toString);
    }

    @Test
    void whileADeployOfV1IsUnderWayItIsWaitedFor() {
        TestAccount account = of("v0.4.10");
        account.control("stack", Map.of("status", "UPDATE_IN_PROGRESS"));
        account.migrate("--yes").exits(2).hasErr("Wait until the deploy has ended");
    }

    @Test
    void aStackOfSomethingElseIsNotTakenForTheApp() {
        TestAccount account = TestAccount.empty();
        account.control("stack", Map.of("name", "Website", "outputs", Map.of("BucketName", "www")));
        Cli.Result result = account.migrate("--stack", "Website", "--yes").exits(2);
        result.hasErr("Stack Website has none of the outputs of Bedrock Chat");
    }
}
