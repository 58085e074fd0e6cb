package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.Json;

/**
 * The app's EventBridge pipe, which starts a task when somebody saves a bot's knowledge. It takes up vCPUs like anybody else
 * but is never refused here, so that what a test or a player meets does not depend on who comes first.
 */
public final class EventBridgePipe {
    private final FargateScheduler fargate;
    private final String region;

    EventBridgePipe(FargateScheduler fargate, String region) {
        this.fargate = fargate;
        this.region = region;
    }

    public Task start(BotKeys bot, Instant now) {
        return fargate.start(new Task.Order(request(bot), BedrockChatStack.CLUSTER, TaskDefinition.EMBEDDING, Task.Starter.PIPE, region), now);
    }

    private static JsonObject request(BotKeys bot) {
        return Json.object("cluster", BedrockChatStack.CLUSTER, "taskDefinition", BedrockChatStack.FAMILY, "launchType", "FARGATE",
                "networkConfiguration", Json.object("awsvpcConfiguration", Json.object("subnets", BedrockChatStack.SUBNETS,
                        "securityGroups", List.of(BedrockChatStack.SECURITY_GROUP), "assignPublicIp", "DISABLED")),
                "overrides", Json.object("containerOverrides",
                        List.of(Json.object("name", BedrockChatStack.CONTAINER, "command", bot.command()))));
    }
}
