package lib.rehearsal;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.cloudformation.ResourceFault;
import lib.rehearsal.database.ClusterSnapshot;
import lib.rehearsal.database.ClusterSnapshots;
import lib.rehearsal.database.DbCluster;
import lib.rehearsal.database.DirectSql;
import lib.rehearsal.dms.DataMigrationFault;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.ecs.EcsApi;
import lib.rehearsal.ecs.EcsCluster;
import lib.rehearsal.ecs.FargateScheduler;
import lib.rehearsal.ecs.Task;
import lib.rehearsal.ecs.TaskBehavior;
import lib.rehearsal.ecs.TaskBehaviors;
import lib.rehearsal.ecs.TaskDefinition;
import lib.rehearsal.ecs.TaskJson;
import lib.rehearsal.s3.Buckets;
import lib.rehearsal.scenario.Fault;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.stack.DeployedStacks;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.Json;

/**
 * The API with which tests control the embedded AWS and inspect it: JSON over HTTP. The account is named by
 * {@code ?key=} and {@code &region=}; errors are 400 with a message. None of it exists in AWS.
 */
final class TestControlApi {
    static final String PATH = "/_control/";

    private record BehaviorRequest(
            String bot, String as, String reason, Integer exitCode, String source, Integer times) {
        BehaviorRequest {
            require("bot", bot);
            require("as", as);
        }
    }

    private record ClockRequest(Double speed, Double advanceSeconds) {}

    /** A sleep of everything that runs against the account, on its stopped clock. */
    private record SleepRequest(long nanos) {}

    /**
     * A change of a stack.
     *
     * @param name null: the stack of Bedrock Chat
     * @param outputs all outputs of the stack
     * @param change the outputs that change, instead of all outputs
     * @param status the status of the stack, such as UPDATE_IN_PROGRESS
     * @param imports the names of the exports that it imports
     * @param rolledBack why a deploy of Bedrock Chat failed and was rolled back
     */
    private record StackRequest(
            String name,
            Map<String, String> outputs,
            Map<String, String> change,
            String status,
            Set<String> imports,
            String rolledBack,
            boolean delete) {
        StackRequest {
            if (!delete && change == null && status == null && imports == null && rolledBack == null) {
                require("outputs", outputs);
            }
            name = name == null ? BedrockChatStack.STACK : name;
        }
    }

    /**
     * A change of a bucket and of its objects. A bucket that does not exist is created.
     *
     * @param name null: the document bucket of Bedrock Chat
     * @param bytes the size of what is put; null: an ordinary one
     * @param copyOf another bucket whose objects are copied, except those to remove
     * @param region null: that of the account
     * @param foreign whether it belongs to another account
     * @param delete whether the bucket is deleted
     */
    private record BucketRequest(
            String name,
            String region,
            boolean foreign,
            boolean delete,
            List<String> put,
            Long bytes,
            String copyOf,
            List<String> remove) {
        BucketRequest {
            put = put == null ? List.of() : put;
            remove = remove == null ? List.of() : remove;
        }
    }

    /**
     * A change of the state of the app's database cluster.
     *
     * @param pausedCalls number of calls that find it paused before it has resumed; null: as usual
     */
    private record DatabaseRequest(DbCluster.State state, Integer pausedCalls) {
        DatabaseRequest {
            require("state", state);
        }
    }

    private record BotRequest(String pk, String sk) {
        BotRequest {
            require("pk", pk);
            require("sk", sk);
        }
    }

    private final SimulatedAccounts accounts;

    TestControlApi(SimulatedAccounts accounts) {
        this.accounts = accounts;
    }

