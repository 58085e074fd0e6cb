package lib.rehearsal;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.cloudformation.ResourceFault;
import lib.rehearsal.database.ClusterSnapshot;
import lib.rehearsal.database.ClusterSnapshots;
import lib.rehearsal.database.DbCluster;
import lib.rehearsal.database.DirectSql;
import lib.rehearsal.dms.DataMigrationFault;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.ecs.EcsApi;
import lib.rehearsal.ecs.FargateScheduler;
import lib.rehearsal.ecs.Task;
import lib.rehearsal.ecs.TaskBehavior;
import lib.rehearsal.ecs.TaskBehaviors;
import lib.rehearsal.s3.Buckets;
import lib.rehearsal.scenario.Fault;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.stack.DeployedStacks;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.DataFile;
import lib.rehearsal.wire.Json;

/**
 * The API with which tests control the embedded AWS and inspect it: JSON over HTTP. The account is named by
 * {@code ?key=} and {@code &region=}; errors are 400 with a message. None of it exists in AWS.
 */
final class TestControlApi {
    static final String PATH = "/_control/";

    private record ClockRequest(Double speed, Double advanceSeconds) {}

    /** A sleep of everything that runs against the account, on its stopped clock. */
    private record SleepRequest(long nanos) {}

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
            if (state == null) {
                throw new IllegalArgumentException("state is missing");
            }
        }
    }

    private final SimulatedAccounts accounts;

    TestControlApi(SimulatedAccounts accounts) {
        this.accounts = accounts;
    }

    AwsResponse handle(String method, URI uri, byte[] bytes) {
        try {
            JsonObject query = AwsRequest.form(uri.getRawQuery());
            AwsRequest.Caller caller = new AwsRequest.Caller(
                    Json.string(query, "key").orElse(AwsRequest.Caller.DEFAULT_KEY),
                    Json.string(query, "region").orElse(AwsRequest.Caller.DEFAULT_REGION));
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

    private JsonObject handle(String call, AwsRequest.Caller caller, JsonObject query, JsonObject body) {
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

    /** Makes the calls of a script, which is in YAML; those with a member {@code after} that many seconds later. */
    static void play(SimulatedAccount account, String script) {
        for (JsonElement each : DataFile.yaml(script).getAsJsonArray()) {
            JsonObject step = each.getAsJsonObject();
            JsonElement after = step.remove("after");
            step.entrySet().forEach(call -> {
                JsonObject body = call.getValue().getAsJsonObject();
                SimulatedClock.Event event = at -> change("POST " + call.getKey(), account, body);
                Instant now = account.clock.now();
                if (after == null) {
                    event.run(now);
                } else {
                    account.clock.schedule(now.plusSeconds(after.getAsLong()), event);
                }
            });
        }
    }

    private static JsonObject query(String call, SimulatedAccount account, JsonObject query) {
        SimulatedClock clock = account.clock;
        FargateScheduler scheduler = account.scheduler;
        RequestHistory.Filter filter = new RequestHistory.Filter(
                Json.string(query, "operation").orElse(null),
                Json.string(query, "containing").orElse(null),
                Json.string(query, "status").map(Integer::valueOf).orElse(null));
        String cluster = Json.string(query, "cluster").orElse(null);
        return switch (call) {
            case "GET clock" -> Json.object("now", clock.catchUp());
            case "GET history" -> Json.object("requests", account.history.requests(filter));
            case "GET requestCount" -> Json.object("requests", account.history.count(filter));
            case "GET tasks" -> clock.perform(now -> Json.object(
                    "tasks", scheduler.allTasks().stream().map(Task::forTests).toList()));
            case "GET peak" -> clock.perform(now -> Json.object("tasks", scheduler.peakTasks()));
            case "GET database" -> account.aurora.describe();
            case "GET databaseLog" -> Json.object("log", account.aurora.log(cluster));
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
            case "POST behavior" -> assignBehavior(account, body);
            case "POST clock" -> setClock(clock, Json.as(ClockRequest.class, body));
            case "POST sleep" -> sleep(clock, Json.as(SleepRequest.class, body));
            case "POST stack" -> changeStack(account, body);
            case "POST snapshot" -> putSnapshot(snapshots, body, clock);
            case "POST backup" -> snapshots.putBackup(snapshot(body, clock));
            case "POST resourceFault" ->
                account.change(() -> account.cloudFormation.addFault(Json.as(ResourceFault.class, body)));
            case "POST dmsFault" ->
                account.change(() -> account.dms.addFault(Json.as(DataMigrationFault.class, body)));
            case "POST database" -> changeDatabase(account, Json.as(DatabaseRequest.class, body));
            case "POST bucket" -> changeBucket(account, Json.as(BucketRequest.class, body));
            case "POST cluster" ->
                account.change(() -> ecs.setClusterActive(body.get("active").getAsBoolean()));
            case "POST taskDefinition" ->
                account.change(() -> ecs.setDefinition(Json.with(ecs.definition(), body)));
            case "POST sql" -> {
                return runSql(account, Json.as(DirectSql.Script.class, body));
            }
            case "POST save" ->
                clock.perform(now -> account.scheduler.pipe().save(Json.as(BotKeys.class, body), now));
            case "POST delete" -> account.table.delete(Json.as(BotKeys.class, body));
            case "POST runTask" -> {
                return startPipe(account, Json.as(BotKeys.class, body));
            }
            default -> throw new IllegalArgumentException("the test control API has no " + call);
        }
        return new JsonObject();
    }

    /** The members {@code bot}, {@code as} and {@code times} say which and where; the others are the behavior's. */
    private static void assignBehavior(SimulatedAccount account, JsonObject body) {
        String bot = body.remove("bot").getAsString(), name = body.remove("as").getAsString();
        JsonElement times = body.remove("times");
        account.change(() -> account.behaviors.assign(
                bot, TaskBehavior.of(name, body), times == null ? TaskBehaviors.ALWAYS : times.getAsInt()));
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

    /** The member {@code name} names a stack, by default that of Bedrock Chat; the others are those of the change. */
    private static void changeStack(SimulatedAccount account, JsonObject body) {
        String name = Json.string(body, "name").orElse(BedrockChatStack.STACK);
        body.remove("name");
        account.change(() -> account.stacks.update(name, Json.as(DeployedStacks.Change.class, body)));
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

    /** Changes the snapshot with that id, or adds it. */
    private static void putSnapshot(ClusterSnapshots snapshots, JsonObject body, SimulatedClock clock) {
        snapshots.put(snapshots
                .find(body.get("id").getAsString())
                .map(old -> Json.with(old, body))
                .orElseGet(() -> snapshot(body, clock)));
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
    private static JsonObject startPipe(SimulatedAccount account, BotKeys bot) {
        Optional<Task> task =
                account.clock.perform(now -> account.scheduler.pipe().start(bot, now));
        return Json.object("taskArn", task.map(Task::arn).orElse(null));
    }
}
