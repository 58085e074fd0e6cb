package lib.rehearsal;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.clock.TokenBucket;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.database.RdsDataApi;
import lib.rehearsal.database.SharedPostgres;
import lib.rehearsal.dynamodb.ConversationTable;
import lib.rehearsal.dynamodb.DynamoDbLocal;
import lib.rehearsal.ecs.EcsApi;
import lib.rehearsal.ecs.FargateScheduler;
import lib.rehearsal.ecs.TaskBehaviors;
import lib.rehearsal.ecs.TaskDurations;
import lib.rehearsal.scenario.Fault;
import lib.rehearsal.scenario.FaultInjector;
import lib.rehearsal.scenario.Scenario;
import lib.rehearsal.stack.CloudFormation;
import lib.rehearsal.stack.Sts;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.AwsService;

/** One install of Bedrock Chat in an account of its own: table, stack, ECS, clock, faults and history. */
public final class SimulatedAccount implements AutoCloseable {
    /**
     * What can be said when an install is made; null: as usual.
     *
     * @param speed            of its clock: 60 lets a minute pass in a second
     * @param vcpuQuota        of Fargate, in vCPUs
     * @param durations        of a task's stages, in seconds of the clock
     * @param runTaskPerSecond the metered rate of RunTask; 0: not metered
     * @param listPageSize     the most ARNs in a page of ListTasks
     * @param statementTimeoutSeconds of the Data API, in real seconds: 45 unless it is said
     */
    record Settings(Scenario scenario, Double speed, Double vcpuQuota, TaskDurations durations,
                    Double runTaskPerSecond, Double runTaskBurst, Integer listPageSize, Double statementTimeoutSeconds) {
        static final Settings NONE = new Settings(null, null, null, null, null, null, null, null);
        private static final double USUAL_VCPU_QUOTA = 6, USUAL_RATE = 20, USUAL_BURST = 100;
    }

    final AwsRequest.Caller owner;
    final Scenario scenario;
    public final SimulatedClock timeline;
    public final FaultInjector faults = new FaultInjector();
    final RequestHistory history = new RequestHistory();
    public final TaskBehaviors casting = new TaskBehaviors();
    public final ConversationTable table;
    final FargateScheduler fargate;
    final EcsApi ecs;
    final CloudFormation cloudFormation;
    public final AuroraClusters aurora;
    private final RdsDataApi rdsData;
    private final DynamoDbLocal engine;

    SimulatedAccount(AwsRequest.Caller owner, DynamoDbLocal engine, SharedPostgres postgres, Settings settings, SimulatedAccounts.Usual usual) {
        this.owner = owner;
        this.engine = engine;
        scenario = either(settings.scenario, usual.scenario());
        timeline = new SimulatedClock(owner.key(), either(settings.speed, usual.speed()));
        table = new ConversationTable(engine, owner);
        cloudFormation = new CloudFormation(owner.region(), timeline.now());
        aurora = new AuroraClusters(postgres, owner.region(), cloudFormation);
        rdsData = new RdsDataApi(aurora);
        fargate = new FargateScheduler(timeline, casting, table, aurora, TaskDurations.USUAL, Settings.USUAL_VCPU_QUOTA, owner.region());
        ecs = new EcsApi(owner.region(), fargate, scenario == Scenario.TROUBLE);
        change(settings);
        usual.faults().forEach(faults::add);
        scenario.prepare(table, casting, faults);
    }

    /** Changes what is given, and leaves the rest. */
    void change(Settings settings) {
        timeline.perform(now -> {
            if (settings.vcpuQuota != null) {
                fargate.setVcpuQuota(settings.vcpuQuota);
            }
            if (settings.durations != null) {
                fargate.setDurations(fargate.durations().with(settings.durations));
            }
            if (settings.listPageSize != null) {
                ecs.setListPageSize(settings.listPageSize);
            }
            if (settings.runTaskPerSecond != null || settings.runTaskBurst != null) {
                ecs.meterRunTask(new TokenBucket(either(settings.runTaskPerSecond, Settings.USUAL_RATE),
                        either(settings.runTaskBurst, Settings.USUAL_BURST)));
            }
            return null;
        });
        if (settings.speed != null) {
            timeline.setSpeed(settings.speed);
        }
        if (settings.statementTimeoutSeconds != null) {
            rdsData.setTimeout(Duration.ofMillis(Math.round(settings.statementTimeoutSeconds * 1000)));
        }
    }

    AwsResponse answer(AwsRequest request) {
        RequestHistory.Entry entry = history.arrived(request, timeline.catchUp());
        Optional<Fault> fault = faults.next(request);
        Function<AwsRequest, AwsResponse> service = this::serve;
        AwsResponse answer = fault.map(each -> each.apply(request, service)).orElseGet(() -> service.apply(request));
        entry.answered(answer, fault.map(Fault::label).orElse(null));
        return answer;
    }

    private AwsResponse serve(AwsRequest request) {
        try {
            return switch (request.service()) {
                case DYNAMODB -> engine.call(owner, request.operation(), request.body());
                case ECS -> timeline.perform(now -> json(ecs.answer(request.operation(), request.parameters(), now)));
                case STS -> Sts.answer(request.operation());
                case RDS_DATA -> rdsData.answer(request);
                case CLOUDFORMATION -> timeline.perform(now -> cloudFormation.answer(request.operation(), request.parameters()));
            };
        } catch (AwsError e) {
            return AwsResponse.ofError(request.service(), e);
        } catch (IllegalStateException | UnsupportedOperationException | NumberFormatException e) { // a member of another JSON type
            return AwsResponse.ofError(request.service(), new AwsError(400, "SerializationException", e.getMessage()));
        }
    }

    @Override
    public void close() {
        timeline.close();
        table.dropAll();
        aurora.close();
    }

    private static AwsResponse json(JsonObject body) {
        return AwsResponse.json(200, AwsService.ECS.contentType(), body);
    }

    private static <T> T either(T first, T second) {
        return first == null ? second : first;
    }
}
