package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.RestoreChecks.arguments;
import static tests.support.RestoreChecks.assertNothingIsLeft;
import static tests.support.RestoreChecks.outcomes;
import static tests.support.RestoreChecks.restore;
import static tests.support.RestoreChecks.temporaryCluster;
import static tests.support.TestBots.bot;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.aws.SqlFile;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.TestSnapshot;

/** {@code restore} beside embedding tasks, deletions in the app and other runs, and where its password is. */
class RestoreConcurrencyTest {
    @AutoClose("remove")
    private final TestAccount account = TestAccount.withOwnDatabase().set("resourceSeconds", 30);
    private final Bot bot = bot(1), other = bot(2);

    /** Starts a restore, and returns when the first of two slow inserts has committed the rows of {@link #bot}. */
    private Cli.Running startUntilRowsOfBotAppear() {
        holdResponses("insert_rows", 2);
        Cli.Running running = account.start(account.cli(), arguments("--yes", "--json", "-"));
        running.waitUntil(() -> !ids(bot).isEmpty());
        return running;
    }

    /** Holds the responses until the faults are cleared. */
    private void holdResponses(String function, int times) {
        account.fault(Map.of(
                "operation", "ExecuteStatement",
                "contains", step(function),
                "delayMillis", 55_000,
                "times", times));
    }

    /** What the statement of a step contains, and no other. */
    private static String step(String function) {
        return function + "(%L";
    }

    private long count(String function) {
        return account.statements().stream().filter(sql -> sql.contains(step(function))).count();
    }

    private Set<String> ids(Bot of) {
        return account.sql("SELECT id FROM items WHERE botid = '" + of.id() + "'").stream()
                .map(row -> row.get(0).getAsString())
                .collect(Collectors.toSet());
    }

    /** The app writes a fresh row in a transaction of its own, as an embedding task does. */
    private static String embed(Bot bot) {
        return "DELETE FROM items WHERE botid = '" + bot.id() + "'; INSERT INTO items (id, botid, content, source)"
                + " VALUES ('00000000000000000000000099', '" + bot.id() + "', 'fresh', 's3://x')";
    }

    @Test
    void aBotThatGetsRowsBeforeTheCopyKeepsThem() {
        TestSnapshot.of(bot, other).addTo(account).put(bot, other);
        holdResponses("fetch", 2);
        Cli.Running running = account.start(account.cli(), arguments("--yes", "--json", "-"));
        running.waitUntil(() -> count("fetch") == 2);
        account.sql(embed(bot));
        account.sql(embed(other).replace("0099", "0098"));
        account.clearFaults();
        Cli.Result result = running.end();
        assertEquals(Set.of("leftAlone"), Set.copyOf(outcomes(result).values()));
        assertEquals(Set.of("00000000000000000000000099"), ids(bot));
    }

    @Test
    void aCopyWaitsForAnEmbeddingTaskThatHasNotCommitted() throws InterruptedException {
        TestSnapshot.of(bot).addTo(account).put(bot);
        Thread task = new Thread(() -> account.sql("BEGIN; " + embed(bot) + "; SELECT pg_sleep(4); COMMIT"));
        Cli.Running running = account.start(account.cli(), arguments("--yes", "--json", "-"));
        running.waitUntil(() -> account.arrivedWith("CREATE EXTENSION") > 0);
        task.start();
        Cli.Result result = running.end();
        task.join();
        assertEquals(Map.of(bot.id(), "leftAlone"), outcomes(result));
        assertEquals(Set.of("00000000000000000000000099"), ids(bot));
    }

    /** The first request for the call commits while the second one asks for its lock. */
    @Test
    void aCallThatEndsWhileItIsRepeatedRunsOnce() {
        Stream.of("lease-schema.sql", "restore-schema.sql")
                .flatMap(file -> SqlFile.read(file).statements().stream())
                .forEach(account::sql);
        account.sql("CREATE FUNCTION pg_try_advisory_xact_lock(bigint) RETURNS boolean LANGUAGE sql AS"
                + " 'INSERT INTO bedrock_chat_restore.results (call, rows) VALUES (''a call'', 42); SELECT true'");
        account.sql("BEGIN; SET LOCAL search_path = public, pg_catalog; SELECT CAST(bedrock_chat_restore.call('a call',"
                + " '', 'checksum(''" + bot.id() + "'', '''')') AS text); COMMIT");
        assertEquals("[[42]]", account.sql("SELECT rows FROM bedrock_chat_restore.results").toString());
    }

    @Test
    void aBotThatIsEmbeddedAfterTheCopyIsNoError() {
        TestSnapshot.of(bot, other).addTo(account).put(bot, other);
        Cli.Running running = startUntilRowsOfBotAppear();
        account.sql(embed(bot));
        account.clearFaults();
        Cli.Result result = running.end();
        assertEquals(Map.of(bot.id(), "embeddedMeanwhile", other.id(), "restored"), outcomes(result));
        assertEquals(Set.of("00000000000000000000000099"), ids(bot));
    }

