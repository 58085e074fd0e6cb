package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots;

/** The source of each setting, and how the settings are shown before anything starts. */
class SettingsTest {
    private static final String SUBNET = "subnet-0a1b2c3d4e5f60001";
    private static final String OTHER_SUBNET = "subnet-0a1b2c3d4e5f60002";
    private static final String SECURITY_GROUP = "sg-0a1b2c3d4e5f60001";
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

    @Test
    void theStackProvidesEverySettingWithoutEditing() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(2));
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
        assertEquals(TestBots.sortKeys(TestBots.bots(2)), Set.copyOf(account.startedBots()), result::toString);
        assertNetwork(account, "subnets", SUBNET, OTHER_SUBNET);
    }

    /**
     * In each of the three runs, every setting has another source, and the sources that it overrides have wrong values.
     */
    @ParameterizedTest(name = "{displayName} {0}")
    @ValueSource(ints = {0, 1, 2})
    void anOptionOverridesAnEditedConstantWhichOverridesTheStack(int rotation) {
        TestAccount account = TestAccount.empty().put(TestBots.bots(1));
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
        assertEquals(1, account.startedBots().size(), result::toString);
        JsonObject request = account.tasks().get(0).getAsJsonObject("request");
        assertEquals(TestAccount.ECS_CLUSTER, request.get("cluster").getAsString(), result::toString);
        assertEquals(TestAccount.TASK_DEFINITION, request.get("taskDefinition").getAsString(), result::toString);
        assertNetwork(account, "subnets", SUBNET);
        assertNetwork(account, "securityGroups", SECURITY_GROUP);
        assertTrue(request.get("overrides").toString().contains("\"name\":\"Embedder\""), request::toString);
    }

    @Test
    void theOnlyContainerIsTakenWhateverItsName() {
        TestAccount account = TestAccount.empty().put(TestBots.bot(1));
        account.control("taskDefinition", Map.of("container", "Embedder"));
        Cli.Result result = account.migrate("--yes", "--verbose").exits(0);
        assertShown(result, "container", "Embedder", "the task definition's only container");
        String request = account.tasks().get(0).getAsJsonObject("request").get("overrides").toString();
        assertTrue(request.contains("\"name\":\"Embedder\""), request);
    }

    @Test
    void anEditedScriptNeedsNoCloudFormation() {
        TestAccount account = withoutCloudFormationPermission();
        Cli cli = account.cli();
        Value.ALL.stream().filter(v -> v.output != null).forEach(value -> cli.edited(value.constant, value.expected));
        Cli.Result result = account.migrate(cli, "--yes").exits(0).hasNoErr("CloudFormation");
        assertEquals(1, account.startedBots().size(), result::toString);
    }

    @Test
    void optionsNeedNoCloudFormationAndCanBeRepeatedForSubnetsAndSecurityGroups() {
        TestAccount account = withoutCloudFormationPermission();
        Cli.Result result = account.migrate(
                "--yes", "--table", TestAccount.TABLE, "--cluster", TestAccount.ECS_CLUSTER,
                "--task-definition", TestAccount.TASK_DEFINITION, "--subnet", OTHER_SUBNET, "--subnet", SUBNET,
                "--security-group", OTHER_SECURITY_GROUP, "--security-group", SECURITY_GROUP).exits(0);
        result.hasNoErr("CloudFormation");
        assertShown(result, "subnets", OTHER_SUBNET + ", " + SUBNET, "option --subnet");
        assertNetwork(account, "subnets", OTHER_SUBNET, SUBNET);
        assertNetwork(account, "securityGroups", OTHER_SECURITY_GROUP, SECURITY_GROUP);
    }

    @Test
    void aBlankConstantCountsAsNotEditedAndValuesAreTrimmed() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(1));
        Cli cli = account.cli();
        Value.ALL.forEach(value -> cli.edited(value.constant, " "));
        cli.edited("CLUSTER_NAME", " " + TestAccount.ECS_CLUSTER + " ");
        Cli.Result result = account.migrate(cli, "--yes", "--verbose", "--subnet", SUBNET + " ").exits(0);
        Value.ALL.stream()
                .filter(v ->
                        List.of("table", "task definition", "security groups").contains(v.label))
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
        TestAccount account = TestAccount.empty();
        account.control("stack", Map.of("name", "Changed", "outputs", outputs(lacking)));
        Cli.Result result = account.migrate("--stack", "Changed", "--yes").exits(2);
        result.hasErr("Stack Changed has no output " + lacking, "Give " + option + ", or").hasNoErr("deploy");
        assertEquals(List.of(), account.mutations(), result::toString);
    }

    /** No option names the group, so the output must be added. */
    @Test
    void restoreNamesTheOutputThatOnlyADeployCanAdd() {
        TestAccount account = TestAccount.empty();
        Map<String, String> outputs = outputs("DbSecurityGroupId");
        outputs.put("DbConfigHostname", "other.cluster-c1.us-east-1.rds.amazonaws.com");
        outputs.put("DbConfigSecretArn", "arn:aws:secretsmanager:us-east-1:123456789012:secret:Other");
        account.control("stack", Map.of("name", "Changed", "outputs", outputs));
        account.migrate("restore", "--stack", "Changed", "--vpc", "vpc-1", "--subnet", "a", "--subnet", "b")
                .exits(2)
                .hasErr("Stack Changed has no output DbSecurityGroupId, as a changed app may.");
    }

    @Test
    void anUnknownStackIsReported() {
        TestAccount account = TestAccount.empty();
        Cli.Result result = account.migrate("--stack", "Nowhere", "--yes").exits(2);
        result.hasErr("Stack Nowhere does not exist in this account and region. Bedrock Chat is here as"
                + " BedrockChatStack. Give --stack or");
        assertTrue(result.err().lines().count() <= 2, result::toString);
        account.errorAfter(1, "DescribeStacks", -1, 403, "AccessDenied", "one stack only");
        account.migrate("--stack", "Nowhere", "--yes")
                .exits(2)
                .hasErr("Stack Nowhere does not exist in this account and region. Give --stack or");
    }

    @Test
    void theOutputWithTheHashOfTheCdkIsUsedAndTwoOfThemAreAnError() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(1));
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
        Cli.Result several = account.migrate("--dry-run").exits(2);
        several.hasErr("EmbeddingClusterName01234567, EmbeddingClusterNameA6A626C4", "--cluster");
    }

    @Test
    void deniedCloudFormationSaysWhatToDoInstead() {
        TestAccount account = withoutCloudFormationPermission();
        Cli.Result result = account.migrate("--yes").exits(2);
        result.hasErr("cloudformation:DescribeStacks", "constants at the top of migrate.java");
        assertEquals(List.of(), account.mutations(), result::toString);
    }

    @Test
    void theEndpointComesFromTheOptionThenTheServicesVariableThenTheCommonOne() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(1));
        Cli byService = account.cli().with("AWS_ENDPOINT_URL", UNREACHABLE);
        for (String service : List.of("DYNAMODB", "ECS", "CLOUDFORMATION", "RDS_DATA")) {
            byService.with("AWS_ENDPOINT_URL_" + service, account.endpoint());
        }
        account.migrate(byService, "--yes").exits(0);
        Cli unreachable = account.cli().with("AWS_ENDPOINT_URL", UNREACHABLE).with("AWS_ENDPOINT_URL_ECS", UNREACHABLE);
        Cli.Result byOption = account.migrate(unreachable, "--yes", "--endpoint-url", account.endpoint()).exits(0);
        assertEquals(1, account.startedBots().size(), byOption::toString);
    }

    @Test
    void theRegionOptionOverridesTheEnvironment() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(1));
        Cli.Result result = account.migrate("--yes", "--region", "eu-central-1").exits(0);
        result.hasOut("  account          123456789012, eu-central-1, stack BedrockChatStack\n");
        result.hasOut("0 bots in the table");
        assertEquals(List.of(), account.operations(), result::toString);
    }

    @Test
    void withoutARegionNoRequestIsSent() {
        TestAccount account = TestAccount.empty();
        Cli.Result result = account.migrate(account.cli().without("AWS_REGION"), "--yes").exits(2);
        assertTrue(result.err().startsWith("error: No AWS region is set. Give --region"), result::toString);
        assertTrue(result.err().lines().count() <= 2, result::toString);
        assertEquals(List.of(), account.operations(), result::toString);
    }

    /** As in the AWS CLI, a profile on the command line is more specific than keys in the environment. */
    @Test
    void theProfileOptionProvidesTheRegionAndOverridesTheKeysInTheEnvironment() throws IOException {
        TestAccount named = TestAccount.empty().put(TestBots.bots(1));
        TestAccount environment = TestAccount.empty().put(TestBots.bots(1));
        Cli cli = withProfile(named).without("AWS_REGION").with("AWS_ACCESS_KEY_ID", environment.accessKey());
        Cli.Result result = named.migrate(cli, "--yes", "--profile", "work").exits(0);
        result.hasOut("  account          123456789012, us-east-1, stack BedrockChatStack\n");
        assertEquals(List.of(), environment.startedBots(), result::toString);
        assertEquals(1, named.startedBots().size(), result::toString);
    }

    private static TestAccount withoutCloudFormationPermission() {
        return TestAccount.empty()
                .put(TestBots.bots(1))
                .error("DescribeStacks", -1, 403, "AccessDenied", "User is not authorized");
    }

    /** Returns the outputs of a stack of v1 without those whose names start with {@code lacking}. */
    private static Map<String, String> outputs(String lacking) {
        Map<String, String> outputs = new LinkedHashMap<>();
        Value.ALL.stream()
                .filter(v -> v.output != null && !v.output.startsWith(lacking))
                .forEach(value -> outputs.put(value.output, value.expected));
        return outputs;
    }

    private static Cli withProfile(TestAccount account) throws IOException {
        Path home = Cli.temporaryFolder("home");
        Files.writeString(
                Files.createDirectory(home.resolve(".aws")).resolve("config"),
                """
                [profile work]
                region = us-east-1
                aws_access_key_id = %s
                aws_secret_access_key = secret
                """
                        .formatted(account.accessKey()));
        return account.cli().with("HOME", home.toString());
    }

    private static void assertNetwork(TestAccount account, String member, String... ids) {
        String expected = "\"" + member + "\":[\"" + String.join("\",\"", ids) + "\"]";
        String request = account.tasks().get(0).get("request").toString();
        assertTrue(request.contains(expected), () -> expected + " is missing in " + request);
    }

    private static void assertShown(Cli.Result result, String label, String value, String source) {
        String line = "(?m)^ +" + label + " +" + Pattern.quote(value + "  [" + source + "]") + "$";
        assertTrue(
                Pattern.compile(line).matcher(result.out()).find(),
                () -> label + " is not shown as " + value + " from " + source + "\n" + result);
        result.hasNoOut("wrong");
    }
}
