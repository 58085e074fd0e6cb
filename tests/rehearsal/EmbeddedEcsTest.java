package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Task;
import tests.support.SdkClients;
import tests.support.TestAccount;
import tests.support.TestBots;

/** The embedded ECS is never kinder than ECS. */
class EmbeddedEcsTest {
    private final TestAccount account = TestAccount.empty().pauseClock();

    @Test
    void failuresAreRepeatedToTheirToken() {
        account.set("vcpuQuota", 0);
        assertEquals(1, runTask("a").failures().size());
        account.set("vcpuQuota", 6);
        RunTaskResponse repeated = runTask("a");
        assertTrue(repeated.tasks().isEmpty() && repeated.failures().size() == 1, repeated::toString);
        assertEquals(1, runTask("b").tasks().size());
        assertEquals(1, account.tasks().size());
    }

    /** What the two kinds of container do with each request; upstream's main.py does the same. */
    @ParameterizedTest
    @CsvSource({
        // version, command's argument, EVENT, exit code, SyncStatus
        "v1.2.4, keys, keys, 0, SUCCEEDED",
        "v1.2.4, keys, , 0, SUCCEEDED",
        "v1.2.4, , keys, 2, QUEUED",
        "v1.2.4, 'no JSON', keys, 1, QUEUED",
        "v1.3.2, keys, keys, 0, SUCCEEDED",
        "v1.3.2, keys, , 1, QUEUED",
        "v1.3.2, , keys, 0, SUCCEEDED",
        "v1.4.0, keys, keys, 0, SUCCEEDED",
        "v1.4.0, keys, , 1, QUEUED",
        "v1.4.0, , keys, 0, SUCCEEDED",
        "v1.4.0, keys, 'no JSON', 1, QUEUED",
        "v1.4.0, , , 1, QUEUED"
    })
    void theContainerReadsTheKeysWhereItsVersionDoes(
            String app, String argument, String event, int exitCode, String status) {
        TestBots.Bot bot = TestBots.bot(1).with("SyncStatus", "QUEUED");
        account.set("app", app).put(bot);
        String keys = "{\"PK\": {\"S\": \"%s\"}, \"SK\": {\"S\": \"%s\"}}".formatted(bot.user(), bot.sk());
        String task = runTask("a", overrides(argument, event, keys)).tasks().get(0).taskArn();
        account.advancePaused(600);
        try (EcsClient ecs = SdkClients.ecs(account)) {
            Task ended = describe(ecs, task).tasks().get(0);
            assertEquals(exitCode, ended.containers().get(0).exitCode());
            ContainerOverride shown = ended.overrides().containerOverrides().get(0);
            assertEquals(argument != null, shown.hasCommand());
            assertEquals(event != null, shown.hasEnvironment());
        }
        assertEquals(status, account.item(bot).get("SyncStatus").s());
    }

