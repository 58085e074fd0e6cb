package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots;
import tests.support.Waiting;

/** {@code verify}: what is in the database, bot by bot; and the rebuild of its index. */
class VerifyTest {
    private static final String DEAD = "https://example.com/dead";
    private static final String INDEX_FILE = "SELECT pg_relation_filenode('idx_items_embedding'::regclass)::bigint";

    private static TestBots.Bot bot(int n, String... urls) {
        return TestBots.bot(n)
                .with("Knowledge", TestBots.knowledge(List.of(urls), List.of(), List.of("manual-" + n + ".pdf")));
    }

    /** The command ran, and nothing of the install has changed. */
    private static Cli.Result verify(TestAccount install, String... arguments) {
        Cli.Result result = install.verify(arguments);
        assertEquals(List.of(), install.mutations(), result::toString);
        return result;
    }

    @Test
    void everyBotGetsItsVerdictAndOnlyCompletenessIsSuccess() {
        TestBots.Bot complete = bot(1, "https://example.com/page"), gap = bot(2, DEAD), empty = bot(3), gone = bot(4);
        TestBots.Bot idle = TestBots.bot(5)
                .with(
                        "Knowledge",
                        TestBots.knowledge(List.of(), List.of("https://example.com/sitemap.xml"), List.of()));
        TestAccount install = TestAccount.empty()
                .put(complete, gap, empty, gone, idle)
                .play(gap, "missingSource", "source", DEAD)
                .play(empty, "noRows");
        install.migrate("--yes");
        install.delete(gone);
        Cli.Result result = verify(install, "--json", "-");
        assertEquals(1, result.exit(), result::toString);
        JsonObject json = result.json();
        Map<String, JsonObject> bots = json.getAsJsonArray("bots").asList().stream()
                .map(e -> e.getAsJsonObject())
                .collect(Collectors.toMap(b -> b.get("id").getAsString(), b -> b));
        assertEquals(
                Map.of(
                        complete.id(),
                        "complete",
                        gap.id(),
                        "incomplete",
                        empty.id(),
                        "empty",
                        gone.id(),
                        "orphanRows",
                        idle.id(),
                        "nothingToEmbed"),
                bots.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, b -> b.getValue()
                        .get("verdict")
                        .getAsString())));
        assertEquals(DEAD, bots.get(gap.id()).getAsJsonArray("missing").get(0).getAsString());
        assertEquals("SUCCEEDED", bots.get(empty.id()).get("syncStatus").getAsString());
        for (TestBots.Bot each : List.of(complete, gap, gone)) {
            assertEquals(
                    install.rows(each).values().stream().mapToInt(n -> n).sum(),
                    bots.get(each.id()).get("chunks").getAsInt(),
                    result::toString);
        }
        assertEquals(
                install.sql("SELECT count(*) FROM items").get(0).get(0).getAsLong(),
                json.get("chunks").getAsLong());
        assertTrue(
                result.err().contains("no rows of " + DEAD)
                        && result.err().contains("bot " + gone.id() + ", which is not in the table"),
                result::toString);

        assertEquals(0, verify(install, "--bot", complete.id()).exit());
        assertEquals(1, verify(install, "--bot", gap.id()).exit());
        Cli.Result unknown = verify(install, "--bot", "nobody");
        assertEquals(2, unknown.exit(), unknown::toString);
        install.sql("DELETE FROM items WHERE botid = '" + gone.id() + "'");
        install.delete(gap).delete(empty);
        Cli.Result clean = verify(install);
        assertEquals(0, clean.exit(), clean::toString);
    }

    @Test
    void rowsThatNoSearchFindsAreCounted() {
        TestBots.Bot bot = bot(1), doubled = bot(2);
        TestAccount install = TestAccount.empty().put(bot, doubled).play(doubled, "doubledRows");
        install.migrate("--yes");
        install.sql("UPDATE items SET embedding = NULL WHERE id = (SELECT min(id) FROM items WHERE botid = '" + bot.id()
                + "')");
        install.sql(
                "ALTER TABLE items ALTER COLUMN embedding TYPE vector; UPDATE items SET embedding = '[1,2,3]' WHERE id"
                        + " = (SELECT max(id) FROM items WHERE botid = '"
                        + bot.id() + "')");
        Cli.Result some = verify(install, "--json", "-");
        assertEquals(0, some.exit(), some::toString);
        assertEquals(1, some.json().get("unembedded").getAsInt());
        assertEquals(1, some.json().get("wrongDimension").getAsInt());
        assertEquals(
                install.rows(doubled).values().stream()
                                .mapToInt(Integer::intValue)
                                .sum()
                        / 2,
                some.json().get("duplicateRows").getAsInt(),
                some::toString);
        assertTrue(some.err().contains("duplicate rows of s3://"), some::toString);
        install.sql("UPDATE items SET embedding = NULL WHERE botid = '" + bot.id() + "'");
        Cli.Result none = verify(install);
        assertEquals(1, none.exit(), none::toString);
        assertTrue(none.out().contains("        0  SUCCEEDED          empty             Bot 1"), none::toString);
    }

    @Test
    void aSampleIsLookedForAsTheAppDoes() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(3));
        install.migrate("--yes");
        install.sql(
                "UPDATE items SET embedding = NULL WHERE id IN (SELECT min(id) FROM items GROUP BY botid)"); // they are
        // nobody's
        // neighbours
        Cli.Result result = verify(install, "--sample", "7", "--json", "-");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(7, result.json().getAsJsonObject("sample").get("found").getAsInt(), result::toString);
        assertTrue(result.err().contains("Sample: 7 of 7 random rows found by the app's own query."), result::toString);
        assertEquals(
                7,
                install.statements().stream()
                        .filter(sql -> sql.contains("ORDER BY embedding <->"))
                        .count());
        assertEquals(2, install.verify("--sample", "0").exit());
    }

    /** An answer of more than 1 MiB is an error of the Data API: the page is made smaller until it fits. */
    @Test
    void manyLongSourcesAreReadInPagesThatFit() {
        List<String> urls = IntStream.range(0, 150)
                .mapToObj(i -> "https://example.com/" + i + "/" + "x".repeat(1_200))
                .toList();
        TestBots.Bot bot = TestBots.bot(1).with("Knowledge", TestBots.knowledge(urls, List.of(), List.of()));
        TestAccount install = TestAccount.empty().put(bot);
        install.sql("INSERT INTO items (id, botid, content, source, embedding) SELECT lpad(n::text, 26, '0'), '"
                + bot.id() + "', 'x', 'https://example.com/' || n || '/' || repeat('x', 1200),"
                + " ('[' || repeat('0,', 1023) || '0]')::vector FROM generate_series(0, 1299) n");
        Cli.Result result = verify(install, "--json", "-");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(1_300, result.json().get("chunks").getAsInt());
        assertTrue(
                install.requests("ExecuteStatement").stream()
                        .anyMatch(r -> r.get("status").getAsInt() == 400),
                "it was never too large");
    }

    /** What takes too long for many bots is asked for fewer. */
    @Test
    void statementsThatTakeTooLongAreMadeSmaller() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(5));
        install.migrate("--yes");
        install.fault(Map.of(
                "operation",
                "ExecuteStatement",
                "contains",
                "CAST(:b1 AS bpchar)",
                "times",
                -1,
                "error",
                Map.of("status", 400, "code", "StatementTimeoutException", "message", "Request timed out")));
        install.fault(Map.of(
                "operation",
                "ExecuteStatement",
                "contains",
                "GROUP BY botid ORDER",
                "times",
                2,
                "error",
                Map.of("status", 400, "code", "StatementTimeoutException", "message", "Request timed out")));
        Cli.Result result = verify(install, "--json", "-");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(5, result.json().getAsJsonObject("counts").get("complete").getAsInt(), result::toString);
    }

    @Test
    void moreBotsThanOnePageHoldsAreAllSeen() {
        TestAccount install = TestAccount.empty();
        install.sql(
                "INSERT INTO items (id, botid, content, source) SELECT lpad(n::text, 26, '0'), 'BOT' || lpad(n::text,"
                        + " 23, '0'), 'x', 'y' FROM generate_series(1, 2500) n");
        Cli.Result result = verify(install, "--json", "-");
        assertEquals(0, result.exit(), result::toString);
        Set<String> ids = new HashSet<>();
        result.json()
                .getAsJsonArray("bots")
                .forEach(b -> ids.add(b.getAsJsonObject().get("id").getAsString()));
        assertEquals(2_500, ids.size());
    }

    @Test
    void theIndexIsRebuiltAfterAQuestion() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(2));
        install.migrate("--yes");
        String file = install.sql(INDEX_FILE).get(0).get(0).getAsString();
        Cli.Result no = install.start(install.cli(), TestAccount.VERIFY, "--reindex")
                .type("n\n")
                .end();
        assertTrue(no.out().contains("Nothing was rebuilt.") && no.out().contains("drawn at random"), no::toString);
        assertEquals(file, install.sql(INDEX_FILE).get(0).get(0).getAsString());
        Cli.Result yes = install.verify("--reindex", "--yes");
        assertEquals(0, yes.exit(), yes::toString);
        assertTrue(yes.out().contains("Rebuilt idx_items_embedding in "), yes::toString);
        assertNotEquals(file, install.sql(INDEX_FILE).get(0).get(0).getAsString());
        JsonObject sent = install.requests("ExecuteStatement").stream()
                .map(r -> r.getAsJsonObject("body"))
                .filter(b -> b.get("sql").getAsString().startsWith("REINDEX"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                "REINDEX INDEX CONCURRENTLY idx_items_embedding",
                sent.get("sql").getAsString());
        assertTrue(sent.get("continueAfterTimeout").getAsBoolean());
        assertFalse(sent.has("transactionId"));
    }

    @Test
    void whereConcurrentlyIsRefusedThePlainFormIsOfferedAndLeftoversAreNamed() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(1));
        install.migrate("--yes");
        install.sql(
                "CREATE INDEX idx_items_embedding_ccnew ON items (botid); UPDATE pg_index SET indisvalid = false WHERE"
                        + " indexrelid = 'idx_items_embedding_ccnew'::regclass");
        install.fault(Map.of(
                "operation",
                "ExecuteStatement",
                "contains",
                "CONCURRENTLY",
                "times",
                1,
                "error",
                Map.of(
                        "status",
                        400,
                        "code",
                        "DatabaseErrorException",
                        "message",
                        "ERROR: REINDEX CONCURRENTLY cannot run inside a transaction block; SQLState: 25001")));
        String file = install.sql(INDEX_FILE).get(0).get(0).getAsString();
        Cli.Result result = install.verify("--reindex", "--yes");
        assertEquals(0, result.exit(), result::toString);
        assertTrue(result.err().contains("REINDEX INDEX CONCURRENTLY was rejected"), result::toString);
        assertTrue(
                result.err().contains("an unfinished copy of the index is left, idx_items_embedding_ccnew"),
                result::toString);
        assertNotEquals(file, install.sql(INDEX_FILE).get(0).get(0).getAsString(), result::toString);
        assertTrue(install.statements().contains("REINDEX INDEX idx_items_embedding"));
    }

    /** The Data API gives up waiting, and the statement goes on: it waits for somebody else's transaction here. */
    @Test
    void aRebuildThatTakesLongerThanTheDataApiWaitsIsWatchedToItsEnd() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(1));
        install.migrate("--yes");
        install.set("statementTimeoutSeconds", 0.5);
        String file = install.sql(INDEX_FILE).get(0).get(0).getAsString();
        CompletableFuture<Void> other = CompletableFuture.runAsync(
                () -> install.sql("BEGIN; LOCK TABLE items IN ROW EXCLUSIVE MODE; SELECT pg_sleep(6); COMMIT"));
        Waiting.await(
                "the lock",
                () -> install.sql("SELECT count(*) FROM pg_locks WHERE relation = 'items'::regclass AND mode ="
                                        + " 'RowExclusiveLock'")
                                .get(0)
                                .get(0)
                                .getAsInt()
                        > 0);
        Cli.Result result = install.verify("--reindex", "--yes");
        other.join();
        assertEquals(0, result.exit(), result::toString);
        assertTrue(result.out().contains("rebuilding: waiting for writers before build"), result::toString);
        assertTrue(result.out().contains("Rebuilt idx_items_embedding in "), result::toString);
        assertNotEquals(file, install.sql(INDEX_FILE).get(0).get(0).getAsString());
    }

    @Test
    void aRebuildThatDidNotEndWellIsSaid() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(1));
        install.migrate("--yes");
        install.fault(Map.of(
                "operation",
                "ExecuteStatement",
                "contains",
                "CONCURRENTLY",
                "times",
                1,
                "error",
                Map.of("status", 400, "code", "StatementTimeoutException", "message", "Request timed out")));
        Cli.Result result = install.verify("--reindex", "--yes");
        assertEquals(1, result.exit(), result::toString);
        assertTrue(
                result.out().contains("idx_items_embedding was not rebuilt: the database gave up."), result::toString);
    }

    @Test
    void whatCannotBeVerifiedIsAnErrorInPlainWords() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(1));
        Cli.Result misplaced = install.migrate("--table", "T", "verify");
        assertEquals(2, misplaced.exit(), misplaced::toString);
        assertTrue(misplaced.err().contains("put the options of verify after that word: --"), misplaced::toString);
        Cli.Result noStack = install.verify("--stack", "Nothing");
        assertEquals(2, noStack.exit(), noStack::toString);
        install.sql("ALTER TABLE items RENAME TO others");
        Cli.Result notDeployed = install.verify();
        assertEquals(3, notDeployed.exit(), notDeployed::toString);
        assertTrue(notDeployed.err().contains("has no table of vectors"), notDeployed::toString);
        install.database("notEnabled");
        Cli.Result off = install.verify();
        assertEquals(3, off.exit(), off::toString);
        assertTrue(
                off.err()
                        .contains("the Data API is not enabled on the database cluster; enable it with aws rds"
                                + " enable-http-endpoint"),
                off::toString);
        assertEquals(2, off.err().lines().count(), off::toString);
    }
}
