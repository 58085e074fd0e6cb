package lib.rehearsal;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.clock.TokenBucket;
import lib.rehearsal.cloudformation.CloudFormation;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.database.RdsApi;
import lib.rehearsal.database.RdsDataApi;
import lib.rehearsal.database.SharedPostgres;
import lib.rehearsal.dms.DataMigrationStatus;
import lib.rehearsal.dms.Dms;
import lib.rehearsal.dms.DmsApi;
import lib.rehearsal.dynamodb.ConversationTable;
import lib.rehearsal.dynamodb.DynamoDbLocal;
import lib.rehearsal.ecs.EcsApi;
import lib.rehearsal.ecs.FargateScheduler;
import lib.rehearsal.ecs.TaskBehaviors;
import lib.rehearsal.s3.Buckets;
import lib.rehearsal.s3.S3Api;
import lib.rehearsal.scenario.Fault;
import lib.rehearsal.scenario.FaultInjector;
import lib.rehearsal.scenario.Scenario;
import lib.rehearsal.stack.AppVersion;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.stack.DeployedStacks;
import lib.rehearsal.stack.VpcNetwork;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.Json;

/** An account with one Bedrock Chat deployment: table, stack, ECS, database, clock, faults and history. */
final class SimulatedAccount implements AutoCloseable {
    private static final double DEFAULT_VCPU_QUOTA = 6;

    /**
     * The configuration of an account. Null means the default in a new account, and no change in an existing one.
     *
     * @param app the deployed version; in an existing account only that of its embedding container changes
     * @param missedByIndex the sort keys of the items that every Scan of an index misses
     * @param speed of its clock: at 60 a minute passes in a second
     * @param vcpuQuota of Fargate, in vCPUs
     * @param durations of a task's stages, in seconds of the clock
     * @param runTaskPerSecond the rate limit of RunTask; 0: none
     * @param listPageSize the maximum number of ARNs in a page of ListTasks
     * @param statementTimeoutSeconds of the Data API, in real seconds; 45 by default
     * @param ownDatabaseServer whether the app's database has a server of its own, which can connect to others; only in
     *     a new account
     * @param resourceSeconds how long CloudFormation takes for each resource, and then a secret to be active, in
     *     seconds of the clock
     * @param engineVersions the versions of Aurora PostgreSQL with which clusters can be created
     * @param networkBroken whether new clusters cannot be reached, whatever their security groups say
     * @param roles the names of the IAM roles of the account besides those of its stacks; by default, in the restore
     *     scenarios, the one with which DMS manages VPCs
     * @param dmsStatusStyle how DMS writes a status: lower, upper or console
     */
    record Configuration(
            Scenario scenario,
            AppVersion app,
            List<String> missedByIndex,
            Double speed,
            Double vcpuQuota,
            JsonObject durations,
            Double runTaskPerSecond,
            Double runTaskBurst,
            Integer listPageSize,
            Double statementTimeoutSeconds,
            Boolean ownDatabaseServer,
            Double resourceSeconds,
            List<String> engineVersions,
            Boolean networkBroken,
            Set<String> roles,
            DataMigrationStatus.Style dmsStatusStyle) {
        static final Configuration NONE = Json.as(Configuration.class, new JsonObject());
    }

    final SimulatedClock clock;
    final FaultInjector faults = new FaultInjector();
    final RequestHistory history = new RequestHistory();
    final TaskBehaviors behaviors = new TaskBehaviors();
    final Buckets buckets = new Buckets();
    final ConversationTable table;
    final DeployedStacks stacks;
    final CloudFormation cloudFormation;
    final AuroraClusters aurora;
    final Dms dms;
    final FargateScheduler scheduler;
    final EcsApi ecs;
    private final AwsRequest.Caller owner;
    private final RdsApi rds;
    private final RdsDataApi rdsData;
    private final VpcNetwork network = new VpcNetwork();
    private final S3Api s3 = new S3Api(buckets);
    private final DmsApi dmsApi;

    SimulatedAccount(
            AwsRequest.Caller owner,
            DynamoDbLocal dynamoDb,
            SharedPostgres postgres,
            Configuration configuration,
            SimulatedAccounts.Defaults defaults) {
        Scenario scenario = either(configuration.scenario, defaults.scenario());
        this.owner = owner;
        clock = new SimulatedClock(owner.key(), either(configuration.speed, defaults.speed()));
        table = new ConversationTable(dynamoDb, owner);
        AppVersion app = either(configuration.app, either(scenario.app(), defaults.app()));
        stacks = new DeployedStacks(app, owner.region(), clock.now());
        aurora = new AuroraClusters(
                postgres, owner.region(), stacks, either(configuration.ownDatabaseServer, scenario.hasRows()));
        dms = new Dms(owner.region(), clock, aurora, network);
        dmsApi = new DmsApi(dms);
        cloudFormation = new CloudFormation(
                owner.region(), stacks, new CloudFormation.Services(aurora, network, dms), clock);
        rds = new RdsApi(aurora);
        rdsData = new RdsDataApi(aurora, clock.openWork());
        scheduler = new FargateScheduler(
                clock, behaviors, table, buckets, aurora, DEFAULT_VCPU_QUOTA, owner.region(), app);
        ecs = new EcsApi(owner.region(), scheduler);
        dms.setRoles(scenario.isRestore() ? Set.of(Dms.VPC_ROLE) : Set.of());
        buckets.create(stacks.documentBucket(), owner.region(), false);
        configure(configuration);
        defaults.faults().forEach(faults::add);
        TestControlApi.play(
                this, scenario.prepare(new Scenario.Target(table, buckets, aurora, scheduler, stacks, clock)));
    }

