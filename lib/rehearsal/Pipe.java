package lib.rehearsal;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * The app's EventBridge pipe, which starts a task when somebody saves a bot's knowledge. It takes up vCPUs like anybody else
 * but is never refused here, so that what a test or a player meets does not depend on who comes first.
 */
final class Pipe {
    private final Fargate fargate;
    private final String region;

    Pipe(Fargate fargate, String region) {
        this.fargate = fargate;
        this.region = region;
    }

    Task start(Keys bot, Instant now) {
        return fargate.start(new Task.Order(request(bot), BedrockChat.CLUSTER, TaskDefinition.EMBEDDING, Task.Starter.PIPE, region), now);
    }

    private static JsonObject request(Keys bot) {
        return Json.object("cluster", BedrockChat.CLUSTER, "taskDefinition", BedrockChat.FAMILY, "launchType", "FARGATE",
                "networkConfiguration", Json.object("awsvpcConfiguration", Json.object("subnets", BedrockChat.SUBNETS,
                        "securityGroups", List.of(BedrockChat.SECURITY_GROUP), "assignPublicIp", "DISABLED")),
                "overrides", Json.object("containerOverrides",
                        List.of(Json.object("name", BedrockChat.CONTAINER, "command", bot.command()))));
    }
}
