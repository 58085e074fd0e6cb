package lib.embed;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lib.aws.EmbeddingTasks;
import lib.common.Clock;
import lib.common.Mark;
import lib.model.BotKey;
import lib.model.TaskState;
import lib.retry.ServiceException;

/**
 * The running embedding tasks of the ECS cluster, whatever started them, as they were listed at most some seconds ago:
 * starts at the same time share a list, which keeps its rate far below that of ECS. Used by several threads.
 */
final class RunningTasks {
    static final Duration MAX_AGE = Duration.ofSeconds(5);

    private final EmbeddingTasks tasks;
    private final Clock clock;
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private List<TaskState> listed = List.of();
    private Mark listedAt;
    private boolean canBeListed = true;

    RunningTasks(EmbeddingTasks tasks, Clock clock) {
        this.tasks = tasks;
        this.clock = clock;
    }

    /** This task was watched to its end. */
    void noteEnd(String taskId) {
        ended.add(taskId);
    }

    /** Whether this task was watched to its end. */
    boolean hasEnded(String taskId) {
        return ended.contains(taskId);
    }

    /**
     * The tasks that embed this bot, without those that were watched to their end since; none if tasks may not be
     * listed.
     *
     * @throws ServiceException if the list failed and may succeed later
     */
    synchronized List<TaskState> of(BotKey bot) {
        if (canBeListed && (listedAt == null || clock.isOlder(listedAt, MAX_AGE))) {
            list();
        }
        return listed.stream()
                .filter(task -> bot.equals(task.bot()) && !hasEnded(task.taskId()))
                .toList();
    }

    /** False without the permission; then a bot's LastExecId alone says whether it has a task. */
    synchronized boolean canBeListed() {
        return canBeListed;
    }

    private void list() {
        Mark now = clock.now();
        try {
            listed = tasks.listRunning();
            listedAt = now;
        } catch (ServiceException e) {
            if (e.error().isRetryable()) {
                throw e;
            }
            canBeListed = false;
            listed = List.of();
        }
    }
}
