package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static tests.support.TableSchema.attribute;
import static tests.support.TableSchema.key;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots;

/** The checks before anything starts. */
class PreflightTest {
    /**
     * Settings with one or more problems.
     *
     * @param prepare changes the account
     * @param options of the command, separated by spaces
     * @param problems for each problem, the parts of its line: what is wrong, the source of the value, what to do
     */
    private record InvalidSettings(
            String name, Consumer<TestAccount> prepare, String options, List<List<String>> problems) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<InvalidSettings> invalidSettings() {
        String cluster = TestAccount.ECS_CLUSTER + " (output EmbeddingClusterNameA6A626C4 of stack BedrockChatStack)";
        String definition =
                TestAccount.TASK_DEFINITION + " (output EmbeddingTaskDefinitionName9C442847 of stack BedrockChatStack)";
        String revision = TestAccount.TASK_DEFINITION + ":7";
        return Stream.of(
                new InvalidSettings(
                        "nothing exists",
                        account -> {},
                        "--table Nowhere --cluster Nowhere --task-definition Nowhere",
                        List.of(
                                List.of("Table Nowhere (option --table) does not exist in us-east-1", "--region"),
                                List.of(
                                        "ECS cluster Nowhere (option --cluster) does not exist in us-east-1",
                                        "EmbeddingClusterName",
                                        "--region"),
                                List.of(
                                        "Task definition Nowhere (option --task-definition)",
                                        "Unable to describe task definition",
                                        "Check the name"))),
                new InvalidSettings(
                        "other keys, nothing active, another container",
                        PreflightTest::deactivate,
                        "--table Other --container Kontainer --task-definition " + revision,
                        List.of(
                                List.of(
                                        "Table Other (option --table) has the keys [PK, Name]",
                                        "DatabaseConversationTableName"),
                                List.of("ECS cluster " + cluster + " is INACTIVE, not ACTIVE", "Deploy v1 again"),
                                List.of(
                                        "Task definition " + revision
                                                + " (option --task-definition) is INACTIVE, not ACTIVE",
                                        "deploy v1 again"),
                                List.of(
                                        "Task definition " + revision,
                                        "has no container Kontainer (option --container)",
                                        "it has: Container",
                                        "Give --container"))),
                new InvalidSettings(
                        "a number as key, no active revision",
                        PreflightTest::deactivate,
                        "--table Numbers --cluster Nowhere",
                        List.of(
                                List.of(
                                        "Table Numbers (option --table)",
                                        "not the strings PK and SK",
                                        "DatabaseConversationTableName"),
                                List.of("ECS cluster Nowhere (option --cluster)"),
                                List.of("Task definition " + definition, "Check the name"))),
                new InvalidSettings(
                        "not for Fargate",
                        account -> account.control("taskDefinition", Map.of("requiresCompatibilities", List.of("EC2"))),
                        "",
                        List.of(List.of(
                                "Task definition " + definition + " cannot run on Fargate",
                                "EmbeddingTaskDefinitionName"))),
                new InvalidSettings(
                        "empty names",
                        account -> {},
                        "--table= --cluster= --task-definition= --container= --subnet= --security-group=",
                        List.of(
                                List.of("empty name", "option --table"),
                                List.of("empty name", "option --cluster"),
                                List.of("empty name", "option --task-definition"),
                                List.of("empty name", "option --container"),
                                List.of("Subnet", "option --subnet"),
                                List.of("Security group", "option --security-group"))),
                new InvalidSettings(
                        "ill-formed ids",
                        account -> {},
                        "--table a/b --subnet subnet-01234567 --subnet sg-01234567 --subnet subnet-xxxxx"
                                + " --security-group default",
                        List.of(
                                List.of("Table a/b (option --table)"),
                                List.of("Subnet sg-01234567 (option --subnet) is not of the form subnet-"),
                                List.of("Subnet subnet-xxxxx (option --subnet) is not of the form subnet-"),
                                List.of("Security group default (option --security-group) is not of the form sg-"))),
                new InvalidSettings(
                        "one thing only",
                        account -> {},
                        "--security-group sg-1",
                        List.of(List.of("Security group sg-1 (option --security-group) is not of the form sg-"))));
    }

