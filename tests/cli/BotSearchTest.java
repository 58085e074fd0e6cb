package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TableSchema.attribute;
import static tests.support.TableSchema.key;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
import tests.support.TestBots;
import tests.support.Waiting;

/** Which bots the scans find, and which of them are skipped and why. */
class BotSearchTest {
    private static final String OTHER_USER = "2a2a2a2a-4b5a-4697-8877-665544332211";
    @Test
    void theIndexAndTheSweepFindEveryBotAndReportTheirReadUnits() {
        TestBots.Bot[] indexed = Stream.concat(
                        Stream.of(TestBots.bots(24)),
                        Stream.of(TestBots.bots(6)).map(bot -> bot.ownedBy(OTHER_USER)))
                .toArray(TestBots.Bot[]::new);
        TestAccount account = TestAccount.empty().put(indexed).put(TestBots.MISSED_BY_INDEX);
        account.putAll(Stream.concat(
                        IntStream.range(0, 400).mapToObj(n -> TestBots.conversation(n, 4_000)),
                        Stream.of(indexed).limit(5).map(bot -> TestBots.alias(OTHER_USER, bot)))
                .toList());
        Set<String> all = new HashSet<>(TestBots.sortKeys(indexed));
        all.add(TestBots.MISSED_BY_INDEX.sk());
        Cli.Result auto = account.migrate("--dry-run", "--json", "-");
        assertEquals(all, found(auto), auto::toString);
        assertEquals(List.of("index LastBotUsedIndex", "sweep of the table"), scanned(auto), auto::toString);
        auto.hasErr("Searched the index LastBotUsedIndex: 1 page, ");
        auto.hasErr("Last page, from the sweep of the table: 1 bot, 1 to start");
        // Half a read unit for each 4 KB that is read, whether or not the item passes the filter.
        assertTrue(readUnits(auto, 0) > 0 && readUnits(auto, 0) < 50, auto::toString);
        assertTrue(readUnits(auto, 1) > 200, auto::toString);
    }

    /**
     * The scan has pages of one item, most without a bot, and one page is throttled more often than the SDK retries.
     */
    @ParameterizedTest(name = "{displayName} {0}")
    @CsvSource({"index, 2", "table, 6", "sweep, 8"})
    void smallEmptyAndThrottledPagesLoseNoBot(String throttled, int skip) {
        TestAccount account = TestAccount.empty()
                .put(TestBots.bots(3))
                .put(TestBots.MISSED_BY_INDEX)
                .putAll(IntStream.range(0, 12).mapToObj(n -> TestBots.conversation(n, 100)).toList())
                .putAll(List.of(TestBots.alias(OTHER_USER, TestBots.bot(1))))
                .errorAfter(skip, "Scan", 5, 400, "ProvisionedThroughputExceededException", "exceeded")
                .scanPageLimit(1);
        if (throttled.equals("table")) {
            account.deny("DescribeTable"); // the index is not known to be there
        }
        Cli.Result result = account.migrate("--dry-run", "--json", "-").exits(0);
        assertEquals(
                TestBots.sortKeys(TestBots.bot(1), TestBots.bot(2), TestBots.bot(3), TestBots.MISSED_BY_INDEX),
                found(result),
                result::toString);
        assertEquals(
                5,
                account.requests("Scan").stream().filter(r -> r.get("status").getAsInt() == 400).count(),
                result::toString);
        assertTrue(account.answered("Scan") >= 17, result::toString);
        assertEquals(
                throttled.equals("table") ? 4 : 3,
                result.err().lines().filter(l -> l.startsWith("Scan page")).count(),
                result::toString);
    }

    @Test
    void aBotThatIsUsedDuringTheScanIsStartedExactlyOnce() {
        TestBots.Bot[] bots = TestBots.bots(4);
        TestAccount account = TestAccount.empty().put(bots).scanPageLimit(1);
        Cli.Running running = account.start(account.cli());
        Waiting.await("the first page", () -> account.answered("Scan") == 1);
        account.put(bots[0].with("LastBotUsed", AttributeValue.fromN("1800000000"))); // moves to a later page
        running.type("y\n");
        Waiting.await("the second page", () -> account.answered("Scan") == 2);
        account.put(bots[3].with("LastBotUsed", AttributeValue.fromN("1600000000"))); // moves to an earlier page
        Cli.Result result = running.type("y\ny\ny\ny\ny\n").end().exits(0);
        assertEquals(4, account.startedBots().size(), result::toString);
        assertEquals(TestBots.sortKeys(bots), Set.copyOf(account.startedBots()), result::toString);
        result.hasOut("Last page, from the sweep of the table: 1 bot, 1 to start", "4 bots in the table");
    }

