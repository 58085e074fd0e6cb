package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.rdsdata.model.DatabaseErrorException;
import software.amazon.awssdk.services.rdsdata.model.DatabaseNotFoundException;
import software.amazon.awssdk.services.rdsdata.model.DatabaseResumingException;
import software.amazon.awssdk.services.rdsdata.model.DatabaseUnavailableException;
import software.amazon.awssdk.services.rdsdata.model.Field;
import software.amazon.awssdk.services.rdsdata.model.HttpEndpointNotEnabledException;
import software.amazon.awssdk.services.rdsdata.model.RdsDataException;
import software.amazon.awssdk.services.rdsdata.model.SqlParameter;
import software.amazon.awssdk.services.rdsdata.model.StatementTimeoutException;
import software.amazon.awssdk.services.rdsdata.model.UnsupportedResultException;
import tests.support.DataApiClient;
import tests.support.TestAccount;
import tests.support.TestBots;

/** The Data API of the embedded AWS through the SDK's client, and the rows that its container writes. */
class EmbeddedDataApiTest {
    private final TestAccount account = TestAccount.empty();
    private final DataApiClient api = new DataApiClient(account);

    @Test
    void onlyNamedParametersAreReplaced() {
        List<Field> row = api.run(r -> r.sql(
                                """
                SELECT :a::integer + 1, ':a', "x:a", $$:a$$, E'\\':a',
                       :long, 0.5::float8, true, null -- :a ; SELECT 2
                FROM (VALUES (:a)) AS one("x:a") /* :a ; */;""")
                        .parameters(
                                parameter("a", Field.fromStringValue("41")),
                                parameter("long", Field.fromLongValue(1L << 40))))
                .records()
                .get(0);
        assertEquals(
                List.of(
                        Field.fromLongValue(42L),
                        Field.fromStringValue(":a"),
                        Field.fromStringValue("41"),
                        Field.fromStringValue(":a"),
                        Field.fromStringValue("':a"),
                        Field.fromLongValue(1L << 40),
                        Field.fromDoubleValue(0.5),
                        Field.fromBooleanValue(true),
                        Field.fromIsNull(true)),
                row);
    }

    @Test
    void aStringParameterMustBeCastToAVector() {
        String vector = "[" + "0,".repeat(1023) + "1]", insert = "INSERT INTO items (id, embedding) VALUES ('01', %s)";
        assertRejected(
                DatabaseErrorException.class,
                "is of type vector but expression is of type",
                () -> api.run(insert.formatted(":e"), Map.of("e", vector)));
        assertEquals(
                1,
                api.run(insert.formatted("cast(:e AS vector)"), Map.of("e", vector))
                        .numberOfRecordsUpdated());
        assertRejected(
                DatabaseErrorException.class,
                "expected 1024 dimensions, not 2",
                () -> api.run(insert.formatted("'[1,2]'")));
        assertRejected(
                UnsupportedResultException.class,
                "The result contains the unsupported data type VECTOR.",
                () -> api.run("SELECT embedding FROM items"));
        List<Field> row = api.run(
                        "SELECT embedding::text, vector_dims(embedding), embedding <-> :e::vector FROM items",
                        Map.of("e", vector))
                .records()
                .get(0);
        assertEquals(
                List.of(Field.fromStringValue(vector), Field.fromLongValue(1024L), Field.fromDoubleValue(0.0)), row);
    }

    @Test
    void resultsRowsAndRequestsHaveSizeLimits() {
        assertEquals(17, api.run("SELECT repeat('x', 60000) FROM generate_series(1, 17)").records().size());
        assertRejected(
                UnsupportedResultException.class,
                "exceeds the size limit 1 MB",
                () -> api.run("SELECT repeat('x', 60000) FROM generate_series(1, 18)"));
        assertRejected(
                UnsupportedResultException.class,
                "exceeds the size limit 64 KB",
                () -> api.run("SELECT repeat('x', 65537)"));
        assertEquals(1, api.run("SELECT length(:p)", Map.of("p", "y".repeat(4_000_000))).records().size());
        assertRejected(
                RdsDataException.class,
                "exceeds the size limit 4 MB",
                () -> api.run("SELECT length(:p)", Map.of("p", "y".repeat(4 << 20))));
    }

    @Test
    void aTimedOutStatementIsCancelledUnlessItMayContinue() {
        account.set("statementTimeoutSeconds", 0.5);
        String slow = "INSERT INTO items (id) SELECT :id FROM pg_sleep(1.5)", count = "SELECT id FROM items";
        assertRejected(
                StatementTimeoutException.class,
                "canceling statement due to statement timeout",
                () -> api.run(slow, Map.of("id", "cancelled")));
        assertRejected(
                StatementTimeoutException.class,
                "",
                () -> api.run(r -> r.sql(slow)
                        .parameters(parameter("id", Field.fromStringValue("continued")))
                        .continueAfterTimeout(true)));
        assertEquals(List.of(), api.run(count).records());
        account.await("the statement that continues", () -> !api.run(count).records().isEmpty());
        assertEquals("continued", api.run(count).records().get(0).get(0).stringValue().strip());
    }

