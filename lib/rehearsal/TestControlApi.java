package lib.rehearsal;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.database.DirectSql;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.ecs.EcsCluster;
import lib.rehearsal.ecs.Task;
import lib.rehearsal.ecs.TaskBehavior;
import lib.rehearsal.ecs.TaskBehaviors;
import lib.rehearsal.ecs.TaskDefinition;
import lib.rehearsal.scenario.Fault;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.Json;

/**
 * The tests' and players' own door, JSON over HTTP. The install is named by {@code ?key=} and {@code &region=}; errors are 400
 * with a message. Nothing of AWS is in here: each call sets or asks something of the install.
 */
public final class TestControlApi {
    static final String PATH = "/_control/";
    private static final String JSON = "application/json";

    private record PlayOrder(String bot, String as, String reason, Integer exitCode, String source, Integer times) {
        PlayOrder {
            require("bot", bot);
            require("as", as);
        }
    }

    private record ClockOrder(Double speed, Double advanceSeconds) {}

    /** @param change outputs that become others, while the rest stay; instead of all outputs */
    private record StackOrder(String name, Map<String, String> outputs, Map<String, String> change, boolean delete) {
        StackOrder {
            if (!delete && change == null) {
                require("outputs", outputs);
            }
            name = name == null ? BedrockChatStack.STACK : name;
        }
    }

    private record QuotaOrder(Double vcpu) {
        QuotaOrder {
            require("vcpu", vcpu);
        }
    }

    private record BotOrder(String pk, String sk) {
        BotOrder {
            require("pk", pk);
            require("sk", sk);
        }
    }

    private final SimulatedAccounts installs;

    TestControlApi(SimulatedAccounts installs) {
        this.installs = installs;
    }

    AwsResponse answer(String method, URI uri, byte[] bytes) {
        try {
            Map<String, String> query = query(uri);
            AwsRequest.Caller caller = new AwsRequest.Caller(query.getOrDefault("key", AwsRequest.Caller.DEFAULT_KEY),
                    query.getOrDefault("region", AwsRequest.Caller.DEFAULT_REGION));
            JsonObject body = Json.parse(new String(bytes, StandardCharsets.UTF_8));
            String call = method + " " + uri.getPath().substring(PATH.length());
            return AwsResponse.json(200, JSON, answer(call, caller, query, body));
        } catch (JsonParseException | IllegalArgumentException | IllegalStateException | UnsupportedOperationException | AwsError e) {
            return AwsResponse.json(400, JSON, Json.object("message", String.valueOf(e.getMessage())));
        }
    }

    private JsonObject answer(String call, AwsRequest.Caller caller, Map<String, String> query, JsonObject body) {
        switch (call) {
            case "POST install" -> installs.remake(caller, Json.as(SimulatedAccount.Settings.class, body));
            case "DELETE install" -> installs.remove(caller);
            default -> {
                return answer(call, installs.of(caller), query, body);
            }
        }
        return new JsonObject();
    }

    private static JsonObject answer(String call, SimulatedAccount install, Map<String, String> query, JsonObject body) {
        switch (call) {
            case "POST fault" -> install.faults.add(Json.as(Fault.class, body));
            case "DELETE faults" -> install.faults.clear();
            case "POST settings" -> install.change(Json.as(SimulatedAccount.Settings.class, body));
            case "POST quota" -> doing(install, () -> install.fargate.setVcpuQuota(Json.as(QuotaOrder.class, body).vcpu()));
            case "POST play" -> play(install, Json.as(PlayOrder.class, body));
            case "POST clock" -> turn(install.timeline, Json.as(ClockOrder.class, body));
            case "POST stack" -> stack(install, Json.as(StackOrder.class, body));
            case "POST database" -> install.aurora.change(Json.as(AuroraClusters.Order.class, body));
            case "POST cluster" -> doing(install, () ->
                    install.ecs.setCluster(changed(EcsCluster.class, install.ecs.cluster(), body)));
            case "POST taskDefinition" -> doing(install, () ->
                    install.ecs.setDefinition(changed(TaskDefinition.class, install.ecs.definition(), body)));
            default -> {
                return ask(call, install, query, body);
            }
        }
        return new JsonObject();
    }

