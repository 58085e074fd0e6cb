package lib.aws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import lib.common.Mark;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.Knowledge;
import lib.model.ScanPage;
import lib.retry.Retrier;
import lib.retry.ServiceException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

/** The conversation table: scan pages of bots, and the state of one bot. Pages are streamed; only bots are kept. */
public final class BotTable {
    /**
     * Holds bots and aliases only, because nothing else writes its sort key (upstream
     * {@code cdk/lib/constructs/database.ts}).
     */
    public static final String INDEX = "LastBotUsedIndex";

    /** The condition of every scan; a sweep with another one has not found the same bots. */
    public static final String FILTER = "contains(SK, :bot)";

    private static final Duration SCAN_RETRY_LIMIT = Duration.ofMinutes(30);
    /** What upstream's reader takes unconditionally (its v1.0.0 to v1.4.0). */
    private static final List<String> REQUIRED = List.of(
            "Title",
            "Description",
            "Instruction",
            "CreateTime",
            "LastBotUsed",
            "IsPinned",
            "Knowledge",
            "SyncStatus",
            "SyncStatusReason",
            "LastExecId");
    private static final String KNOWLEDGE_BASE = "BedrockKnowledgeBase";
    private static final List<String> PROJECTION =
            Stream.concat(Stream.of("PK", "SK", KNOWLEDGE_BASE), REQUIRED.stream()).toList();
    private static final List<String> KNOWLEDGE_LISTS = List.of("source_urls", "sitemap_urls", "filenames");

    /**
     * The result of DescribeTable.
     *
     * @param account the table's owner, from its ARN
     * @param status for example ACTIVE
     * @param keys the names of the key attributes
     * @param hasStringKeys whether all of them are strings
     * @param hasIndex whether it has the sparse index with all attributes
     */
    public record Description(
            String account, String status, List<String> keys, boolean hasStringKeys, boolean hasIndex) {}

    private final DynamoDbClient client;
    private final String table;
    private final Retrier retrier;

    public BotTable(DynamoDbClient client, String table, Retrier retrier) {
        this.client = client;
        this.table = table;
        this.retrier = retrier;
    }

    /** Reads the table's status, keys and indexes. */
    public Description describe() {
        TableDescription description = ErrorClassifier.classified(
                () -> client.describeTable(r -> r.tableName(table)).table());
        List<String> keys = description.keySchema().stream()
                .map(KeySchemaElement::attributeName)
                .toList();
        boolean hasStringKeys = description.attributeDefinitions().stream()
                .noneMatch(a -> keys.contains(a.attributeName()) && !"S".equals(a.attributeTypeAsString()));
        return new Description(
                description.tableArn().split(":")[4],
                description.tableStatusAsString(),
                keys,
                hasStringKeys,
                hasIndex(description));
    }

    /** How many items the table has, up to six hours ago; empty if that cannot be read. */
    public OptionalLong itemCount() {
        try {
            return OptionalLong.of(ErrorClassifier.classified(
                    () -> client.describeTable(r -> r.tableName(table)).table().itemCount()));
        } catch (ServiceException e) {
            return OptionalLong.empty();
        }
    }

    private static boolean hasIndex(TableDescription description) {
        return description.localSecondaryIndexes().stream()
                .filter(index -> INDEX.equals(index.indexName()))
                .anyMatch(index -> index.projection().projectionType() == ProjectionType.ALL);
    }

    /** The bots of the sparse index, page by page. It is eventually consistent, and lacks items without LastBotUsed. */
    public Iterator<ScanPage> scanIndex() {
        return new Pages(request().indexName(INDEX).build(), false);
    }

    /** The whole table, one page after the other. */
    public Iterator<ScanPage> scanTable() {
        return new Pages(request().build(), false);
    }

    /** Every bot of the table, without leftovers of deleted ones. */
    public List<Bot> bots() {
        List<Bot> bots = new ArrayList<>();
        scanTable()
                .forEachRemaining(page ->
                        page.bots().stream().filter(bot -> !bot.isLeftover()).forEach(bots::add));
        return bots;
    }

    /** The whole table, with a pause after each page as long as its request took: tasks and users come first. */
    public Iterator<ScanPage> sweep() {
        return new Pages(request().build(), true);
    }

    /** The bot as it is now, read consistently from the table itself; empty if it was deleted. */
    public Optional<Bot> read(BotKey key) {
        Map<String, AttributeValue> item = ErrorClassifier.classified(() -> client.getItem(
                        r -> r.tableName(table).consistentRead(true).key(attributes(key))))
                .item();
        return item.isEmpty() ? Optional.empty() : Optional.of(bot(item));
    }

