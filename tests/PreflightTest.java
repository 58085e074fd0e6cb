package tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** What is checked before anything starts. */
class PreflightTest {
    private static final String[] EVERY_OPTION = {"--table", Install.TABLE, "--cluster", Install.ECS_CLUSTER, "--task-definition", Install.TASK_DEFINITION,
        "--subnet", "subnet-01234567", "--security-group", "sg-01234567"};

    /**
     * Something wrong.
     *
     * @param prepare what is changed at the server
     * @param options of the command, separated by spaces
     * @param told in one line of what is said: what is wrong, where the value came from, what to do
     */
    private record Wrong(String name, Consumer<Install> prepare, String options, String... told) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Wrong> wrongs() {
        String cluster = "output EmbeddingClusterNameA6A626C4 of stack BedrockChatStack";
        String definition = "output EmbeddingTaskDefinitionName9C442847 of stack BedrockChatStack";
        return Stream.of(
                wrong("table missing", "--table Nowhere", "Table Nowhere (option --table) does not exist in us-east-1", "--region"),
                new Wrong("table with other keys", install -> table(install, "Other", "PK", ScalarAttributeType.S, "Name"), "--table Other",
                        "Table Other (option --table) has the keys [PK, Name]", "DatabaseConversationTableName"),
                new Wrong("table with a number as key", install -> table(install, "Numbers", "PK", ScalarAttributeType.N, "SK"), "--table Numbers",
                        "Table Numbers (option --table)", "not the strings PK and SK", "DatabaseConversationTableName"),
                wrong("table whose name no table can have", "--table a/b", "a/b (option --table)"),
                wrong("ECS cluster missing", "--cluster Nowhere", "ECS cluster Nowhere (option --cluster) does not exist in us-east-1", "EmbeddingClusterName", "--region"),
                new Wrong("ECS cluster inactive", install -> install.control("cluster", Map.of("status", "INACTIVE")), "",
                        "ECS cluster " + Install.ECS_CLUSTER + " (" + cluster + ") is INACTIVE", "Deploy v1 again"),
                wrong("task definition missing", "--task-definition Nowhere", "Task definition Nowhere (option --task-definition)", "Unable to describe task definition",
                        "Check the name"),
                new Wrong("task definition inactive", install -> install.control("taskDefinition", Map.of("status", "INACTIVE")),
                        "--task-definition " + Install.TASK_DEFINITION + ":7", ":7 (option --task-definition) is INACTIVE", "deploy v1 again"),
                new Wrong("family without an active revision", install -> install.control("taskDefinition", Map.of("status", "INACTIVE")), "",
                        "Task definition " + Install.TASK_DEFINITION + " (" + definition + ")", "Check the name"),
                new Wrong("task definition that Fargate cannot run", install -> install.control("taskDefinition", Map.of("requiresCompatibilities", List.of("EC2"))), "",
                        "Task definition " + Install.TASK_DEFINITION + " (" + definition + ") cannot run on Fargate", "EmbeddingTaskDefinitionName"),
                wrong("container missing", "--container Kontainer", "Task definition " + Install.TASK_DEFINITION + " (" + definition + ") has no container Kontainer",
                        "(option --container)", "it has: Container", "Give --container"),
                wrong("ill-formed subnet", "--subnet subnet-01234567 --subnet sg-01234567", "Subnet sg-01234567 (option --subnet) is not of the form subnet-"),
                wrong("placeholder as subnet", "--subnet subnet-xxxxx", "Subnet subnet-xxxxx (option --subnet) is not of the form subnet-"),
                wrong("ill-formed security group", "--security-group default", "Security group default (option --security-group) is not of the form sg-"),
                wrong("empty table name", "--table=", "empty name", "option --table"),
                wrong("empty ECS cluster name", "--cluster=", "empty name", "option --cluster"),
                wrong("empty task definition name", "--task-definition=", "empty name", "option --task-definition"),
                wrong("empty container name", "--container=", "empty name", "option --container"),
                wrong("empty subnet", "--subnet=", "Subnet", "option --subnet"));
    }