    @Test
    void aBotThatIsDeletedAfterTheCopyLosesItsRows() {
        TestSnapshot.of(bot, other).addTo(account).put(bot, other);
        Cli.Running running = startUntilRowsOfBotAppear();
        account.delete(bot);
        account.clearFaults();
        Cli.Result result = running.end().exits(0);
        assertEquals(Map.of(bot.id(), "deleted", other.id(), "restored"), outcomes(result));
        assertEquals(Set.of(), ids(bot));
    }

    @Test
    void aCopyThatDiffersIsTakenBackAndMadeOnceMore() {
        TestSnapshot.of(bot, other).addTo(account).put(bot, other);
        Cli.Running running = startUntilRowsOfBotAppear();
        account.sql("UPDATE items SET content = 'damaged' WHERE id = (SELECT min(id) FROM items WHERE botid = '"
                + bot.id() + "')");
        account.clearFaults();
        Cli.Result result = running.end().exits(0).hasErr("differ from the snapshot");
        assertEquals(Map.of(bot.id(), "restored", other.id(), "restored"), outcomes(result));
        assertEquals(List.of(), account.sql("SELECT 1 FROM items WHERE content = 'damaged'"));
        assertNothingIsLeft(account);
    }

    @Test
    void aBotWhoseTaskFailsMeanwhileIsCopiedBeforeTheDatabaseIsDeleted() {
        TestSnapshot.of(bot, other).addTo(account).put(bot, other);
        account.set("resourceSeconds", 600).behavior(bot, "fail", "reason", "no");
        account.leaveRunning(1, "--bot", bot.id());
        Cli.Result result = restore(account, "--yes", "--json", "-").exits(0).hasErr("looking once more at 1 bot");
        assertEquals(Map.of(bot.id(), "restored", other.id(), "restored"), outcomes(result));
    }

    @Test
    void aStatusWithoutATaskIsNoReasonToLeaveABotAlone() {
        Bot outOfMemory = bot.with("SyncStatus", "RUNNING"), neverStarted = other.with("SyncStatus", "QUEUED");
        TestSnapshot.of(bot, other).addTo(account).put(outOfMemory, neverStarted);
        Cli.Result result = restore(account, "--yes", "--json", "-");
        assertEquals(Map.of(bot.id(), "restored", other.id(), "restored"), outcomes(result));
        result.exits(0);
    }

    @Test
    void withoutThePermissionToListTasksTheStatusDecides() {
        Bot running = bot.with("SyncStatus", "RUNNING");
        TestSnapshot.of(bot, other).addTo(account).put(running, other);
        account.deny("ListTasks");
        Cli.Result result = restore(account, "--yes", "--json", "-");
        assertEquals(Map.of(bot.id(), "beingEmbedded", other.id(), "restored"), outcomes(result));
        result.hasErr("the embedding tasks cannot be read");
    }

    @Test
    void aSecondRunStopsAndTheFirstIsNotDisturbed() {
        TestSnapshot.of(bot).addTo(account).put(bot);
        account.set("resourceSeconds", 600);
        Cli.Running first = account.start(account.cli(), arguments("--yes"));
        first.waitUntil(() -> account.arrived("CreateStack") > 0);
        restore(account, "--yes").exits(2).hasErr("Another run of restore is working");
        restore(account, "--clean-up", "--yes").exits(2);
        first.end().exits(0);
        assertNothingIsLeft(account);
    }

    @Test
    void thePasswordIsNowhereButInTheLink() {
        TestSnapshot.of(bot).addTo(account).put(bot);
        account.statementError(step("checksum"), -1, "DatabaseErrorException", "no");
        Cli.Result result = restore(account, "--yes", "--keep", "--json", "-", "--verbose").exits(1);
        String target = account.clusterArn().replaceFirst(".*:", ""), source = temporaryCluster(account);
        String password = account.sqlAsAdministrator(target, "SELECT array_to_string(umoptions, ',') FROM pg_user_mappings")
                .toString()
                .replaceFirst(".*password=([0-9a-f]{64}).*", "$1");
        assertEquals(64, password.length());
        assertFalse(result.toString().contains(password));
        for (String cluster : List.of(target, source)) {
            String log = account.databaseLog(cluster);
            assertTrue(log.contains("bedrock_chat_restore"), log);
            assertFalse(log.contains(password));
            String queries = "SELECT query FROM pg_stat_statements UNION ALL SELECT query FROM pg_stat_activity";
            assertFalse(account.sqlAsAdministrator(cluster, queries).toString().contains(password));
        }
        assertFalse(account.requests().toString().contains(password));

        String plan = account.sql("SET plan_cache_mode = force_generic_plan; EXPLAIN VERBOSE SELECT id, botid, content,"
                        + " source, embedding FROM bedrock_chat_restore.snapshot WHERE botid = '" + bot.id() + "'")
                .toString();
        assertTrue(plan.contains("Remote SQL") && plan.contains("WHERE ((botid = '" + bot.id() + "'))"), plan);

        // The bot's id reaches the other server as a literal, so that its index is used.
        assertTrue(
                account.databaseLog(source).contains("FROM public.items WHERE ((botid = '" + bot.id() + "'))"),
                account.databaseLog(source));
        account.clearFaults();
        restore(account, "--clean-up", "--yes");
        assertNothingIsLeft(account);
    }
}
