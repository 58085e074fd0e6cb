package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.dynamodb.ConversationTable;
import lib.rehearsal.wire.AwsError;

/**
 * The embedding container, as upstream's {@code backend/embedding/main.py} behaves: it reads the bot through the index, writes
 * RUNNING, embeds, writes the bot's rows and then SUCCEEDED or FAILED, all without a condition; an embedding error ends with exit code 0.
 */
public final class EmbeddingContainer {
    private static final String NO_TASK_ID = "FAILED_TO_GET_ECS_EXEC_ID";
    private static final Duration BOOT = Duration.ofSeconds(2);

    private final ConversationTable table;
    private final AuroraClusters aurora;
    private final SimulatedClock timeline;
    private final FargateScheduler fargate;
    private final EventBridgePipe pipe;

    EmbeddingContainer(ConversationTable table, AuroraClusters aurora, SimulatedClock timeline, FargateScheduler fargate, EventBridgePipe pipe) {
        this.table = table;
        this.aurora = aurora;
        this.timeline = timeline;
        this.fargate = fargate;
        this.pipe = pipe;
    }

    /** The task is RUNNING now. */
    void run(Task task, Instant now) {
        Optional<BotKeys> keys = task.order.bot();
        if (keys.isEmpty()) {
            fargate.exited(task, 1, null, now);
            return;
        }
        guarded(task, now, () -> begin(task, keys.get(), now));
    }

    private void begin(Task task, BotKeys bot, Instant now) {
        if (task.play instanceof TaskBehavior.DeletedBeforeRead) {
            table.delete(bot);
        }
        Optional<JsonObject> item = table.bySortKey(bot.sk());
        if (item.isEmpty()) {
            fargate.exited(task, 1, null, now);
        } else if (task.play instanceof TaskBehavior.Exit exit) {
            fargate.exited(task, exit.code(), null, now);
        } else {
            table.writeSync(bot, "RUNNING", "", execId(task));
            embed(task, bot, SourceCounts.of(item.get()), RowSources.of(bot, item.get()), now);
        }
    }

    private void embed(Task task, BotKeys bot, SourceCounts knowledge, List<String> sources, Instant now) {
        if (task.play instanceof TaskBehavior.Hang) {
            return;
        }
        if (task.play instanceof TaskBehavior.SpotInterrupted) {
            timeline.at(now.plus(BOOT), at -> fargate.interrupted(task, at));
            return;
        }
        Optional<String> snapshot = aurora.snapshot();
        Duration embedding = knowledge.isEmpty() ? BOOT : fargate.durations().embedding(knowledge.sources());
        Instant end = now.plus(embedding);
        meanwhile(task, bot, now, end);
        timeline.at(end, at -> {
            if (!task.isWanted()) {
                return;
            }
            TaskBehavior.Ending ending = task.play.ending().orElse(knowledge.ending());
            boolean writes = ending.isGood() && !knowledge.isEmpty() && snapshot.isPresent();
            TaskBehavior.Ending last = writes ? write(bot, snapshot.get(), task.play.written(sources), ending, at) : ending;
            guarded(task, at, () -> finish(task, bot, last, at));
        });
    }

    /** The bot's rows. A database that refuses them makes the ending a bad one. */
    private TaskBehavior.Ending write(BotKeys bot, String snapshot, List<String> sources, TaskBehavior.Ending ending, Instant now) {
        try {
            aurora.write(bot.botId(), snapshot, sources, now);
            return ending;
        } catch (SQLException e) {
            return TaskBehavior.Ending.writes("FAILED", e.getMessage());
        }
    }

    private void finish(Task task, BotKeys bot, TaskBehavior.Ending ending, Instant now) {
        if (ending.status() != null) {
            table.writeSync(bot, ending.status(), ending.reason(), execId(task));
        }
        fargate.exited(task, ending.exitCode(), ending.containerReason(), now);
    }

    /** What other people do to the bot between the start of its embedding and the end of its task. */
    private void meanwhile(Task task, BotKeys bot, Instant start, Instant end) {
        TaskDurations durations = fargate.durations();
        Duration embedding = Duration.between(start, end);
        if (task.play instanceof TaskBehavior.TitleEdited) {
            timeline.at(end.plus(durations.deprovisioning().dividedBy(3)), at -> {
                table.retitle(bot, "A better title");
                table.writeEdit(bot, "SUCCEEDED");
            });
        } else if (task.play instanceof TaskBehavior.KnowledgeEdited) {
            Duration tillRunning = durations.provisioning().plus(durations.pending());
            Instant saved = end.plus(durations.deprovisioning().dividedBy(3)).minus(tillRunning);
            timeline.at(saved.isBefore(start) ? start : saved, at -> {
                table.writeEdit(bot, "QUEUED");
                pipe.start(bot, at);
            });
        } else if (task.play instanceof TaskBehavior.Pipe) {
            timeline.at(start.plus(embedding.dividedBy(10)), at -> pipe.start(bot, at));
        } else if (task.play instanceof TaskBehavior.Deleted) {
            timeline.at(start.plus(embedding.dividedBy(2)), at -> table.delete(bot));
        }
    }

    /** A table that refuses a read or a status ends the container with an error, and the task with it. */
    private void guarded(Task task, Instant now, Runnable work) {
        try {
            work.run();
        } catch (AwsError e) {
            fargate.exited(task, 1, e.code, now);
        }
    }

    private static String execId(Task task) {
        return task.play instanceof TaskBehavior.NoTaskId ? NO_TASK_ID : task.id;
    }
}
