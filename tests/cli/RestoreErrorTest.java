package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots;
import tests.support.TestSnapshot;

/** {@code restore}: what it says about each cause that stops it, and that it creates nothing or names what is left. */
class RestoreErrorTest {
    private final TestAccount account = TestAccount.withOwnDatabase().set("resourceSeconds", 30);
    private final TestBots.Bot bot = TestBots.bot(1);

    @BeforeEach
    void putBot() {
        account.put(bot);
    }

    @AfterEach
    void stopServers() {
        account.remove();
    }

    private Cli.Result restore(String... arguments) {
        return account.migrate(arguments(arguments));
    }

    private static String[] arguments(String... arguments) {
        return Stream.concat(Stream.of("restore"), Stream.of(arguments)).toArray(String[]::new);
    }

    private static void assertError(int exit, Cli.Result result, String... parts) {
        result.exits(exit);
        for (String part : parts) {
            assertTrue(result.err().contains(part), () -> part + " is missing in " + result);
        }
        result.hasNoErr("\tat ");
    }

    /** Runs the command, which must stop before it creates anything. */
    private void assertRejected(String... parts) {
        Cli.Result result = restore("--yes");
        assertError(2, result, parts);
        assertEquals(List.of(), account.mutations(), result::toString);
    }

    @Test
    void withoutASnapshotTheOtherWayIsNamed() {
        assertRejected(
                "There is no snapshot of an earlier database cluster (bedrockchatstack-vectorstorecluster…)",
                "jbang migrate.java");
        account.control("backup", Map.of("id", "automated-1", "type", "automated"));
        assertRejected("automated backups of deleted clusters");
    }

    @Test
    void snapshotsOfOtherClustersAndOfTheNewOneAreNotOffered() {
        String present = account.clusterArn().replaceFirst(".*:", "");
        TestSnapshot.named("of-the-new-one").with("clusterId", present).addTo(account);
        TestSnapshot.named("of-another").with("clusterId", "billing").addTo(account);
        assertRejected("There is no snapshot");
    }

    @Test
    void ofSeveralSnapshotsTheUserChoosesOne() {
        TestSnapshot.named("newest").addTo(account);
        TestSnapshot.named("older", bot).with("createdAt", "2024-05-01T10:00:00Z").addTo(account);
        assertRejected("There are 2 snapshots", "--snapshot ID");
        Cli.Result bad = account.start(account.cli(), arguments()).type("7\n").end();
        assertError(2, bad, "No snapshot was chosen");
        Cli.Result chosen = account.start(account.cli(), arguments("--json", "-")).type("2\ny\n").end().exits(0);
        chosen.hasErr("  1  newest", "  2  older");
        assertEquals("older", chosen.json().getAsJsonObject("snapshot").get("name").getAsString());
    }

    @Test
    void aSnapshotWithoutTheBotsIsReportedWithTheOthers() {
        TestSnapshot.named("newest").addTo(account);
        TestSnapshot.named("older", bot).with("createdAt", "2024-05-01T10:00:00Z").addTo(account);
        Cli.Result result = restore("--yes", "--snapshot", "newest");
        assertError(1, result, "snapshot newest has no rows of the bots to restore. Others: older");
    }

    @Test
    void theAppMustNotBeDeployedMeanwhile() {
        TestSnapshot.of(bot).addTo(account);
        account.control("stack", Map.of("status", "UPDATE_IN_PROGRESS"));
        assertRejected("Stack BedrockChatStack is in state UPDATE_IN_PROGRESS. Wait");
    }