    /** Changes what the configuration contains; the rest, and the scenario, stay. */
    void configure(Configuration configuration) {
        change(() -> {
            ifGiven(configuration.app, scheduler::setApp);
            ifGiven(configuration.vcpuQuota, scheduler::setVcpuQuota);
            ifGiven(configuration.durations, given -> scheduler.setDurations(Json.with(scheduler.durations(), given)));
            ifGiven(configuration.listPageSize, ecs::setListPageSize);
            if (configuration.runTaskPerSecond != null || configuration.runTaskBurst != null) {
                ecs.setRunTaskRate(new TokenBucket(
                        either(configuration.runTaskPerSecond, EcsApi.RUN_TASKS_PER_SECOND),
                        either(configuration.runTaskBurst, EcsApi.RUN_TASK_BURST)));
            }
            ifGiven(configuration.resourceSeconds, given -> {
                cloudFormation.setResourceTime(seconds(given));
                dms.setStageTime(seconds(given));
            });
            ifGiven(configuration.engineVersions, aurora::setEngineVersions);
            ifGiven(configuration.networkBroken, network::setBroken);
            ifGiven(configuration.roles, dms::setRoles);
            ifGiven(configuration.dmsStatusStyle, dmsApi::setStatusStyle);
        });
        ifGiven(configuration.missedByIndex, table::setMissedByIndex);
        ifGiven(configuration.speed, clock::setSpeed);
        ifGiven(configuration.statementTimeoutSeconds, given -> rdsData.setTimeout(seconds(given)));
    }

    private static <T> void ifGiven(T value, Consumer<T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }

    private static Duration seconds(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1000));
    }

    /** Changes the account's state, after everything due on its clock has happened. */
    void change(Runnable change) {
        clock.perform(now -> {
            change.run();
            return null;
        });
    }

    /** Handles a request, with the fault that matches it, and records it in the history. */
    AwsResponse handle(AwsRequest request) {
        RequestHistory.Entry entry = history.add(request, clock.catchUp());
        Optional<Fault> fault = faults.next(request);
        // A request that a fault delays is not open: whoever sent it may be dead.
        Function<AwsRequest, AwsResponse> service =
                each -> clock.openWork().during(() -> callService(each));
        AwsResponse response = fault.map(each -> each.apply(request, service)).orElseGet(() -> service.apply(request));
        fault.ifPresent(faults::delay);
        entry.complete(response, fault.map(Fault::label).orElse(null));
        return response;
    }

    private AwsResponse callService(AwsRequest request) {
        String operation = request.operation();
        JsonObject parameters = request.parameters();
        try {
            return switch (request.service()) {
                case DYNAMODB -> table.handle(request);
                case S3 -> s3.handle(request);
                case RDS_DATA -> ok(request, rdsData.handle(request));
                case STS -> ok(request, callerIdentity(operation));
                case ECS -> ok(request, clock.perform(now -> ecs.handle(operation, parameters, now)));
                case DMS -> ok(request, clock.perform(now -> dmsApi.handle(operation, parameters, now)));
                case RDS -> ok(request, clock.perform(now -> rds.handle(operation, parameters)));
                case CLOUDFORMATION ->
                    ok(request, clock.perform(now -> cloudFormation.handle(operation, parameters, now)));
            };
        } catch (AwsError e) {
            return AwsResponse.ofError(request.service(), e);
        } catch (IllegalStateException | UnsupportedOperationException | NumberFormatException e) {
            // A member has another JSON type.
            return AwsResponse.ofError(request.service(), new AwsError(400, "SerializationException", e.getMessage()));
        }
    }

    private static JsonObject callerIdentity(String operation) {
        if (!operation.equals("GetCallerIdentity")) {
            throw new AwsError(400, "InvalidAction", "The embedded AWS does not implement STS " + operation + ".");
        }
        return Json.object(
                "Arn", "arn:aws:iam::" + BedrockChatStack.ACCOUNT + ":user/rehearsal",
                "UserId", "AIDAREHEARSAL",
                "Account", BedrockChatStack.ACCOUNT);
    }

    private static AwsResponse ok(AwsRequest request, JsonObject result) {
        return AwsResponse.ok(request.service(), request.operation(), result);
    }

    String region() {
        return owner.region();
    }

    @Override
    public void close() {
        clock.close();
        table.dropAll();
        aurora.close();
    }

    private static <T> T either(T first, T second) {
        return first == null ? second : first;
    }
}
