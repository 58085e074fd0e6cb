package lib.embed;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lib.aws.BotTable;
import lib.cli.AccessOptions;
import lib.cli.DatabaseOptions;
import lib.cli.OutputOptions;
import lib.cli.PositiveNumber;
import lib.cli.Session;
import lib.cli.SettingsResolver;
import lib.common.ProcessContext;
import lib.common.UserException;
import lib.journal.Journal;
import lib.model.BotFilter;
import lib.model.FargatePrice;
import lib.model.MigrationId;
import lib.proof.RowVerifier;
import lib.retry.ConcurrencyLimit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of the main command. */
public final class EmbedOptions {
    /** How to look for the bots. */
    public enum Scan {
        auto,
        index,
        table
    }

    /** What the embedded AWS plays. */
    public enum Scenario {
        ordinary,
        trouble
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

    @ArgGroup(validate = false, heading = "%nContinuing (running the same command again is always right):%n")
    public final Resume resume = new Resume();

    @ArgGroup(validate = false, heading = AccessOptions.HEADING)
    public final AccessOptions access = new AccessOptions();

    @ArgGroup(validate = false, heading = "%nRehearsal:%n")
    public final Rehearsal rehearsal = new Rehearsal();

    @ArgGroup(validate = false, heading = OutputOptions.HEADING)
    public final OutputOptions output = new OutputOptions();

    public static final class Where {
        @Option(
                names = "--stack",
                paramLabel = "NAME",
                description = "CloudFormation stack of the app (default: ${DEFAULT-VALUE})")
        public String stack = "BedrockChatStack";

        @Option(names = "--table", paramLabel = "NAME", description = "conversation table in DynamoDB")
        public String table;

        @Option(names = "--cluster", paramLabel = "NAME", description = "ECS cluster, name or ARN")
        public String ecsCluster;

        @Option(
                names = "--task-definition",
                paramLabel = "NAME",
                description = "task definition: family, family:revision or ARN")
        public String taskDefinition;

        @Option(names = "--container", paramLabel = "NAME", description = "container in the task definition")
        public String container;

        @Option(names = "--subnet", paramLabel = "ID", description = "subnet of the tasks; repeatable")
        public List<String> subnets = List.of();

        @Option(names = "--security-group", paramLabel = "ID", description = "security group of the tasks; repeatable")
        public List<String> securityGroups = List.of();

        public SettingsResolver.Names names() {
            return new SettingsResolver.Names(table, ecsCluster, taskDefinition, container, subnets, securityGroups);
        }
    }

    public static final class Which {
        @Option(names = "--bot", paramLabel = "ID", description = "only this bot: its id, or its whole SK; repeatable")
        public Set<String> bots = new LinkedHashSet<>();

        @Option(names = "--user", paramLabel = "ID", description = "only bots of this user (the PK); repeatable")
        public Set<String> users = new LinkedHashSet<>();

        @Option(
                names = "--all",
                description = "also start bots without knowledge and bots with sitemap URLs, as the original does")
        public boolean all;

        @Option(
                names = "--scan",
                paramLabel = "HOW",
                description = {
                    "auto: the index " + BotTable.INDEX + ", then a sweep of the table while tasks run",
                    "index: the index only; table: the table only (default: ${DEFAULT-VALUE})"
                })
        public Scan scan = Scan.auto;

        public BotFilter filter() {
            return new BotFilter(bots, users, all);
        }
    }

    public static final class Start {
        @Option(
                names = {"-y", "--yes"},
                description = "ask nothing, start everything that is offered")
        public boolean yes;

        @Option(names = "--dry-run", description = "show what would be started, start nothing")
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
                names = "--attempts",
                paramLabel = "N",
                converter = PositiveNumber.class,
                description = "give one bot up to N tasks in this run, if its failures may be temporary (default:"
                        + " ${DEFAULT-VALUE})")
        public int attempts = 3;

        @Option(
                names = "--assign-public-ip",
                paramLabel = "ENABLED|DISABLED",
                converter = PublicIp.class,
                description = "whether tasks get a public IP address (default: ${DEFAULT-VALUE}, as in the original)")
        public String assignPublicIp = "ENABLED";

        @Option(
                names = "--task-timeout",
                paramLabel = "MINUTES",
                converter = PositiveNumber.class,
                description = "maximum minutes to wait for one task (default: ${DEFAULT-VALUE})")
        public int taskTimeout = 60;

        @Option(names = "--stop-hanging", description = "stop a task that exceeds this time")
        public boolean stopHanging;

        @Option(names = "--no-wait", description = "exit when the last task is started; nothing is proved then")
        public boolean noWait;

        public RunLimits limits() {
            return new RunLimits(
                    parallel, Duration.ofSeconds(5), Duration.ofMinutes(taskTimeout), stopHanging, attempts, !noWait);
        }

        /** The tasks' size and number, for the question: {@code 2 vCPU, 4 GB each, at most 3 at once}. */
        String taskSummary(FargatePrice price) {
            return price.size() + " each, at most " + (parallel == 0 ? ConcurrencyLimit.MAX_AUTO : parallel)
                    + " at once" + (parallel == 0 ? " and no more than your quota allows" : "");
        }
    }

