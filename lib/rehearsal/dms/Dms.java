package lib.rehearsal.dms;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.database.FullLoad;
import lib.rehearsal.ec2.VpcNetwork;
import lib.rehearsal.iam.IamRoles;

/**
 * The homogeneous data migrations of an account: they are created, started, stopped and deleted on the simulated clock,
 * and each full load is a real copy between two database servers. Guarded by the clock.
 *
 * <p>As the user guide says (dm-network), DMS places network interfaces with the security groups of the instance
 * profile in its subnets. What it changes in its older way, through a VPC peering, is its own to undo, and not played.
 */
public final class Dms implements AutoCloseable {
    private static final Duration CREATION = Duration.ofSeconds(30), DELETION = Duration.ofMinutes(2);
    /** "This process takes up to 15 minutes" (dm-migrating-data-statuses). */
    private static final Duration START = Duration.ofMinutes(10), LOAD = Duration.ofMinutes(5);

    private static final Duration STOP = Duration.ofMinutes(1);
    private static final int STEPS = 20, ALL = 100;

    private final SimulatedClock clock;
    private final AuroraClusters aurora;
    private final DmsResources resources;
    private final DmsChecks checks;
    private final DmsApi api;
    private final List<DataMigration> migrations = new ArrayList<>();
    private final List<DataMigrationFault> faults = new ArrayList<>();
    private Duration stageTime;

    public Dms(String region, SimulatedClock clock, AuroraClusters aurora, IamRoles roles, VpcNetwork network) {
        this.clock = clock;
        this.aurora = aurora;
        resources = new DmsResources(region, roles, network);
        resources.setHasMigrations(project ->
                migrations.stream().anyMatch(each -> each.request.project().equals(project)));
        checks = new DmsChecks(region, aurora, roles, network, resources);
        api = new DmsApi(this, migrations);
    }

    /** Returns the operations of the API. */
    public DmsApi api() {
        return api;
    }

    /** Returns what CloudFormation creates. */
    public DmsResources resources() {
        return resources;
    }

    /** Returns what is checked at a start. */
    public DmsChecks checks() {
        return checks;
    }

    /** Adds a failure of a data migration. */
    public void addFault(DataMigrationFault fault) {
        faults.add(fault);
    }

    /** Sets how long each stage takes, and a load at least; null: as long as usual. */
    public void setStageTime(Duration time) {
        stageTime = time;
    }

    void checkTrust(String role) {
        checks.requireTrust(role);
    }

    void create(DataMigration migration, Instant now) {
        later(migration, now.plus(time(CREATION)), at -> migration.status = DataMigrationStatus.READY);
    }

    /** @param again whether the environment exists already, so that the load begins at once */
    void start(DataMigration migration, boolean again, Instant now) {
        migration.operation++;
        migration.startedAt = now;
        migration.endedAt = null;
        migration.failure = null;
        migration.stopReason = null;
        migration.load = null;
        migration.status = again ? DataMigrationStatus.RELOADING_TARGET : DataMigrationStatus.STARTING;
        later(migration, now.plus(time(again ? STOP : START)), at -> beginLoad(migration, at));
    }

    private void beginLoad(DataMigration migration, Instant now) {
        FullLoad.Plan plan;
        try {
            Optional<DataMigrationFault> fault = takeFault(DataMigrationFault.Stage.START);
            if (fault.isPresent()) {
                throw new MigrationFailure(fault.get().message());
            }
            plan = checks.connect(migration);
        } catch (MigrationFailure e) {
            end(migration, DataMigrationStatus.FAILED, e.getMessage(), now);
            return;
        }
        migration.status = DataMigrationStatus.LOAD_RUNNING;
        FullLoad.Failure injected = takeFault(DataMigrationFault.Stage.LOAD)
                .map(fault -> new FullLoad.Failure(fault.percent(), fault.message(), fault.keepsRows()))
                .orElse(null);
        int operation = migration.operation;
        FullLoad load = new FullLoad(
                aurora,
                plan,
                clock.openWork(),
                injected,
                result -> clock.perform(at -> {
                    loadEnded(migration, operation, result, at);
                    return null;
                }));
        migration.load = load;
        for (int step = 1; step <= STEPS; step++) {
            int percent = ALL * step / STEPS;
            later(migration, now.plus(time(LOAD).multipliedBy(step).dividedBy(STEPS)), at -> load.allow(percent));
        }
        Thread thread = new Thread(load, "full load of " + migration.request.name());
        thread.setDaemon(true);
        thread.start();
    }

    private void loadEnded(DataMigration migration, int operation, FullLoad.Result result, Instant now) {
        if (migration.status == DataMigrationStatus.STOPPING) {
            later(migration, now.plus(time(STOP)), at -> {
                migration.stopReason = "The data migration was stopped by a user.";
                end(migration, DataMigrationStatus.STOPPED, null, at);
            });
        } else if (migration.operation == operation) {
            boolean failed = result.failure() != null;
            migration.stopReason = failed ? null : "The full load is complete.";
            end(migration, failed ? DataMigrationStatus.FAILED : DataMigrationStatus.STOPPED, result.failure(), now);
        }
    }

    private void end(DataMigration migration, DataMigrationStatus status, String failure, Instant now) {
        migration.status = status;
        migration.failure = failure;
        migration.endedAt = now;
    }

    void stop(DataMigration migration, Instant now) {
        migration.operation++;
        migration.status = DataMigrationStatus.STOPPING;
        if (migration.load == null) {
            loadEnded(migration, migration.operation, new FullLoad.Result(true, null), now);
        } else {
            migration.load.cancel();
        }
    }

    void delete(DataMigration migration, Instant now) {
        migration.operation++;
        migration.status = DataMigrationStatus.DELETING;
        later(migration, now.plus(time(DELETION)), at -> migrations.remove(migration));
    }

    private Optional<DataMigrationFault> takeFault(DataMigrationFault.Stage stage) {
        for (int i = 0; i < faults.size(); i++) {
            DataMigrationFault fault = faults.get(i);
            if (fault.stage() == stage && fault.times() != 0) {
                faults.set(i, fault.used());
                return Optional.of(fault);
            }
        }
        return Optional.empty();
    }

    private Duration time(Duration usual) {
        return stageTime == null ? usual : stageTime;
    }

    private void later(DataMigration migration, Instant time, SimulatedClock.Event event) {
        int operation = migration.operation;
        clock.schedule(time, at -> {
            if (migration.operation == operation) {
                event.run(at);
            }
        });
    }

    @Override
    public void close() {
        clock.perform(now -> {
            for (DataMigration migration : migrations) {
                migration.operation++;
                if (migration.load != null) {
                    migration.load.cancel();
                }
            }
            return null;
        });
    }
}
