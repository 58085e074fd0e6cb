package tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.rdsdata.model.Field;

/** What the other tests run on a stand-in for pgvector, on pgvector itself: the same embedded AWS before another PostgreSQL. It has one session. */
@Execution(ExecutionMode.SAME_THREAD)
class ConformanceTest {
    private static PgVector pgVector;
    private static String endpoint;

    /** Before each test rather than once, so that each is told as skipped. */
    @BeforeEach
    void start() throws IOException {
        if (pgVector != null) {
            return;
        }
        String missing = PgVector.missing();
        if ("true".equals(System.getenv("CI"))) {
            assertNull(missing, "the statements have to be run on real pgvector, which comes with npm");
        }
        assumeTrue(missing == null, "no statement was run on real pgvector, which comes with npm: " + missing);
        pgVector = PgVector.start();
        endpoint = Install.startEmbeddedAws("--postgres", pgVector.url());
    }

    @AfterAll
    static void stop() {
        if (pgVector != null) {
            pgVector.close();
        }
    }

    @Test
    void thisIsPgvectorWithTheIndexOfTheDeploy() {
        Install install = Install.emptyAt(endpoint);
        assertEquals(1, install.sql("SELECT 1 FROM pg_extension WHERE extname = 'vector'").size());
        String index = install.sql("SELECT pg_get_indexdef('idx_items_embedding'::regclass)").get(0).get(0).getAsString();
        assertTrue(index.endsWith("USING ivfflat (embedding) WITH (lists='100')"), index);
    }

    @Test
    void theContainersRowsAreVectorsAndNeighboursAreFound() {
        Bots.Bot bot = Bots.bot(1);
        Install install = Install.emptyAt(endpoint).put(bot);
        Cli.Result result = install.migrate("--yes");
        assertEquals(1, install.rows(bot).size(), result::toString);
        try (DataApi api = new DataApi(install)) {
            List<List<Field>> nearest = api.run("SELECT id, embedding <-> (SELECT embedding FROM items WHERE id = :id) AS distance FROM items ORDER BY distance LIMIT 20",
                    Map.of("id", install.sql("SELECT min(id) FROM items").get(0).get(0).getAsString())).records();
            assertNotNull(nearest.get(0));
            assertEquals(0, nearest.get(0).get(1).doubleValue());
            assertTrue(nearest.get(1).get(1).doubleValue() > 0, nearest::toString);
        }
    }

    @Test
    void theIndexCanBeBuiltAgain() {
        Install install = Install.emptyAt(endpoint);
        try (DataApi api = new DataApi(install)) {
            api.run("REINDEX INDEX CONCURRENTLY idx_items_embedding");
        }
    }

    // The place for the tool's own statements: run its commands against Install.emptyAt(endpoint), and compare install.statements() with what the
    // tool can say at all, so that a statement which nothing here has run is a failure.
}
