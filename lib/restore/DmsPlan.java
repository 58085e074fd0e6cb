package lib.restore;

import java.util.List;

/** What a plan says about DMS. */
final class DmsPlan {
    static final String TIME =
            "about 40 to 70 minutes: the temporary database, up to 15 for the environment of DMS, and"
                    + " the copy (estimate)";

    /** It has this name in every account (user guide: security-iam, creating the roles). */
    static final String VPC_ROLE = "dms-vpc-role";

    private DmsPlan() {}

    /** What the stack gets in addition. */
    static List<String> resources(RestorePlan plan) {
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
    static List<String> copy(RestorePlan plan) {
        return List.of(
                "the whole table, by data migration " + plan.stackName() + " of DMS; rows of deleted bots come along",
                "AWS names PostgreSQL on RDS, on EC2 and on premises as sources, not Aurora: DMS may refuse it",
                "DMS connects through network interfaces, or, in its older way, through a VPC peering:",
                "then it changes " + plan.settings().securityGroup().value() + " and the route tables of "
                        + plan.settings().vpc().value() + " while it works.");
    }

    /**
     * The commands that create the account's role for DMS, and what to do next.
     *
     * @param partition of ARNs, for example aws-cn
     */
    static String createVpcRole(String partition) {
        return "It is the role with which DMS places network interfaces. Create it once for the whole account, and wait"
                + " a minute:"
                + "\naws iam create-role --role-name " + VPC_ROLE + " --assume-role-policy-document"
                + " '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                + "{\"Service\":\"dms.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}'"
                + "\naws iam attach-role-policy --role-name " + VPC_ROLE + " --policy-arn arn:" + partition
                + ":iam::aws:policy/service-role/AmazonDMSVPCManagementRole";
    }
}
