package lib.model;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lib.common.Text;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A bot as the conversation table shows it.
 *
 * @param title empty where the item has none
 * @param status SyncStatus: QUEUED, RUNNING, SUCCEEDED, FAILED, ORIGINAL_NOT_FOUND, or empty
 * @param statusReason SyncStatusReason, written by the embedding container, or empty
 * @param lastExecId id of the task that wrote the status last, or empty
 * @param remains true for what is left when a task's status update brought a deleted bot back: keys and sync fields only
 */
public record Bot(BotKey key, String title, Knowledge knowledge, String status, String statusReason, String lastExecId, boolean remains) {

    public static Bot of(Map<String, AttributeValue> item) {
        return new Bot(new BotKey(item.get("PK").s(), item.get("SK").s()), string(item, "Title"), Knowledge.of(item.get("Knowledge")),
                string(item, "SyncStatus"), string(item, "SyncStatusReason"), string(item, "LastExecId"),
                !item.containsKey("Knowledge") && !item.containsKey("CreateTime"));
    }

    private static String string(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        return value == null || value.s() == null ? "" : value.s();
    }

    /** What of its knowledge its task embeds. Sitemap URLs are none of it: the container has never implemented them. */
    public List<KnowledgeSource> sources() {
        return Stream.concat(knowledge.urls().stream().map(KnowledgeSource::ofUrl), knowledge.files().stream().map(file -> KnowledgeSource.ofFile(key, file))).distinct().toList();
    }

    /** The title on one line, safe to show. */
    public String label() {
        String line = Text.oneLine(title, 60);
        return line.isEmpty() ? "(untitled)" : line;
    }
}