    @Test
    void unsupportedStatementsAreRejected() {
        assertRejected(RdsDataException.class, "Multistatements aren't supported", () -> api.run("SELECT 1; SELECT 2"));
        assertRejected(
                RdsDataException.class,
                "parameters of strings and long numbers only",
                () -> api.run(r -> r.sql("SELECT :a").parameters(parameter("a", Field.fromBooleanValue(true)))));
        assertRejected(RdsDataException.class, "Cannot find parameter: a", () -> api.run("SELECT :a"));
        assertRejected(
                UnsupportedResultException.class,
                "unsupported data type INTERVAL",
                () -> api.run("SELECT '1 day'::interval"));
        assertRejected(
                DatabaseErrorException.class,
                "ERROR: relation \"nothing\" does not exist; Position: 15; SQLState: 42P01",
                () -> api.run("SELECT * FROM nothing"));
        assertRejected(
                DatabaseErrorException.class,
                "database \"other\" does not exist",
                () -> api.run(r -> r.sql("SELECT 1").database("other")));
    }

    @Test
    void theClusterAndItsSecretMustExistAndBeAccessible() {
        String old = account.clusterArn();
        account.replaceCluster();
        assertRejected(
                HttpEndpointNotEnabledException.class, "", () -> api.run(r -> r.sql("SELECT 1").resourceArn(old)));
        assertRejected(
                HttpEndpointNotEnabledException.class,
                "HttpEndpoint is not enabled",
                () -> api.run(r -> r.sql("SELECT 1").resourceArn(account.clusterArn() + "x")));
        assertRejected(
                RdsDataException.class,
                "secret",
                () -> api.run(r -> r.sql("SELECT 1").secretArn(account.secretArn() + "x")));
        account.pauseDatabase(2);
        assertRejected(DatabaseResumingException.class, "resuming", () -> api.run("SELECT 1"));
        assertRejected(DatabaseResumingException.class, "resuming", () -> api.run("SELECT 1"));
        assertEquals(1, api.run("SELECT 1").records().size());
        account.databaseState("notEnabled");
        assertRejected(HttpEndpointNotEnabledException.class, "HttpEndpoint is not enabled", () -> api.run("SELECT 1"));
        account.databaseState("noInstance");
        assertRejected(DatabaseNotFoundException.class, "", () -> api.run("SELECT 1"));
        account.databaseState("stopped");
        assertRejected(DatabaseUnavailableException.class, "isn't available", () -> api.run("SELECT 1"));
        account.databaseState("notPermitted");
        assertEquals(
                403,
                assertRejected(RdsDataException.class, "rds-data:ExecuteStatement", () -> api.run("SELECT 1"))
                        .statusCode());
        account.databaseState("secretNotPermitted");
        assertEquals(
                403,
                assertRejected(RdsDataException.class, "secretsmanager:GetSecretValue", () -> api.run("SELECT 1"))
                        .statusCode());
    }

    @Test
    void twoTasksAtTheSameTimeWriteEachRowTwice() {
        TestBots.Bot bot = TestBots.bot(1);
        account.put(bot);
        account.startByPipe(bot);
        account.startByPipe(bot);
        account.await("the end of both tasks", () -> account.runningTasks().isEmpty());
        int twice = account.rowCount(bot);
        account.startByPipe(bot);
        account.await("the end of a single task", () -> account.runningTasks().isEmpty());
        assertEquals(2 * account.rowCount(bot), twice, "the later task has replaced them");
    }

    @Test
    void theContainerFailsWhileTheDatabaseIsDown() {
        TestBots.Bot bot = TestBots.bot(1);
        account.put(bot).databaseState("stopped");
        account.migrate("--yes", "--no-proof");
        assertEquals("FAILED", account.item(bot).get("SyncStatus").s());
        assertTrue(account.item(bot).get("SyncStatusReason").s().startsWith("Can't create a connection to host "));
        assertEquals(Map.of(), account.rows(bot));
    }

    private static <E extends RdsDataException> E assertRejected(Class<E> type, String text, Runnable call) {
        E error = assertThrows(type, call::run);
        assertTrue(error.getMessage().contains(text), error.getMessage());
        return error;
    }

    private static SqlParameter parameter(String name, Field value) {
        return SqlParameter.builder().name(name).value(value).build();
    }
}
