package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tests.support.RestoreChecks.arguments;
import static tests.support.TestBots.bot;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.RestoreChecks;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.TestSnapshot;

/** {@code restore}: what it says about each cause that stops it, and that it creates nothing or names what is left. */
class RestoreErrorTest {
    @AutoClose("remove")
    private final TestAccount account = TestAccount.withOwnDatabase().set("resourceSeconds", 30);
    private final Bot bot = bot(1);

    @BeforeEach
    void putBot() {
        account.put(bot);
    }

    private Cli.Result restore(String... arguments) {
        return RestoreChecks.restore(account, arguments);
    }

    /** Runs the command, which must stop before it creates anything. */
    private void assertRejected(String... parts) {
        restore("--yes").exits(2).hasErr(parts);
        assertEquals(List.of(), account.mutations());
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
        account.start(account.cli(), arguments()).type("7\n").end().exits(2).hasErr("No snapshot was chosen");
        Cli.Result chosen = account.start(account.cli(), arguments("--json", "-")).type("2\ny\n").end().exits(0);
        chosen.hasErr("  1  newest", "  2  older");
        assertEquals("older", chosen.json().getAsJsonObject("snapshot").get("name").getAsString());
    }

    @Test
    void aSnapshotWithoutTheBotsIsReportedWithTheOthers() {
        TestSnapshot.named("newest").addTo(account);
        TestSnapshot.named("older", bot).with("createdAt", "2024-05-01T10:00:00Z").addTo(account);
        restore("--yes", "--snapshot", "newest")
                .exits(1)
                .hasErr("snapshot newest has no rows of the bots to restore. Others: older");
    }

    @Test
    void theAppMustNotBeDeployedMeanwhile() {
        TestSnapshot.of(bot).addTo(account);
        account.control("stack", Map.of("status", "UPDATE_IN_PROGRESS"));
        assertRejected("Stack BedrockChatStack is in state UPDATE_IN_PROGRESS. Wait");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UPDATE_ROLLBACK_COMPLETE", "UPDATE_FAILED"})
    void afterAFailedDeployTheUserIsWarned(String status) {
        TestSnapshot.of(bot).addTo(account);
        account.control("stack", Map.of("status", status));
        restore("--dry-run")
                .hasErr("warning: stack BedrockChatStack is " + status, "Look at what verify shows before you go on.");
    }

    @Test
    void theCleanupOfADeployIsWaitedFor() {
        TestSnapshot.of(bot).addTo(account);
        account.control("stack", Map.of("status", "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS"));
        Cli.Running running = account.start(account.cli(), arguments("--yes"));
        running.waitUntil(() -> account.arrived("DescribeStacks") > 3);
        assertEquals(0, account.requests("CreateStack").size());
        account.control("stack", Map.of("status", "UPDATE_COMPLETE"));
        running.end().exits(0).hasOut("takes its final snapshot now");
    }

    @Test
    void aSnapshotThatIsBeingCreatedIsWaitedFor() {
        TestSnapshot.of(bot).with("status", "creating").addTo(account);
        Cli.Running running = account.start(account.cli(), arguments("--yes"));
        running.waitUntil(() -> account.arrived("DescribeDBClusterSnapshots") > 3);
        assertEquals(0, account.requests("CreateStack").size());
        TestSnapshot.of(bot).with("status", "available").addTo(account);
        running.end().exits(0);
    }

    @Test
    void aStoppedDatabaseIsNamedWithTheCommandThatStartsIt() {
        TestSnapshot.of(bot).addTo(account);
        account.databaseState("stopped");
        assertRejected("is stopped", "aws rds start-db-cluster --db-cluster-identifier bedrockchatstack-vectorstore");
    }

    @Test
    void aTableOfAnotherShapeIsRejected() {
        TestSnapshot.of(bot).with("sql", "ALTER TABLE items ADD COLUMN more integer").addTo(account);
        restore("--yes")
                .exits(2)
                .hasErr(
                        "The snapshot has no table items of the expected shape",
                        "the temporary database still exists (stack BedrockChatStack-restore-",
                        "restore --clean-up");
        account.sql("ALTER TABLE items ADD COLUMN more integer");
        restore("--yes").exits(2).hasErr("The new database has no table items of the expected shape");
    }

    @ParameterizedTest
    @CsvSource({
        "16.1, 'and no cluster with its major version can be created any more'",
        "15.2, 'and the newest version on offer in this region, 15.2, is older'"
    })
    void aVersionThatCannotBeCreatedIsRejected(String newest, String why) {
        TestSnapshot.of(bot).addTo(account);
        account.set("engineVersions", List.of("14.9", newest));
        assertRejected("is of version 15.3, " + why);
    }

    @Test
    void aFailedCreationIsExplainedAndTheNextRunStartsAgain() {
        TestSnapshot.of(bot).addTo(account);
        failOnce("create", "Cluster", "DB Cluster quota exceeded (Service: Rds, Status Code: 400)");
        restore("--yes")
                .exits(3)
                .hasErr(
                        "temporary database could not be created: database cluster from the snapshot: DB Cluster quota",
                        "Service Quotas");
        restore("--yes").exits(0);
    }

    @Test
    void expiredCredentialsOfCloudFormationAreACaseOfTheirOwn() {
        TestSnapshot.of(bot).addTo(account);
        failOnce("create", "Instance", "The security token included in the request is expired");
        restore("--yes").exits(3).hasErr("which have expired. Give --stack-role-arn");
    }

    private void failOnce(String operation, String resource, String reason) {
        account.control("resourceFault", Map.of("resource", resource, "operation", operation, "reason", reason));
    }

    @Test
    void aFailedDeletionIsRepeated() {
        TestSnapshot.of(bot).addTo(account);
        failOnce("delete", "Cluster", "The security token is expired");
        restore("--yes").exits(0).hasErr("was not deleted: database cluster");
    }

    @Test
    void aDeletionThatFailsForGoodNamesWhatIsLeft() {
        TestSnapshot.of(bot).addTo(account);
        for (int i = 0; i < 4; i++) {
            failOnce("delete", "SecurityGroup", "resource sg-1 has a dependent object");
        }
        restore("--yes")
                .exits(3)
                .hasErr("could not be deleted", "sg-1 has a dependent object", "still exists (stack BedrockChatStack");
        restore("--clean-up", "--yes");
        restore("--clean-up", "--yes").exits(0);
        restore("--status").hasOut("Nothing of restore exists.");
    }

    @Test
    void aBlockedConnectionIsExplainedByTheSecurityGroup() {
        TestSnapshot.of(bot).addTo(account);
        account.set("networkBroken", true);
        restore("--yes")
                .exits(3)
                .hasErr(
                        "The new database cannot connect to the temporary one",
                        "must let in sg-0a1b2c3d4e5f60002 on port 5432");
    }

    @Test
    void aCommandThatWasDeclinedCreatesNothing() {
        TestSnapshot.of(bot).addTo(account);
        account.start(account.cli(), arguments()).type("n\n").end().exits(0);
        assertEquals(List.of(), account.mutations());
    }

    @Test
    void contradictionsAreRejected() {
        restore("--dry-run", "--status").exits(2).hasErr("Give only one of");
        TestSnapshot.of(bot).addTo(account);
        restore("--yes", "--bot", "nobody").exits(2).hasErr("Nothing was started: no bot matches --bot nobody");
        restore("--yes", "--snapshot", "missing").exits(2).hasErr("There is no cluster snapshot missing");
        assertEquals(List.of(), account.mutations());
    }
}
