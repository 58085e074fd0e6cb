package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TableSchema.attribute;
import static tests.support.TableSchema.key;
import static tests.support.TestBots.MISSED_BY_INDEX;
import static tests.support.TestBots.USER;
import static tests.support.TestBots.alias;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;
import static tests.support.TestBots.conversations;
import static tests.support.TestBots.sortKeys;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.Summary;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.Waiting;

/** Which bots the scans find, and which of them are skipped and why. */
class BotSearchTest {
    private static final String OTHER_USER = "2a2a2a2a-4b5a-4697-8877-665544332211";

    @Test
    void theIndexAndTheSweepFindEveryBotAndReportTheirReadUnits() {
        Bot[] indexed = Stream.concat(Stream.of(bots(24)), Stream.of(bots(6)).map(bot -> bot.ownedBy(OTHER_USER)))
                .toArray(Bot[]::new);
        TestAccount account = TestAccount.with(indexed)
                .put(MISSED_BY_INDEX)
                .putAll(conversations(400, 4_000))
                .putAll(Stream.of(indexed).limit(5).map(bot -> alias(OTHER_USER, bot)).toList());
        JsonReport report = account.report("--dry-run");
        Set<String> all = new HashSet<>(sortKeys(indexed));
        all.add(MISSED_BY_INDEX.sk());
        assertEquals(all, report.keys());
        assertEquals(List.of("index LastBotUsedIndex", "sweep of the table"), scanned(report));
        report.hasErr("Searched the index LastBotUsedIndex: 1 page, ");
        report.hasErr("Last page, from the sweep of the table: 1 bot, 1 to start");
        // Half a read unit for each 4 KB that is read, whether or not the item passes the filter.
        assertTrue(readUnits(report, 0) > 0 && readUnits(report, 0) < 50);
        assertTrue(readUnits(report, 1) > 200);
    }

    /**
     * The scan has pages of one item, most without a bot, and one page is throttled more often than the SDK retries.
     */
    @ParameterizedTest(name = "{displayName} {0}")
    @CsvSource({"index, 2, 3", "table, 6, 4", "sweep, 8, 3"})
    void smallEmptyAndThrottledPagesLoseNoBot(String throttled, int skip, int pages) {
        TestAccount account = TestAccount.with(bots(3))
                .put(MISSED_BY_INDEX)
                .putAll(conversations(12, 100))
                .putAll(List.of(alias(OTHER_USER, bot(1))))
                .errorAfter(skip, "Scan", 5, 400, "ProvisionedThroughputExceededException", "exceeded")
                .scanPageLimit(1);
        if (throttled.equals("table")) {
            account.deny("DescribeTable"); // the index is not known to be there
        }
        JsonReport report = account.report("--dry-run").exits(0);
        assertEquals(sortKeys(bot(1), bot(2), bot(3), MISSED_BY_INDEX), report.keys());
        assertEquals(5, account.requests("Scan").stream().filter(r -> r.get("status").getAsInt() == 400).count());
        assertTrue(account.answered("Scan") >= 17);
        assertEquals(pages, report.result().errLines("^Scan page").size());
    }

    @Test
    void aBotThatIsUsedDuringTheScanIsStartedExactlyOnce() {
        Bot[] bots = bots(4);
        TestAccount account = TestAccount.with(bots).scanPageLimit(1);
        Cli.Running running = account.start();
        Waiting.await("the first page", () -> account.answered("Scan") == 1);
        account.put(bots[0].with("LastBotUsed", AttributeValue.fromN("1800000000"))); // moves to a later page
        running.type("y\n");
        Waiting.await("the second page", () -> account.answered("Scan") == 2);
        account.put(bots[3].with("LastBotUsed", AttributeValue.fromN("1600000000"))); // moves to an earlier page
        Cli.Result result = running.type("y\ny\ny\ny\ny\n").end().exits(0);
        account.assertStarted(bots);
        result.hasOut("Last page, from the sweep of the table: 1 bot, 1 to start", "4 bots in the table");
    }

    @Test
    void aTableWithoutAUsableIndexIsScannedDirectly() {
        TestAccount account = TestAccount.empty().upload(bot(1), MISSED_BY_INDEX);
        try (DynamoDbClient client = account.dynamoDb()) {
            for (String table : List.of("Bare", "Narrow")) {
                client.createTable(table.equals("Bare") ? schema(table).build() : withKeysOnlyIndex(schema(table)));
                client.putItem(r -> r.tableName(table).item(bot(1).item()));
                client.putItem(r -> r.tableName(table).item(MISSED_BY_INDEX.item()));
                JsonReport report = account.report("--dry-run", "--table", table).exits(0);
                assertEquals(sortKeys(bot(1), MISSED_BY_INDEX), report.keys());
                assertEquals(List.of("table"), scanned(report));
            }
        }
        assertTrue(account.requests("Scan").stream().noneMatch(r -> r.toString().contains("IndexName")));
    }

