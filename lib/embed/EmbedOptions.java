package lib.embed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import lib.cli.AccessOptions;
import lib.cli.AnswerOptions;
import lib.cli.AppOptions;
import lib.cli.DatabaseOptions;
import lib.cli.OutputOptions;
import lib.cli.PositiveNumber;
import lib.cli.RehearsalOptions;
import lib.cli.SelectionOptions;
import lib.cli.Session;
import lib.cli.SettingsResolver;
import lib.common.ProcessContext;
import lib.common.UserException;
import lib.model.BotFilter;
import lib.proof.RowVerifier;
import lib.retry.ConcurrencyLimit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of the main command. */
public final class EmbedOptions {
    /** Whether to start bots, or only to show what would be started, or the outcome of each bot. */
    enum Mode {
        START,
        DRY_RUN,
        STATUS
    }

    @ArgGroup(
            validate = false,
            heading = "%nWhat to migrate (an option overrides an edited constant, which overrides a stack output):%n")
    public final Where where = new Where();

    @ArgGroup(validate = false, heading = "%nBots:%n")
    public final Which which = new Which();

    @ArgGroup(validate = false, heading = "%nStarting and watching tasks:%n")
    public final Start start = new Start();

    @ArgGroup(validate = false, heading = DatabaseOptions.HEADING)
    public final DatabaseOptions database = new DatabaseOptions();

    @ArgGroup(validate = false, heading = "%nProof by the rows in the new database cluster:%n")
    public final Proof proof = new Proof();

    @ArgGroup(validate = false, heading = "%nResuming (it is always safe to run the same command again):%n")
    public final Resume resume = new Resume();

    @ArgGroup(validate = false, heading = AccessOptions.HEADING)
    public final AccessOptions access = new AccessOptions();

    @ArgGroup(validate = false, heading = RehearsalOptions.HEADING)
    public final RehearsalOptions rehearsal = new RehearsalOptions();

    @ArgGroup(validate = false, heading = OutputOptions.HEADING)
    public final OutputOptions output = new OutputOptions();

    public static final class Where extends AppOptions {
        @Option(names = "--cluster", paramLabel = "NAME", description = "ECS cluster, name or ARN")
        public String ecsCluster;

        @Option(
                names = "--task-definition",
                paramLabel = "NAME",
                description = "task definition: family, family:revision or ARN")
        public String taskDefinition;

        @Option(
                names = "--container",
                paramLabel = "NAME",
                description = "container of a task definition that has several")
        public String container;

        @Option(names = "--subnet", paramLabel = "ID", description = "subnet of the tasks; repeatable")
        public List<String> subnets = List.of();

        @Option(names = "--security-group", paramLabel = "ID", description = "security group of the tasks; repeatable")
        public List<String> securityGroups = List.of();

        @Option(
                names = "--ignore-stack-state",
                description = "start tasks even if the stack is being deployed, or its last deploy failed")
        public boolean ignoreStackState;

        public SettingsResolver.Names names() {
            return new SettingsResolver.Names(table, ecsCluster, taskDefinition, container, subnets, securityGroups);
        }
    }

    public static final class Which extends SelectionOptions {
        @Option(
                names = "--all",
                description =
                        "also start bots without knowledge and bots with sitemap URLs, as the guide's script does")
        public boolean all;

        @Override
        public BotFilter filter() {
            return new BotFilter(bots, users, all);
        }
    }

    public static final class Start extends AnswerOptions {
        @Option(names = "--dry-run", description = "show what would be started; start nothing")
        public boolean dryRun;

        @Option(
                names = "--parallel",
                paramLabel = "N|auto",
                converter = Parallel.class,
                description = {
                    "at most N tasks at once",
                    "auto (default): as many as quota and capacity allow, up to " + ConcurrencyLimit.MAX_AUTO
                })
        public Integer parallel = 0;

        @Option(
                names = "--assign-public-ip",
                paramLabel = "ENABLED|DISABLED",
                converter = PublicIp.class,
                description =
                        "whether tasks get a public IP address (default: ${DEFAULT-VALUE}, as in the guide's script)")
        public String assignPublicIp = "ENABLED";

