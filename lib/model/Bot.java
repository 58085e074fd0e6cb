package lib.model;

import java.util.List;
import java.util.stream.Stream;
import lib.common.Text;

/**
 * A bot as the conversation table shows it. Upstream's reader takes some attributes unconditionally, at every v1
 * ({@code backend/app/repositories/custom_bot.py}): the embedding task of a bot without one of them ends before it
 * writes any status.
 *
 * @param title empty if the item has none
 * @param status SyncStatus: QUEUED, RUNNING, SUCCEEDED, FAILED, ORIGINAL_NOT_FOUND, or empty
 * @param statusReason SyncStatusReason, written by the embedding container, or empty
 * @param lastExecId id of the task that wrote the status last, or empty
 * @param isLeftover true for the leftover item of a deleted bot, of which a task's status update has restored the keys
 *     and the sync fields only
 * @param missingAttributes what upstream's reader takes unconditionally, and the item lacks; of the map Knowledge in
 *     the form {@code Knowledge.filenames}
 * @param usesKnowledgeBase whether Bedrock keeps its vectors in a knowledge base (since v1.3.0): it has no rows here
 */
public record Bot(
        BotKey key,
        String title,
        Knowledge knowledge,
        String status,
        String statusReason,
        String lastExecId,
        boolean isLeftover,
        List<String> missingAttributes,
        boolean usesKnowledgeBase) {

    /**
     * The sources that its task embeds, each as often as the knowledge names it; none if it uses a knowledge base.
     * Sitemap URLs are not among them: the container has never implemented them.
     */
    public List<KnowledgeSource> sources() {
        if (usesKnowledgeBase) {
            return List.of();
        }
        return Stream.concat(
                        knowledge.urls().stream().map(KnowledgeSource::ofUrl),
                        knowledge.files().stream().map(file -> KnowledgeSource.ofFile(key, file)))
                .toList();
    }

    /** The title on one line, safe to show. */
    public String label() {
        String line = Text.oneLine(title, 60);
        return line.isEmpty() ? "(untitled)" : line;
    }

    /** SyncStatus for messages; {@code empty} if there is none. */
    public String shownStatus() {
        return status.isEmpty() ? "empty" : status;
    }
}