    private static JsonObject ask(String call, SimulatedAccount install, Map<String, String> query, JsonObject body) {
        return switch (call) {
            case "GET clock" -> Json.object("now", install.timeline.catchUp(), "speed", install.timeline.speed());
            case "GET history" -> Json.object("requests", install.history.of(query.get("operation")));
            case "GET tasks" -> install.timeline.perform(now ->
                    Json.object("tasks", install.fargate.everyTaskEver().stream().map(TestControlApi::describe).toList()));
            case "GET peak" -> install.timeline.perform(now ->
                    Json.object("tasks", install.fargate.peak().tasks(), "vcpu", install.fargate.peak().vcpu()));
            case "GET database" -> install.aurora.describe();
            case "POST sql" -> {
                install.timeline.catchUp(); // so that everything due by now has been written
                yield new DirectSql(install.aurora).answer(Json.as(DirectSql.Order.class, body));
            }
            case "POST runTask" -> install.timeline.perform(now ->
                    Json.object("taskArn", install.fargate.pipe().start(keys(Json.as(BotOrder.class, body)), now).arn()));
            default -> throw new IllegalArgumentException("there is no " + call + " at the control door");
        };
    }

    private static JsonObject describe(Task task) {
        Optional<BotKeys> bot = task.order.bot();
        return Json.object("taskArn", task.arn(), "pk", bot.map(BotKeys::pk).orElse(null), "sk", bot.map(BotKeys::sk).orElse(null),
                "clientToken", Json.string(task.order.request(), "clientToken").orElse(null), "startedBy", task.startedBy().orElse(null),
                "request", task.order.request(), "requestedAt", task.createdAt, "startedAt", task.startedAt, "stoppedAt", task.stoppedAt,
                "lastStatus", task.status.name(), "stopCode", task.stopCode, "stoppedReason", task.stoppedReason, "exitCode", task.exitCode,
                "play", task.play.playName(), "starter", task.order.starter().label());
    }

    private static void play(SimulatedAccount install, PlayOrder order) {
        TaskBehavior play = TaskBehavior.of(order.as, order.reason, order.exitCode, order.source);
        doing(install, () -> install.casting.cast(order.bot, play, order.times == null ? TaskBehaviors.ALWAYS : order.times));
    }

    private static void turn(SimulatedClock timeline, ClockOrder order) {
        if (order.speed != null) {
            timeline.setSpeed(order.speed);
        }
        if (order.advanceSeconds != null) {
            timeline.advance(Duration.ofMillis(Math.round(order.advanceSeconds * 1000)));
        }
    }

    private static void stack(SimulatedAccount install, StackOrder order) {
        doing(install, () -> {
            if (order.delete) {
                install.cloudFormation.delete(order.name);
            } else if (order.change != null) {
                install.cloudFormation.change(order.name, order.change);
            } else {
                install.cloudFormation.put(order.name, order.outputs);
            }
        });
    }

    private static void doing(SimulatedAccount install, Runnable work) {
        install.timeline.perform(now -> {
            work.run();
            return null;
        });
    }

    /** The same with the given members instead. */
    private static <T extends Record> T changed(Class<T> type, T old, JsonObject changes) {
        JsonObject json = Json.of(old).getAsJsonObject();
        changes.entrySet().forEach(change -> json.add(change.getKey(), change.getValue()));
        return Json.as(type, json);
    }

    private static BotKeys keys(BotOrder order) {
        return new BotKeys(order.pk, order.sk);
    }

    private static void require(String name, Object value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
    }

    private static Map<String, String> query(URI uri) {
        Map<String, String> query = new HashMap<>();
        for (String pair : (uri.getRawQuery() == null ? "" : uri.getRawQuery()).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }
}
