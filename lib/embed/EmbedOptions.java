package lib.embed;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import lib.aws.BotTable;
import lib.common.UserException;
import lib.model.BotFilter;
import lib.model.DatabaseLocation;
import lib.model.FargatePrice;
import lib.model.Settings;
import lib.retry.ConcurrencyLimit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;

/** Everything that can be said on the command line. */
public final class EmbedOptions {
    /** How the bots are looked for. */
    public enum Scan { auto, index, table }

    /** What the embedded AWS plays. */
    public enum Scenario { ordinary, trouble }

    @ArgGroup(validate = false, heading = "%nWhat to migrate (an option beats an edited constant, which beats a stack output):%n")
    public final Where where = new Where();

    @ArgGroup(validate = false, heading = "%nWhich bots:%n")
    public final Which which = new Which();

    @ArgGroup(validate = false, heading = "%nHow to start and watch:%n")
    public final How how = new How();

    @ArgGroup(validate = false, heading = Db.HEADING)
    public final Db db = new Db();

    @ArgGroup(validate = false, heading = "%nProof by the rows in the new database cluster:%n")
    public final Proof proof = new Proof();

    @ArgGroup(validate = false, heading = "%nGoing on (running the same command again is always the right thing to do):%n")
    public final Resuming resuming = new Resuming();

    @ArgGroup(validate = false, heading = "%nWhere AWS is:%n")
    public final Access access = new Access();

    @ArgGroup(validate = false, heading = "%nRehearsal:%n")
    public final Play play = new Play();

    @ArgGroup(validate = false, heading = "%nOutput:%n")
    public final Output output = new Output();

    public static final class Where {
        @Option(names = "--stack", paramLabel = "NAME", description = "CloudFormation stack of the app (default: ${DEFAULT-VALUE})")
        public String stack = "BedrockChatStack";
        @Option(names = "--table", paramLabel = "NAME", description = "conversation table in DynamoDB")
        public String table;
        @Option(names = "--cluster", paramLabel = "NAME", description = "ECS cluster, name or ARN")
        public String ecsCluster;
        @Option(names = "--task-definition", paramLabel = "NAME", description = "task definition: family, family:revision or ARN")
        public String taskDefinition;
        @Option(names = "--container", paramLabel = "NAME", description = "container in the task definition")
        public String container;
        @Option(names = "--subnet", paramLabel = "ID", description = "subnet of the tasks; repeatable")
        public List<String> subnets = List.of();
        @Option(names = "--security-group", paramLabel = "ID", description = "security group of the tasks; repeatable")
        public List<String> securityGroups = List.of();

        public Settings.Names names() {
            return new Settings.Names(table, ecsCluster, taskDefinition, container, subnets, securityGroups);
        }
    }

    /** Where the vectors are. */
    public static final class Db {
        public static final String HEADING = "%nWhere the vectors are (the stack tells it):%n";

        @Option(names = "--db-cluster-arn", paramLabel = "ARN", description = "database cluster with the vectors")
        public String cluster;
        @Option(names = "--db-secret-arn", paramLabel = "ARN", description = "secret with its password")
        public String secret;
        @Option(names = "--database", paramLabel = "NAME", description = "database in it (default: ${DEFAULT-VALUE})")
        public String name = DatabaseLocation.USUAL_NAME;

        public DatabaseLocation.Names names() {
            return new DatabaseLocation.Names(cluster, secret, name);
        }
    }

    public static final class Which {
        @Option(names = "--bot", paramLabel = "ID", description = "only this bot: its id, or its whole SK; repeatable")
        public Set<String> bots = new LinkedHashSet<>();
        @Option(names = "--user", paramLabel = "ID", description = "only bots of this user (the PK); repeatable")
        public Set<String> users = new LinkedHashSet<>();
        @Option(names = "--all", description = "start bots without knowledge and bots with sitemap URLs too, as the original does")
        public boolean all;
        @Option(names = "--scan", paramLabel = "HOW", description = {"auto: the index " + BotTable.INDEX + ", then a sweep of the table while tasks run",
            "index: the index alone; table: the table alone (default: ${DEFAULT-VALUE})"})
        public Scan scan = Scan.auto;