    private ScanRequest.Builder request() {
        return ScanRequest.builder()
                .tableName(table)
                .filterExpression(FILTER)
                .expressionAttributeValues(Map.of(":bot", AttributeValue.fromS(BotKey.MARK)))
                .projectionExpression(String.join(", ", PROJECTION))
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
    }

    private static Bot bot(Map<String, AttributeValue> item) {
        return new Bot(
                key(item),
                string(item, "Title"),
                knowledge(item.get("Knowledge")),
                string(item, "SyncStatus"),
                string(item, "SyncStatusReason"),
                string(item, "LastExecId"),
                !item.containsKey("Knowledge") && !item.containsKey("CreateTime"),
                missingAttributes(item),
                isPresent(item.get(KNOWLEDGE_BASE)));
    }

    /** An attribute that is null passes for a missing one: the reader's model rejects it. */
    private static List<String> missingAttributes(Map<String, AttributeValue> item) {
        AttributeValue knowledge = item.get("Knowledge");
        Stream<String> lists = knowledge != null && knowledge.hasM()
                ? KNOWLEDGE_LISTS.stream()
                        .filter(name -> !isPresent(knowledge.m().get(name)))
                        .map(name -> "Knowledge." + name)
                : Stream.empty();
        return Stream.concat(REQUIRED.stream().filter(name -> !isPresent(item.get(name))), lists)
                .toList();
    }

    private static boolean isPresent(AttributeValue value) {
        return value != null && !Boolean.TRUE.equals(value.nul());
    }

    private static BotKey key(Map<String, AttributeValue> item) {
        return new BotKey(item.get("PK").s(), item.get("SK").s());
    }

    private static Map<String, AttributeValue> attributes(BotKey key) {
        return Map.of("PK", AttributeValue.fromS(key.pk()), "SK", AttributeValue.fromS(key.sk()));
    }

    private static String string(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null || value.s() == null ? "" : value.s();
    }

    private static Knowledge knowledge(AttributeValue value) {
        if (!isPresent(value)) {
            return Knowledge.NONE;
        }
        List<Optional<List<String>>> lists = KNOWLEDGE_LISTS.stream()
                .map(name -> strings(value.m().get(name)))
                .toList();
        return value.hasM() && lists.stream().allMatch(Optional::isPresent)
                ? new Knowledge(
                        lists.get(0).get(), lists.get(1).get(), lists.get(2).get(), true)
                : Knowledge.UNREADABLE;
    }

    /** The strings of a list; empty if it is something else, or contains something else. */
    private static Optional<List<String>> strings(AttributeValue value) {
        if (!isPresent(value)) {
            return Optional.of(List.of());
        }
        if (value.hasSs()) {
            return Optional.of(value.ss());
        }
        List<String> strings = value.l().stream()
                .map(AttributeValue::s)
                .filter(Objects::nonNull)
                .toList();
        return value.hasL() && strings.size() == value.l().size() ? Optional.of(strings) : Optional.empty();
    }

    private final class Pages implements Iterator<ScanPage> {
        private final boolean withPauses;
        private ScanRequest next;

        private record Timed(ScanResponse page, Duration took) {}

        Pages(ScanRequest first, boolean withPauses) {
            this.next = first;
            this.withPauses = withPauses;
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public ScanPage next() {
            if (next == null) {
                throw new NoSuchElementException();
            }
            Timed scanned = retrier.call(SCAN_RETRY_LIMIT, () -> timed(next));
            ScanResponse page = scanned.page();
            next = page.hasLastEvaluatedKey()
                    ? next.toBuilder()
                            .exclusiveStartKey(page.lastEvaluatedKey())
                            .build()
                    : null;
            if (withPauses && next != null) {
                retrier.sleep(scanned.took());
            }
            List<Bot> bots = page.items().stream().map(BotTable::bot).toList();
            double readUnits = page.consumedCapacity() == null
                    ? 0
                    : page.consumedCapacity().capacityUnits();
            return new ScanPage(bots, readUnits, page.scannedCount(), next != null);
        }

        /** Sends the request, and measures it without those before that failed. */
        private Timed timed(ScanRequest request) {
            Mark sent = retrier.clock().now();
            ScanResponse page = ErrorClassifier.classified(() -> client.scan(request));
            return new Timed(page, retrier.clock().since(sent));
        }
    }
}
