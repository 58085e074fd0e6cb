package lib.rehearsal.dms;

import java.util.List;
import java.util.Map;
import java.util.Set;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.database.DbCluster;
import lib.rehearsal.database.FullLoad;
import lib.rehearsal.ec2.VpcNetwork;
import lib.rehearsal.iam.IamRole;
import lib.rehearsal.iam.IamRoles;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.AwsError;

/**
 * What must be right before a data migration can load: roles, secrets, network and databases. The roles are those of
 * the user guide (dm-iam-resources); the texts of the failures are not documented.
 */
public final class DmsChecks {
    private static final String DATABASE = "postgres";
    /** The actions of the service role, each with a resource to which it applies. */
    private static final Map<String, List<String>> SERVICE_ACTIONS = Map.of(
            "*",
            List.of(
                    "ec2:DescribeRouteTables",
                    "ec2:DescribeSecurityGroups",
                    "ec2:DescribeVpcPeeringConnections",
                    "ec2:DescribeVpcs",
                    "ec2:DescribePrefixLists",
                    "logs:DescribeLogGroups",
                    "cloudwatch:PutMetricData"),
            "arn:aws:servicequotas:%s:%s:vpc/L-0EA8095F",
            List.of("servicequotas:GetServiceQuota"),
            "arn:aws:ec2:%s:%s:route-table/rtb-0a1b2c3d4e5f60001",
            List.of("ec2:CreateRoute", "ec2:DeleteRoute", "ec2:CreateTags"),
            "arn:aws:ec2:%s:%s:security-group/" + BedrockChatStack.DATABASE_SECURITY_GROUP,
            List.of(
                    "ec2:AuthorizeSecurityGroupIngress",
                    "ec2:AuthorizeSecurityGroupEgress",
                    "ec2:RevokeSecurityGroupIngress",
                    "ec2:RevokeSecurityGroupEgress",
                    "ec2:CreateTags"),
            "arn:aws:ec2:%s:%s:security-group-rule/sgr-0a1b2c3d4e5f60001",
            List.of("ec2:AuthorizeSecurityGroupIngress", "ec2:AuthorizeSecurityGroupEgress", "ec2:CreateTags"),
            "arn:aws:ec2:%s:%s:vpc-peering-connection/pcx-0a1b2c3d4e5f60001",
            List.of("ec2:AcceptVpcPeeringConnection", "ec2:ModifyVpcPeeringConnectionOptions", "ec2:CreateTags"),
            "arn:aws:ec2:%s:%s:vpc/" + BedrockChatStack.VPC,
            List.of("ec2:AcceptVpcPeeringConnection", "ec2:CreateTags"));

    private static final Map<String, List<String>> LOG_ACTIONS = Map.of(
            "arn:aws:logs:%s:%s:log-group:dms-data-migration-rehearsal",
            List.of("logs:CreateLogGroup", "logs:DescribeLogStreams"),
            "arn:aws:logs:%s:%s:log-group:dms-data-migration-rehearsal:log-stream:dms-data-migration-rehearsal",
            List.of("logs:CreateLogStream", "logs:PutLogEvents"));

    private final String region;
    private final AuroraClusters aurora;
    private final IamRoles roles;
    private final VpcNetwork network;
    private final DmsResources resources;
    private Set<String> secretKeys = Set.of("username", "password");

    DmsChecks(String region, AuroraClusters aurora, IamRoles roles, VpcNetwork network, DmsResources resources) {
        this.region = region;
        this.aurora = aurora;
        this.roles = roles;
        this.network = network;
        this.resources = resources;
    }

    /** Sets the keys that the secrets of the account have. */
    public void setSecretKeys(Set<String> keys) {
        secretKeys = keys;
    }

    /** @throws AwsError FailedDependencyFault, if DMS cannot assume the role */
    void requireTrust(String arn) {
        if (!arn.matches("arn:aws:iam::\\d{12}:role/.+")) {
            throw DmsResources.invalid("Invalid role ARN: " + arn);
        }
        if (roles.findArn(arn).filter(this::trustsDms).isEmpty()) {
            throw new AwsError(400, "FailedDependencyFault", "The IAM Role " + arn + " is not configured properly.");
        }
    }

    private boolean trustsDms(IamRole role) {
        return role.trusts("dms-data-migrations.amazonaws.com") && role.trusts("dms." + region + ".amazonaws.com");
    }