    @Test
    void theCleanupOfADeployIsWaitedFor() {
        TestSnapshot.of(bot).addTo(account);
        account.control("stack", Map.of("status", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"));
        Cli.Running running = account.start(account.cli(), arguments("--yes"));
        running.waitUntil(() -> account.requests("DescribeStacks").size() > 3);
        assertEquals(0, account.requests("CreateStack").size());
        account.control("stack", Map.of("status", "UPDATE_COMPLETE"));
        running.end().exits(0).hasOut("takes its final snapshot now");
    }

    @Test
    void aSnapshotThatIsBeingCreatedIsWaitedFor() {
        TestSnapshot.of(bot).with("status", "creating").addTo(account);
        Cli.Running running = account.start(account.cli(), arguments("--yes"));
        running.waitUntil(() -> account.requests("DescribeDBClusterSnapshots").size() > 3);
        assertEquals(0, account.requests("CreateStack").size());
        TestSnapshot.of(bot).addTo(account);
        running.end().exits(0);
    }

    @Test
    void aStoppedDatabaseIsNamedWithTheCommandThatStartsIt() {
        TestSnapshot.of(bot).addTo(account);
        account.databaseState("stopped");
        assertRejected("is stopped", "aws rds start-db-cluster --db-cluster-identifier bedrockchatstack-vectorstore");
    }

    @Test
    void aPausedDatabaseIsWaitedFor() {
        TestSnapshot.of(bot).addTo(account);
        account.pauseDatabase(3);
        restore("--yes").exits(0).hasOut("waiting for the database");
    }

    @Test
    void aTableOfAnotherShapeIsRejected() {
        TestSnapshot.of(bot).with("sql", "ALTER TABLE items ADD COLUMN more integer").addTo(account);
        Cli.Result result = restore("--yes");
        assertError(
                2,
                result,
                "The snapshot has no table items of the expected shape",
                "the temporary database still exists (stack BedrockChatStack-restore-",
                "restore --clean-up");
        account.sql("ALTER TABLE items ADD COLUMN more integer");
        assertError(2, restore("--yes"), "The new database has no table items of the expected shape");
    }

    @Test
    void aVersionThatCannotBeCreatedIsRejected() {
        TestSnapshot.of(bot).addTo(account);
        account.set("engineVersions", List.of("14.9", "16.1"));
        assertRejected("is of version 15.3, and no cluster with its major version can be created any more");
    }

    @Test
    void aSnapshotThatIsNewerThanEveryVersionOnOfferIsCalledSo() {
        TestSnapshot.of(bot).addTo(account);
        account.set("engineVersions", List.of("14.9", "15.2"));
        assertRejected("is of version 15.3, and the newest version on offer in this region, 15.2, is older");
    }

    @Test
    void aFailedCreationIsExplainedAndTheNextRunStartsAgain() {
        TestSnapshot.of(bot).addTo(account);
        account.control(
                "resourceFault",
                Map.of(
                        "resource", "Cluster",
                        "operation", "create",
                        "reason", "DB Cluster quota exceeded (Service: Rds, Status Code: 400)"));
        assertError(
                3,
                restore("--yes"),
                "The temporary database could not be created: database cluster from the snapshot: DB Cluster quota",
                "Service Quotas");
        restore("--yes").exits(0);
    }

    @Test
    void expiredCredentialsOfCloudFormationAreACaseOfTheirOwn() {
        TestSnapshot.of(bot).addTo(account);
        account.control(
                "resourceFault",
                Map.of(
                        "resource", "Instance",
                        "operation", "create",
                        "reason", "The security token included in the request is expired"));
        assertError(3, restore("--yes"), "which have expired. Give --stack-role-arn");
    }

    @Test
    void aFailedDeletionIsRepeated() {
        TestSnapshot.of(bot).addTo(account);
        account.control(
                "resourceFault",
                Map.of("resource", "Cluster", "operation", "delete", "reason", "The security token is expired"));
        restore("--yes").exits(0).hasErr("was not deleted: database cluster");
    }

    @Test
    void aDeletionThatFailsForGoodNamesWhatIsLeft() {
        TestSnapshot.of(bot).addTo(account);
        for (int i = 0; i < 4; i++) {
            account.control(
                    "resourceFault",
                    Map.of(
                            "resource", "SecurityGroup",
                            "operation", "delete",
                            "reason", "resource sg-1 has a dependent object"));
        }
        Cli.Result result = restore("--yes");
        assertError(
                3,
                result,
                "could not be deleted",
                "sg-1 has a dependent object",
                "still exists (stack BedrockChatStack");
        restore("--clean-up", "--yes");
        restore("--clean-up", "--yes").exits(0);
        assertTrue(restore("--status").out().contains("Nothing of restore exists."));
    }

    @Test
    void aBlockedConnectionIsExplainedByTheSecurityGroup() {
        TestSnapshot.of(bot).addTo(account);
        account.set("networkBroken", true);
        Cli.Result result = restore("--yes");
        assertError(
                3,
                result,
                "The new database cannot connect to the temporary one",
                "must let in sg-0a1b2c3d4e5f60002 on port 5432");
    }

    @Test
    void aCommandThatWasDeclinedCreatesNothing() {
        TestSnapshot.of(bot).addTo(account);
        Cli.Result result = account.start(account.cli(), arguments()).type("n\n").end().exits(0);
        assertEquals(List.of(), account.mutations(), result::toString);
    }

    @Test
    void withoutAnythingToRestoreNothingIsCreated() {
        account.migrate("--yes");
        TestSnapshot.of(bot).addTo(account);
        Cli.Result result = restore("--yes").exits(0);
        assertEquals(List.of(), account.mutations(), result::toString);
        result.hasOut("There is nothing to restore");
    }

    @Test
    void contradictionsAreRejected() {
        assertError(2, restore("--dry-run", "--status"), "Give only one of");
        assertError(2, restore("--yes", "--bot", "nobody"), "There is no snapshot");
        TestSnapshot.of(bot).addTo(account);
        assertError(2, restore("--yes", "--bot", "nobody"), "Nothing was started: no bot matches --bot nobody");
        assertError(2, restore("--yes", "--snapshot", "missing"), "There is no cluster snapshot missing");
        List<String> created = new ArrayList<>(account.mutations());
        assertEquals(List.of(), created);
    }
}