    @Test
    void unusualBotsAreShownOnOneLineEachAndStartedWithTheirExactKeys() {
        List<AttributeValue> titles = new ArrayList<>(List.of(AttributeValue.fromN("7")));
        Stream.of(
                        "",
                        " \t\n ",
                        "bell\u0007 back\b\b\b nul\u0000 delete\u007f c1\u0085\u009b31m",
                        "one\r\ntwo\u2028three\u2029four\u000bfive\ffive\ttab",
                        "\u001b[2J\u001b[31mred\u001b[0m \u001b]0;window title\u0007",
                        "\u202egpj.exe\u202c \u2066isolated\u2069 \u200emark \ufeffzero\u200bwidth",
                        "👩‍👩‍👧‍👦 family 🇯🇵 💶",
                        "it's \"quoted\" `back` \\ $(id) %s %d {} <b>",
                        "社内ヘルプデスク",
                        "long ".repeat(1_000),
                        "💶".repeat(2_500))
                .map(AttributeValue::fromS)
                .forEach(titles::add);
        List<Bot> incomplete = List.of(
                bot(1).without("Title"),
                bot(2).without("Knowledge"),
                bot(3).without("CreateTime"),
                bot(4).with("Title", AttributeValue.fromNul(true)),
                bot(5).with("Knowledge", AttributeValue.fromM(Map.of())));
        List<Bot> bots = new ArrayList<>();
        titles.forEach(title -> bots.add(bot(10 + bots.size()).with("Title", title)));
        for (AttributeValue knowledge : malformedKnowledge()) {
            bots.add(bot(10 + bots.size()).with("Knowledge", knowledge));
        }
        String unusualId = "id \"quoted\" \\ 'it' \u202e💶\n\u001b[31m#BOT#";
        bots.add(new Bot(USER, unusualId, bot(9).attributes()));
        Bot[] complete = bots.toArray(Bot[]::new);
        Bot[] all = Stream.concat(bots.stream(), incomplete.stream()).toArray(Bot[]::new);
        TestAccount account = TestAccount.with(all);
        account.set("vcpuQuota", 200);

        Cli.Result result = account.migrate("--yes", "--all", "--parallel", "90", "--verbose");
        assertTrue(result.exit() <= 1); // the container may reject malformed knowledge
        account.assertStarted(complete);
        assertTrue(account.tasks().stream().allMatch(t -> t.get("pk").getAsString().equals(USER)));
        assertSafe(result.out());
        assertSafe(result.err());
        assertEquals(all.length, result.outLines("^  [+!] ").size());
        assertTrue(result.out().lines().allMatch(l -> l.length() < 400));
        for (String shown : List.of(
                "+ (untitled) 1 file",
                "! (untitled) 1 file cannot be embedded: its item has no Title",
                "+ it's \"quoted\" `back` \\ $(id) %s %d {} <b> ",
                "👩‍👩‍👧‍👦 family 🇯🇵 💶",
                "社内ヘルプデスク",
                "! Bot 2 none cannot be embedded: its item has no Knowledge")) {
            assertTrue(result.out().replaceAll(" +", " ").contains(shown), shown);
        }

        JsonReport json = account.report("--dry-run", "--all");
        assertEquals(sortKeys(all), json.keys());
        assertTrue(json.result().out().contains("💶".repeat(2_500)), "the JSON has whole titles");
    }

    /** Knowledge of every type, and a map with a list of files of every type. */
    private static List<AttributeValue> malformedKnowledge() {
        AttributeValue text = AttributeValue.fromS("a.pdf"), none = AttributeValue.fromL(List.of());
        SdkBytes bytes = SdkBytes.fromUtf8String("a.pdf");
        List<AttributeValue> malformed = new ArrayList<>(List.of(
                text, AttributeValue.fromN("1"), AttributeValue.fromB(bytes), AttributeValue.fromBool(true), none,
                AttributeValue.fromL(List.of(text)), AttributeValue.fromSs(List.of("a.pdf")),
                AttributeValue.fromNs(List.of("1")), AttributeValue.fromBs(List.of(bytes))));
        for (AttributeValue inner : List.copyOf(malformed)) {
            for (AttributeValue files : List.of(inner, AttributeValue.fromL(List.of(inner)))) {
                malformed.add(AttributeValue.fromM(
                        Map.of("filenames", files, "source_urls", none, "sitemap_urls", none)));
            }
        }
        return malformed;
    }

    /** Checks that there are no control characters except line feeds, and no bidirectional or invisible characters. */
    private static void assertSafe(String output) {
        assertFalse(output.matches("(?s).*[\\p{Cc}\\p{Cf}\u2028\u2029&&[^\n\u200D]].*"), output);
    }

