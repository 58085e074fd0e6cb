package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.TestAccount;

/** The source of each setting, and how the settings are shown before anything starts. */
class SettingsTest {
    private static final String SUBNET = TestAccount.SUBNETS.get(0), OTHER_SUBNET = TestAccount.SUBNETS.get(1);
    private static final String SECURITY_GROUP = TestAccount.SECURITY_GROUP;
    private static final String OTHER_SECURITY_GROUP = "sg-0a1b2c3d4e5f60002";
    private static final String UNREACHABLE = "http://127.0.0.1:1";

    /** A setting with its three sources; {@code output} is null if the stack has no output for it. */
    private record Value(String label, String option, String constant, String output, String expected) {
        static final List<Value> ALL = List.of(
                new Value("table", "--table", "TABLE_NAME", "DatabaseConversationTableNameDDF11821", TestAccount.TABLE),
                new Value(
                        "ECS cluster", "--cluster", "CLUSTER_NAME", "EmbeddingClusterNameA6A626C4",
                        TestAccount.ECS_CLUSTER),
                new Value(
                        "task definition", "--task-definition", "TASK_DEFINITION_NAME",
                        "EmbeddingTaskDefinitionName9C442847", TestAccount.TASK_DEFINITION),
                new Value("container", "--container", "CONTAINER_NAME", null, "Embedder"),
                new Value("subnets", "--subnet", "SUBNET_ID", "PrivateSubnetId0", SUBNET),
                new Value(
                        "security groups", "--security-group", "SECURITY_GROUP_ID",
                        "EmbeddingTaskSecurityGroupId223DB337", SECURITY_GROUP));

        String fromOption() {
            return "option " + option;
        }

        String fromConstant() {
            return "constant " + constant;
        }

        String fromStack() {
            return "output " + output + " of stack BedrockChatStack";
        }
    }

    private final TestAccount account = TestAccount.with(bot(1));

    @Test
    void theStackProvidesEverySettingWithoutEditing() {
        Cli.Result result = account.migrate("--yes", "--verbose").exits(0);
        for (Value value : Value.ALL) {
            switch (value.label) {
                case "container" -> assertShown(result, "container", "Container", "guide");
                case "subnets" ->
                    assertShown(
                            result,
                            "subnets",
                            SUBNET + ", " + OTHER_SUBNET,
                            value.fromStack() + "]  [" + value.fromStack().replace("SubnetId0", "SubnetId1"));
                default -> assertShown(result, value.label, value.expected, value.fromStack());
            }
        }
        assertSent("\"subnets\":[\"" + SUBNET + "\",\"" + OTHER_SUBNET + "\"]");
    }

    /**
     * In each of the three runs, every setting has another source, and the sources that it overrides have wrong values.
     */
    @ParameterizedTest(name = "{displayName} {0}")
    @ValueSource(ints = {0, 1, 2})
    void anOptionOverridesAnEditedConstantWhichOverridesTheStack(int rotation) {
        Cli cli = account.cli();
        List<String> options = new ArrayList<>(List.of("--yes", "--verbose"));
        Map<String, String> outputs = new LinkedHashMap<>();
        Map<Value, String> sources = new LinkedHashMap<>();
        for (int i = 0; i < Value.ALL.size(); i++) {
            Value value = Value.ALL.get(i);
            int source = (i + rotation) % (value.output == null ? 2 : 3);
            if (source == 0) {
                options.addAll(List.of(value.option, value.expected));
            }
            if (source <= 1) {
                cli.edited(value.constant, source == 1 ? value.expected : "wrong");
            }
            if (value.output != null) {
                outputs.put(value.output, source == 2 ? value.expected : "wrong");
            }
            sources.put(value, List.of(value.fromOption(), value.fromConstant(), value.fromStack()).get(source));
        }
        account.control("stack", Map.of("outputs", outputs));
        account.control("taskDefinition", Map.of("container", "Embedder"));
        Cli.Result result = account.migrate(cli, options.toArray(String[]::new)).exits(0);
        sources.forEach((value, source) -> assertShown(result, value.label, value.expected, source));
        assertSent("\"cluster\":\"" + TestAccount.ECS_CLUSTER + "\"");
        assertSent("\"taskDefinition\":\"" + TestAccount.TASK_DEFINITION + "\"");
        assertSent("\"subnets\":[\"" + SUBNET + "\"]");
        assertSent("\"securityGroups\":[\"" + SECURITY_GROUP + "\"]");
        assertSent("\"name\":\"Embedder\"");
    }

    @Test
    void theOnlyContainerIsTakenWhateverItsName() {
        account.control("taskDefinition", Map.of("container", "Embedder"));
        Cli.Result result = account.migrate("--yes", "--verbose").exits(0);
        assertShown(result, "container", "Embedder", "the task definition's only container");
        assertSent("\"name\":\"Embedder\"");
    }

