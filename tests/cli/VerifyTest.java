package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.Waiting;

/** {@code verify}: compares the rows in the database with the bots, and rebuilds the index. */
class VerifyTest {
    private static final String DEAD = "https://example.com/dead";
    private static final String INDEX_FILE = "SELECT pg_relation_filenode('idx_items_embedding'::regclass)::bigint";

    /** Runs the command and checks that it changed nothing. */
    private static Cli.Result verify(TestAccount account, String... arguments) {
        Cli.Result result = account.verify(arguments);
        assertEquals(List.of(), account.mutations());
        return result;
    }

    /** The only value of the only row. */
    private static String value(TestAccount account, String sql) {
        return account.sql(sql).get(0).get(0).getAsString();
    }

    @Test
    void everyBotGetsAVerdictAndOnlyCompleteBotsAreASuccess() {
        Bot complete = bot(1, "https://example.com/page"),
                incomplete = bot(2, DEAD),
                empty = bot(3),
                deleted = bot(4);
        Bot nothingToEmbed = bot(5).withFiles().withSitemaps("https://example.com/sitemap.xml");
        TestAccount account = TestAccount.empty()
                .put(complete, incomplete, empty, deleted, nothingToEmbed)
                .behavior(incomplete, "missingSource", "source", DEAD)
                .behavior(empty, "noRows");
        account.migrate("--yes");
        account.delete(deleted);
        Cli.Result result = verify(account, "--json", "-").exits(1);
        JsonObject json = result.json();
        Map<String, JsonObject> bots = json.getAsJsonArray("bots").asList().stream()
                .map(e -> e.getAsJsonObject())
                .collect(Collectors.toMap(b -> b.get("id").getAsString(), b -> b));
        Map.of(
                        complete, "complete",
                        incomplete, "incomplete",
                        empty, "empty",
                        deleted, "orphanRows",
                        nothingToEmbed, "nothingToEmbed")
                .forEach((bot, verdict) ->
                        assertEquals(verdict, bots.get(bot.id()).get("verdict").getAsString()));
        assertEquals(5, bots.size());
        assertEquals(DEAD, bots.get(incomplete.id()).getAsJsonArray("missing").get(0).getAsString());
        assertEquals("SUCCEEDED", bots.get(empty.id()).get("syncStatus").getAsString());
        for (Bot each : List.of(complete, incomplete, deleted)) {
            assertEquals(account.rowCount(each), bots.get(each.id()).get("chunks").getAsInt());
        }
        assertEquals(value(account, "SELECT count(*) FROM items"), json.get("chunks").getAsString());
        result.hasErr(
                "no rows of " + DEAD,
                "· 1 with rows, but not in the table: the bots were deleted\n    Harmless: a search reads the rows of"
                        + " one bot, and these bots are gone.\n    ");
        assertEquals("2 of 3 bots are not complete.", json.get("verdict").getAsString());
        assertEquals(
                Map.of(
                        "empty", List.of(empty.sk()),
                        "incomplete", List.of(incomplete.sk()),
                        "orphanRows", List.of(deleted.id())),
                json.getAsJsonArray("problems").asList().stream()
                        .map(problem -> problem.getAsJsonObject())
                        .collect(Collectors.toMap(
                                problem -> problem.get("problem").getAsString(),
                                problem -> problem.getAsJsonArray("bots").asList().stream()
                                        .map(bot -> bot.getAsString())
                                        .toList())));
        verify(account, "--bot", complete.id()).exits(0).hasOut("\n✔ The selected bot with knowledge is complete.\n");
        verify(account, "--bot", incomplete.id()).exits(1);
        verify(account, "--bot", "nobody").exits(2);
        account.sql("DELETE FROM items WHERE botid = '" + deleted.id() + "'");
        account.delete(incomplete).delete(empty);
        verify(account).exits(0);
    }

    @Test
    void rowsThatNoSearchCanFindAreCounted() {
        Bot bot = bot(1), duplicated = bot(2);
        TestAccount account = TestAccount.with(bot, duplicated).behavior(duplicated, "duplicateRows");
        account.migrate("--yes");
        account.sql("UPDATE items SET embedding = NULL WHERE id = (SELECT min(id) FROM items WHERE botid = '" + bot.id()
                + "')");
        account.sql(
                "ALTER TABLE items ALTER COLUMN embedding TYPE vector; UPDATE items SET embedding = '[1,2,3]' WHERE id"
                        + " = (SELECT max(id) FROM items WHERE botid = '"
                        + bot.id() + "')");
        Cli.Result some = verify(account, "--json", "-").exits(0);
        assertEquals(1, some.json().get("unembedded").getAsInt());
        assertEquals(1, some.json().get("wrongDimension").getAsInt());
        assertEquals(account.rowCount(duplicated) / 2, some.json().get("duplicateRows").getAsInt());
        some.hasErr("duplicate rows of manual-2.pdf");
        some.hasErr("jbang migrate.java --fresh --bot " + bot.id() + " --bot " + duplicated.id());
        account.sql("UPDATE items SET embedding = NULL WHERE botid = '" + bot.id() + "'");
        verify(account)
                .exits(1)
                .hasOut(
                        "✘ 1 empty: no source of the knowledge has rows\n    Embed again, or copy the old rows back with"
                                + " restore.\n    Bot 1  " + bot.id()
                                + "  1 file, SyncStatus SUCCEEDED\n");
    }