        @Option(
                names = "--task-timeout",
                paramLabel = "MINUTES",
                converter = PositiveNumber.class,
                description = {"stop a task that takes longer", "without it, every task is watched to its end"})
        public Integer taskTimeout;

        /** How long a task may take before it is stopped; empty if it may take as long as it needs. */
        Optional<Duration> limitOfTask() {
            return Optional.ofNullable(taskTimeout).map(Duration::ofMinutes);
        }

        static final class Parallel implements ITypeConverter<Integer> {
            @Override
            public Integer convert(String value) {
                return value.equalsIgnoreCase("auto") ? Integer.valueOf(0) : new PositiveNumber().convert(value);
            }
        }

        static final class PublicIp implements ITypeConverter<String> {
            @Override
            public String convert(String value) {
                if (!value.equals("ENABLED") && !value.equals("DISABLED")) {
                    throw new TypeConversionException("'" + value + "' is neither ENABLED nor DISABLED");
                }
                return value;
            }
        }
    }

    public static final class Proof {
        @Option(
                names = "--no-proof",
                description = "do not read the rows, even if the database is down; success rests on SyncStatus alone")
        public boolean none;

        @Option(
                names = "--accept-missing",
                description = {"accept missing sources, and record them", "they do not fail the run then"})
        public boolean acceptMissing;

        public RowVerifier.Options rowOptions() {
            return new RowVerifier.Options(!none, acceptMissing);
        }
    }

    public static final class Resume {
        @Option(
                names = "--status",
                description = {
                    "show how far the migration is; start nothing",
                    "exit code 0 if all bots are done, 1 if not"
                })
        public boolean status;

        @Option(
                names = "--fresh",
                description = {
                    "embed every selected bot again, also those that are done, after confirmation",
                    "repeated, it continues what was interrupted"
                })
        public boolean fresh;

        @Option(names = "--stop", description = "stop the running tasks, after confirmation")
        public boolean stop;

        @Option(
                names = "--journal",
                paramLabel = "FILE",
                description = {
                    "journal of this migration",
                    "default: a file in ~/.bedrock-chat-migration"
                })
        public Path journal;
    }

    /** Rejects contradictory options, before anything is done. */
    public void check() {
        if (isReadOnly() && (resume.fresh || resume.stop)) {
            throw contradiction(
                    "--fresh and --stop make changes, which --dry-run and --status must not: use one or the other.");
        }
        if (resume.fresh && resume.stop) {
            throw contradiction("--fresh starts tasks, and --stop stops them: use one or the other.");
        }
        if (resume.fresh && proof.none) {
            throw contradiction("--fresh compares the rows in the database, which --no-proof does not read.");
        }
        if (proof.none && (proof.acceptMissing || database.cluster != null || database.secret != null)) {
            throw contradiction("--no-proof does not read the database: it cannot be combined with --accept-missing,"
                    + " --db-cluster-arn or --db-secret-arn.");
        }
        if (isReadOnly() && proof.acceptMissing) {
            throw contradiction(
                    "--accept-missing changes the journal, which --dry-run and --status must not: use one or the"
                            + " other.");
        }
        if (rehearsal.isGiven() && resume.journal != null) {
            throw contradiction("A rehearsal has its own journal: omit --journal.");
        }
    }

    private static UserException contradiction(String message) {
        return UserException.badSettings("%s Nothing was started.", message);
    }

    /** A session with AWS, or with the embedded AWS. */
    public Session openSession(ProcessContext context) {
        return rehearsal.open(context, access, output, "ordinary", "trouble");
    }

    /** Whether nothing may be started or written. */
    public boolean isReadOnly() {
        return start.dryRun || resume.status;
    }

    /** What the run is to do with the bots. */
    Mode mode() {
        if (resume.status) {
            return Mode.STATUS;
        }
        return start.dryRun ? Mode.DRY_RUN : Mode.START;
    }
}
