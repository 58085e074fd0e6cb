package lib.rehearsal.ecs;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.dynamodb.ConversationTable;
import lib.rehearsal.s3.Buckets;
import lib.rehearsal.wire.AwsError;

/**
 * The embedding container, as upstream's {@code backend/embedding/main.py}: it takes the bot's keys from where its
 * version reads them, reads the bot through the index, writes RUNNING, embeds, writes the bot's rows and then SUCCEEDED
 * or FAILED, all without a condition. An error before the first status ends with another exit code than 0, an error
 * while embedding with 0.
 */
final class EmbeddingContainer {
    private static final String NO_TASK_ID = "FAILED_TO_GET_ECS_EXEC_ID";
    /** Of an exception that nothing catches. */
    private static final int EXCEPTION = 1;

    private static final String ADDED_FILE = "Added in the app.pdf";
    private static final Duration BOOT = Duration.ofSeconds(2);

    private final ConversationTable table;
    private final Buckets buckets;
    private final AuroraClusters aurora;
    private final SimulatedClock clock;
    private final FargateScheduler scheduler;
    private final EventBridgePipe pipe;

    EmbeddingContainer(
            ConversationTable table,
            Buckets buckets,
            AuroraClusters aurora,
            SimulatedClock clock,
            FargateScheduler scheduler,
            EventBridgePipe pipe) {
        this.table = table;
        this.buckets = buckets;
        this.aurora = aurora;
        this.clock = clock;
        this.scheduler = scheduler;
        this.pipe = pipe;
    }

    /** Runs the container of a task that has just become RUNNING. */
    void run(Task task, Instant now) {
        ContainerInput.Result input = task.launch.input().read(scheduler.app());
        if (input instanceof ContainerInput.Exits exits) {
            scheduler.containerExited(task, exits.code(), null, now);
        } else if (input instanceof ContainerInput.Embeds embeds) {
            exitOnError(task, now, () -> begin(task, embeds.bot(), now));
        }
    }

    private void begin(Task task, BotKeys bot, Instant now) {
        if (task.behavior instanceof TaskBehavior.DeletedBeforeRead) {
            table.delete(bot);
        }
        Optional<BotKnowledge> knowledge = table.findBySortKey(bot.sk()).flatMap(BotKnowledge::read);
        if (knowledge.isEmpty()) {
            scheduler.containerExited(task, EXCEPTION, null, now);
        } else if (task.behavior instanceof TaskBehavior.Exit exit) {
            scheduler.containerExited(task, exit.exitCode(), null, now);
        } else {
            table.writeSync(bot, "RUNNING", "", execId(task));
            embed(task, bot, knowledge.get(), now);
        }
    }

    private void embed(Task task, BotKeys bot, BotKnowledge knowledge, Instant now) {
        if (task.behavior instanceof TaskBehavior.Hang) {
            return;
        }
        if (task.behavior instanceof TaskBehavior.SpotInterrupted) {
            clock.schedule(now.plus(BOOT), at -> scheduler.interruptSpot(task, at));
            return;
        }
        List<String> sources = knowledge.rowSources(task.launch.definition().documentBucket(), bot);
        Optional<String> snapshot = aurora.snapshot();
        Instant end = now.plus(
                knowledge.size() == 0 ? BOOT : scheduler.durations().embedding(knowledge.size()));
        scheduleUserActions(task, bot, now, end);
        clock.schedule(end, at -> {
            if (!task.isDesired()) {
                return;
            }
            TaskBehavior.Ending ending =
                    task.behavior.ending(sources).orElseGet(() -> ending(task, bot, knowledge));
            boolean writes = ending.isSuccess() && knowledge.size() > 0 && snapshot.isPresent();
            TaskBehavior.Ending actual =
                    writes ? writeRows(task, bot, snapshot.get(), sources, ending, at) : ending;
            exitOnError(task, at, () -> finish(task, bot, actual, at));
        });
    }

    /** Returns how the embedding ends: a single file that is missing in the bucket fails the whole bot. */
    private TaskBehavior.Ending ending(Task task, BotKeys bot, BotKnowledge knowledge) {
        TaskBehavior.Ending ending = knowledge.ending();
        String bucket = task.launch.definition().documentBucket();
        return ending.isSuccess()
                ? knowledge.files().stream()
                        .flatMap(file -> buckets.headError(bucket, RowSource.key(bot, file)).stream())
                        .findFirst()
                        .map(error -> TaskBehavior.Ending.writes("FAILED", error))
                        .orElse(ending)
                : ending;
    }

    /** Writes the bot's rows; if the database rejects them, the ending is a failure. */
    private TaskBehavior.Ending writeRows(
            Task task, BotKeys bot, String snapshot, List<String> sources, TaskBehavior.Ending ending, Instant now) {
        try {
            aurora.replaceRows(task.databaseSecret, bot.botId(), snapshot, task.behavior.written(sources), now);
            return ending;
        } catch (SQLException e) {
            return TaskBehavior.Ending.writes("FAILED", pg8000(e));
        }
    }

    /** Returns an error as upstream's driver shows it: the fields of the server's message, or its own sentence. */
    private static String pg8000(SQLException e) {
        return e.getSQLState() == null
                ? e.getMessage()
                : "{'S': 'ERROR', 'V': 'ERROR', 'C': '%s', 'M': '%s'}".formatted(e.getSQLState(), e.getMessage());
    }

    private void finish(Task task, BotKeys bot, TaskBehavior.Ending ending, Instant now) {
        if (ending.status() != null) {
            table.writeSync(bot, ending.status(), ending.reason(), execId(task));
        }
        scheduler.containerExited(task, ending.exitCode(), ending.containerReason(), now);
    }

    /** Schedules what users do to the bot between the start of its embedding and the end of its task. */
    private void scheduleUserActions(Task task, BotKeys bot, Instant start, Instant end) {
        TaskDurations durations = scheduler.durations();
        Duration embedding = Duration.between(start, end);
        Instant beforeStopped = end.plus(durations.deprovisioning().dividedBy(3));
        if (task.behavior instanceof TaskBehavior.TitleEdited) {
            clock.schedule(beforeStopped, at -> {
                table.retitle(bot, "A better title");
                table.writeEdit(bot, "SUCCEEDED");
            });
        } else if (task.behavior instanceof TaskBehavior.KnowledgeEdited) {
            Instant saved = beforeStopped.minus(durations.provisioning().plus(durations.pending()));
            clock.schedule(saved.isBefore(start) ? start : saved, at -> {
                buckets.putObjects(
                        task.launch.definition().documentBucket(), List.of(RowSource.key(bot, ADDED_FILE)), at);
                table.addFile(bot, ADDED_FILE);
                pipe.save(bot, at);
            });
        } else if (task.behavior instanceof TaskBehavior.Pipe) {
            clock.schedule(start.plus(embedding.dividedBy(10)), at -> pipe.start(bot, at));
        } else if (task.behavior instanceof TaskBehavior.Deleted) {
            clock.schedule(start.plus(embedding.dividedBy(2)), at -> table.delete(bot));
        }
    }

    /** Does the work; if the table rejects it, the container exits with an error, which ends the task. */
    private void exitOnError(Task task, Instant now, Runnable work) {
        try {
            work.run();
        } catch (AwsError e) {
            scheduler.containerExited(task, EXCEPTION, e.code(), now);
        }
    }

    private static String execId(Task task) {
        return task.behavior instanceof TaskBehavior.NoTaskId ? NO_TASK_ID : task.id;
    }
}
