package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.aws.AwsClients;
import lib.aws.RestoreDatabase;
import lib.aws.SqlFile;
import lib.common.Clock;
import lib.model.DatabaseLocation;
import lib.model.Setting;
import lib.retry.Retrier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.rdsdata.model.Field;
import tests.support.Cli;
import tests.support.DataApiClient;
import tests.support.JsonReport;
import tests.support.NpmProgram;
import tests.support.PgvectorServer;
import tests.support.TestAccount;
import tests.support.TestBots;

/**
 * The embedded AWS with real pgvector, for which the other tests use a substitute. Its PostgreSQL has one session, so
 * the tests run one after another.
 */
@Execution(ExecutionMode.SAME_THREAD)
class PgvectorConformanceTest {
    private static PgvectorServer pgVector;
    private static String endpoint;

    /** Runs before each test instead of once, so that each test is reported as skipped. */
    @BeforeEach
    void start() throws IOException {
        if (pgVector != null) {
            return;
        }
        String missing = NpmProgram.missing();
        if ("true".equals(System.getenv("CI"))) {
            assertNull(missing, "the statements have to be run on real pgvector, which comes with npm");
        }
        assumeTrue(missing == null, "no statement was run on real pgvector, which comes with npm: " + missing);
        pgVector = PgvectorServer.start();
        endpoint = TestAccount.startEmbeddedAws("--postgres", pgVector.url());
    }

    @AfterAll
    static void stop() {
        if (pgVector != null) {
            pgVector.close();
        }
    }

    @Test
    void pgvectorAndTheDeployedIndexAreInstalled() {
        TestAccount account = TestAccount.emptyAt(endpoint);
        assertEquals(1, account.sql("SELECT 1 FROM pg_extension WHERE extname = 'vector'").size());
        String index = account.sql("SELECT pg_get_indexdef('idx_items_embedding'::regclass)")
                .get(0)
                .get(0)
                .getAsString();
        assertTrue(index.endsWith("USING ivfflat (embedding) WITH (lists='100')"), index);
    }