    @Test
    void aFewRowsAreSearchedForWithTheAppsQuery() {
        TestAccount account = TestAccount.with(bots(3));
        account.migrate("--yes");
        // A row without an embedding has no neighbours, so the sample must skip it.
        account.sql("UPDATE items SET embedding = NULL WHERE id IN (SELECT min(id) FROM items GROUP BY botid)");
        Cli.Result result = verify(account, "--json", "-").exits(0);
        JsonObject sample = result.json().getAsJsonObject("sample");
        assertEquals(5, sample.get("rows").getAsInt());
        assertEquals(5, sample.get("found").getAsInt());
        assertEquals(5, account.statements().stream().filter(sql -> sql.contains("ORDER BY embedding <->")).count());
    }

    /** Every query sees other embeddings, so a row is never at distance 0 from what was read before. */
    @Test
    void aSampledRowThatIsNotFoundIsNamedAndCountsAgainstTheVerdict() {
        TestAccount account = TestAccount.with(bot(1));
        account.migrate("--yes");
        account.sql("DELETE FROM items WHERE id <> (SELECT min(id) FROM items); ALTER TABLE items RENAME TO present;"
                + " CREATE VIEW items AS SELECT id, botid, content,"
                + " source, CAST('[' || random() || repeat(',0', 1023) || ']' AS vector) AS embedding FROM present");
        verify(account)
                .exits(1)
                .hasOut(
                        "not found by the app's own query: row ",
                        "but 1 of 1 sampled row was not found by the app's own query.\n");
    }

    @Test
    void aSearchThatTheDatabaseRejectsIsAWarning() {
        TestAccount account = TestAccount.with(bot(1));
        account.migrate("--yes");
        account.statementError(
                "ORDER BY embedding <->", 1, "DatabaseErrorException", "ERROR: different vector dimensions 3 and 1024");
        Cli.Result result = verify(account, "--json", "-").exits(0);
        result.hasErr("No rows were searched for with the app's own query: ", "different vector dimensions 3 and 1024");
        assertFalse(result.json().has("sample"));
    }

    /** The Data API rejects results above 1 MiB, so the page is made smaller until it fits. */
    @Test
    void manyLongSourcesAreReadInPagesThatFit() {
        List<String> urls = IntStream.range(0, 150)
                .mapToObj(i -> "https://example.com/" + i + "/" + "x".repeat(1_200))
                .toList();
        Bot bot = bot(1).withFiles().withUrls(urls.toArray(String[]::new));
        TestAccount account = TestAccount.with(bot);
        account.sql("INSERT INTO items (id, botid, content, source, embedding) SELECT lpad(n::text, 26, '0'), '"
                + bot.id() + "', 'x', 'https://example.com/' || n || '/' || repeat('x', 1200),"
                + " ('[' || repeat('0,', 1023) || '0]')::vector FROM generate_series(0, 1299) n");
        Cli.Result result = verify(account, "--json", "-").exits(0);
        assertEquals(1_300, result.json().get("chunks").getAsInt());
        assertTrue(
                account.requests("ExecuteStatement").stream()
                        .anyMatch(r -> r.get("status").getAsInt() == 400),
                "no page was too large");
    }

    @Test
    void timedOutStatementsAreRetriedForFewerBots() {
        TestAccount account = TestAccount.with(bots(5));
        account.migrate("--yes");
        account.statementError("CAST(:b1 AS bpchar)", -1, "StatementTimeoutException", "Request timed out");
        account.statementError("GROUP BY botid ORDER", 2, "StatementTimeoutException", "Request timed out");
        Cli.Result result = verify(account, "--json", "-").exits(0);
        assertEquals(5, result.json().getAsJsonObject("counts").get("complete").getAsInt());
    }

    @Test
    void botsOnEveryPageAreReported() {
        TestAccount account = TestAccount.empty();
        account.sql(
                "INSERT INTO items (id, botid, content, source) SELECT lpad(n::text, 26, '0'), 'BOT' || lpad(n::text,"
                        + " 23, '0'), 'x', 'y' FROM generate_series(1, 2500) n");
        Cli.Result result = verify(account, "--json", "-").exits(0);
        assertEquals(2_500, result.json().getAsJsonArray("bots").size());
    }

