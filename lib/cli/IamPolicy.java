package lib.cli;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The minimum IAM policy of each command, as statements with placeholders. */
public enum IamPolicy {
    SCAN_TABLE(
            List.of("dynamodb:Scan"),
            List.of(
                    "arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE_NAME",
                    "arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE_NAME/index/*"),
            Map.of(),
            Command.ofV1()),
    READ_BOTS(
            List.of("dynamodb:GetItem"),
            List.of("arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE_NAME"),
            Map.of(),
            EnumSet.of(Command.MIGRATE, Command.RESTORE)),
    DESCRIBE_TABLE(
            List.of("dynamodb:DescribeTable"),
            List.of("arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE_NAME"),
            Map.of(),
            EnumSet.of(Command.MIGRATE)),
    START_TASKS(
            List.of("ecs:RunTask"),
            List.of("arn:aws:ecs:REGION:ACCOUNT:task-definition/TASK_DEFINITION_NAME:*"),
            Map.of(),
            EnumSet.of(Command.MIGRATE)),
    WATCH_TASKS(
            List.of("ecs:DescribeTasks", "ecs:StopTask"),
            List.of("arn:aws:ecs:REGION:ACCOUNT:task/CLUSTER_NAME/*"),
            Map.of(),
            EnumSet.of(Command.MIGRATE)),
    LOOK_AT_TASKS(
            List.of("ecs:DescribeTasks"),
            List.of("arn:aws:ecs:REGION:ACCOUNT:task/CLUSTER_NAME/*"),
            Map.of(),
            EnumSet.of(Command.RESTORE)),
    LIST_TASKS(
            List.of("ecs:ListTasks"),
            List.of("*"),
            Map.of("ArnEquals", Map.of("ecs:cluster", "arn:aws:ecs:REGION:ACCOUNT:cluster/CLUSTER_NAME")),
            EnumSet.of(Command.MIGRATE, Command.RESTORE)),
    READ_DEFINITION(List.of("ecs:DescribeTaskDefinition"), List.of("*"), Map.of(), EnumSet.of(Command.RESTORE)),
    PASS_ROLES(
            List.of("iam:PassRole"),
            List.of("arn:aws:iam::ACCOUNT:role/STACK_NAME-*"),
            Map.of("StringEquals", Map.of("iam:PassedToService", "ecs-tasks.amazonaws.com")),
            EnumSet.of(Command.MIGRATE)),
    STACK_OUTPUTS(
            List.of("cloudformation:DescribeStacks"),
            List.of("arn:aws:cloudformation:REGION:ACCOUNT:stack/STACK_NAME/*"),
            Map.of(),
            EnumSet.allOf(Command.class)),
    READ_ROWS(
            List.of("rds-data:ExecuteStatement"),
            List.of("arn:aws:rds:REGION:ACCOUNT:cluster:DATABASE_CLUSTER"),
            Map.of(),
            EnumSet.allOf(Command.class)),
    READ_SECRET(
            List.of("secretsmanager:GetSecretValue"), List.of("SECRET_ARN"), Map.of(), EnumSet.allOf(Command.class)),
    /** The look before a deploy; without any of it, {@code prepare} shows less. */
    PREPARE_STACK(
            List.of("cloudformation:ListStackResources", "cloudformation:DescribeStackEvents"),
            List.of("arn:aws:cloudformation:REGION:ACCOUNT:stack/STACK_NAME/*"),
            Map.of(),
            EnumSet.of(Command.PREPARE)),
    PREPARE_TABLE(
            List.of("dynamodb:Scan"),
            List.of("arn:aws:dynamodb:REGION:ACCOUNT:table/TABLE_NAME/index/*"),
            Map.of(),
            EnumSet.of(Command.PREPARE)),
    PREPARE_DATABASE(
            List.of(
                    "rds:DescribeDBClusters",
                    "rds:DescribeDBClusterSnapshots",
                    "rds:DescribeDBEngineVersions",
                    "cloudformation:ListImports"),
            List.of("*"),
            Map.of(),
            EnumSet.of(Command.PREPARE)),
    PREPARE_FILES(
            List.of("s3:ListBucket"),
            List.of("arn:aws:s3:::DOCUMENT_BUCKET", "arn:aws:s3:::*-files-ACCOUNT-REGION"),
            Map.of(),
            EnumSet.of(Command.PREPARE)),
    CHECK_SETTINGS(
            List.of("ecs:DescribeClusters", "ecs:DescribeTaskDefinition"),
            List.of("*"),
            Map.of(),
            EnumSet.of(Command.MIGRATE)),
    /** Optional, like the next: without it, the files of the bots are not checked. */
    LIST_FILES(
            List.of("s3:ListBucket"),
            List.of("arn:aws:s3:::DOCUMENT_BUCKET"),
            Map.of(),
            EnumSet.of(Command.MIGRATE)),
    FIND_SNAPSHOT(List.of("rds:DescribeDBClusterSnapshots"), List.of("*"), Map.of(), EnumSet.of(Command.MIGRATE)),
    RESTORE_LOOK(
            List.of(
                    "cloudformation:DescribeStacks",
                    "rds:DescribeDBClusters",
                    "rds:DescribeDBClusterSnapshots",
                    "rds:DescribeDBClusterAutomatedBackups",
                    "rds:DescribeDBEngineVersions",
                    "rds:DescribeEvents"),
            List.of("*"),
            Map.of(),
            EnumSet.of(Command.RESTORE)),
    RESTORE_STACK(
            List.of(
                    "cloudformation:CreateStack",
                    "cloudformation:DescribeStackEvents",
                    "cloudformation:DeleteStack",
                    "cloudformation:TagResource"),
            List.of("arn:aws:cloudformation:REGION:ACCOUNT:stack/STACK_NAME-restore-*/*"),
            Map.of(),
            EnumSet.of(Command.RESTORE)),
    RESTORE_ROWS(
            List.of("rds-data:ExecuteStatement"),
            List.of("arn:aws:rds:REGION:ACCOUNT:cluster:*-restore-*"),
            Map.of(),
            EnumSet.of(Command.RESTORE)),
    RESTORE_SECRET(
            List.of("secretsmanager:GetSecretValue", "secretsmanager:CreateSecret", "secretsmanager:TagResource"),
            List.of("arn:aws:secretsmanager:REGION:ACCOUNT:secret:rds!cluster-*"),
            Map.of(),
            EnumSet.of(Command.RESTORE)),
    /** RDS looks at the key of the password that it manages (Aurora guide: rds-secrets-manager). */
    RESTORE_KEY(
            List.of("kms:DescribeKey"),
            List.of("arn:aws:kms:REGION:ACCOUNT:key/*"),
            Map.of(),
            EnumSet.of(Command.RESTORE)),
    /**
     * What CloudFormation does with the caller's permissions, unless it has a role of its own: the actions of the
     * resource types' handlers, as far as the template causes them.
     */
    RESTORE_DATABASE(
            List.of(
                    "rds:RestoreDBClusterFromSnapshot",
                    "rds:ModifyDBCluster",
                    "rds:EnableHttpEndpoint",
                    "rds:DeleteDBCluster",
                    "rds:CreateDBInstance",
                    "rds:DeleteDBInstance",
                    "rds:DescribeDBInstances",
                    "rds:CreateDBSubnetGroup",
                    "rds:DeleteDBSubnetGroup",
                    "rds:DescribeDBSubnetGroups",
                    "rds:DescribeDBSnapshots",
                    "rds:AddTagsToResource",
                    "rds:ListTagsForResource"),
            List.of("arn:aws:rds:REGION:ACCOUNT:*"),
            Map.of(),
            EnumSet.of(Command.RESTORE)),
    RESTORE_NETWORK(
            List.of(
                    "ec2:CreateSecurityGroup",
                    "ec2:AuthorizeSecurityGroupIngress",
                    "ec2:DeleteSecurityGroup",
                    "ec2:CreateTags",
                    "ec2:DescribeSecurityGroups",
                    "ec2:DescribeInstances",
                    "ec2:DescribeSubnets",
                    "ec2:DescribeVpcs",
                    "ec2:DescribeVpcAttribute",
                    "ec2:DescribeInternetGateways",
                    "ec2:DescribeAccountAttributes",
                    "ec2:DescribeAvailabilityZones"),
            List.of("*"),
            Map.of(),
            EnumSet.of(Command.RESTORE)),
    DMS_LOOK(
            List.of("dms:DescribeDataMigrations"),
            List.of("*"),
            Map.of(),
            EnumSet.of(Command.RESTORE_VIA_DMS)),
    DMS_MIGRATE(
            List.of(
                    "dms:CreateDataMigration",
                    "dms:StartDataMigration",
                    "dms:StopDataMigration",
                    "dms:DeleteDataMigration"),
            List.of("arn:aws:dms:REGION:ACCOUNT:*"),
            Map.of(),
            EnumSet.of(Command.RESTORE_VIA_DMS)),
    /** The rule that lets DMS in. */
    DMS_NETWORK(
            List.of("ec2:DescribeSecurityGroupRules", "ec2:RevokeSecurityGroupIngress"),
            List.of("*"),
            Map.of(),
            EnumSet.of(Command.RESTORE_VIA_DMS)),
    /** The roles of the stack: passed to DMS by the caller, created by CloudFormation. */
    DMS_ROLES(
            List.of(
                    "iam:PassRole",
                    "iam:CreateRole",
                    "iam:GetRole",
                    "iam:PutRolePolicy",
                    "iam:GetRolePolicy",
                    "iam:DeleteRolePolicy",
                    "iam:ListRolePolicies",
                    "iam:ListAttachedRolePolicies",
                    "iam:DeleteRole",
                    "iam:TagRole"),
            List.of("arn:aws:iam::ACCOUNT:role/STACK_NAME-restore-*"),
            Map.of(),
            EnumSet.of(Command.RESTORE_VIA_DMS)),
    /**
     * What CloudFormation does with the caller's permissions, unless it has a role of its own. The API's Describe
     * operations of these resources are List actions in IAM.
     */
    DMS_RESOURCES(
            List.of(
                    "dms:CreateReplicationSubnetGroup",
                    "dms:DescribeReplicationSubnetGroups",
                    "dms:DeleteReplicationSubnetGroup",
                    "dms:CreateInstanceProfile",
                    "dms:ListInstanceProfiles",
                    "dms:DeleteInstanceProfile",
                    "dms:CreateDataProvider",
                    "dms:ListDataProviders",
                    "dms:DeleteDataProvider",
                    "dms:CreateMigrationProject",
                    "dms:ListMigrationProjects",
                    "dms:DeleteMigrationProject",
                    "dms:AddTagsToResource",
                    "dms:ListTagsForResource"),
            List.of("*"),
            Map.of(),
            EnumSet.of(Command.RESTORE_VIA_DMS));

