package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.RestoreChecks.assertNothingIsLeft;
import static tests.support.RestoreChecks.outcomes;
import static tests.support.RestoreChecks.restore;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.RestoreChecks;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.TestSnapshot;

/** {@code restore}: copies rows from a snapshot into the new database, where they name the bucket of today. */
class RestoreTest {
    private static final String ELSEWHERE = "https://example.com/s3://" + TestSnapshot.BUCKET + "/x";

    @AutoClose("remove")
    private final TestAccount account =
            TestAccount.withOwnDatabase().set("resourceSeconds", 30).set("roles", List.of("dms-vpc-role"));
    private final Bot withFile = bot(1), withUrl = bot(2, ELSEWHERE);

    private Cli.Result restore(String... arguments) {
        return RestoreChecks.restore(account, arguments);
    }

    @Test
    void theRowsOfEveryBotComeFromTheSnapshotAndNothingIsLeft() {
        Bot[] bots = bots(3);
        TestSnapshot.of(bots).addTo(account).put(bots);
        Cli.Result result = restore("--yes", "--json", "-").exits(0);
        outcomes(result).values().forEach(outcome -> assertEquals("restored", outcome));
        account.verify().exits(0);
        assertNothingIsLeft(account);
    }

    @Test
    void botsThatTheSnapshotLacksAreNamedWithTheCommandThatEmbedsExactlyThem() {
        Bot restored = bot(1),
                createdSince = bot(2),
                embedded = bot(3),
                beingEmbedded = bot(4),
                deletedSince = bot(5);
        Bot changedSince = bot(6, "https://example.com/new");
        account.put(embedded).migrate("--yes");
        account.put(restored, createdSince, beingEmbedded, changedSince);
        account.set("durations", Map.of("shortestEmbedding", 100_000, "longestEmbedding", 100_000))
                .startByPipe(beingEmbedded);
        Map<String, Integer> fresh = account.rows(embedded);
        TestSnapshot.of(restored, embedded, beingEmbedded, deletedSince, bot(6)).addTo(account);

        List<String> place = List.of("--database", "postgres");
        Cli.Result result = restore(Stream.concat(Stream.of("--yes", "--json", "-"), place.stream())
                        .toArray(String[]::new))
                .exits(1);
        assertEquals(
                Map.of(
                        restored.id(), "restored",
                        createdSince.id(), "notInSnapshot",
                        embedded.id(), "leftAlone",
                        beingEmbedded.id(), "beingEmbedded",
                        changedSince.id(), "restored"),
                outcomes(result));
        assertEquals(fresh, account.rows(embedded));
        assertEquals(Map.of(), account.rows(deletedSince));
        assertEquals(Map.of(), account.rows(beingEmbedded));

        String command = result.json().get("embedCommand").getAsString();
        result.hasErr(command);
        List<String> words = List.of(command.split(" "));
        assertEquals(List.of("jbang", "migrate.java", "--bot"), words.subList(0, 3), command);
        assertEquals(Set.of(createdSince.id(), changedSince.id()), Set.of(words.get(3), words.get(5)), command);
        assertEquals(List.of("--endpoint-url", account.endpoint(), "--database", "postgres"), words.subList(6, 10));
    }

    @Test
    void rowsAtTheLimitsAreCopiedUnchanged() {
        Bot odd = bot(1), large = bot(2);
        String zeros = ",0".repeat(1020);
        TestSnapshot.of()
                .with(
                        "sql",
                        """
                        INSERT INTO items VALUES
                            ('00000000000000000000000001', '%1$s', repeat('€', 21845), 's3://a', NULL),
                            ('00000000000000000000000002', '%1$s', NULL, NULL,
                                '[1e-45,-0,3.4028235e38,-3.4028235e38%3$s]'),
                            ('00000000000000000000000003', '%1$s', '', '', '[0.1,0.2,0.3,0.4%3$s]'),
                            ('00000000000000000000000004', '%1$s',
                                E'it''s "quoted" \\\\ back\\tslash 😀 \\u2028', 's', NULL);
                        INSERT INTO items SELECT lpad(CAST(n AS text), 26, 'L'), '%2$s', 'chunk ' || n, 's3://b',
                            CAST('[' || n || ',0,0,0%3$s]' AS vector) FROM generate_series(1, 2000) AS n
                        """
                                .formatted(odd.id(), large.id(), zeros))
                .addTo(account)
                .put(odd, large);
        Cli.Result result = restore("--yes", "--json", "-");
        assertEquals(Map.of(odd.id(), "restored", large.id(), "restored"), outcomes(result));
        assertEquals(4, account.sql("SELECT 1 FROM items WHERE botid = '" + odd.id() + "'").size());
        assertEquals(2_000, account.rowCount(large));
    }