    private static void deactivate(TestAccount account) {
        table(account, "Other", "PK", ScalarAttributeType.S, "Name");
        table(account, "Numbers", "PK", ScalarAttributeType.N, "SK");
        account.control("cluster", Map.of("status", "INACTIVE"));
        account.control("taskDefinition", Map.of("status", "INACTIVE"));
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @MethodSource("invalidSettings")
    void allProblemsAreReportedTogetherEachWithItsSourceAndAFix(InvalidSettings invalid) {
        TestAccount account = TestAccount.empty();
        invalid.prepare.accept(account);
        Cli.Result result = account.migrate(("--yes " + invalid.options).split(" "));
        assertStopped(account, result);
        int count = invalid.problems.size();
        result.hasErr(count + (count == 1 ? " problem" : " problems") + " in the settings");
        for (List<String> parts : invalid.problems) {
            assertEquals(
                    1,
                    result.err().lines().filter(line -> parts.stream().allMatch(line::contains)).count(),
                    () -> parts + " is not reported once\n" + result);
        }
    }

    @Test
    void aCheckWithoutPermissionIsAWarningAndTheRunContinues() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(2));
        account.deny("DescribeTable", "DescribeClusters", "DescribeTaskDefinition");
        Cli.Result result = account.migrate("--yes").exits(0);
        List<String> warnings = result.err().lines().filter(line -> line.startsWith("warning: ")).toList();
        for (String permission :
                List.of("dynamodb:DescribeTable", "ecs:DescribeClusters", "ecs:DescribeTaskDefinition")) {
            String warning = "could not be checked: " + permission;
            assertEquals(1, warnings.stream().filter(line -> line.contains(warning)).count(), result::toString);
        }
        assertEquals(TestBots.sortKeys(TestBots.bots(2)), Set.copyOf(account.startedBots()), result::toString);
    }

    @Test
    void withoutPermissionToDescribeTasksNothingIsStarted() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(1));
        account.deny("DescribeTasks", "DescribeClusters");
        Cli.Result result = account.migrate("--yes");
        assertStopped(account, result);
        result.hasErr("Not permitted: ecs:DescribeTasks in ECS cluster " + TestAccount.ECS_CLUSTER);
        result.hasErr("jbang migrate.java iam-policy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeStacks", "DescribeTable", "DescribeClusters", "ExecuteStatement"})
    void aClockThatIsWrongIsNamed(String operation) {
        TestAccount account = TestAccount.empty()
                .put(TestBots.bots(1))
                .error(operation, -1, 403, "SignatureDoesNotMatch", "Signature expired: 1 is now earlier than 2");
        Cli.Result result = account.migrate("--yes").exits(2);
        result.hasErr("Signature expired", "Set the clock of this machine").hasNoErr("Grant");
    }

    @Test
    void anEndpointThatIsNotAwsIsReported() throws IOException {
        HttpServer portal = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        portal.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, 0);
            exchange.getResponseBody().write("<html>Please sign in to the hotel's network</html>".getBytes());
            exchange.close();
        });
        portal.start();
        try {
            String endpoint = "http://127.0.0.1:" + portal.getAddress().getPort();
            Cli.Result result =
                    TestAccount.empty().migrate(TestAccount.names("--yes", "--endpoint-url", endpoint));
            result.exits(2).hasErr("problems in the settings", "Table " + TestAccount.TABLE).hasNoErr("null");
        } finally {
            portal.stop(0);
        }
    }

    private static void assertStopped(TestAccount account, Cli.Result result) {
        result.exits(2).hasErr("Nothing was started.");
        assertEquals(List.of(), account.mutations(), result::toString);
        assertFalse(account.operations().contains("Scan"), result::toString);
    }


    private static void table(
            TestAccount account, String name, String hash, ScalarAttributeType hashType, String range) {
        try (DynamoDbClient client = account.dynamoDb()) {
            client.createTable(r -> r.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(attribute(hash, hashType), attribute(range, ScalarAttributeType.S))
                    .keySchema(key(hash, range)));
        }
    }

}