    /** The commands that have a policy. */
    public enum Command {
        /** Works before v1 is deployed. All statements but the first are optional. */
        PREPARE,
        MIGRATE,
        VERIFY,
        RESTORE,
        /** Needs everything that {@link #RESTORE} needs, too. */
        RESTORE_VIA_DMS;

        private static Set<Command> ofV1() {
            return EnumSet.complementOf(EnumSet.of(PREPARE));
        }

        /** The word on the command line. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** What differs from one account to another. */
    public enum Placeholder {
        REGION,
        ACCOUNT,
        STACK_NAME,
        TABLE_NAME,
        CLUSTER_NAME,
        TASK_DEFINITION_NAME,
        DOCUMENT_BUCKET,
        DATABASE_CLUSTER,
        SECRET_ARN
    }

    private static final Pattern PLACEHOLDER = Pattern.compile(
            Stream.of(Placeholder.values()).map(Enum::name).collect(Collectors.joining("|", "\\b(", ")\\b")));
    private static final Pattern PARTITION = Pattern.compile("^arn:aws:");

    private final List<String> actions;
    private final List<String> resources;
    private final Map<String, Map<String, String>> condition;
    private final Set<Command> commands;

    IamPolicy(
            List<String> actions,
            List<String> resources,
            Map<String, Map<String, String>> condition,
            Set<Command> commands) {
        this.actions = actions;
        this.resources = resources;
        this.condition = condition;
        this.commands = commands;
    }