    @Test
    void anEditedScriptNeedsNoCloudFormation() {
        denyCloudFormation();
        Cli cli = account.cli();
        Value.ALL.stream().filter(v -> v.output != null).forEach(value -> cli.edited(value.constant, value.expected));
        account.migrate(cli, "--yes").exits(0).hasNoErr("CloudFormation");
        account.assertStarted(bot(1));
    }

    @Test
    void optionsNeedNoCloudFormationAndCanBeRepeatedForSubnetsAndSecurityGroups() {
        denyCloudFormation();
        Cli.Result result = account.migrate(
                        "--yes", "--table", TestAccount.TABLE, "--cluster", TestAccount.ECS_CLUSTER,
                        "--task-definition", TestAccount.TASK_DEFINITION, "--subnet", OTHER_SUBNET, "--subnet", SUBNET,
                        "--security-group", OTHER_SECURITY_GROUP, "--security-group", SECURITY_GROUP)
                .exits(0)
                .hasNoErr("CloudFormation");
        assertShown(result, "subnets", OTHER_SUBNET + ", " + SUBNET, "option --subnet");
        assertSent("\"subnets\":[\"" + OTHER_SUBNET + "\",\"" + SUBNET + "\"]");
        assertSent("\"securityGroups\":[\"" + OTHER_SECURITY_GROUP + "\",\"" + SECURITY_GROUP + "\"]");
    }

    @Test
    void aBlankConstantCountsAsNotEditedAndValuesAreTrimmed() {
        Cli cli = account.cli();
        Value.ALL.forEach(value -> cli.edited(value.constant, " "));
        cli.edited("CLUSTER_NAME", " " + TestAccount.ECS_CLUSTER + " ");
        Cli.Result result = account.migrate(cli, "--yes", "--verbose", "--subnet", SUBNET + " ").exits(0);
        Value.ALL.stream()
                .filter(value -> value.label.matches("table|task definition|security groups"))
                .forEach(value -> assertShown(result, value.label, value.expected, value.fromStack()));
        assertShown(result, "container", "Container", "guide");
        assertShown(result, "ECS cluster", TestAccount.ECS_CLUSTER, "constant CLUSTER_NAME");
        assertShown(result, "subnets", SUBNET, "option --subnet");
    }

    /** A changed app, for example with subnets of the company's own. */
    @ParameterizedTest(name = "{displayName} {0}")
    @CsvSource({
        "DatabaseConversationTableName, --table",
        "EmbeddingClusterName, --cluster",
        "EmbeddingTaskDefinitionName, --task-definition",
        "PrivateSubnetId, --subnet",
        "EmbeddingTaskSecurityGroupId, --security-group"
    })
    void aStackOfV1WithoutOneOutputNeedsAnOption(String lacking, String option) {
        account.control("stack", Map.of("name", "Changed", "outputs", outputs(lacking)));
        account.migrate("--stack", "Changed", "--yes").exits(2)
                .hasErr("Stack Changed has no output " + lacking, "Give " + option + ", or")
                .hasNoErr("deploy");
        assertEquals(List.of(), account.mutations());
    }

    /** No option names the group, so the output must be added. */
    @Test
    void restoreNamesTheOutputThatOnlyADeployCanAdd() {
        Map<String, String> outputs = outputs("DbSecurityGroupId");
        outputs.put("DbConfigHostname", "other.cluster-c1.us-east-1.rds.amazonaws.com");
        outputs.put("DbConfigSecretArn", "arn:aws:secretsmanager:us-east-1:123456789012:secret:Other");
        account.control("stack", Map.of("name", "Changed", "outputs", outputs));
        account.migrate("restore", "--stack", "Changed", "--vpc", "vpc-1", "--subnet", "a", "--subnet", "b").exits(2)
                .hasErr("Stack Changed has no output DbSecurityGroupId, as a changed app may.");
    }

    @Test
    void anUnknownStackIsReported() {
        String unknown = "Stack Nowhere does not exist in this account and region. ";
        Cli.Result result = account.migrate("--stack", "Nowhere", "--yes").exits(2)
                .hasErr(unknown + "Bedrock Chat is here as BedrockChatStack. Give --stack or");
        assertTrue(result.err().lines().count() <= 2);
        account.errorAfter(1, "DescribeStacks", -1, 403, "AccessDenied", "one stack only")
                .migrate("--stack", "Nowhere", "--yes").exits(2)
                .hasErr(unknown + "Give --stack or");
    }

