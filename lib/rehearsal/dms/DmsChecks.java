package lib.rehearsal.dms;

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
final class DmsChecks {
    private static final String DATABASE = "postgres", SECRET_ACTIONS = "DescribeSecret GetSecretValue";
    /** What the service role must allow: each line has a service, a resource, and actions. */
    private static final String SERVICE_ACTIONS =
            """
            ec2 * DescribeRouteTables DescribeSecurityGroups DescribeVpcPeeringConnections DescribeVpcs
            ec2 * DescribePrefixLists
            logs * DescribeLogGroups
            cloudwatch * PutMetricData
            servicequotas vpc/L-0EA8095F GetServiceQuota
            ec2 route-table/rtb-0a1b2c3d4e5f60001 CreateRoute DeleteRoute CreateTags
            ec2 security-group/DATABASE AuthorizeSecurityGroupIngress AuthorizeSecurityGroupEgress
            ec2 security-group/DATABASE RevokeSecurityGroupIngress RevokeSecurityGroupEgress CreateTags
            ec2 security-group-rule/sgr-0a1b2c3d4e5f60001 AuthorizeSecurityGroupIngress CreateTags
            ec2 security-group-rule/sgr-0a1b2c3d4e5f60001 AuthorizeSecurityGroupEgress
            ec2 vpc-peering-connection/pcx-0a1b2c3d4e5f60001 AcceptVpcPeeringConnection CreateTags
            ec2 vpc-peering-connection/pcx-0a1b2c3d4e5f60001 ModifyVpcPeeringConnectionOptions
            ec2 vpc/VPC AcceptVpcPeeringConnection CreateTags
            logs log-group:dms-data-migration-rehearsal CreateLogGroup DescribeLogStreams
            logs log-group:dms-data-migration-rehearsal:log-stream:one CreateLogStream PutLogEvents
            """
                    .replace("DATABASE", BedrockChatStack.DATABASE_SECURITY_GROUP)
                    .replace("VPC ", BedrockChatStack.VPC + " ");

    /** A reason why a migration fails, which becomes LastFailureMessage. */
    static final class Failure extends Exception {
        Failure(String message) {
            super(message);
        }
    }

    private final String region;
    private final AuroraClusters aurora;
    private final IamRoles roles;
    private final VpcNetwork network;

    DmsChecks(String region, AuroraClusters aurora, IamRoles roles, VpcNetwork network) {
        this.region = region;
        this.aurora = aurora;
        this.roles = roles;
        this.network = network;
    }

    /** @throws AwsError FailedDependencyFault, if DMS cannot assume the role */
    void requireTrust(String arn) {
        if (roles.findArn(arn).filter(this::trustsDms).isEmpty()) {
            throw new AwsError(400, "FailedDependencyFault", "The IAM Role " + arn + " is not configured properly.");
        }
    }

    private boolean trustsDms(IamRole role) {
        return role.trusts("dms-data-migrations.amazonaws.com") && role.trusts("dms." + region + ".amazonaws.com");
    }

    /** Connects DMS with the databases of a migration, as far as nothing is wrong. */
    FullLoad.Plan connect(DataMigration.Request request) throws Failure {
        MigrationProject project = request.project();
        IamRole role = role(request.role());
        for (String line : SERVICE_ACTIONS.lines().toList()) {
            String[] words = line.split(" ");
            String resource =
                    words[1].equals("*") ? "*" : BedrockChatStack.arn(words[0], region, words[1]);
            for (int i = 2; i < words.length; i++) {
                requireAction(role, words[0] + ":" + words[i], resource);
            }
        }
        readSecret(project.source());
        readSecret(project.target());
        DbCluster source = database(project, project.source());
        DbCluster target = database(project, project.target());
        if (major(source) > major(target)) {
            throw new Failure("The version of the source database, "
                    + source.identity().engineVersion() + ", is higher than that of the target database, "
                    + target.identity().engineVersion() + ".");
        }
        return new FullLoad.Plan(source, target, quoted(request.schema()) + "." + quoted(request.table()));
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    private IamRole role(String arn) throws Failure {
        return roles.findArn(arn)
                .filter(this::trustsDms)
                .orElseThrow(() -> new Failure("The IAM Role " + arn + " is not configured properly."));
    }

    private static void requireAction(IamRole role, String action, String resource) throws Failure {
        if (!role.allows(action, resource)) {
            throw new Failure("User: arn:aws:sts::" + BedrockChatStack.ACCOUNT + ":assumed-role/" + role.name()
                    + "/dms-session is not authorized to perform: " + action + " on resource: " + resource
                    + " because no identity-based policy allows the " + action + " action");
        }
    }

    private void readSecret(MigrationProject.Side side) throws Failure {
        IamRole role = role(side.role());
        for (String action : SECRET_ACTIONS.split(" ")) {
            requireAction(role, "secretsmanager:" + action, side.secret());
        }
        boolean exists = aurora.all().stream()
                .anyMatch(cluster -> side.secret().equals(aurora.secretArn(cluster)) && cluster.isSecretActive());
        if (!exists) {
            throw new Failure("Secrets Manager can't find the specified secret: " + side.secret());
        }
    }

    private DbCluster database(MigrationProject project, MigrationProject.Side side) throws Failure {
        MigrationProject.Database database = side.database();
        String server = "connection to server at \"" + database.host() + "\", port " + database.port() + " failed: ";
        DbCluster cluster = aurora.at(database.host())
                .orElseThrow(() -> new Failure("could not translate host name \"" + database.host()
                        + "\" to address: Name or service not known"));
        DbCluster.Identity identity = cluster.identity();
        if (!network.letIn(identity.securityGroups(), project.securityGroups(), database.port())) {
            throw new Failure(server + "Connection timed out");
        }
        if (database.port() != identity.port() || !cluster.takesConnections()) {
            throw new Failure(server + "Connection refused");
        }
        if (!side.secret().equals(aurora.secretArn(cluster))) {
            throw new Failure(server + "FATAL: password authentication failed");
        }
        if (!database.name().equals(DATABASE)) {
            throw new Failure(server + "FATAL: database \"" + database.name() + "\" does not exist");
        }
        return cluster;
    }

    private static int major(DbCluster cluster) {
        return Integer.parseInt(cluster.identity().engineVersion().split("\\.")[0]);
    }
}