    AwsResponse handle(String method, URI uri, byte[] bytes) {
        try {
            Map<String, String> query = query(uri);
            AwsRequest.Caller caller = new AwsRequest.Caller(
                    query.getOrDefault("key", AwsRequest.Caller.DEFAULT_KEY),
                    query.getOrDefault("region", AwsRequest.Caller.DEFAULT_REGION));
            JsonObject body = Json.parse(new String(bytes, StandardCharsets.UTF_8));
            String call = method + " " + uri.getPath().substring(PATH.length());
            return response(200, handle(call, caller, query, body));
        } catch (JsonParseException
                | IllegalArgumentException
                | IllegalStateException
                | UnsupportedOperationException
                | AwsError e) {
            return response(400, Json.object("message", String.valueOf(e.getMessage())));
        }
    }

    private static AwsResponse response(int status, JsonObject body) {
        return new AwsResponse(status, "application/json", AwsResponse.utf8(Json.text(body)), null);
    }

    private JsonObject handle(String call, AwsRequest.Caller caller, Map<String, String> query, JsonObject body) {
        switch (call) {
            case "POST install" -> accounts.replace(caller, Json.as(SimulatedAccount.Configuration.class, body));
            case "DELETE install" -> accounts.remove(caller);
            default -> {
                SimulatedAccount account = accounts.of(caller);
                return call.startsWith("GET ") ? query(call, account, query) : change(call, account, body);
            }
        }
        return new JsonObject();
    }

    private static JsonObject query(String call, SimulatedAccount account, Map<String, String> query) {
        SimulatedClock clock = account.clock;
        FargateScheduler scheduler = account.scheduler;
        return switch (call) {
            case "GET clock" -> Json.object("now", clock.catchUp());
            case "GET history" -> Json.object("requests", account.history.requests(query.get("operation")));
            case "GET tasks" -> clock.perform(now -> Json.object(
                    "tasks", scheduler.allTasks().stream().map(TaskJson::forTests).toList()));
            case "GET peak" -> clock.perform(now -> Json.object("tasks", scheduler.peakTasks()));
            case "GET database" -> account.aurora.describe();
            case "GET databaseLog" -> Json.object("log", account.aurora.log(query.get("cluster")));
            default -> throw new IllegalArgumentException("the test control API has no " + call);
        };
    }

    private static JsonObject change(String call, SimulatedAccount account, JsonObject body) {
        SimulatedClock clock = account.clock;
        ClusterSnapshots snapshots = account.aurora.snapshots();
        EcsApi ecs = account.ecs;
        switch (call) {
            case "POST fault" -> account.faults.add(Json.as(Fault.class, body));
            case "DELETE faults" -> account.faults.clear();
            case "POST settings" -> account.configure(Json.as(SimulatedAccount.Configuration.class, body));
            case "POST behavior" -> assignBehavior(account, Json.as(BehaviorRequest.class, body));
            case "POST clock" -> setClock(clock, Json.as(ClockRequest.class, body));
            case "POST sleep" -> sleep(clock, Json.as(SleepRequest.class, body));
            case "POST stack" -> changeStack(account, Json.as(StackRequest.class, body));
            case "POST snapshot" -> snapshots.put(snapshot(body, clock));
            case "POST backup" -> snapshots.putBackup(snapshot(body, clock));
            case "POST resourceFault" -> {
                ResourceFault fault = Json.as(ResourceFault.class, body);
                account.change(() -> account.cloudFormation.addFault(fault));
            }
            case "POST dmsFault" -> {
                DataMigrationFault fault = Json.as(DataMigrationFault.class, body);
                account.change(() -> account.dms.addFault(fault));
            }
            case "POST database" -> changeDatabase(account, Json.as(DatabaseRequest.class, body));
            case "POST bucket" -> changeBucket(account, Json.as(BucketRequest.class, body));
            case "POST cluster" ->
                account.change(() -> ecs.setCluster(with(body, EcsCluster.class, ecs.cluster())));
            case "POST taskDefinition" ->
                account.change(() -> ecs.setDefinition(with(body, TaskDefinition.class, ecs.definition())));
            case "POST sql" -> {
                return runSql(account, Json.as(DirectSql.Script.class, body));
            }
            case "POST runTask" -> {
                return startPipe(account, Json.as(BotRequest.class, body));
            }
            default -> throw new IllegalArgumentException("the test control API has no " + call);
        }
        return new JsonObject();
    }

