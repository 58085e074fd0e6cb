package lib.rehearsal;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** One install of Bedrock Chat in an account of its own: table, stack, ECS, clock, faults and history. */
final class Install implements AutoCloseable {
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
    record Settings(Scenario scenario, Double speed, Double vcpuQuota, Durations durations,
                    Double runTaskPerSecond, Double runTaskBurst, Integer listPageSize, Double statementTimeoutSeconds) {
        static final Settings NONE = new Settings(null, null, null, null, null, null, null, null);
        private static final double USUAL_VCPU_QUOTA = 6, USUAL_RATE = 20, USUAL_BURST = 100;
    }

    final AwsRequest.Caller owner;
    final Scenario scenario;
    final Timeline timeline;
    final Faults faults = new Faults();
    final History history = new History();
    final Casting casting = new Casting();
    final ConversationTable table;
    final Fargate fargate;
    final Ecs ecs;
    final CloudFormation cloudFormation;
    final Aurora aurora;
    private final RdsData rdsData;
    private final TableEngine engine;

    Install(AwsRequest.Caller owner, TableEngine engine, Postgres postgres, Settings settings, Installs.Usual usual) {
        this.owner = owner;
        this.engine = engine;
        scenario = either(settings.scenario, usual.scenario());
        timeline = new Timeline(owner.key(), either(settings.speed, usual.speed()));
        table = new ConversationTable(engine, owner);
        cloudFormation = new CloudFormation(owner.region(), timeline.now());
        aurora = new Aurora(postgres, owner.region(), cloudFormation);
        rdsData = new RdsData(aurora);
        fargate = new Fargate(timeline, casting, table, aurora, Durations.USUAL, Settings.USUAL_VCPU_QUOTA, owner.region());
        ecs = new Ecs(owner.region(), fargate, scenario == Scenario.TROUBLE);
        change(settings);
        usual.faults().forEach(faults::add);
        scenario.furnish(this);
    }

    /** Changes what is given, and leaves the rest. */
    void change(Settings settings) {
        timeline.perform(now -> {
            if (settings.vcpuQuota != null) fargate.setVcpuQuota(settings.vcpuQuota);
            if (settings.durations != null) fargate.setDurations(fargate.durations().with(settings.durations));
            if (settings.listPageSize != null) ecs.setListPageSize(settings.listPageSize);
            if (settings.runTaskPerSecond != null || settings.runTaskBurst != null) {
                ecs.meterRunTask(new RateMeter(either(settings.runTaskPerSecond, Settings.USUAL_RATE),
                        either(settings.runTaskBurst, Settings.USUAL_BURST)));
            }
            return null;
        });
        if (settings.speed != null) timeline.setSpeed(settings.speed);
        if (settings.statementTimeoutSeconds != null) rdsData.setTimeout(Duration.ofMillis(Math.round(settings.statementTimeoutSeconds * 1000)));
    }

    Answer answer(AwsRequest request) {
        History.Entry entry = history.arrived(request, timeline.catchUp());
        Optional<Fault> fault = faults.next(request);
        Function<AwsRequest, Answer> service = this::serve;
        Answer answer = fault.map(each -> each.apply(request, service)).orElseGet(() -> service.apply(request));
        entry.answered(answer, fault.map(Fault::label).orElse(null));
        return answer;
    }

    private Answer serve(AwsRequest request) {
        try {
            return switch (request.service()) {
                case DYNAMODB -> engine.call(owner, request.operation(), request.body());
                case ECS -> timeline.perform(now -> json(ecs.answer(request.operation(), request.parameters(), now)));
                case STS -> SecurityTokens.answer(request.operation());
                case RDS_DATA -> rdsData.answer(request);
                case CLOUDFORMATION -> timeline.perform(now -> cloudFormation.answer(request.operation(), request.parameters()));
            };
        } catch (AwsError e) {
            return Answer.ofError(request.service(), e);
        } catch (IllegalStateException | UnsupportedOperationException | NumberFormatException e) { // a member of another JSON type
            return Answer.ofError(request.service(), new AwsError(400, "SerializationException", e.getMessage()));
        }
    }

    @Override
    public void close() {
        timeline.close();
        table.dropAll();
        aurora.close();
    }

    private static Answer json(JsonObject body) {
        return Answer.json(200, Service.ECS.contentType(), body);
    }

    private static <T> T either(T first, T second) {
        return first == null ? second : first;
    }
}
