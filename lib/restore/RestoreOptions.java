package lib.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lib.cli.AccessOptions;
import lib.cli.AnswerOptions;
import lib.cli.AppOptions;
import lib.cli.DatabaseOptions;
import lib.cli.HelpOption;
import lib.cli.OutputOptions;
import lib.cli.RehearsalOptions;
import lib.cli.SelectionOptions;
import lib.cli.Session;
import lib.common.ProcessContext;
import lib.common.Text;
import lib.common.UserException;
import lib.model.BotFilter;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code restore}. */
final class RestoreOptions {
    /** Path and name have these characters (IAM user guide: IAM and AWS STS quotas, IAM name requirements). */
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]+");

    @ArgGroup(validate = false, heading = "%nThe app (default: from the stack outputs):%n")
    final App app = new App();

    @ArgGroup(validate = false, heading = DatabaseOptions.HEADING)
    final DatabaseOptions database = new DatabaseOptions();

    @ArgGroup(validate = false, heading = "%nWhat to restore:%n")
    final What what = new What();

    @ArgGroup(validate = false, heading = "%nHow:%n")
    final How how = new How();

    @ArgGroup(validate = false, heading = "%nWith --via dms:%n")
    final Dms dms = new Dms();

    @ArgGroup(validate = false, heading = "%nInstead of restoring:%n")
    final Instead instead = new Instead();

    @ArgGroup(validate = false, heading = AccessOptions.HEADING)
    final AccessOptions access = new AccessOptions();

    @ArgGroup(validate = false, heading = RehearsalOptions.HEADING)
    final RehearsalOptions rehearsal = new RehearsalOptions();

    @ArgGroup(validate = false, heading = OutputOptions.HEADING)
    final OutputOptions output = new OutputOptions();

    @Mixin
    private final HelpOption help = new HelpOption();

    static final class App extends AppOptions {
        @Option(names = "--vpc", paramLabel = "ID", description = "VPC of the new database")
        String vpc;

        @Option(
                names = "--subnet",
                paramLabel = "ID",
                split = ",",
                description = "subnets for the temporary database, in two availability zones; repeatable")
        List<String> subnets = new ArrayList<>();
    }

    static final class What extends SelectionOptions {
        @Option(
                names = "--snapshot",
                paramLabel = "ID",
                description = {
                    "snapshot of the old database, name or ARN",
                    "without it, the command asks if there are several"
                })
        String snapshot;

        @Option(
                names = "--include-deleted",
                description = {"also copy the rows of deleted bots", "that is, of bots that are no longer in the table"
                })
        boolean includeDeleted;
    }

    /** The ways in which rows are copied. */
    enum Via {
        postgres_fdw,
        dms
    }

    static final class How extends AnswerOptions {
        @Option(
                names = "--via",
                paramLabel = "WAY",
                description = {
                    "how rows are copied (default: ${DEFAULT-VALUE})",
                    "postgres_fdw: the new database fetches them bot by bot",
                    "dms: a homogeneous data migration of AWS DMS copies the whole table, which must be empty"
                })
        Via via = Via.postgres_fdw;

        @Option(
                names = "--keep",
                description = {"do not delete the temporary database", "it costs money until it is deleted"})
        boolean keep;

        @Option(
                names = "--stack-role-arn",
                paramLabel = "ARN",
                description = "role with which CloudFormation creates and deletes the temporary database (default: your"
                        + " own permissions)")
        String stackRoleArn;
    }

    static final class Dms {
        @Option(
                names = "--dms-role-arn",
                paramLabel = "ARN",
                description = "role with which DMS works (default: the stack creates one)")
        String roleArn;

        @Option(
                names = "--dms-secrets-role-arn",
                paramLabel = "ARN",
                description = "role with which DMS reads the two secrets (default: the stack creates one)")
        String secretsRoleArn;

        private boolean isGiven() {
            return roleArn != null || secretsRoleArn != null;
        }
    }

    static final class Instead {
        @Option(names = "--dry-run", description = "show the plan, and create nothing")
        boolean dryRun;

        @Option(names = "--template", description = "print the CloudFormation template of the temporary database")
        boolean template;

        @Option(names = "--status", description = "show what it has created and not removed yet")
        boolean status;

        @Option(names = "--clean-up", description = "remove what this command has created")
        boolean cleanUp;
    }

    /** Rejects contradictory options, before anything is done. */
    void check() {
        long requested = Stream.of(instead.dryRun, instead.template, instead.status, instead.cleanUp)
                .filter(given -> given)
                .count();
        if (requested > 1) {
            throw UserException.badSettings(
                    "Give only one of --dry-run, --template, --status and --clean-up. Nothing was started.");
        }
        if (dms.isGiven() && !usesDms()) {
            throw UserException.badSettings(
                    "--dms-role-arn and --dms-secrets-role-arn need --via dms. Nothing was started.");
        }
        checkRole("--stack-role-arn", how.stackRoleArn);
        checkRole("--dms-role-arn", dms.roleArn);
        checkRole("--dms-secrets-role-arn", dms.secretsRoleArn);
        if (usesDms() && !filter().matchesAll()) {
            throw UserException.badSettings(
                    "DMS copies the whole table, so the bots can't be chosen: give --bot and --user without --via dms."
                            + " Nothing was started.");
        }
    }

    private static void checkRole(String option, String arn) {
        if (arn != null && !ROLE_ARN.matcher(arn).matches()) {
            throw UserException.badSettings(
                    "%s %s is not the ARN of a role, such as arn:aws:iam::123456789012:role/NAME. Nothing was"
                            + " started.",
                    option, Text.oneLine(arn, 200));
        }
    }

    boolean usesDms() {
        return how.via == Via.dms;
    }

    /** Whether to skip all questions. */
    boolean yes(Session session) {
        return how.yes(session);
    }

    /** Whether rows of bots that are not in the conversation table are copied; not if certain bots are selected. */
    boolean includesDeleted() {
        return what.includeDeleted && filter().matchesAll();
    }

    BotFilter filter() {
        return what.filter();
    }

    /** A session with AWS, or with the embedded AWS. */
    Session openSession(ProcessContext context) {
        String ordinary = usesDms() ? "restore_via_dms" : "restore";
        return rehearsal.open(context, access, output, ordinary, ordinary + "_trouble");
    }
}