        public BotFilter selection() {
            return new BotFilter(bots, users, all);
        }
    }

    public static final class How {
        @Option(names = {"-y", "--yes"}, description = "ask nothing, start everything that is offered")
        public boolean yes;
        @Option(names = "--dry-run", description = "show what would be started, start nothing")
        public boolean dryRun;
        @Option(names = "--parallel", paramLabel = "N|auto", converter = Parallel.class,
                description = {"at most N tasks at once", "auto (default): as many as quota and capacity allow, up to " + ConcurrencyLimit.MOST})
        public Integer parallel = 0;
        @Option(names = "--attempts", paramLabel = "N", converter = Positive.class,
                description = "give one bot up to N tasks in this run, where the reason of a failure can pass (default: ${DEFAULT-VALUE})")
        public int attempts = 3;
        @Option(names = "--assign-public-ip", paramLabel = "ENABLED|DISABLED", converter = PublicIp.class,
                description = "whether tasks get a public IP address (default: ${DEFAULT-VALUE}, as in the original)")
        public AssignPublicIp assignPublicIp = AssignPublicIp.ENABLED;
        @Option(names = "--task-timeout", paramLabel = "MINUTES", converter = Positive.class,
                description = "wait so long for one task (default: ${DEFAULT-VALUE})")
        public int taskTimeout = 60;
        @Option(names = "--stop-hanging", description = "stop a task that is not waited for any longer")
        public boolean stopHanging;
        @Option(names = "--no-wait", description = "leave when the last task is started; nothing is proved then")
        public boolean noWait;

        public EmbeddingRun.Pace pace() {
            return new EmbeddingRun.Pace(parallel, Duration.ofSeconds(5), Duration.ofMinutes(taskTimeout), stopHanging, attempts, !noWait);
        }

        String shape(FargatePrice price) {
            return price.size() + " each, at most " + (parallel == 0 ? ConcurrencyLimit.MOST : parallel) + " at once" + (parallel == 0 ? " and no more than your quota allows" : "");
        }
    }

    public static final class Proof {
        @Option(names = "--no-proof", description = "do not look at the rows: success rests on SyncStatus alone")
        public boolean none;
        @Option(names = "--retry-incomplete", description = "start bots again whose task is done and whose rows have gaps")
        public boolean retryIncomplete;
        @Option(names = "--accept-missing", description = "accept the gaps that are named: they are noted, and do not make the run fail")
        public boolean acceptMissing;
        @Option(names = "--again", description = "offer bots that are done, too")
        public boolean again;

        public ResumePlan.RetryOptions retryOptions() {
            return new ResumePlan.RetryOptions(again, retryIncomplete);
        }
    }

    public static final class Resuming {
        @Option(names = "--status", description = "show where the migration stands, start nothing")
        public boolean status;
        @Option(names = "--fresh", description = "forget what is done and embed every bot once more, after a question")
        public boolean fresh;
        @Option(names = "--stop", description = "stop the tasks of this migration that are alive, after a question")
        public boolean stop;
        @Option(names = "--journal", paramLabel = "FILE", description = "journal of this migration (default: ~/.bedrock-chat-migration/<account>-<region>-<table>.jsonl)")
        public Path journal;
    }

    public static final class Access {
        @Option(names = "--region", paramLabel = "REGION", description = "AWS region, as with the AWS CLI")
        public String region;
        @Option(names = "--profile", paramLabel = "NAME", description = "profile of the AWS configuration, roles and SSO included")
        public String profile;
        @Option(names = "--endpoint-url", paramLabel = "URL", converter = Endpoint.class, description = "another endpoint for every service")
        public URI endpoint;
        @Option(names = "--clock-speed", hidden = true, description = "how many times faster than the wall's the clock runs; for tests")
        public double clockSpeed = 1;
        @Option(names = "--clock-origin", hidden = true, description = "when that clock showed the same as the wall's; for tests")
        public Instant clockOrigin = Instant.now();
    }