    /** Connects DMS with the databases of a migration, as far as nothing is wrong. */
    FullLoad.Plan connect(DataMigration migration) throws MigrationFailure {
        DmsResources.MigrationProject project = resources.project(migration.request.project());
        DmsResources.InstanceProfile profile = resources.profile(project.profile());
        IamRole role = role(migration.request.role());
        requireActions(role, SERVICE_ACTIONS);
        if (migration.request.logs()) {
            requireActions(role, LOG_ACTIONS);
        }
        readSecret(project.source());
        readSecret(project.target());
        checkNetwork(profile);
        DbCluster source = database(profile, project.source());
        DbCluster target = database(profile, project.target());
        if (major(source) > major(target)) {
            throw new MigrationFailure("The version of the source database, "
                    + source.identity().engineVersion() + ", is higher than that of the target database, "
                    + target.identity().engineVersion() + ".");
        }
        return new FullLoad.Plan(source, target, migration.request.rules()::include, migration.request.tables());
    }

    private IamRole role(String arn) throws MigrationFailure {
        return roles.findArn(arn)
                .filter(this::trustsDms)
                .orElseThrow(() -> new MigrationFailure("The IAM Role " + arn + " is not configured properly."));
    }

    private void requireActions(IamRole role, Map<String, List<String>> actions) throws MigrationFailure {
        for (Map.Entry<String, List<String>> entry : actions.entrySet()) {
            String resource = entry.getKey().formatted(region, BedrockChatStack.ACCOUNT);
            for (String action : entry.getValue()) {
                requireAction(role, action, resource);
            }
        }
    }

    private static void requireAction(IamRole role, String action, String resource) throws MigrationFailure {
        if (!role.allows(action, resource)) {
            throw new MigrationFailure("User: arn:aws:sts::" + BedrockChatStack.ACCOUNT + ":assumed-role/"
                    + role.name() + "/dms-session is not authorized to perform: " + action + " on resource: " + resource
                    + " because no identity-based policy allows the " + action + " action");
        }
    }

    private void readSecret(DmsResources.Descriptor side) throws MigrationFailure {
        if (side.secret() == null || side.role() == null) {
            throw new MigrationFailure(
                    "The data provider " + side.provider() + " has no secret or no role to read it.");
        }
        IamRole role = role(side.role());
        requireAction(role, "secretsmanager:DescribeSecret", side.secret());
        requireAction(role, "secretsmanager:GetSecretValue", side.secret());
        boolean exists = aurora.all().stream()
                .anyMatch(cluster -> side.secret().equals(aurora.secretArn(cluster)) && cluster.isSecretActive());
        if (!exists) {
            throw new MigrationFailure("Secrets Manager can't find the specified secret: " + side.secret());
        }
        if (!secretKeys.containsAll(Set.of("username", "password"))) {
            throw new MigrationFailure("The secret " + side.secret() + " must contain the keys username and password.");
        }
    }

    private void checkNetwork(DmsResources.InstanceProfile profile) throws MigrationFailure {
        if (profile.subnetGroup() == null) {
            throw new MigrationFailure("The instance profile " + profile.name() + " has no subnet group.");
        }
        for (String group : profile.securityGroups()) {
            if (!network.hasGroup(group)) {
                throw new MigrationFailure("The security group " + group + " does not exist.");
            }
        }
    }

    private DbCluster database(DmsResources.InstanceProfile profile, DmsResources.Descriptor side)
            throws MigrationFailure {
        DmsResources.DataProvider provider = resources.provider(side.provider());
        String server = "connection to server at \"" + provider.host() + "\", port " + provider.port() + " failed: ";
        DbCluster cluster = aurora.at(provider.host())
                .orElseThrow(() -> new MigrationFailure("could not translate host name \"" + provider.host()
                        + "\" to address: Name or service not known"));
        boolean reachable = !profile.publiclyAccessible() // the route from a public address to a private one is missing
                && !network.isBroken()
                && network.letInGroup(
                        cluster.identity().securityGroups(), profile.securityGroups(), provider.port());
        if (!reachable) {
            throw new MigrationFailure(server + "Connection timed out");
        }
        if (provider.port() != cluster.identity().port() || !cluster.takesConnections()) {
            throw new MigrationFailure(server + "Connection refused");
        }
        if (provider.sslMode().equals("none")) {
            throw new MigrationFailure(server + "FATAL: no pg_hba.conf entry for host, no encryption");
        }
        if (provider.sslMode().startsWith("verify") && provider.certificateArn() == null) {
            throw new MigrationFailure(server + "root certificate file does not exist");
        }
        if (!side.secret().equals(aurora.secretArn(cluster))) {
            throw new MigrationFailure(server + "FATAL: password authentication failed");
        }
        if (!provider.database().equals(DATABASE)) {
            throw new MigrationFailure(server + "FATAL: database \"" + provider.database() + "\" does not exist");
        }
        return cluster;
    }

    private static int major(DbCluster cluster) {
        return Integer.parseInt(cluster.identity().engineVersion().split("\\.")[0]);
    }
}
