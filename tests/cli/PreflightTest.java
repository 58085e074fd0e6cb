package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TableSchema.attribute;
import static tests.support.TableSchema.key;

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
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/** The checks before anything starts: the settings, the database, and the way to each service. */
class PreflightTest {
    private static final String DEFINITION = "Task definition " + TestAccount.TASK_DEFINITION;
    private static final TestBots.Bot[] BOTS = TestBots.bots(2);
    private static final String MISSING_TABLE = "missingTable";
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
        Cli.Result result = account.migrate(("--yes " + options).split(" "));
        assertStopped(account, result);
        int count = problems.size();
        result.hasErr(count + (count == 1 ? " problem" : " problems") + " in the settings");
        for (String problem : problems) {
            List<String> parts = List.of(problem.split(" … "));
            assertEquals(
                    1,
                    result.err().lines().filter(line -> parts.stream().allMatch(line::contains)).count(),
                    () -> parts + " is not reported once\n" + result);
        }
    }

    @Test
    void aTaskDefinitionThatIsNotForFargateIsReported() {
        TestAccount account = TestAccount.empty();
        account.control("taskDefinition", Map.of("requiresCompatibilities", List.of("EC2")));
        Cli.Result result = account.migrate("--yes").hasErr(DEFINITION, " cannot run on Fargate");
        assertStopped(account, result);
    }

    private static void deactivate(TestAccount account) {
        table(account, "Other", "PK", ScalarAttributeType.S, "Name");
        table(account, "Numbers", "PK", ScalarAttributeType.N, "SK");
        account.control("cluster", Map.of("active", false));
        account.control("taskDefinition", Map.of("status", "INACTIVE"));
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

    /** As a hotel's network does, which asks to sign in first. */
    @Test
    void anAnswerThatIsNotOfAwsIsReported() {
        TestAccount account = TestAccount.empty();
        Map<String, ?> notFound = Map.of("status", 404, "message", "Please sign in");
        account.fault(Map.of("operation", "DescribeStacks", "times", -1, "error", notFound));
        account.migrate("--yes").exits(2).hasErr("Something between this machine and AWS has answered");
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

    private static TestAccount account(String state) {
        TestAccount account = TestAccount.empty().put(BOTS);
        if (state.equals(MISSING_TABLE)) {
            account.sql("DROP TABLE items");
            return account;
        }
        return account.databaseState(state);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "noInstance | has no instance | deploy v1 again",
                "stopped | it is probably stopped, as the app's rdsSchedule does | aws rds start-db-cluster"
                        + " --db-cluster-identifier bedrockchatstack-vectorstorecluster",
                "missingTable | has no vector table | deploy v1 first"
            })
    void nothingIsStartedWhileTheDatabaseIsDown(String state, String problem, String remedy) {
        TestAccount account = account(state);
        Cli.Result result = account.migrate("--yes").exits(2);
        assertEquals(List.of(), account.mutations(), result::toString);
        result.hasErr("The database cannot be used: ", problem, remedy, "--no-proof");

        Cli.Result insisted = account.migrate("--yes", "--no-proof", "--json", "-").exits(1);
        assertEquals(2, account.requests("RunTask").size(), insisted::toString);
        assertEquals(2, JsonReport.of(insisted).count("failed"), insisted::toString);
    }

    @Test
    void tasksCanBeStoppedWhileTheDatabaseIsDown() {
        TestAccount account = TestAccount.empty().put(BOTS).behavior(BOTS[0], "hang").behavior(BOTS[1], "hang");
        Cli cli = account.cli();
        account.leaveRunning(cli, 2);
        account.databaseState("stopped");
        Cli.Result result = account.migrate(cli, "--stop", "--yes").exits(0);
        assertEquals(2, account.requests("StopTask").size(), result::toString);
    }

    private static void assertPlain(Cli.Result result) {
        result.exits(2).hasNoErr("See cause", "Exception", "SDK Attempt Count");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:1, connection refused",
        "http://no-such-host.invalid, unknown host no-such-host.invalid"
    })
    void anEndpointOfTheOptionIsNamed(String endpoint, String cause) {
        TestAccount account = TestAccount.empty();
        Cli.Result stack = account.migrate("--yes", "--endpoint-url", endpoint);
        assertPlain(stack);
        String message = "no connection to " + endpoint + " (option --endpoint-url): " + cause;
        assertTrue(stack.err().toLowerCase().contains(message), stack::toString);
        Cli.Result table = account.migrate(TestAccount.names("--yes", "--endpoint-url", endpoint, "--no-proof"));
        assertPlain(table);
        assertEquals(
                3,
                table.err().lines().filter(line -> line.toLowerCase().contains(message)).count(),
                table::toString);
    }

    @Test
    void anEndpointOfAVariableIsNamed() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(1));
        Cli.Result one = account.migrate(account.cli().with("AWS_ENDPOINT_URL_ECS", REFUSED), "--yes");
        assertPlain(one);
        one.hasErr("no connection to " + REFUSED + " (variable AWS_ENDPOINT_URL_ECS): connection refused");
    }

    @ParameterizedTest
    @CsvSource({"eu-nowhere-1, ''", "us-esat-1, ; did you mean us-east-1?"})
    void aRegionThatDoesNotExistIsNamedWithOneThatIsSimilar(String region, String hint) {
        Cli cli = TestAccount.empty().cli().without("AWS_ENDPOINT_URL").with("PATH", System.getenv("PATH"));
        Cli.Result result = cli.startMigrate("--yes", "--region", region).end();
        assertPlain(result);
        result.hasErr("no connection to https://cloudformation." + region + ".amazonaws.com (region " + region
                + " of option --region" + hint + "): ");
    }
}