    @Test
    void theContainersRowsAreVectorsWithNearestNeighbours() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.emptyAt(endpoint).put(bot);
        Cli.Result result = account.migrate("--yes");
        assertEquals(1, account.rows(bot).size(), result::toString);
        try (DataApiClient api = new DataApiClient(account)) {
            List<List<Field>> nearest = api.run(
                            "SELECT id, embedding <-> (SELECT embedding FROM items WHERE id = :id) AS distance FROM"
                                    + " items ORDER BY distance LIMIT 20",
                            Map.of("id", account.sql("SELECT min(id) FROM items").get(0).get(0).getAsString()))
                    .records();
            assertNotNull(nearest.get(0));
            assertEquals(0, nearest.get(0).get(1).doubleValue());
            assertTrue(nearest.get(1).get(1).doubleValue() > 0, nearest::toString);
        }
    }

    @Test
    void theIndexCanBeRebuilt() {
        TestAccount account = TestAccount.emptyAt(endpoint);
        try (DataApiClient api = new DataApiClient(account)) {
            api.run("REINDEX INDEX CONCURRENTLY idx_items_embedding");
        }
    }

    /** Runs the commands so that they send every statement that the tool has. */
    @Test
    void everyStatementOfTheToolRunsOnRealPgvector() {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount account = TestAccount.emptyAt(endpoint)
                .put(bots)
                .behavior(bots[1], "noRows")
                .behavior(bots[2], "duplicateRows");
        Cli.Result run = account.migrate("--yes", "--json", "-");
        JsonReport report = JsonReport.of(run);
        assertEquals(
                List.of("succeeded", "incomplete", "succeeded"),
                Stream.of(bots).map(report::outcome).toList(),
                run::toString);
        assertEquals(0, report.bot(bots[0]).get("duplicateRows").getAsInt(), run::toString);
        assertEquals(
                report.bot(bots[2]).get("chunks").getAsInt() / 2,
                report.bot(bots[2]).get("duplicateRows").getAsInt(),
                run::toString);

        account.sql("UPDATE items SET embedding = NULL WHERE id = (SELECT min(id) FROM items WHERE botid = '"
                + bots[0].id() + "')");
        Cli.Result verify = account.verify("--json", "-").exits(1);
        assertEquals(5, verify.json().getAsJsonObject("sample").get("found").getAsInt(), verify::toString);
        assertEquals(1, verify.json().get("unembedded").getAsInt(), verify::toString);
        assertEquals(
                account.sql("SELECT count(embedding) FROM items").get(0).get(0).getAsLong(),
                verify.json().get("chunks").getAsLong(),
                verify::toString);

        assertTrue(account.verify("--reindex", "--yes").out().contains("Rebuilt idx_items_embedding in "));
        account.statementError(
                "CONCURRENTLY",
                1,
                "DatabaseErrorException",
                "ERROR: REINDEX CONCURRENTLY cannot run inside a transaction block; SQLState: 25001");
        assertTrue(account.verify("--reindex", "--yes").out().contains("Rebuilt idx_items_embedding in "));
        account.statementError("CONCURRENTLY", 1, "StatementTimeoutException", "Request timed out");
        assertTrue(account.verify("--reindex", "--yes").out().contains("was not rebuilt"));

        Set<String> sent = account.statements().stream()
                .map(sql -> sql.replaceAll("(, CAST\\(:b\\d+ AS bpchar\\))+", ""))
                .collect(Collectors.toSet());
        assertEquals(
                SqlFile.read("vectors.sql").statements().stream()
                        .map(statement -> statement.replace(":bots", "CAST(:b0 AS bpchar)"))
                        .collect(Collectors.toSet()),
                sent);
        List<String> failed = account.requests("ExecuteStatement").stream()
                .filter(request -> request.get("status").getAsInt() != 200 && !request.has("fault"))
                .map(Object::toString)
                .toList();
        assertEquals(List.of(), failed);
    }

    /** Without those of the link: this PostgreSQL cannot connect to another. */
    @Test
    void theStatementsOfRestoreRunOnRealPgvector() {
        String bot = TestBots.bot(1).id();
        TestAccount account = TestAccount.emptyAt(endpoint);
        account.sql("INSERT INTO items SELECT lpad(CAST(n AS text), 26, '0'), '" + bot + "', 'chunk ' || n, NULL,"
                + " CAST('[1e-45,-0,3.4028235e38,' || n || repeat(',0.1', 1020) || ']' AS vector)"
                + " FROM generate_series(1, 50) AS n");
        AwsClients.Access access = new AwsClients.Access(
                "us-east-1",
                null,
                URI.create(endpoint),
                Map.of("AWS_ACCESS_KEY_ID", account.accessKey(), "AWS_SECRET_ACCESS_KEY", "secret"));
        Retrier retrier = new Retrier(
                Clock.atSpeed(TestAccount.SPEED, Instant.now()), () -> 0, (error, pause) -> {});
        try (AwsClients clients = new AwsClients(access);
                DataApiClient api = new DataApiClient(account)) {
            DatabaseLocation location = new DatabaseLocation(
                    "",
                    new Setting(account.clusterArn(), "test"),
                    new Setting(account.secretArn(), "test"),
                    DatabaseLocation.DEFAULT_NAME,
                    "");
            RestoreDatabase database = new RestoreDatabase(clients, location, retrier);
            assertEquals("vector(1024)", database.itemsTable().columns().get("embedding"));
            database.createLease();
            assertTrue(database.acquire("first") && !database.acquire("second"));
            assertTrue(database.beat("first") && !database.beat("second"));
            assertTrue(database.takeOver("second", database.lease().orElseThrow()));
            database.createFunctions();
            RestoreDatabase.CallResult before = database.checksum("before", bot, "");
            assertEquals(List.of(50L, 0L), List.of(before.rows(), before.copied()));

            api.run("CREATE TABLE bedrock_chat_restore.\"rows_" + bot + "\" AS SELECT * FROM items");
            api.run("DELETE FROM items");
            assertEquals("BR001", database.insert("by first", "first", bot, 50, "arn").sqlState());
            assertEquals("BR002", database.insert("incomplete", "second", bot, 49, "arn").sqlState());
            assertEquals(50, database.insert("copy", "second", bot, 50, "arn").copied());
            assertEquals(50, database.insert("copy", "second", bot, 50, "arn").copied());
            RestoreDatabase.CallResult after = database.checksum("after", bot, "");
            assertEquals(List.of(50L, 50L), List.of(after.rows(), after.copied()));
            assertEquals(before.checksum(), after.checksum());
            assertEquals(Map.of(bot, new RestoreDatabase.Copy(50, "arn", false)), database.copied());
            assertFalse(database.isIndexed());
            database.setIndexed();
            assertTrue(database.isIndexed());
            assertEquals(50, database.remove("remove", "second", bot).rows());
            assertEquals(0, database.checksum("removed", bot, "").rows());
            assertTrue(database.schema().hasTables() && database.release("second"));
            database.drop();
            assertFalse(database.schema().exists());
        }
    }
}