    private static void assignBehavior(SimulatedAccount account, BehaviorRequest request) {
        TaskBehavior behavior = TaskBehavior.of(request.as, request.reason, request.exitCode, request.source);
        int times = request.times == null ? TaskBehaviors.ALWAYS : request.times;
        account.change(() -> account.behaviors.assign(request.bot, behavior, times));
    }

    private static void setClock(SimulatedClock clock, ClockRequest request) {
        if (request.speed != null) {
            clock.setSpeed(request.speed);
        }
        if (request.advanceSeconds != null) {
            clock.advance(Duration.ofMillis(Math.round(request.advanceSeconds * 1000)));
        }
    }

    private static void sleep(SimulatedClock clock, SleepRequest request) {
        try {
            clock.sleep(Duration.ofNanos(request.nanos));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void changeStack(SimulatedAccount account, StackRequest request) {
        DeployedStacks stacks = account.stacks;
        account.change(() -> {
            if (request.delete) {
                stacks.delete(request.name);
                return;
            }
            if (request.outputs != null) {
                stacks.put(request.name, request.outputs);
            }
            if (request.change != null) {
                stacks.change(request.name, request.change);
            }
            if (request.status != null) {
                stacks.setStatus(request.name, request.status);
            }
            if (request.imports != null) {
                stacks.setImports(request.name, request.imports);
            }
            if (request.rolledBack != null) {
                stacks.rollBack(request.rolledBack);
            }
        });
    }

    private static void changeBucket(SimulatedAccount account, BucketRequest request) {
        Buckets buckets = account.buckets;
        String name = request.name == null ? account.stacks.documentBucket() : request.name;
        if (request.delete) {
            buckets.delete(name);
            return;
        }
        Instant now = account.clock.now();
        buckets.create(name, request.region == null ? account.region() : request.region, request.foreign);
        if (request.copyOf != null) {
            buckets.copyObjects(request.copyOf, name, now);
        }
        buckets.putObjects(name, request.put, request.bytes == null ? Buckets.ORDINARY_BYTES : request.bytes, now);
        buckets.deleteObjects(name, request.remove);
    }

    /** A snapshot of which no time is given is created now. */
    private static ClusterSnapshot snapshot(JsonObject body, SimulatedClock clock) {
        if (!body.has("createdAt")) {
            body.addProperty("createdAt", clock.now().toString());
        }
        return Json.as(ClusterSnapshot.class, body);
    }

    private static void changeDatabase(SimulatedAccount account, DatabaseRequest request) {
        int calls = request.pausedCalls == null ? DbCluster.PAUSED_CALLS : request.pausedCalls;
        account.aurora.newest().change(request.state, calls);
    }

    private static JsonObject runSql(SimulatedAccount account, DirectSql.Script script) {
        account.clock.catchUp(); // writes everything that is due by now
        return new DirectSql(account.aurora).run(script);
    }

    /** Starts a task for a bot as the app's pipe does; {@code taskArn} is null if the quota rejects it for now. */
    private static JsonObject startPipe(SimulatedAccount account, BotRequest request) {
        Optional<Task> task = account.clock
                .perform(now -> account.scheduler.pipe().start(new BotKeys(request.pk, request.sk), now));
        return Json.object("taskArn", task.map(Task::arn).orElse(null));
    }

    /** Returns a copy of the record with these members replaced. */
    private static <T extends Record> T with(JsonObject changes, Class<T> type, T old) {
        JsonObject json = Json.of(old).getAsJsonObject();
        changes.entrySet().forEach(change -> json.add(change.getKey(), change.getValue()));
        return Json.as(type, json);
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
                String value = URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8);
                query.put(pair.substring(0, equals), value);
            }
        }
        return query;
    }
}
