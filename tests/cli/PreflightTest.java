package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static tests.support.TableSchema.attribute;
import static tests.support.TableSchema.key;
import static tests.support.TestBots.bots;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;

/** The checks before anything starts: the settings, the database, and the way to each service. */
class PreflightTest {
    private static final String DEFINITION = "Task definition " + TestAccount.TASK_DEFINITION;
    private static final Bot[] BOTS = bots(2);
    private static final String REFUSED = "http://127.0.0.1:1";

    /** The options, and for each problem the parts of its line: what is wrong, the source of the value, what to do. */
    static Stream<Arguments> invalidSettings() {
        return Stream.of(
                Arguments.of(
                        "--table Nowhere --cluster Nowhere --task-definition Nowhere",
                        List.of(
                                "Table Nowhere (option --table) does not exist in us-east-1 … --region",
                                "ECS cluster Nowhere (option --cluster) does not exist in us-east-1 …"
                                        + " EmbeddingClusterName … --region",
                                "Task definition Nowhere (option --task-definition) … Unable to … Check the name")),
                Arguments.of(
                        "--table Other --container Kontainer --task-definition " + TestAccount.TASK_DEFINITION + ":7",
                        List.of(
                                "Table Other (option --table) has the keys [PK, Name] … ConversationTableName",
                                "ECS cluster " + TestAccount.ECS_CLUSTER + " (output EmbeddingClusterNameA6A626C4 of"
                                        + " stack BedrockChatStack) is INACTIVE, not ACTIVE … Deploy v1 again",
                                DEFINITION + ":7 (option --task-definition) is INACTIVE … deploy v1 again",
                                DEFINITION + ":7 … no container Kontainer (option --container) … has: Container")),
                Arguments.of(
                        "--table Numbers --cluster Nowhere",
                        List.of(
                                "Table Numbers (option --table) … not the strings PK and SK …"
                                        + " DatabaseConversationTableName",
                                "ECS cluster Nowhere (option --cluster)",
                                DEFINITION + " (output EmbeddingTaskDefinitionName9C442847 of … Check the name")),
                Arguments.of(
                        "--table= --cluster= --task-definition= --container= --subnet= --security-group=",
                        List.of(
                                "empty name … option --table",
                                "empty name … option --cluster",
                                "empty name … option --task-definition",
                                "empty name … option --container",
                                "Subnet … option --subnet",
                                "Security group … option --security-group")),
                Arguments.of(
                        "--table a/b --subnet subnet-01234567 --subnet sg-01234567 --subnet subnet-xxxxx"
                                + " --security-group default",
                        List.of(
                                "Table a/b (option --table)",
                                "Subnet sg-01234567 (option --subnet) is not of the form subnet-",
                                "Subnet subnet-xxxxx (option --subnet) is not of the form subnet-",
                                "Security group default (option --security-group) is not of the form sg-")),
                Arguments.of(
                        "--security-group sg-1",
                        List.of("Security group sg-1 (option --security-group) is not of the form sg-")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("invalidSettings")
    void allProblemsAreReportedTogetherEachWithItsSourceAndAFix(String options, List<String> problems) {
        TestAccount account = TestAccount.empty();
        if (options.matches("--table (Other|Numbers) .*")) {
            deactivate(account); // which creates these two tables, too
        }
        int count = problems.size();
        Cli.Result result = assertStopped(account, ("--yes " + options).split(" "))
                .hasErr(count + (count == 1 ? " problem" : " problems") + " in the settings");
        for (String problem : problems) {
            List<String> parts = List.of(problem.split(" … "));
            List<String> lines = result.err().lines()
                    .filter(line -> parts.stream().allMatch(line::contains))
                    .toList();
            assertEquals(1, lines.size(), problem);
        }
    }

    private static void deactivate(TestAccount account) {
        table(account, "Other", "PK", ScalarAttributeType.S, "Name");
        table(account, "Numbers", "PK", ScalarAttributeType.N, "SK");
        account.control("cluster", Map.of("active", false));
        account.control("taskDefinition", Map.of("status", "INACTIVE"));
    }

    @Test
    void aTaskDefinitionThatIsNotForFargateIsReported() {
        TestAccount account = TestAccount.empty();
        account.control("taskDefinition", Map.of("requiresCompatibilities", List.of("EC2")));
        assertStopped(account, "--yes").hasErr(DEFINITION, " cannot run on Fargate");
    }

    @Test
    void aCheckWithoutPermissionIsAWarningAndTheRunContinues() {
        TestAccount account = TestAccount.with(BOTS)
                .deny("DescribeTable", "DescribeClusters", "DescribeTaskDefinition");
        Cli.Result result = account.migrate("--yes").exits(0);
        for (String permission :
                List.of("dynamodb:DescribeTable", "ecs:DescribeClusters", "ecs:DescribeTaskDefinition")) {
            assertEquals(1, result.errLines("^warning: .*could not be checked: " + permission).size(), permission);
        }
        account.assertStarted(BOTS);
    }

    @Test
    void withoutPermissionToDescribeTasksNothingIsStarted() {
        TestAccount account = TestAccount.with(BOTS).deny("DescribeTasks", "DescribeClusters");
        assertStopped(account, "--yes")
                .hasErr("Not permitted: ecs:DescribeTasks in ECS cluster " + TestAccount.ECS_CLUSTER)
                .hasErr("jbang migrate.java iam-policy");
    }

    @ParameterizedTest
    @ValueSource(strings = {"DescribeStacks", "DescribeTable", "DescribeClusters", "ExecuteStatement"})
    void aClockThatIsWrongIsNamed(String operation) {
        TestAccount.with(BOTS)
                .error(operation, -1, 403, "SignatureDoesNotMatch", "Signature expired: 1 is now earlier than 2")
                .migrate("--yes").exits(2)
                .hasErr("Signature expired", "Set the clock of this machine")
                .hasNoErr("Grant");
    }

    /** As a hotel's network does, which asks to sign in first. */
    @Test
    void anAnswerThatIsNotOfAwsIsReported() {
        TestAccount account = TestAccount.empty();
        Map<String, ?> notFound = Map.of("status", 404, "message", "Please sign in");
        account.fault(Map.of("operation", "DescribeStacks", "times", -1, "error", notFound));
        account.migrate("--yes").exits(2).hasErr("Something between this machine and AWS has answered");
    }

    /** Runs the command, which must stop before it searches for bots. */
    private static Cli.Result assertStopped(TestAccount account, String... arguments) {
        Cli.Result result = account.migrate(arguments).exits(2).hasErr("Nothing was started.");
        assertEquals(List.of(), account.mutations());
        assertFalse(account.operations().contains("Scan"));
        return result;
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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "noInstance | has no instance | deploy v1 again",
                "stopped | it is probably stopped, as the app's rdsSchedule does | aws rds start-db-cluster"
                        + " --db-cluster-identifier bedrockchatstack-vectorstorecluster5a1b2c3d-rehearsal0001"
                        + " --region us-east-1 starts it",
                "missingTable | has no vector table | Deploy v1 first"
            })
    void nothingIsStartedWhileTheDatabaseIsDown(String state, String problem, String remedy) {
        TestAccount account = TestAccount.with(BOTS);
        if (state.equals("missingTable")) {
            account.sql("DROP TABLE items");
        } else {
            account.databaseState(state);
        }
        account.migrate("--yes").exits(2).hasErr("The database cannot be used: ", problem, remedy, "--no-proof");
        assertEquals(List.of(), account.mutations());

        assertEquals(2, account.report("--no-proof").exits(1).count("failed"));
        account.assertStarted(BOTS);
    }

    @Test
    void tasksCanBeStoppedWhileTheDatabaseIsDown() {
        TestAccount account = TestAccount.with(BOTS).behavior(BOTS[0], "hang").behavior(BOTS[1], "hang");
        account.leaveRunning(2);
        account.databaseState("stopped").migrate("--stop", "--yes").exits(0);
        assertEquals(2, account.requests("StopTask").size());
    }

    private static Cli.Result assertPlain(Cli.Result result) {
        return result.exits(2).hasNoErr("See cause", "Exception", "SDK Attempt Count");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:1, connection refused",
        "http://no-such-host.invalid, unknown host no-such-host.invalid"
    })
    void anEndpointOfTheOptionIsNamed(String endpoint, String cause) {
        TestAccount account = TestAccount.empty();
        String message = "(?i)no connection to " + endpoint + " \\(option --endpoint-url\\): " + cause;
        Cli.Result stack = assertPlain(account.migrate("--yes", "--endpoint-url", endpoint));
        assertEquals(1, stack.errLines(message).size());
        Cli.Result table =
                assertPlain(account.migrate(TestAccount.names("--yes", "--endpoint-url", endpoint, "--no-proof")));
        assertEquals(3, table.errLines(message).size());
    }

    @Test
    void anEndpointOfAVariableIsNamed() {
        TestAccount account = TestAccount.with(BOTS);
        assertPlain(account.migrate(account.cli().with("AWS_ENDPOINT_URL_ECS", REFUSED), "--yes"))
                .hasErr("no connection to " + REFUSED + " (variable AWS_ENDPOINT_URL_ECS): connection refused");
    }

    @ParameterizedTest
    @CsvSource({"eu-nowhere-1, ''", "us-esat-1, ; did you mean us-east-1?"})
    void aRegionThatDoesNotExistIsNamedWithOneThatIsSimilar(String region, String hint) {
        Cli cli = TestAccount.empty().cli().without("AWS_ENDPOINT_URL").with("PATH", System.getenv("PATH"));
        assertPlain(cli.startMigrate("--yes", "--region", region).end())
                .hasErr("no connection to https://cloudformation." + region + ".amazonaws.com (region " + region
                        + " of option --region" + hint + "): ");
    }
}
