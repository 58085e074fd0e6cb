package lib.rehearsal.dms;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.database.FullLoad;
import lib.rehearsal.ec2.VpcNetwork;
import lib.rehearsal.iam.IamRoles;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.AwsError;

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
    private static final int STEPS = 20, ALL = 100, ID_LENGTH = 26;
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final String region;
    private final SimulatedClock clock;
    private final AuroraClusters aurora;
    private final DmsChecks checks;
    private final Map<String, MigrationProject> projects = new LinkedHashMap<>();
    private final List<DataMigration> migrations = new ArrayList<>();
    private final List<DataMigrationFault> faults = new ArrayList<>();
    private Duration stageTime;

    public Dms(String region, SimulatedClock clock, AuroraClusters aurora, IamRoles roles, VpcNetwork network) {
        this.region = region;
        this.clock = clock;
        this.aurora = aurora;
        checks = new DmsChecks(region, aurora, roles, network);
    }

    /** Adds a failure of a data migration. */
    public void addFault(DataMigrationFault fault) {
        faults.add(fault);
    }

    /** Sets how long each stage takes, and a load at least; null: as long as usual. */
    public void setStageTime(Duration time) {
        stageTime = time;
    }

    /** Returns a new ARN of that type of resource, with the form of ARNs in the API reference. */
    public String newArn(String type) {
        StringBuilder id = new StringBuilder();
        while (id.length() < ID_LENGTH) {
            id.append(ID_ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ID_ALPHABET.length())));
        }
        return BedrockChatStack.arn("dms", region, type + ":" + id);
    }

    /** Adds a migration project. */
    public void addProject(MigrationProject project) {
        projects.put(project.arn(), project);
    }

    /** Removes a migration project, unless it has data migrations; returns whether it has none. */
    public boolean removeProject(String arn) {
        boolean isFree = migrations.stream()
                .noneMatch(each -> each.request.project().arn().equals(arn));
        if (isFree) {
            projects.remove(arn);
        }
        return isFree;
    }

    Optional<MigrationProject> project(String arn) {
        return Optional.ofNullable(projects.get(arn));
    }

    List<DataMigration> migrations() {
        return migrations;
    }

    /** @throws AwsError if DMS cannot assume the role */
    DataMigration create(DataMigration.Request request, Instant now) {
        checks.requireTrust(request.role());
        DataMigration migration = new DataMigration(newArn("data-migration"), request);
        migrations.add(migration);
        later(migration, now.plus(time(CREATION)), at -> migration.status = DataMigrationStatus.READY);
        return migration;
    }

    void start(DataMigration migration, Instant now) {
        migration.status = DataMigrationStatus.STARTING;
        later(migration, now.plus(time(START)), at -> beginLoad(migration, at));
    }

    private void beginLoad(DataMigration migration, Instant now) {
        FullLoad.Plan plan;
        try {
            plan = checks.connect(migration.request);
        } catch (DmsChecks.Failure e) {
            end(migration, e.getMessage());
            return;
        }
        migration.status = DataMigrationStatus.LOAD_RUNNING;
        FullLoad load = new FullLoad(
                aurora,
                plan,
                clock.openWork(),
                takeFault(),
                failure -> clock.perform(at -> {
                    loadEnded(migration, failure, at);
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

    private FullLoad.Failure takeFault() {
        for (int i = 0; i < faults.size(); i++) {
            DataMigrationFault fault = faults.get(i);
            if (fault.times() != 0) {
                faults.set(i, fault.used());
                return new FullLoad.Failure(fault.percent(), fault.message(), fault.keepsRows());
            }
        }
        return null;
    }

    private void loadEnded(DataMigration migration, String failure, Instant now) {
        if (migration.status == DataMigrationStatus.STOPPING) {
            later(migration, now.plus(time(STOP)), at -> end(migration, null));
        } else if (migration.status == DataMigrationStatus.LOAD_RUNNING) {
            end(migration, failure);
        }
    }

    private static void end(DataMigration migration, String failure) {
        migration.status = failure == null ? DataMigrationStatus.STOPPED : DataMigrationStatus.FAILED;
        migration.failure = failure;
    }

    void stop(DataMigration migration, Instant now) {
        migration.operation++;
        migration.status = DataMigrationStatus.STOPPING;
        if (migration.load == null) {
            loadEnded(migration, null, now);
        } else {
            migration.load.cancel();
        }
    }

    void delete(DataMigration migration, Instant now) {
        migration.operation++;
        migration.status = DataMigrationStatus.DELETING;
        later(migration, now.plus(time(DELETION)), at -> migrations.remove(migration));
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
