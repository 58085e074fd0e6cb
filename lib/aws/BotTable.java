package lib.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.ScanPage;
import lib.retry.Retrier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** The conversation table: scan pages of bots, and the state of one bot. Pages are streamed; nothing but bots is kept. */
public final class BotTable {
    /** Holds bots and aliases only, because nothing else writes its sort key (upstream {@code cdk/lib/constructs/database.ts}). */
    public static final String INDEX = "LastBotUsedIndex";
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final DynamoDbClient client;
    private final String table;
    private final Retrier retrier;

    public BotTable(DynamoDbClient client, String table, Retrier retrier) {
        this.client = client;
        this.table = table;
        this.retrier = retrier;
    }

    /** The bots of the sparse index, page by page. It is a view: eventually consistent, and blind for an item without LastBotUsed. */
    public Iterator<ScanPage> scanIndex() {
        return new Pages(request().indexName(INDEX).build(), false);
    }

    /** The whole table, one page after the other. */
    public Iterator<ScanPage> scanTable() {
        return new Pages(request().build(), false);
    }

    /** The whole table, one page after the other, resting as long as each page took: tasks and users come first. */
    public Iterator<ScanPage> sweep() {
        return new Pages(request().build(), true);
    }

    /** The bot as it is now, read consistently from the table itself. */
    public Optional<Bot> read(BotKey key) {
        Map<String, AttributeValue> item = ErrorClassifier.asked(() -> client.getItem(r -> r.tableName(table).consistentRead(true)
                .key(Map.of("PK", AttributeValue.fromS(key.pk()), "SK", AttributeValue.fromS(key.sk()))))).item();
        return item.isEmpty() ? Optional.empty() : Optional.of(Bot.of(item));
    }

    private ScanRequest.Builder request() {
        return ScanRequest.builder().tableName(table)
                .filterExpression("contains(SK, :bot) AND NOT contains(SK, :alias)")
                .expressionAttributeValues(Map.of(":bot", AttributeValue.fromS(BotKey.MARK), ":alias", AttributeValue.fromS(BotKey.ALIAS_MARK)))
                .projectionExpression("PK, SK, Title, Knowledge, CreateTime, SyncStatus, SyncStatusReason, LastExecId")
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
    }

    private final class Pages implements Iterator<ScanPage> {
        private final boolean polite;
        private ScanRequest next;

        Pages(ScanRequest first, boolean polite) {
            this.next = first;
            this.polite = polite;
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
            Instant before = retrier.time().now();
            ScanResponse page = retrier.call(PATIENCE, () -> client.scan(next));
            next = page.hasLastEvaluatedKey() ? next.toBuilder().exclusiveStartKey(page.lastEvaluatedKey()).build() : null;
            if (polite && next != null) {
                retrier.rest(Duration.between(before, retrier.time().now()));
            }
            List<Bot> bots = page.items().stream().map(Bot::of).toList();
            return new ScanPage(bots, page.consumedCapacity() == null ? 0 : page.consumedCapacity().capacityUnits(), next != null);
        }
    }
}
