package lib.rehearsal.dms;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.database.TableCopy;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.stack.VpcNetwork;

/**
 * The homogeneous data migrations of an account: they are created, started, stopped and deleted on the simulated clock,
 * and each full load is a real copy between two database servers, at its end. Guarded by the clock.
 *
 * <p>As the user guide says (dm-network), DMS places network interfaces with the security groups of the instance
 * profile in its subnets. What it changes in its older way, through a VPC peering, is its own to undo, and not played.
 */
public final class Dms {
    private static final Duration CREATION = Duration.ofSeconds(30), DELETION = Duration.ofMinutes(2);
    /** "This process takes up to 15 minutes" (dm-migrating-data-statuses). */
    private static final Duration START = Duration.ofMinutes(10), LOAD = Duration.ofMinutes(5);

    private static final Duration STOP = Duration.ofMinutes(1);
    /** The name of the role with which DMS manages VPCs. */
    public static final String VPC_ROLE = "dms-vpc-role";

    private static final String ROLE_PREFIX = "arn:aws:iam::" + BedrockChatStack.ACCOUNT + ":role/";
    static final int ALL = 100;
    private static final int STEP = 5, ID_LENGTH = 26;
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private final String region;
    private final SimulatedClock clock;
    private final DmsChecks checks;
    private final Map<String, MigrationProject> projects = new LinkedHashMap<>();
    private final List<DataMigration> migrations = new ArrayList<>();
    private final Queue<DataMigrationFault> faults = new ArrayDeque<>();
    private final Set<String> rolesOfStacks = new HashSet<>();
    private Set<String> roles = Set.of();
    private Duration stageTime;

    public Dms(String region, SimulatedClock clock, AuroraClusters aurora, VpcNetwork network) {
        this.region = region;
        this.clock = clock;
        checks = new DmsChecks(aurora, network);
    }

    /** Sets the names of the account's roles besides those of stacks. */
    public void setRoles(Set<String> names) {
        roles = Set.copyOf(names);
    }

    /** Adds a role of a stack; returns its ARN. */
    public String addRole(String name) {
        rolesOfStacks.add(name);
        return ROLE_PREFIX + name;
    }

    /** Removes a role of a stack. */
    public void removeRole(String name) {
        rolesOfStacks.remove(name);
    }

    /**
     * Returns why DMS cannot assume the role with this ARN, in the words in which it rejects its own role; empty if it
     * can. What the trust policy of a role says is for {@code TemplateConformanceTest}.
     */
    public Optional<String> problemOfRole(String arn) {
        String name = arn.startsWith(ROLE_PREFIX) ? arn.substring(ROLE_PREFIX.length()) : "";
        return roles.contains(name) || rolesOfStacks.contains(name)
                ? Optional.empty()
                : Optional.of("The IAM Role " + arn + " is not configured properly.");
    }

    /** Returns the same for the role with which DMS manages VPCs. */
    public Optional<String> problemOfVpcRole() {
        return problemOfRole(ROLE_PREFIX + VPC_ROLE);
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

    DataMigration create(DataMigration.Request request, Instant now) {
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
        TableCopy copy;
        try {
            copy = checks.connect(migration.request);
        } catch (SQLException e) {
            migration.end(e.getMessage());
            return;
        }
        migration.status = DataMigrationStatus.LOAD_RUNNING;
        migration.percentage = 0;
        DataMigrationFault fault = faults.poll();
        for (int percent = STEP; percent <= ALL; percent += STEP) {
            int reached = percent;
            Instant time = now.plus(time(LOAD).multipliedBy(percent).dividedBy(ALL));
            later(migration, time, at -> load(migration, copy, reached, fault));
        }
    }

    /** @param fault null: none */
    private static void load(DataMigration migration, TableCopy copy, int percent, DataMigrationFault fault) {
        migration.percentage = percent;
        boolean fails = fault != null && percent >= fault.percent();
        try {
            if (fails ? fault.keepsRows() : percent == ALL) {
                copy.run(percent);
            }
            if (fails) {
                throw new SQLException(fault.message());
            }
            if (percent == ALL) {
                migration.end(null);
            }
        } catch (SQLException e) {
            migration.end("pg_restore: error: " + e.getMessage());
        }
    }

    void stop(DataMigration migration, Instant now) {
        migration.operation++;
        migration.status = DataMigrationStatus.STOPPING;
        later(migration, now.plus(time(STOP)), at -> migration.end(null));
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
}
