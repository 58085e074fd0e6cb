package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.RestoreChecks.arguments;
import static tests.support.RestoreChecks.assertNothingIsLeft;
import static tests.support.RestoreChecks.outcomes;
import static tests.support.TestBots.bots;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.DataMigration;
import tests.support.Cli;
import tests.support.RestoreChecks;
import tests.support.SdkClients;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.TestSnapshot;

/** {@code restore --via dms} after a run that was interrupted or has failed, and its clean-up in every state. */
class RestoreDmsResumeTest {
    @AutoClose("remove")
    private final TestAccount account =
            TestAccount.withOwnDatabase().set("resourceSeconds", 60).set("roles", List.of("dms-vpc-role"));
    private final Bot[] bots = bots(3);

    @BeforeEach
    void putBots() {
        TestSnapshot.of(bots).addTo(account).put(bots);
    }

    private static String[] viaDms(String... arguments) {
        return Stream.concat(Stream.of("--via", "dms", "--yes"), Stream.of(arguments)).toArray(String[]::new);
    }

    private Cli.Result restore(String... arguments) {
        return RestoreChecks.restore(account, viaDms(arguments));
    }

    private void assertRestored(Cli.Result result) {
        result.exits(0);
        assertEquals(Set.of("restored"), Set.copyOf(outcomes(result).values()));
        for (Bot bot : bots) {
            assertEquals(Set.of(5), Set.copyOf(account.rows(bot).values()));
        }
        assertNothingIsLeft(account);
    }

    /** Interrupts the command, as by Ctrl-C, after a request that contains this text; returns what it said. */
    private Cli.Result interruptAfter(String step) {
        Cli.Running running = account.start(account.cli(), arguments(viaDms()));
        running.waitUntil(() -> account.arrivedWith(step) > 0);
        running.destroy();
        return running.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CreateStack",
                "CreateDataMigration",
                "StartDataMigration",
                "DeleteDataMigration",
                "adopt(%L",
                "DeleteStack"
            })
    void aRunThatIsInterruptedIsContinuedByTheSameCommand(String step) {
        interruptAfter(step).exits(130);
        Cli.Result again = restore("--json", "-");
        if (step.equals("DeleteStack")) {
            again.exits(0);
            assertNothingIsLeft(account);
        } else {
            assertRestored(again);
        }
        assertEquals(1, account.answered("StartDataMigration"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CreateDataMigration", "StartDataMigration", "DeleteDataMigration"})
    void theCleanUpStopsAndDeletesTheDataMigrationBeforeTheStack(String step) {
        interruptAfter(step);
        boolean mayBeGone = step.equals("DeleteDataMigration");
        Cli.Result status = RestoreChecks.restore(account, "--status", "--json", "-");
        int listed = status.json().getAsJsonArray("dataMigrations").size();
        assertTrue(listed == 1 || mayBeGone);
        assertEquals(listed == 1, status.err().contains("data migration BedrockChatStack-restore-"));
        Cli.Result cleanUp = RestoreChecks.restore(account, "--clean-up", "--yes").exits(0);
        assertTrue(mayBeGone || cleanUp.out().contains("data migration BedrockChatStack-restore-"));
        assertNothingIsLeft(account);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFailedLoadIsExplainedAndTheNextRunStartsAgain(boolean keepsRows) {
        Map<String, Object> fault = new HashMap<>(Map.of("percent", 50, "message", "could not extend file"));
        fault.put("keepsRows", keepsRows);
        account.control("dmsFault", fault);
        restore().exits(3)
                .hasErr(
                        "DMS has not copied the rows: pg_restore: error: could not extend file",
                        "dms-data-migration-",
                        "restore without --via dms",
                        "still exists (stack BedrockChatStack-restore-");
        Cli.Result again = restore("--json", "-").hasErr("has not copied the rows: pg_restore");
        assertRestored(again);
    }

    @Test
    void aLoadThatSomebodyStopsIsNotTakenForComplete() {
        Cli.Running running = account.start(account.cli(), arguments(viaDms()));
        running.waitUntil(() -> account.answered("StartDataMigration") > 0);
        try (DatabaseMigrationClient client = SdkClients.databaseMigration(account)) {
            DataMigration load = client.describeDataMigrations(r -> {}).dataMigrations().get(0);
            client.stopDataMigration(r -> r.dataMigrationIdentifier(load.dataMigrationArn()));
        }
        running.end().exits(3).hasErr("it is stopped, and has copied no table");
        assertRestored(restore("--json", "-"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CreateDataMigration", "StartDataMigration", "DeleteDataMigration"})
    void aPermissionThatIsMissingMidwayIsNamedAndTheNextRunContinues(String operation) {
        account.error(operation, 1, 400, "AccessDeniedFault", "not authorized to perform dms:" + operation);
        restore().exits(3).hasErr("not authorized to perform dms:" + operation, "restore --clean-up");
        assertRestored(restore("--json", "-"));
    }

    @Test
    void aStackWithOtherSettingsIsCreatedAgainWhileItsDataMigrationRuns() {
        account.control("stack", Map.of("change", Map.of("DbSecurityGroupId", TestAccount.SECURITY_GROUP)));
        interruptAfter("StartDataMigration");
        account.control("stack", Map.of("change", Map.of("DbSecurityGroupId", "sg-0a1b2c3d4e5f60002")));
        Cli.Result again = restore("--json", "-").hasErr("was created with other settings: it is deleted first");
        assertEquals(2, account.answered("CreateStack"));
        assertRestored(again);
    }

    /** CloudFormation deletes no migration project that a data migration uses. */
    @Test
    void aStackThatIsBeingDeletedByHandIsCreatedAgainWhileItsDataMigrationRuns() {
        interruptAfter("StartDataMigration");
        try (CloudFormationClient client = SdkClients.cloudFormation(account)) {
            client.describeStacks().stacks().stream()
                    .map(Stack::stackName)
                    .filter(name -> name.contains("-restore-"))
                    .forEach(name -> client.deleteStack(r -> r.stackName(name)));
        }
        assertRestored(restore("--json", "-"));
    }

    @Test
    void theOtherWayDoesNotContinueThisOne() {
        interruptAfter("StartDataMigration");
        RestoreChecks.restore(account, "--yes").exits(2)
                .hasErr("was created by restore --via dms. Continue that restore");
        assertRestored(restore("--json", "-"));
    }

    @Test
    void lostResponsesAreRepeatedWithoutHarm() {
        for (String operation : List.of("CreateDataMigration", "StartDataMigration", "DeleteDataMigration")) {
            account.fault(Map.of("operation", operation, "cut", "after"));
        }
        assertRestored(restore("--json", "-"));
        assertEquals(1, account.answered("CreateStack"));
    }

    @Test
    void aKeptStackIsRemovedByTheCleanUp() {
        restore("--keep", "--json", "-").exits(0);
        restore().exits(0).hasOut("There is nothing to restore");
        assertNothingIsLeft(account);
    }
}