    private static ContainerOverride overrides(String argument, String event, String keys) {
        ContainerOverride.Builder override = ContainerOverride.builder().name("Container");
        if (argument != null) {
            override.command("-u", "embedding/main.py", argument.equals("keys") ? keys : argument);
        }
        if (event != null) {
            override.environment(List.of(KeyValuePair.builder()
                    .name("EVENT")
                    .value(event.equals("keys") ? keys : event)
                    .build()));
        }
        return override.build();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Title",
                "Description",
                "Instruction",
                "CreateTime",
                "LastBotUsed",
                "IsPinned",
                "Knowledge",
                "SyncStatus",
                "SyncStatusReason",
                "LastExecId"
            })
    void theContainerReadsNoBotWithoutThisAttribute(String attribute) {
        assertNotRead(TestBots.bot(1).without(attribute));
    }

    /** As pydantic, which checks the types. */
    @Test
    void theContainerReadsNoBotWhoseAttributesHaveOtherTypes() {
        AttributeValue text = AttributeValue.fromS("https://example.com"), none = AttributeValue.fromL(List.of());
        AttributeValue noList = AttributeValue.fromM(
                Map.of("source_urls", text, "sitemap_urls", none, "filenames", none));
        AttributeValue numbers = AttributeValue.fromM(Map.of(
                "source_urls", AttributeValue.fromL(List.of(AttributeValue.fromN("1"))),
                "sitemap_urls", none,
                "filenames", none));
        for (AttributeValue knowledge : List.of(text, noList, numbers)) {
            assertNotRead(TestBots.bot(1).with("Knowledge", knowledge));
        }
    }

    private void assertNotRead(TestBots.Bot bot) {
        for (String app : List.of("v1.2.4", "v1.3.2", "v1.4.0")) {
            account.set("app", app);
            try (DynamoDbClient client = account.dynamoDb()) {
                client.putItem(r -> r.tableName(TestAccount.TABLE).item(bot.item()));
            }
            account.startByPipe(bot);
            account.advancePaused(600);
            JsonObject task = account.tasks().get(account.tasks().size() - 1);
            assertEquals(1, task.get("exitCode").getAsInt(), task::toString);
            assertEquals(bot.item(), account.item(bot), "nothing was written");
        }
    }

    @Test
    void aStartOfTheAppThatTheQuotaRejectsIsRetriedByThePipeAloneAndOnlyOnce() {
        TestBots.Bot bot = TestBots.bot(1);
        account.put(bot).set("vcpuQuota", 0);
        for (String app : List.of("v1.2.4", "v1.4.0")) {
            account.set("app", app).set("vcpuQuota", 0);
            account.saveInApp(bot);
            account.set("vcpuQuota", 6).advancePaused(60);
            assertEquals(1, account.tasks().size(), app + ": the pipe's second start, and none of Step Functions");
        }
        JsonObject retried = account.tasks().get(0);
        assertTrue(retried.toString().contains("\"command\""), retried::toString);
    }

    @Test
    void theAppsOwnTaskOfStepFunctionsHasEventAndNoCommand() {
        TestBots.Bot bot = TestBots.bot(1);
        account.put(bot).saveInApp(bot);
        JsonObject task = account.tasks().get(0);
        assertEquals("AWS Step Functions", task.get("startedBy").getAsString());
        String request = task.get("request").toString();
        assertTrue(request.contains("\"EVENT\"") && !request.contains("\"command\""), request);
    }

    /** Since v1.2.5 the state machine builds the knowledge base instead (upstream cdk/lib/constructs/embedding.ts). */
    @Test
    void aBotWithABedrockKnowledgeBaseStartsNoTask() {
        TestBots.Bot bot = TestBots.bot(1).with("BedrockKnowledgeBase", AttributeValue.fromM(Map.of()));
        account.put(bot).saveInApp(bot);
        account.advancePaused(600);
        assertEquals(List.of(), account.tasks());
        TestBots.Bot other = TestBots.bot(2);
        account.put(other).saveInApp(other);
        assertEquals(1, account.tasks().size());
    }

    /** The container has the ARN of the secret from its task definition, and reads the host from it when it writes. */
    @Test
    void aTaskOfAnOldTaskDefinitionWritesNothingIntoTheDatabaseOfANewSecret() {
        TestBots.Bot bot = TestBots.bot(1);
        account.put(bot).startByPipe(bot);
        account.control(
                "stack",
                Map.of(
                        "change",
                        Map.of(
                                "DbConfigHostname", "bedrockchatstack-vectorstorecluster5a1b2c3d-other.cluster-c1.rds",
                                "DbConfigSecretArn", "arn:aws:secretsmanager:us-east-1:123456789012:secret:other")));
        account.advancePaused(600);
        assertEquals("FAILED", account.item(bot).get("SyncStatus").s());
        assertEquals(Map.of(), account.rows(bot));
        account.startByPipe(bot);
        account.advancePaused(600);
        assertEquals("SUCCEEDED", account.item(bot).get("SyncStatus").s());
        assertEquals(1, account.rows(bot).size());
    }

    private static DescribeTasksResponse describe(EcsClient ecs, String task) {
        return ecs.describeTasks(r -> r.cluster(TestAccount.ECS_CLUSTER).tasks(task));
    }

    @Test
    void aListThatHasBecomeShorterHasAnEmptyNextPage() {
        account.set("listPageSize", 1);
        List<String> tasks = List.of(
                runTask("a").tasks().get(0).taskArn(), runTask("b").tasks().get(0).taskArn());
        try (EcsClient ecs = SdkClients.ecs(account)) {
            String next =
                    ecs.listTasks(r -> r.cluster(TestAccount.ECS_CLUSTER)).nextToken();
            tasks.forEach(task -> ecs.stopTask(r -> r.cluster(TestAccount.ECS_CLUSTER).task(task)));
            assertEquals(
                    List.of(),
                    ecs.listTasks(r -> r.cluster(TestAccount.ECS_CLUSTER).nextToken(next))
                            .taskArns());
        }
    }

    /** {@code --subnet} and {@code --security-group} can be repeated. */
    @ParameterizedTest
    @CsvSource({"17, 1", "1, 6"})
    void aTaskHasAtMostSixteenSubnetsAndFiveSecurityGroups(int subnets, int securityGroups) {
        String message = assertThrows(
                        InvalidParameterException.class,
                        () -> runTask(
                                "a",
                                Collections.nCopies(subnets, TestAccount.SUBNETS.get(0)),
                                Collections.nCopies(securityGroups, TestAccount.SECURITY_GROUP),
                                ContainerOverride.builder().name("Container").build()))
                .getMessage();
        assertTrue(message.contains("can have at most"), message);
    }

    @ParameterizedTest
    @CsvSource({"DescribeTasks, 20", "ListTasks, 20", "StopTask, 40"})
    void aBurstOfAHundredRequestsIsThrottledToARate(String operation, int perSecond) {
        String task = runTask("a").tasks().get(0).taskArn();
        try (EcsClient ecs = SdkClients.ecs(account)) {
            Runnable request = () -> {
                switch (operation) {
                    case "DescribeTasks" -> describe(ecs, task);
                    case "ListTasks" -> ecs.listTasks(r -> r.cluster(TestAccount.ECS_CLUSTER));
                    default -> ecs.stopTask(r -> r.cluster(TestAccount.ECS_CLUSTER).task(task));
                }
            };
            assertEquals(100, untilThrottled(request));
            account.advancePaused(1);
            assertEquals(perSecond, untilThrottled(request));
        }
    }

    /** Returns how many requests in a row are not throttled. */
    private static int untilThrottled(Runnable request) {
        int count = 0;
        try {
            while (true) {
                request.run();
                count++;
            }
        } catch (EcsException e) {
            assertEquals("ThrottlingException", e.awsErrorDetails().errorCode());
            return count;
        }
    }

    /** The enumeration of the API's model; {@code --assign-public-ip} chooses one. */
    @Test
    void aPublicIpAddressIsEnabledOrDisabled() {
        try (EcsClient ecs = SdkClients.ecs(account)) {
            assertThrows(
                    InvalidParameterException.class,
                    () -> ecs.runTask(r -> r.cluster(TestAccount.ECS_CLUSTER)
                            .taskDefinition(TestAccount.TASK_DEFINITION)
                            .launchType(LaunchType.FARGATE)
                            .networkConfiguration(n -> n.awsvpcConfiguration(
                                    v -> v.subnets(TestAccount.SUBNETS).assignPublicIp("enabled")))));
        }
    }

    private RunTaskResponse runTask(String token) {
        return runTask(token, ContainerOverride.builder().name("Container").build());
    }

    private RunTaskResponse runTask(String token, ContainerOverride override) {
        return runTask(token, TestAccount.SUBNETS, List.of(TestAccount.SECURITY_GROUP), override);
    }

    private RunTaskResponse runTask(
            String token, List<String> subnets, List<String> securityGroups, ContainerOverride override) {
        try (EcsClient ecs = SdkClients.ecs(account)) {
            return ecs.runTask(r -> r.cluster(TestAccount.ECS_CLUSTER)
                    .taskDefinition(TestAccount.TASK_DEFINITION)
                    .launchType(LaunchType.FARGATE)
                    .networkConfiguration(n -> n.awsvpcConfiguration(
                            v -> v.subnets(subnets).securityGroups(securityGroups)))
                    .overrides(o -> o.containerOverrides(override))
                    .clientToken(token));
        }
    }
}