    /** The policy document of a command with its placeholders, for a JSON serializer. */
    public static Map<String, Object> document(Command command) {
        return document(command, "aws", Map.of());
    }

    /**
     * The policy document of a command, for a JSON serializer.
     *
     * @param partition of all ARNs, for example aws-cn
     * @param values of placeholders; the others stay
     */
    public static Map<String, Object> document(Command command, String partition, Map<Placeholder, String> values) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("Version", "2012-10-17");
        document.put(
                "Statement",
                statements(command)
                        .map(statement -> statement.json(command, partition, values))
                        .toList());
        return document;
    }

    /** The placeholders in the policy of a command. */
    public static Set<Placeholder> placeholders(Command command) {
        Set<Placeholder> placeholders = new TreeSet<>();
        statements(command)
                .flatMap(IamPolicy::arns)
                .flatMap(arn -> PLACEHOLDER.matcher(arn).results())
                .map(found -> Placeholder.valueOf(found.group()))
                .forEach(placeholders::add);
        return placeholders;
    }

    private static Stream<IamPolicy> statements(Command command) {
        return Arrays.stream(values())
                .filter(statement -> statement.commands.contains(command)
                        || command == Command.RESTORE_VIA_DMS && statement.commands.contains(Command.RESTORE));
    }

    private Stream<String> arns() {
        return Stream.concat(resources.stream(), condition.values().stream().flatMap(test -> test.values().stream()));
    }

