package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.dynamodb.ConversationTable;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.Json;

/**
 * The app's EventBridge pipe, which has a task started when a user saves a bot's knowledge (upstream {@code
 * cdk/lib/constructs/embedding.ts}). Up to v1.2.4 the pipe itself calls RunTask, with a command; if the vCPU quota
 * rejects the start, it is retried once ({@code maximumRetryAttempts: 1}). Since v1.2.5 the pipe only starts an
 * execution of Step Functions, which calls RunTask with EVENT and no command; a rejected start ends that execution, and
 * nothing retries it. A save without a task is lost: nothing embeds it. A bot with a Bedrock knowledge base takes
 * another branch of that state machine, which builds the knowledge base and starts no task.
 */
public final class EventBridgePipe {
    /** How long after a rejected start the pipe retries it (assumed). */
    private static final Duration RETRY_DELAY = Duration.ofSeconds(2);
    /** The startedBy of every task that a state machine starts. */
    private static final String STEP_FUNCTIONS = "AWS Step Functions";

    private final FargateScheduler scheduler;
    private final ConversationTable table;
    private final SimulatedClock clock;
    private final String region;

    EventBridgePipe(FargateScheduler scheduler, ConversationTable table, SimulatedClock clock, String region) {
        this.scheduler = scheduler;
        this.table = table;
        this.clock = clock;
        this.region = region;
    }

    /** Saves a bot's knowledge as the app does, and starts a task that embeds it, unless it is lost. */
    public Optional<Task> save(BotKeys bot, Instant now) {
        table.writeEdit(bot, "QUEUED");
        return start(bot, now);
    }

    /**
     * Starts a task that embeds the bot. Empty if the quota rejects it (the pipe's own retry follows on the clock), and
     * if the bot has a Bedrock knowledge base.
     */
    public Optional<Task> start(BotKeys bot, Instant now) {
        boolean hasKnowledgeBase = table.findBySortKey(bot.sk())
                .filter(item -> item.has("BedrockKnowledgeBase"))
                .isPresent();
        if (hasKnowledgeBase && scheduler.app().readsEvent()) {
            return Optional.empty();
        }
        Optional<Task> task = tryStart(bot, now);
        if (task.isEmpty() && !scheduler.app().readsEvent()) {
            clock.schedule(now.plus(RETRY_DELAY), at -> tryStart(bot, at));
        }
        return task;
    }

    private Optional<Task> tryStart(BotKeys bot, Instant now) {
        if (!scheduler.hasRoomFor(scheduler.definition())) {
            return Optional.empty();
        }
        Task.Launch launch = new Task.Launch(
                request(bot), scheduler.definition(), Task.Starter.PIPE, region);
        return Optional.of(scheduler.start(launch, now));
    }

    /** Returns what can be seen of its request. */
    private JsonObject request(BotKeys bot) {
        boolean byStateMachine = scheduler.app().readsEvent();
        return Json.object(
                "overrides", Json.object(
                        "containerOverrides", List.of(Json.object(
                                "name", BedrockChatStack.CONTAINER,
                                "command", byStateMachine ? null : ContainerInput.command(bot),
                                "environment", byStateMachine ? ContainerInput.environment(bot) : null))),
                "startedBy", byStateMachine ? STEP_FUNCTIONS : null);
    }
}
