package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.TestAccount;

/** {@code prepare}: what a deploy would destroy, what stands in its way, and the commands that keep everything. */
class PrepareTest {
    private static final String COPY = "bedrockchatstack-files-123456789012-us-east-1";
    private static final String BUCKET = "bedrockchatstack-documentbucketae41e5a9-rehearsal0001";
    private static final String CLUSTER = "bedrockchatstack-vectorstorecluster5a1b2c3d-rehearsal0001";
    private static final Set<String> READS = Set.of(
            "DescribeStacks", "ListStackResources", "ListImports", "DescribeStackEvents", "Scan",
            "DescribeDBClusters", "DescribeDBClusterSnapshots", "DescribeDBEngineVersions",
            "ExecuteStatement", "ListObjectsV2", "GetCallerIdentity");

    private static TestAccount of(String version) {
        return TestAccount.of("before", version);
    }

    private static Cli.Result prepare(TestAccount account, String... options) {
        Cli.Result result =
                account.migrate(Stream.concat(Stream.of("prepare"), Stream.of(options)).toArray(String[]::new));
        assertEquals(List.of(), account.mutations());
        assertTrue(READS.containsAll(account.operations()), () -> account.operations().toString());
        return result;
    }

    /** Of v0.4.4, neither table nor database is in the outputs. */
    @ParameterizedTest
    @ValueSource(strings = {"v0.4.4", "v0.4.10"})
    void aDeployOverV0DestroysTheVectorsAndAtTheEndOfTheBranchTheFilesToo(String version) {
        Cli.Result result = prepare(of(version)).exits(0);
        assertEquals("", result.err());
        result.hasOut(
                "Bedrock Chat v0.4, UPDATE_COMPLETE",
                "table            " + TestAccount.TABLE + "\n",
                "  25 bots, 22 of them with knowledge\n",
                "database         " + CLUSTER + "\n",
                "  Aurora PostgreSQL 15.13, available, 375 rows\n",
                "files            s3://" + BUCKET + "\n",
                "  49 files, 12.3 MB\n",
                "git checkout v1.3.2  every vector (375 rows); the files stay",
                "git checkout v1      v1.4.0: every vector (375 rows) and every uploaded file (49 files, 12.3 MB)",
                "version: rds.AuroraPostgresEngineVersion.of(\"15.13\", \"15\"),",
                "runtime: new lambda.Runtime(\"nodejs22.x\", lambda.RuntimeFamily.NODEJS),",
                "aws rds create-db-cluster-snapshot --db-cluster-identifier " + CLUSTER,
                "aws s3 sync s3://" + BUCKET + " s3://" + COPY + " --region us-east-1",
                "jbang migrate.java restore --region us-east-1",
                "the files are not copied yet");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1.2.4", "v1.3.2"})
    void aDeployOverAnEarlierV1DestroysTheFilesOnly(String version) {
        Cli.Result result = prepare(of(version)).exits(0);
        result.hasOut(
                "Bedrock Chat v1.0 to v1.3",
                "git checkout v1.3.2  nothing",
                "git checkout v1      v1.4.0: every uploaded file (49 files, 12.3 MB)",
                "aws s3 sync s3://" + BUCKET);
        result.hasNoOut("aws rds", "jbang migrate.java");
    }

    @Test
    void overTheLastV1NothingIsDestroyed() {
        Cli.Result result = prepare(of("v1.4.0")).exits(0);
        result.hasOut("Bedrock Chat v1.4.0", "git checkout v1      v1.4.0: nothing");
        result.hasNoOut("aws rds", "aws s3 ", "jbang migrate.java");
    }

    @Test
    void aPublishedApiStandsInTheWayWhereTheDatabaseIsReplaced() {
        TestAccount account = of("v0.4.10");
        publish(account);
        prepare(account).exits(1)
                .hasOut("▲ The published API ApiPublishmentStack01 imports outputs", "1 thing must be done before");
        TestAccount later = of("v1.3.2");
        publish(later);
        prepare(later).exits(0);
    }

    private static void publish(TestAccount account) {
        account.control(
                "stack",
                Map.of("name", "ApiPublishmentStack01", "imports", List.of("BedrockClaudeChatDbConfigHostname")));
    }

    @Test
    void aStoppedDatabaseIsStartedFirst() {
        TestAccount account = of("v0.4.10").databaseState("stopped");
        Cli.Result result = prepare(account).exits(1);
        result.hasOut("▲ The database is stopped", "1. start the database", "2. a snapshot of the database");
        assertTrue(
                result.out().indexOf("aws rds start-db-cluster --db-cluster-identifier " + CLUSTER)
                        < result.out().indexOf("aws rds create-db-cluster-snapshot"));
        assertEquals(List.of(), account.statements());
    }

    @Test
    void whyADeployWasRolledBackIsSaidInTheWordsOfAws() {
        TestAccount account = of("v0.4.10");
        String reason = "Cannot find version 15.3 for aurora-postgresql (Service: Rds, Status Code: 400)";
        account.control("stack", Map.of("rolledBack", reason));
        Cli.Result result = prepare(account).exits(0);
        result.hasOut(
                "UPDATE_ROLLBACK_COMPLETE",
                "the database and the files from before it are still there. The reason: VectorStoreCluster6BA30A7E: "
                        + reason);
        result.hasNoOut("Resource update cancelled");
    }

    @Test
    void whileADeployIsUnderWayItIsWaitedFor() {
        TestAccount account = of("v0.4.10");
        account.control("stack", Map.of("status", "UPDATE_IN_PROGRESS"));
        prepare(account).exits(1).hasOut("▲ Stack BedrockChatStack is UPDATE_IN_PROGRESS", "Wait until it has ended");
    }

    @Test
    void withoutAnyVersionOnOfferTheDeployCannotWork() {
        prepare(of("v0.4.10").set("engineVersions", List.of("15.2", "16.4"))).exits(1)
                .hasOut("▲ No version of Aurora PostgreSQL 15 is on offer here");
    }

    @ParameterizedTest
    @CsvSource({
        "ListStackResources, the resources of the stack",
        "ListImports, what imports the stack's exports",
        "Scan, the bots in the table",
        "DescribeDBClusters, the database cluster",
        "DescribeDBClusterSnapshots, the snapshots of the database",
        "DescribeDBEngineVersions, the versions of Aurora PostgreSQL on offer",
        "ExecuteStatement, the rows in the database",
        "ListObjectsV2, the files in the bucket"
    })
    void eachPermissionThatIsMissingCostsOneLine(String operation, String what) {
        TestAccount account = of("v0.4.10");
        account.error(operation, -1, operation.equals("ListObjectsV2") ? 403 : 400, "AccessDenied", "not authorized");
        Cli.Result result = prepare(account).exits(0);
        assertEquals(1, result.err().lines().count());
        assertTrue(result.err().startsWith("warning: not known: " + what + ": AccessDenied"));
        result.hasOut("every vector", "every uploaded file", "(1 thing could not be read)");
    }

    @Test
    void onlyTheStackIsNecessary() {
        TestAccount account = of("v0.4.4");
        account.error("DescribeStacks", -1, 403, "AccessDenied", "not authorized");
        prepare(account).exits(2).hasErr("cloudformation:DescribeStacks");
    }

    @Test
    void aCopyIsComparedWithTheBucket() {
        TestAccount account = of("v0.4.10");
        account.control("bucket", Map.of("name", COPY, "copyOf", BUCKET));
        prepare(account).exits(0)
                .hasOut("s3://" + COPY + ": every file is there", "the copy has every file");

        account.control("bucket", Map.of("put", List.of("user/bot/documents/a new file +%.pdf")));
        account.control("bucket", Map.of("name", COPY, "put", List.of("user/bot/documents/removed since.pdf")));
        prepare(account).exits(1)
                .hasOut(
                        "▲ The copy s3://" + COPY + " lacks 1 of 50 files, for example user/bot/documents/a new file +%.pdf.");
    }

    @Test
    void aCopyWithAnotherSizeOrAnOlderTimeLacksTheFile() {
        TestAccount account = of("v0.4.10");
        String file = "user/bot/documents/changed.pdf";
        account.control("bucket", Map.of("put", List.of(file)));
        account.control("bucket", Map.of("name", "keep", "copyOf", BUCKET));
        prepare(account, "--copy", "keep").exits(0);
        account.control("bucket", Map.of("name", "keep", "put", List.of(file), "bytes", 1));
        prepare(account, "--copy", "keep").hasOut("lacks 1 of 50 files, for example " + file);
        account.control("bucket", Map.of("name", "keep", "copyOf", BUCKET));
        account.advance(Duration.ofMinutes(1));
        account.control("bucket", Map.of("put", List.of(file)));
        prepare(account, "--copy", "keep").hasOut("lacks 1 of 50 files, for example " + file);
    }

    @Test
    void aNamedCopyThatDoesNotExistOrIsForeignIsSaid() {
        TestAccount account = of("v0.4.10");
        prepare(account, "--copy", "nowhere").hasErr("not known: the copy in s3://nowhere: NoSuchBucket");
        account.control("bucket", Map.of("name", COPY, "foreign", true));
        prepare(account).hasErr("the copy in s3://" + COPY + ": AccessDenied");
    }

    @Test
    void theJsonHasTheSameFacts() {
        Cli.Result result = prepare(of("v0.4.10"), "--json", "-").exits(0);
        JsonObject json = result.json();
        assertEquals("prepare", json.get("command").getAsString());
        assertEquals("V0", json.get("stackKind").getAsString());
        assertEquals(375, json.get("rows").getAsLong());
        assertEquals(49, json.get("files").getAsLong());
        assertEquals("15.13", json.get("deployVersion").getAsString());
        assertEquals(2, json.getAsJsonArray("destroys").size());
        assertEquals(3, json.getAsJsonArray("before").size());
        result.hasErr("What a deploy destroys:");
    }

    @Test
    void itsPolicyTellsWhatIsRequiredAndFillsInTheNamesOfAnyVersion() {
        Cli.Result result = of("v0.4.4").migrate("iam-policy", "prepare").exits(0);
        assertEquals("", result.err());
        assertEquals(1, result.out().split("\"Sid\": \"ReadStack\"").length - 1);
        assertEquals(6, result.out().split("\"Sid\": \"Optional").length - 1);
        result.hasOut(TestAccount.TABLE + "/index/*", "cluster:" + CLUSTER, "arn:aws:s3:::" + BUCKET);
    }
}