    public static final class Proof {
        @Option(
                names = "--no-proof",
                description = "do not read the rows, even if the database is down: success rests on SyncStatus alone")
        public boolean none;

        @Option(
                names = "--retry-incomplete",
                description = "start bots again whose task is done but whose rows are incomplete")
        public boolean retryIncomplete;

        @Option(
                names = "--accept-missing",
                description = "accept the named gaps: they are recorded, and do not fail the run")
        public boolean acceptMissing;

        @Option(names = "--again", description = "also offer bots that are done")
        public boolean again;

        public RowVerifier.Options rowOptions() {
            return new RowVerifier.Options(!none, acceptMissing);
        }

        public ResumePlan.RetryOptions retryOptions() {
            return new ResumePlan.RetryOptions(again, retryIncomplete);
        }
    }

    public static final class Resume {
        @Option(names = "--status", description = "show the state of the migration, start nothing")
        public boolean status;

        @Option(names = "--fresh", description = "forget what is done and embed every bot once more, after a question")
        public boolean fresh;

        @Option(names = "--stop", description = "stop the living tasks of this migration, after a question")
        public boolean stop;

        @Option(
                names = "--journal",
                paramLabel = "FILE",
                description = "journal of this migration (default:"
                        + " ~/.bedrock-chat-migration/<account>-<region>-<table>.jsonl)")
        public Path journal;
    }

    public static final class Rehearsal {
        @Option(
                names = "--rehearse",
                paramLabel = "SCENARIO",
                arity = "0..1",
                fallbackValue = "ordinary",
                description = {
                    "run everything against an embedded AWS on this machine; no account is needed or touched",
                    "ordinary (default) or trouble: a day on which everything goes wrong"
                })
        public Scenario scenario;
    }

    /** Rejects contradictory options, before anything is done. */
    public void check() {
        if (isReadOnly() && (resume.fresh || resume.stop)) {
            throw contradiction(
                    "--fresh and --stop change something, --dry-run and --status must not: use one or the other.");
        }
        if (resume.fresh && (resume.stop || !which.bots.isEmpty() || !which.users.isEmpty())) {
            throw contradiction(
                    "--fresh forgets what is done for every bot: it cannot be combined with --stop, --bot or --user.");
        }
        if (proof.none && (proof.acceptMissing || database.cluster != null || database.secret != null)) {
            throw contradiction("--no-proof does not read the database: it cannot be combined with --accept-missing,"
                    + " --db-cluster-arn or --db-secret-arn.");
        }
        if (isReadOnly() && proof.acceptMissing) {
            throw contradiction(
                    "--accept-missing records something, --dry-run and --status must not: use one or the other.");
        }
        if (isRehearsal() && resume.journal != null) {
            throw contradiction("A rehearsal has its own journal: leave out --journal.");
        }
    }

    private static UserException contradiction(String message) {
        return UserException.badSettings("%s Nothing was started.", message);
    }

    /** A session with AWS, or with the embedded AWS. */
    public Session openSession(ProcessContext context) {
        return isRehearsal()
                ? Session.rehearse(context, rehearsal.scenario.name(), output)
                : Session.open(context, access, output);
    }

    /** The journal of this migration, read-only if nothing may be written. A rehearsal has a temporary one. */
    public Journal openJournal(Session session, MigrationId id) {
        Path usual = resume.journal != null ? resume.journal : Journal.defaultPath(session.userFolders(), id);
        Path file = session.rehearsalFolder()
                .map(folder -> folder.resolve("journal.jsonl"))
                .orElse(usual);
        Journal journal =
                isReadOnly() ? Journal.view(file, id, session.clock()) : Journal.open(file, id, session.clock());
        journal.news().ifPresent(session.console()::warn);
        return journal;
    }

    /** Whether nothing may be started or written. */
    public boolean isReadOnly() {
        return start.dryRun || resume.status;
    }

    public boolean isRehearsal() {
        return rehearsal.scenario != null;
    }

    /** Whether failures are expected. */
    boolean isTroubleRehearsal() {
        return rehearsal.scenario == Scenario.trouble;
    }

    /** Whether bots are offered that are done. */
    boolean startsOver() {
        return resume.fresh || proof.again;
    }

    /** @param answersYes true to ask nothing, as with {@code --yes} */
    public BotSearch.ScanOptions scanOptions(Preflight.Result preflight, boolean answersYes) {
        if (which.scan == Scan.index && preflight.index() == Preflight.Index.MISSING) {
            throw UserException.badSettings(
                    "--scan index: the table has no index %s with all attributes. Nothing was started;"
                            + " use --scan table.",
                    BotTable.INDEX);
        }
        boolean index =
                which.scan == Scan.index || which.scan == Scan.auto && preflight.index() == Preflight.Index.PRESENT;
        return new BotSearch.ScanOptions(
                index,
                index && which.scan == Scan.auto,
                start.yes || answersYes,
                mode(),
                start.taskSummary(preflight.price()));
    }

    private BotSearch.Mode mode() {
        if (resume.status) {
            return BotSearch.Mode.STATUS;
        }
        return start.dryRun ? BotSearch.Mode.DRY_RUN : BotSearch.Mode.START;
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