    @Test
    void anEncryptedSnapshotIsRestoredAndAnExtensionThatExistsStays() {
        Bot bot = bot(1);
        TestSnapshot.of(bot).with("kmsKeyId", "arn:aws:kms:us-east-1:123456789012:key/1").addTo(account).put(bot);
        account.sql("CREATE EXTENSION postgres_fdw");
        Cli.Result result = restore("--yes", "--json", "-").exits(0);
        assertTrue(result.json().getAsJsonObject("snapshot").get("encrypted").getAsBoolean());
        assertEquals(List.of(), account.sql(RestoreChecks.OUR_SCHEMA));
        assertEquals(List.of(), account.sql("SELECT 1 FROM pg_foreign_server"));
        assertEquals(1, account.sql(RestoreChecks.OUR_EXTENSION).size());
    }

    @Test
    void aDryRunShowsThePlanAndCreatesNothing() {
        Bot bot = bot(1);
        TestSnapshot.of(bot).addTo(account).put(bot);
        Cli.Result result = restore("--dry-run").exits(0);
        assertEquals(List.of(), account.mutations());
        result.hasOut(
                TestSnapshot.ID,
                "aws cloudformation delete-stack --stack-name BedrockChatStack-restore-",
                "an hour in us-east-1 while",
                "1 bot to copy",
                "Do not deploy");
        long looks = account.statements().stream()
                .filter(sql -> sql.contains("to_regnamespace('bedrock_chat_restore')"))
                .count();
        assertEquals(1, looks);
    }

    @Test
    void theTemplateIsPrintedAlone() {
        Cli.Result result = restore("--template");
        assertTrue(result.out().startsWith("AWSTemplateFormatVersion: "));
        assertEquals("", result.err());
        assertEquals(List.of(), account.operations());
    }

    private static String today(Bot bot, String name) {
        return "s3://" + TestAccount.DOCUMENT_BUCKET + "/" + bot.user() + "/" + bot.id() + "/documents/" + name;
    }

    private void assertRowsNameToday(Cli.Result result) {
        assertEquals(Set.of(today(withFile, "manual-1.pdf")), account.rows(withFile).keySet());
        assertEquals(Set.of(ELSEWHERE, today(withUrl, "manual-2.pdf")), account.rows(withUrl).keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres_fdw", "dms"})
    void theRowsNameTheBucketOfTodayAndAreProvedWithIt(String via) {
        TestSnapshot.of(withFile, withUrl).addTo(account).put(withFile, withUrl);
        restore("--via", via, "--dry-run").hasOut("to files name today's bucket " + TestAccount.DOCUMENT_BUCKET);
        Cli.Result result = restore("--via", via, "--yes", "--json", "-").exits(0);
        assertEquals(Map.of(withFile.id(), "restored", withUrl.id(), "restored"), outcomes(result));
        assertRowsNameToday(result);
        result.hasErr("the snapshot's files are in bucket " + TestSnapshot.BUCKET);
        account.verify().exits(0);
        assertNothingIsLeft(account);
    }

    @Test
    void aBucketThatIsTheSameIsNotMentioned() {
        TestSnapshot.of(withUrl)
                .with(
                        "bots",
                        List.of(
                                Map.of("botId", withFile.id(), "sources", List.of(today(withFile, "manual-1.pdf"))),
                                Map.of(
                                        "botId", withUrl.id(),
                                        "sources", List.of(ELSEWHERE, today(withUrl, "manual-2.pdf")))))
                .addTo(account)
                .put(withFile, withUrl);
        Cli.Result result = restore("--yes").exits(0).hasNoErr("the snapshot's files are in bucket");
        assertRowsNameToday(result);
    }
}