    /** A statement id of {@code prepare} says whether the command needs it, or only shows less without it. */
    private String sid() {
        return (this == STACK_OUTPUTS ? "Required" : "Optional")
                + Stream.of(name().split("_"))
                        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining());
    }

    private Map<String, Object> json(Command command, String partition, Map<Placeholder, String> values) {
        Map<String, Object> statement = new LinkedHashMap<>();
        if (command == Command.PREPARE) {
            statement.put("Sid", sid());
        }
        statement.put("Effect", "Allow");
        statement.put("Action", oneOrAll(actions));
        statement.put(
                "Resource",
                oneOrAll(resources.stream()
                        .map(resource -> filled(resource, partition, values))
                        .toList()));
        if (!condition.isEmpty()) {
            Map<String, Map<String, String>> tests = new TreeMap<>();
            condition.forEach((operator, test) -> {
                Map<String, String> keys = new TreeMap<>(test);
                keys.replaceAll((key, value) -> filled(value, partition, values));
                tests.put(operator, keys);
            });
            statement.put("Condition", tests);
        }
        return statement;
    }

    private static String filled(String text, String partition, Map<Placeholder, String> values) {
        String arn = PARTITION.matcher(text).replaceFirst("arn:" + partition + ":");
        return PLACEHOLDER.matcher(arn).replaceAll(found -> Matcher.quoteReplacement(value(found, values)));
    }

    private static String value(MatchResult placeholder, Map<Placeholder, String> values) {
        return values.getOrDefault(Placeholder.valueOf(placeholder.group()), placeholder.group());
    }

    private static Object oneOrAll(List<String> values) {
        return values.size() == 1 ? values.get(0) : values;
    }
}