    @Test
    void theIndexIsRebuiltAfterConfirmation() {
        TestAccount account = TestAccount.with(bots(2));
        account.migrate("--yes");
        String file = value(account, INDEX_FILE);
        account.start(account.cli(), TestAccount.VERIFY, "--reindex").type("n\n").end()
                .hasOut("Nothing was rebuilt.", "with lists chosen at random");
        assertEquals(file, value(account, INDEX_FILE));
        account.verify("--reindex", "--yes").exits(0).hasOut("Rebuilt idx_items_embedding in ");
        assertNotEquals(file, value(account, INDEX_FILE));
        JsonObject sent = account.requests("ExecuteStatement").stream()
                .map(request -> request.getAsJsonObject("body"))
                .filter(body -> body.toString().contains("REINDEX INDEX CONCURRENTLY idx_items_embedding"))
                .findFirst()
                .orElseThrow();
        assertTrue(sent.get("continueAfterTimeout").getAsBoolean());
        assertFalse(sent.has("transactionId"));
    }

    /** The question stands below the verdict, and says what the rebuilt index would lack. */
    @Test
    void theQuestionAboutTheIndexSaysWhatIsNotComplete() {
        Bot empty = bot(2);
        TestAccount account = TestAccount.with(bot(1), empty).behavior(empty, "noRows");
        account.migrate("--yes");
        Cli.Result no = account.start(account.cli(), TestAccount.VERIFY, "--reindex").type("n\n").end().exits(1);
        int verdict = no.out().indexOf("▲ 1 of 2 bots is not complete.");
        int question = no.out().indexOf("1 of 2 bots is not complete; rebuild the index all the same?");
        assertTrue(verdict >= 0 && question > verdict);
        assertTrue(account.statements().stream().noneMatch(sql -> sql.startsWith("REINDEX")));
    }

    @Test
    void aRejectedConcurrentRebuildIsFollowedByAPlainOneAndLeftoversAreReported() {
        TestAccount account = TestAccount.with(bots(1));
        account.migrate("--yes");
        account.sql(
                "CREATE INDEX idx_items_embedding_ccnew ON items (botid); UPDATE pg_index SET indisvalid = false WHERE"
                        + " indexrelid = 'idx_items_embedding_ccnew'::regclass");
        account.statementError(
                "CONCURRENTLY",
                1,
                "DatabaseErrorException",
                "ERROR: REINDEX CONCURRENTLY cannot run inside a transaction block; SQLState: 25001");
        String file = value(account, INDEX_FILE);
        Cli.Result result = account.verify("--reindex", "--yes").exits(0);
        result.hasErr("REINDEX INDEX CONCURRENTLY was rejected");
        result.hasErr("an unfinished copy of the index is left, idx_items_embedding_ccnew");
        assertNotEquals(file, value(account, INDEX_FILE));
        assertTrue(account.statements().contains("REINDEX INDEX idx_items_embedding"));
    }

    /** The Data API times out, and the statement continues; here it waits for another transaction. */
    @Test
    void aRebuildLongerThanTheStatementTimeoutIsWatchedToItsEnd() {
        TestAccount account = TestAccount.with(bots(1));
        account.migrate("--yes");
        account.set("statementTimeoutSeconds", 0.5);
        String file = value(account, INDEX_FILE);
        CompletableFuture<Void> other = CompletableFuture.runAsync(
                () -> account.sql("BEGIN; LOCK TABLE items IN ROW EXCLUSIVE MODE; SELECT pg_sleep(6); COMMIT"));
        Waiting.await(
                "the lock",
                () -> !account.sql("SELECT 1 FROM pg_locks WHERE relation = 'items'::regclass AND mode ="
                                + " 'RowExclusiveLock'")
                        .isEmpty());
        Cli.Result result = account.verify("--reindex", "--yes");
        other.join();
        result.exits(0).hasOut("rebuilding: waiting for writers before build", "Rebuilt idx_items_embedding in ");
        assertNotEquals(file, value(account, INDEX_FILE));
    }

    @Test
    void aFailedRebuildIsReported() {
        TestAccount account = TestAccount.with(bots(1));
        account.migrate("--yes");
        account.statementError("CONCURRENTLY", 1, "StatementTimeoutException", "Request timed out");
        account.verify("--reindex", "--yes")
                .exits(1)
                .hasOut(
                        "idx_items_embedding was not rebuilt: the database ended the rebuild without success.",
                        "✔ The only bot with knowledge is complete.\n",
                        "▲ The only bot with knowledge is complete, but the index was not rebuilt.\n");
    }

    @Test
    void verifyReportsWhyItCannotRun() {
        TestAccount account = TestAccount.with(bots(1));
        account.migrate("--table", "T", "verify").exits(2)
                .hasErr("put the options of verify after the command name: --");
        account.verify("--stack", "Nothing").exits(2);
        account.sql("ALTER TABLE items RENAME TO others");
        account.verify().exits(3).hasErr("has no vector table");
        account.databaseState("notEnabled");
        account.verify()
                .exits(3)
                .hasErr("the Data API is not enabled on the database cluster\nEnable it with aws rds enable-http-");
    }
}