    @Test
    void aTableWithoutAUsableIndexIsScannedDirectly() {
        TestAccount account = TestAccount.empty().upload(TestBots.bot(1), TestBots.MISSED_BY_INDEX);
        try (DynamoDbClient client = account.dynamoDb()) {
            for (String table : List.of("Bare", "Narrow")) {
                client.createTable(table.equals("Bare") ? schema(table).build() : withKeysOnlyIndex(schema(table)));
                client.putItem(r -> r.tableName(table).item(TestBots.bot(1).item()));
                client.putItem(r -> r.tableName(table).item(TestBots.MISSED_BY_INDEX.item()));
            }
        }
        for (String table : List.of("Bare", "Narrow")) {
            Cli.Result auto = account.migrate("--dry-run", "--json", "-", "--table", table).exits(0);
            assertEquals(TestBots.sortKeys(TestBots.bot(1), TestBots.MISSED_BY_INDEX), found(auto), auto::toString);
            assertEquals(List.of("table"), scanned(auto), auto::toString);
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
        List<TestBots.Bot> incomplete = List.of(
                TestBots.bot(1).without("Title"),
                TestBots.bot(2).without("Knowledge"),
                TestBots.bot(3).without("CreateTime"),
                TestBots.bot(4).with("Title", AttributeValue.fromNul(true)),
                TestBots.bot(5).with("Knowledge", AttributeValue.fromM(Map.of())));
        List<TestBots.Bot> bots = new ArrayList<>();
        titles.forEach(title -> bots.add(TestBots.bot(10 + bots.size()).with("Title", title)));
        for (AttributeValue knowledge : malformedKnowledge()) {
            bots.add(TestBots.bot(10 + bots.size()).with("Knowledge", knowledge));
        }
        String unusualId = "id \"quoted\" \\ 'it' \u202e💶\n\u001b[31m#BOT#";
        bots.add(new TestBots.Bot(TestBots.USER, unusualId, TestBots.bot(9).attributes()));
        TestBots.Bot[] complete = bots.toArray(TestBots.Bot[]::new);
        TestBots.Bot[] all = Stream.concat(bots.stream(), incomplete.stream()).toArray(TestBots.Bot[]::new);
        TestAccount account = TestAccount.empty().put(all);
        account.set("vcpuQuota", 200);

        Cli.Result result = account.migrate("--yes", "--all", "--parallel", "90", "--verbose");
        assertTrue(result.exit() <= 1, result::toString); // the container may reject malformed knowledge
        assertEquals(complete.length, account.startedBots().size(), result::toString);
        assertEquals(TestBots.sortKeys(complete), Set.copyOf(account.startedBots()), result::toString);
        assertTrue(
                account.tasks().stream().allMatch(t -> t.get("pk").getAsString().equals(TestBots.USER)),
                result::toString);
        assertSafe(result.out());
        assertSafe(result.err());
        assertEquals(all.length, result.out().lines().filter(l -> l.matches("  [+!] .*")).count(), result::toString);
        assertTrue(result.out().lines().allMatch(l -> l.length() < 400), result::toString);
        for (String shown : List.of(
                "+ (untitled) 1 file",
                "! (untitled) 1 file cannot be embedded: its item has no Title",
                "+ it's \"quoted\" `back` \\ $(id) %s %d {} <b> ",
                "👩‍👩‍👧‍👦 family 🇯🇵 💶",
                "社内ヘルプデスク",
                "! Bot 2 none cannot be embedded: its item has no Knowledge")) {
            assertTrue(result.out().replaceAll(" +", " ").contains(shown), () -> shown + " is missing\n" + result);
        }

        Cli.Result json = account.migrate("--dry-run", "--all", "--json", "-");
        assertEquals(TestBots.sortKeys(all), found(json), json::toString);
        assertTrue(json.out().contains("💶".repeat(2_500)), "the JSON has whole titles");
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

    private static TestBots.Bot[] oneOfEachKind() {
        List<String> none = List.of();
        return new TestBots.Bot[] {
            TestBots.bot(1),
            TestBots.bot(2).with("Knowledge", TestBots.knowledge(List.of("https://example.com"), none, none)),
            TestBots.bot(3).with("Knowledge", TestBots.knowledge(none, none, none)),
            TestBots.bot(4).without("Knowledge"),
            TestBots.bot(5)
                    .with("Knowledge", TestBots.knowledge(none, List.of("https://example.com/sitemap.xml"), none)),
            TestBots.bot(6).with("Knowledge", "unreadable"),
            TestBots.bot(7).without("Knowledge").without("CreateTime").without("Title"),
            TestBots.bot(8)
                    .without("Knowledge")
                    .without("CreateTime")
                    .without("Title")
                    .without("LastBotUsed")
        };
    }

    @Test
    void botsThatCannotBeEmbeddedAreSkippedWithAReason() {
        TestBots.Bot[] bots = oneOfEachKind();
        TestAccount account = TestAccount.empty().put(bots);
        Cli.Result result = account.migrate("--yes", "--json", "-").exits(0);
        assertEquals(TestBots.sortKeys(bots[0], bots[1]), Set.copyOf(account.startedBots()), result::toString);
        JsonReport report = JsonReport.of(result);
        List<String> reasons = List.of(
                "no knowledge", "no knowledge", "sitemap URLs", "its knowledge is not in the form",
                "leftover item of a deleted bot", "leftover item of a deleted bot");
        for (int i = 0; i < reasons.size(); i++) {
            assertEquals("skipped", report.outcome(bots[i + 2]), result::toString);
            assertTrue(report.reason(bots[i + 2]).startsWith(reasons.get(i)), result::toString);
        }
        assertEquals(List.of(2, 6), List.of(report.count("succeeded"), report.count("skipped")), result::toString);
        Summary summary = Summary.of(result);
        for (String line : List.of(
                "8 bots in the table", " 2  no knowledge", " 1  sitemap URLs", " 2  leftover item of a deleted bot")) {
            assertTrue(summary.shows(line), () -> line + " is missing\n" + result);
        }
    }

    @Test
    void theBotAndUserOptionsLimitTheRun() {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestBots.Bot ofOther = TestBots.bot(4).ownedBy(OTHER_USER);
        TestAccount account = TestAccount.empty().put(bots).put(ofOther, TestBots.MISSED_BY_INDEX);
        Cli cli = account.cli();
        account.migrate(cli, "--yes", "--bot", bots[1].sk()).exits(0);
        account.migrate(cli, "--yes", "--user", OTHER_USER).exits(0);
        account.migrate(cli, "--yes", "--user", TestBots.USER, "--bot", bots[1].id(), "--bot", bots[2].id()).exits(0);
        account.migrate(cli, "--yes", "--bot", TestBots.MISSED_BY_INDEX.id()).exits(0);
        assertEquals(
                List.of(bots[1].sk(), ofOther.sk(), bots[2].sk(), TestBots.MISSED_BY_INDEX.sk()),
                account.startedBots());
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--bot 01HTEST0000000000000000001 --bot x    | --bot x",
                "--user nobody                               | --user nobody"
            })
    void anIdWithoutABotIsAnErrorAndNothingIsStarted(String options, String named) {
        TestAccount account = TestAccount.empty().put(TestBots.bots(2)).put(TestBots.MISSED_BY_INDEX);
        Cli.Result result = account.migrate(("--yes " + options).split(" ")).exits(2);
        result.hasErr("Nothing was started: no bot matches " + named);
        assertEquals(List.of(), account.mutations(), result::toString);
    }

    @Test
    void aFailedSweepIsReportedAndTheOtherBotsAreEmbedded() {
        TestAccount account = TestAccount.empty()
                .put(TestBots.bots(2))
                .put(TestBots.MISSED_BY_INDEX)
                .errorAfter(1, "Scan", -1, 400, "AccessDeniedException", "not authorized on resource: table");
        Cli.Result result = account.migrate("--yes");
        assertEquals(TestBots.sortKeys(TestBots.bots(2)), Set.copyOf(account.startedBots()), result::toString);
        result.exits(1).hasErr("The sweep of the table failed", "AccessDeniedException");
        result.hasOut("bots that are missing from the index may not have been found");
        result.hasOut("2 bots with knowledge are embedded and proved, but the search for bots is not finished.");
        assertTrue(result.out().matches("(?s).*succeeded +2\\n.*"), result::toString);
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

    private static List<JsonObject> jsonBots(Cli.Result result) {
        return result.json().getAsJsonArray("bots").asList().stream().map(JsonElement::getAsJsonObject).toList();
    }

    private static Set<String> found(Cli.Result result) {
        return jsonBots(result).stream().map(bot -> bot.get("sk").getAsString()).collect(Collectors.toSet());
    }

    private static List<String> scanned(Cli.Result result) {
        return result.json().getAsJsonArray("scans").asList().stream()
                .map(scan -> scan.getAsJsonObject().get("what").getAsString())
                .toList();
    }

    private static double readUnits(Cli.Result result, int scan) {
        return result.json().getAsJsonArray("scans").get(scan).getAsJsonObject().get("readUnits").getAsDouble();
    }
}