    @Test
    void botsThatCannotBeEmbeddedAreSkippedWithAReason() {
        Bot remains = bot(7).without("Knowledge").without("CreateTime").without("Title");
        Bot[] bots = {
            bot(1),
            bot(2, "https://example.com").withFiles(),
            bot(3).withFiles(),
            bot(4).without("Knowledge"),
            bot(5).withFiles().withSitemaps("https://example.com/sitemap.xml"),
            bot(6).with("Knowledge", "unreadable"),
            remains,
            new Bot(USER, bot(8).id(), remains.attributes()).without("LastBotUsed")
        };
        TestAccount account = TestAccount.with(bots);
        JsonReport report = account.report().exits(0);
        account.assertStarted(bots[0], bots[1]);
        List<String> reasons = List.of(
                "no knowledge", "no knowledge", "sitemap URLs", "its knowledge is not in the form",
                "leftover item of a deleted bot", "leftover item of a deleted bot");
        for (int i = 0; i < reasons.size(); i++) {
            assertEquals("skipped", report.outcome(bots[i + 2]));
            assertTrue(report.reason(bots[i + 2]).startsWith(reasons.get(i)));
        }
        assertEquals(List.of(2, 6), report.counts("succeeded", "skipped"));
        Summary.of(report.result())
                .hasLines(
                        "8 bots in the table", " 2  no knowledge", " 1  sitemap URLs",
                        " 2  leftover item of a deleted bot");
    }

    @Test
    void theBotAndUserOptionsLimitTheRun() {
        Bot[] bots = bots(3);
        Bot ofOther = bot(4).ownedBy(OTHER_USER);
        TestAccount account = TestAccount.with(bots).put(ofOther, MISSED_BY_INDEX);
        account.migrate("--yes", "--bot", bots[1].sk()).exits(0);
        account.migrate("--yes", "--user", OTHER_USER).exits(0);
        account.migrate("--yes", "--user", USER, "--bot", bots[1].id(), "--bot", bots[2].id()).exits(0);
        account.migrate("--yes", "--bot", MISSED_BY_INDEX.id()).exits(0);
        assertEquals(
                List.of(bots[1].sk(), ofOther.sk(), bots[2].sk(), MISSED_BY_INDEX.sk()),
                account.startedBots());
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @CsvSource({"--bot 01HTEST0000000000000000001 --bot x, --bot x", "--user nobody, --user nobody"})
    void anIdWithoutABotIsAnErrorAndNothingIsStarted(String options, String named) {
        TestAccount account = TestAccount.with(bots(2)).put(MISSED_BY_INDEX);
        account.migrate(("--yes " + options).split(" ")).exits(2)
                .hasErr("Nothing was started: no bot matches " + named);
        assertEquals(List.of(), account.mutations());
    }

    @Test
    void aFailedSweepIsReportedAndTheOtherBotsAreEmbedded() {
        TestAccount account = TestAccount.with(bots(2))
                .put(MISSED_BY_INDEX)
                .errorAfter(1, "Scan", -1, 400, "AccessDeniedException", "not authorized on resource: table");
        Cli.Result result = account.migrate("--yes").exits(1);
        account.assertStarted(bots(2));
        result.hasErr("The sweep of the table failed", "AccessDeniedException");
        result.hasOut("bots that are missing from the index may not have been found");
        result.hasOut("2 bots with knowledge are embedded and proved, but the search for bots is not finished.");
        assertEquals(2, Summary.of(result).count("succeeded"));
    }

    private static CreateTableRequest.Builder schema(String name) {
        return CreateTableRequest.builder()
                .tableName(name)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .attributeDefinitions(attribute("PK", ScalarAttributeType.S), attribute("SK", ScalarAttributeType.S))
                .keySchema(key("PK", "SK"));
    }

    private static CreateTableRequest withKeysOnlyIndex(CreateTableRequest.Builder table) {
        return table.attributeDefinitions(
                        attribute("PK", ScalarAttributeType.S),
                        attribute("SK", ScalarAttributeType.S),
                        attribute("LastBotUsed", ScalarAttributeType.N))
                .localSecondaryIndexes(LocalSecondaryIndex.builder()
                        .indexName("LastBotUsedIndex")
                        .projection(p -> p.projectionType(ProjectionType.KEYS_ONLY))
                        .keySchema(key("PK", "LastBotUsed"))
                        .build())
                .build();
    }

    private static List<String> scanned(JsonReport report) {
        return scans(report).map(scan -> scan.get("what").getAsString()).toList();
    }

    private static double readUnits(JsonReport report, int scan) {
        return scans(report).toList().get(scan).get("readUnits").getAsDouble();
    }

    private static Stream<JsonObject> scans(JsonReport report) {
        return report.json().getAsJsonArray("scans").asList().stream().map(JsonElement::getAsJsonObject);
    }
}
