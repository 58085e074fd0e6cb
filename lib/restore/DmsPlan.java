package lib.restore;

import java.util.List;
import lib.aws.AwsClients;
import lib.aws.LoadedRows;
import lib.aws.RdsClusters.Snapshot;
import lib.common.Text;
import lib.common.UserException;
import lib.model.EngineVersion;
import lib.restore.RestoreOptions.Via;

/** What DMS means for a plan: what it is in the way of, what is in its way, and what it needs. */
final class DmsPlan {
    static final String TIME =
            "about 40 to 70 minutes: the temporary database, up to 15 for the environment of DMS, and"
                    + " the copy (estimate)";

    /** It has this name in every account (user guide: security-iam, creating the roles). */
    static final String VPC_ROLE = "dms-vpc-role";

    private final RestorePlan plan;

    DmsPlan(RestorePlan plan) {
        this.plan = plan;
    }

    /** Fails if rows have to be copied and that is not possible now. Nothing has been created when it is checked. */
    void check() {
        if (!plan.needsDatabase()) {
            return;
        }
        checkOtherStacks();
        if (plan.options().usesDms()) {
            checkVersion();
            checkTable();
        } else {
            checkLoad();
        }
    }

    private void checkOtherStacks() {
        plan.stacks().others().stream()
                .filter(other -> TemporaryStack.viaOf(other) == Via.dms)
                .findFirst()
                .ifPresent(other -> {
                    throw UserException.badSettings(
                                    "Stack %s of restore --via dms, from %s, still exists, and DMS may still be"
                                            + " copying. Nothing was created.%nEnd that restore, or remove what it has"
                                            + " left.",
                                    other.name(), TemporaryStack.snapshotOf(other))
                            .next("to remove it", "restore", "--clean-up");
                });
    }

    /** The version of the target must be equal or higher (user guide: dm-data-providers-target). */
    private void checkVersion() {
        EngineVersion newVersion = EngineVersion.of(plan.target().cluster().engineVersion());
        if (newVersion.isBelow(plan.version())) {
            throw UserException.badSettings(
                    "The temporary database would have version %s, the new one has %s, and DMS does not copy to a lower"
                            + " version. Nothing was created.%nrestore without --via dms does.",
                    plan.version().text(), newVersion.text());
        }
    }

    private void checkTable() {
        int bots = plan.target().withRows().size();
        boolean isContinued = plan.target().earlier().load() != null
                && plan.target().earlier().load().snapshot().equals(plan.snapshot().arn());
        if (!isContinued && bots > 0) {
            throw UserException.badSettings(
                    "The table items of the new database has rows (of %s), and DMS can only fill an empty one."
                            + " Nothing was created.%n"
                            + "restore without --via dms adds the rows of the bots that have none.",
                    Text.count(bots, "bot"));
        }
    }

    private void checkLoad() {
        LoadedRows.Load load = plan.target().earlier().load();
        if (load != null && !load.proved()) {
            throw UserException.badSettings(
                            "DMS has copied rows from snapshot %s that are not proved yet. Nothing was created.%n"
                                    + "Prove them, or let them stay as they are.",
                            Snapshot.nameOf(load.snapshot()))
                    .next("to prove them", "restore", "--via", "dms")
                    .next("to let them stay", "restore", "--clean-up");
        }
    }

    /** What the stack gets in addition. */
    List<String> resources() {
        String group = plan.settings().securityGroup().value();
        RestoreOptions.Dms options = plan.options().dms;
        return List.of(
                "for DMS a subnet group, an instance profile (not public), two data providers (TLS) and a migration"
                        + " project",
                "a rule that lets " + group + " itself into " + group + " on port 5432; the cluster has this group too",
                role("with which DMS works", options.roleArn),
                role("with which DMS reads the two secrets", options.secretsRoleArn));
    }

    private static String role(String purpose, String given) {
        return given == null
                ? "an IAM role " + purpose + " (CAPABILITY_IAM)"
                : "no IAM role " + purpose + ": it is " + given;
    }

    /** How the rows are copied, and what DMS changes for that. */
    List<String> copy() {
        return List.of(
                "the whole table, by data migration " + plan.stacks().name()
                        + " of DMS; rows of deleted bots come along",
                "AWS names PostgreSQL on RDS, on EC2 and on premises as sources, not Aurora: DMS may refuse it",
                "DMS connects through network interfaces, or, in its older way, through a VPC peering:",
                "then it changes " + plan.settings().securityGroup().value() + " and the route tables of "
                        + plan.settings().vpc().value() + " while it works.");
    }

    /**
     * The commands that create the account's role for DMS, and what to do next.
     *
     * @param aws has the region and the profile of the commands, and the partition of ARNs
     */
    static String createVpcRole(AwsClients aws) {
        return "It is the role with which DMS places network interfaces. Create it once for the whole account, and wait"
                + " a minute:"
                + "\naws iam create-role --role-name " + VPC_ROLE + " --assume-role-policy-document"
                + " '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                + "{\"Service\":\"dms.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}'" + aws.cliOptions()
                + "\naws iam attach-role-policy --role-name " + VPC_ROLE + " --policy-arn arn:" + aws.partition()
                + ":iam::aws:policy/service-role/AmazonDMSVPCManagementRole" + aws.cliOptions();
    }
}