    @Test
    void theOutputWithTheHashOfTheCdkIsUsedAndTwoOfThemAreAnError() {
        Map<String, String> outputs = outputs("EmbeddingClusterName");
        outputs.put("EmbeddingClusterNameA6A626C4", TestAccount.ECS_CLUSTER);
        outputs.put("EmbeddingClusterNameOfOurOwn", "wrong");
        outputs.remove("EmbeddingTaskDefinitionName9C442847");
        outputs.put("EmbeddingTaskDefinitionNameRenamed", TestAccount.TASK_DEFINITION);
        account.control("stack", Map.of("outputs", outputs));
        Cli.Result one = account.migrate("--yes", "--verbose").exits(0);
        String ofStack = " of stack BedrockChatStack";
        assertShown(one, "ECS cluster", TestAccount.ECS_CLUSTER, "output EmbeddingClusterNameA6A626C4" + ofStack);
        assertShown(
                one, "task definition", TestAccount.TASK_DEFINITION,
                "output EmbeddingTaskDefinitionNameRenamed" + ofStack);

        outputs.put("EmbeddingClusterName01234567", "wrong");
        account.control("stack", Map.of("outputs", outputs));
        account.migrate("--dry-run").exits(2)
                .hasErr("EmbeddingClusterName01234567, EmbeddingClusterNameA6A626C4", "--cluster");
    }

    @Test
    void deniedCloudFormationSaysWhatToDoInstead() {
        denyCloudFormation();
        account.migrate("--yes").exits(2)
                .hasErr("cloudformation:DescribeStacks", "constants at the top of migrate.java");
        assertEquals(List.of(), account.mutations());
    }

    @Test
    void theEndpointComesFromTheOptionThenTheServicesVariableThenTheCommonOne() {
        Cli byService = account.cli().with("AWS_ENDPOINT_URL", UNREACHABLE);
        for (String service : List.of("DYNAMODB", "ECS", "CLOUDFORMATION", "RDS_DATA")) {
            byService.with("AWS_ENDPOINT_URL_" + service, account.endpoint());
        }
        account.migrate(byService, "--yes").exits(0);
        Cli unreachable = account.cli().with("AWS_ENDPOINT_URL", UNREACHABLE).with("AWS_ENDPOINT_URL_ECS", UNREACHABLE);
        account.migrate(unreachable, "--yes", "--endpoint-url", account.endpoint()).exits(0);
        account.assertStarted(bot(1));
    }

    @Test
    void theRegionOptionOverridesTheEnvironment() {
        account.migrate("--yes", "--region", "eu-central-1").exits(0)
                .hasOut("  account          123456789012, eu-central-1, stack BedrockChatStack\n")
                .hasOut("0 bots in the table");
        assertEquals(List.of(), account.operations());
    }

    @Test
    void withoutARegionNoRequestIsSent() {
        Cli.Result result = account.migrate(account.cli().without("AWS_REGION"), "--yes").exits(2);
        assertTrue(result.err().startsWith("error: No AWS region is set. Give --region"));
        assertTrue(result.err().lines().count() <= 2);
        assertEquals(List.of(), account.operations());
    }

    /** As in the AWS CLI, a profile on the command line is more specific than keys in the environment. */
    @Test
    void theProfileOptionProvidesTheRegionAndOverridesTheKeysInTheEnvironment() {
        String profile =
                """
                [profile work]
                region = us-east-1
                aws_access_key_id = %s
                aws_secret_access_key = secret
                """;
        TestAccount environment = TestAccount.with(bot(1));
        Cli cli = environment.cli()
                .withFile(".aws/config", profile.formatted(account.accessKey()))
                .without("AWS_REGION");
        account.migrate(cli, "--yes", "--profile", "work").exits(0)
                .hasOut("  account          123456789012, us-east-1, stack BedrockChatStack\n");
        environment.assertStarted();
        account.assertStarted(bot(1));
    }

    private void denyCloudFormation() {
        account.error("DescribeStacks", -1, 403, "AccessDenied", "User is not authorized");
    }

    /** Returns the outputs of a stack of v1 without those whose names start with {@code lacking}. */
    private static Map<String, String> outputs(String lacking) {
        Map<String, String> outputs = new LinkedHashMap<>();
        Value.ALL.stream()
                .filter(v -> v.output != null && !v.output.startsWith(lacking))
                .forEach(value -> outputs.put(value.output, value.expected));
        return outputs;
    }

    /** Asserts that the request that started the only task contains this JSON. */
    private void assertSent(String json) {
        account.assertStarted(bot(1));
        String request = account.tasks().get(0).get("request").toString();
        assertTrue(request.contains(json), () -> json + " is missing in " + request);
    }

    private static void assertShown(Cli.Result result, String label, String value, String source) {
        result.matchesOut("\n +" + label + " +" + Pattern.quote(value + "  [" + source + "]") + "\n").hasNoOut("wrong");
    }
}