    private static Wrong wrong(String name, String options, String... told) {
        return new Wrong(name, install -> { }, options, told);
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @MethodSource("wrongs")
    void whatIsWrongIsToldWithItsSourceAndWhatToDo(Wrong wrong) {
        Install install = Install.empty();
        wrong.prepare.accept(install);
        Cli.Result result = install.migrate(options(wrong.options.isEmpty() ? new String[0] : wrong.options.split(" "), "--yes"));
        assertStopped(install, result);
        assertTrue(result.err().contains("1 problem in the settings"), result::toString);
        assertTrue(result.err().lines().anyMatch(line -> Stream.of(wrong.told).allMatch(line::contains)), result::toString);
    }

    @Test
    void everythingThatIsWrongIsShownTogether() {
        Install install = Install.empty();
        table(install, "Other", "Id", ScalarAttributeType.S, "SK");
        install.control("cluster", Map.of("status", "INACTIVE"));
        install.control("taskDefinition", Map.of("status", "INACTIVE"));
        Cli.Result result = install.migrate("--yes", "--table", "Other", "--task-definition", Install.TASK_DEFINITION + ":7", "--container", "Kontainer",
                "--subnet", "subnet-1", "--subnet", "subnet-2", "--security-group", "sg-1");
        assertStopped(install, result);
        assertTrue(result.err().contains("7 problems in the settings"), result::toString);
        for (String told : List.of("Table Other", "ECS cluster " + Install.ECS_CLUSTER, "is INACTIVE, not ACTIVE. Name its family", "has no container Kontainer",
                "Subnet subnet-1", "Subnet subnet-2", "Security group sg-1")) {
            assertEquals(1, result.err().lines().filter(line -> line.contains(told)).count(), () -> told + "\n" + result);
        }
    }

    @Test
    void whatMayNotBeCheckedIsAWarningAndTheRunGoesOn() {
        Install install = Install.empty().put(Bots.bots(2));
        List.of("DescribeTable", "DescribeClusters", "DescribeTaskDefinition").forEach(operation -> deny(install, operation));
        Cli.Result result = install.migrate("--yes");
        assertEquals(0, result.exit(), result::toString);
        for (String permission : List.of("dynamodb:DescribeTable", "ecs:DescribeClusters", "ecs:DescribeTaskDefinition")) {
            assertEquals(1, result.err().lines().filter(l -> l.startsWith("warning: ") && l.contains("could not be checked: " + permission)).count(), result::toString);
        }
        assertEquals(Bots.sks(Bots.bots(2)), java.util.Set.copyOf(install.startedBots()), result::toString);
    }

    @Test
    void theIndexCanBeScannedThoughTheTableMayNotBeDescribed() {
        Install install = Install.empty().put(Bots.bots(1));
        deny(install, "DescribeTable");
        Cli.Result result = install.migrate("--yes", "--scan", "index");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(1, install.startedBots().size(), result::toString);
    }

    @Test
    void tasksThatMayNotBeWatchedAreNotStarted() {
        Install install = Install.empty().put(Bots.bots(1));
        deny(install, "DescribeTasks");
        deny(install, "DescribeClusters");
        Cli.Result result = install.migrate("--yes");
        assertStopped(install, result);
        assertTrue(result.err().contains("Not permitted: ecs:DescribeTasks in ECS cluster " + Install.ECS_CLUSTER), result::toString);
        assertTrue(result.err().contains("IAM policy"), result::toString);
    }

    @Test
    void expiredCredentialsAreTold() {
        Install install = Install.empty();
        for (String operation : List.of("DescribeTable", "DescribeClusters", "DescribeTaskDefinition", "DescribeTasks")) {
            install.fault("""
                    {"operation": "%s", "times": -1, "error": {"status": 400, "code": "ExpiredTokenException", "message": "The security token included in the request is expired"}}"""
                    .formatted(operation));
        }
        Cli.Result result = install.migrate("--yes");
        assertStopped(install, result);
        assertTrue(result.err().lines().anyMatch(l -> l.contains("ExpiredTokenException") && l.contains("credentials")), result::toString);
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @ValueSource(booleans = {false, true})
    void anEndpointThatNobodyListensAtIsTold(boolean everyOption) {
        Install install = Install.empty();
        Cli.Result result = install.migrate(options(everyOption ? EVERY_OPTION : new String[0], "--yes", "--endpoint-url", "http://127.0.0.1:1"));
        assertEquals(2, result.exit(), result::toString);
        assertTrue(result.err().contains("--endpoint-url"), result::toString);
        assertTrue(result.err().contains(everyOption ? "Table " + Install.TABLE + " (option --table) could not be reached" : "CloudFormation"), result::toString);
        assertEquals(List.of(), install.operations(), result::toString);
    }

    @Test
    void anEndpointThatIsNotAwsIsTold() throws IOException {
        HttpServer portal = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        portal.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, 0);
            exchange.getResponseBody().write("<html>Please sign in to the hotel's network</html>".getBytes());
            exchange.close();
        });
        portal.start();
        try {
            Cli.Result result = Install.empty().migrate(options(EVERY_OPTION, "--yes", "--endpoint-url", "http://127.0.0.1:" + portal.getAddress().getPort()));
            assertEquals(2, result.exit(), result::toString);
            assertTrue(result.err().contains("problems in the settings"), result::toString);
            assertTrue(result.err().contains("Table " + Install.TABLE), result::toString);
            assertFalse(result.err().contains("null"), result::toString);
        } finally {
            portal.stop(0);
        }
    }

    private static void assertStopped(Install install, Cli.Result result) {
        assertEquals(2, result.exit(), result::toString);
        assertTrue(result.err().contains("Nothing was started."), result::toString);
        assertEquals(List.of(), install.mutations(), result::toString);
        assertFalse(install.operations().contains("Scan"), result::toString);
    }

    private static void deny(Install install, String operation) {
        install.fault("""
                {"operation": "%s", "times": -1, "error": {"status": 400, "code": "AccessDeniedException", "message": "User is not authorized"}}""".formatted(operation));
    }

    private static void table(Install install, String name, String hash, ScalarAttributeType hashType, String range) {
        try (DynamoDbClient client = install.dynamoDb()) {
            client.createTable(r -> r.tableName(name).billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(a -> a.attributeName(hash).attributeType(hashType), a -> a.attributeName(range).attributeType(ScalarAttributeType.S))
                    .keySchema(k -> k.attributeName(hash).keyType(KeyType.HASH), k -> k.attributeName(range).keyType(KeyType.RANGE)));
        }
    }

    private static String[] options(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(List.of(some));
        return all.toArray(String[]::new);
    }
}