    public static final class Play {
        @Option(names = "--rehearse", paramLabel = "SCENARIO", arity = "0..1", fallbackValue = "ordinary",
                description = {"do it all against an embedded AWS on this machine; no account is needed or touched", "ordinary (default) or trouble: a day on which everything goes wrong"})
        public Scenario rehearse;
    }

    public static final class Output {
        @Option(names = "--json", paramLabel = "FILE", description = "write the whole result as JSON; - writes it to standard output, and everything else to standard error")
        public String json;
        @Option(names = "--verbose", description = "show the stack trace of an error")
        public boolean verbose;
    }

    /** Refuses what contradicts itself, before anything is done. */
    public void check() {
        if (isLookOnly() && (resuming.fresh || resuming.stop)) {
            throw UserException.settings("--fresh and --stop change something, --dry-run and --status must not: use one or the other. Nothing was started.");
        }
        if (resuming.fresh && (resuming.stop || !which.bots.isEmpty() || !which.users.isEmpty())) {
            throw UserException.settings("--fresh forgets what is done of every bot: it goes neither with --stop nor with --bot or --user. Nothing was started.");
        }
        if (proof.none && (proof.acceptMissing || db.cluster != null || db.secret != null)) {
            throw UserException.settings("--no-proof does not look at the database: it goes neither with --accept-missing nor with --db-cluster-arn or --db-secret-arn. Nothing was started.");
        }
        if (isLookOnly() && proof.acceptMissing) {
            throw UserException.settings("--accept-missing notes something, --dry-run and --status must not: use one or the other. Nothing was started.");
        }
        if (play.rehearse != null && resuming.journal != null) {
            throw UserException.settings("A rehearsal has a journal of its own: leave out --journal. Nothing was started.");
        }
    }

    /** Whether nothing may be started or written. */
    public boolean isLookOnly() {
        return how.dryRun || resuming.status;
    }

    /**
     * How to look for the bots and how to ask.
     *
     * @param answersYes true where nobody can be asked and nothing real is at stake
     */
    public BotSearch.ScanOptions scanOptions(Preflight.Result found, boolean answersYes) {
        if (which.scan == Scan.index && found.index() == Preflight.Index.MISSING) {
            throw UserException.settings("--scan index: the table has no index %s with all attributes. Nothing was started; use --scan table.", BotTable.INDEX);
        }
        boolean index = which.scan == Scan.index || which.scan == Scan.auto && found.index() == Preflight.Index.THERE;
        return new BotSearch.ScanOptions(index, index && which.scan == Scan.auto, how.yes || answersYes, resuming.status ? BotSearch.Mode.STATUS : how.dryRun ? BotSearch.Mode.DRY_RUN : BotSearch.Mode.NONE,
                how.shape(found.price()));
    }

    public static final class Positive implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            if (!value.matches("0*[1-9][0-9]{0,5}")) {
                throw new TypeConversionException("'" + value + "' is not a whole number from 1 up");
            }
            return Integer.valueOf(value);
        }
    }

    static final class Parallel implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return value.equalsIgnoreCase("auto") ? Integer.valueOf(0) : new Positive().convert(value);
        }
    }

    static final class PublicIp implements ITypeConverter<AssignPublicIp> {
        @Override
        public AssignPublicIp convert(String value) {
            AssignPublicIp publicIp = AssignPublicIp.fromValue(value);
            if (publicIp == AssignPublicIp.UNKNOWN_TO_SDK_VERSION) {
                throw new TypeConversionException("'" + value + "' is neither ENABLED nor DISABLED");
            }
            return publicIp;
        }
    }

    static final class Endpoint implements ITypeConverter<URI> {
        @Override
        public URI convert(String value) {
            if (!value.matches("https?://[^/\\s]+.*")) {
                throw new TypeConversionException("'" + value + "' is not a URL like http://localhost:4566");
            }
            return URI.create(value);
        }
    }
}
