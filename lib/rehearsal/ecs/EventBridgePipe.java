package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.Json;

/**
 * The app's EventBridge pipe, which starts a task when a user saves a bot's knowledge. Its tasks take up vCPUs like all
 * others, but the quota never rejects them here, so that the result of a test does not depend on the order of starts.
 */
public final class EventBridgePipe {
    private final FargateScheduler scheduler;
    private final String region;

    EventBridgePipe(FargateScheduler scheduler, String region) {
        this.scheduler = scheduler;
        this.region = region;
    }

    /** Starts a task that embeds the bot. */
    public Task start(BotKeys bot, Instant now) {
        return scheduler.start(
                new Task.Launch(
                        request(bot), BedrockChatStack.CLUSTER, TaskDefinition.EMBEDDING, Task.Starter.PIPE, region),
                now);
    }

    private static JsonObject request(BotKeys bot) {
        return Json.object(
                "cluster",
                BedrockChatStack.CLUSTER,
                "taskDefinition",
                BedrockChatStack.FAMILY,
                "launchType",
                "FARGATE",
                "networkConfiguration",
                Json.object(
                        "awsvpcConfiguration",
                        Json.object(
                                "subnets",
                                BedrockChatStack.SUBNETS,
                                "securityGroups",
                                List.of(BedrockChatStack.SECURITY_GROUP),
                                "assignPublicIp",
                                "DISABLED")),
                "overrides",
                Json.object(
                        "containerOverrides",
                        List.of(Json.object("name", BedrockChatStack.CONTAINER, "command", bot.command()))));
    }
}
