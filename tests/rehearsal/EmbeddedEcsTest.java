package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import tests.support.TestAccount;

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

    @Test
    void aFaultHidesEveryTaskFromDescribeTasks() {
        String task = runTask("a").tasks().get(0).taskArn();
        account.fault("{\"operation\": \"DescribeTasks\", \"missing\": true}");
        try (EcsClient ecs = ecs()) {
            assertEquals("MISSING", describe(ecs, task).failures().get(0).reason());
            assertEquals(1, describe(ecs, task).tasks().size(), "the fault applies once");
        }
    }

    private static DescribeTasksResponse describe(EcsClient ecs, String task) {
        return ecs.describeTasks(r -> r.cluster(TestAccount.ECS_CLUSTER).tasks(task));
    }

    private RunTaskResponse runTask(String token) {
        try (EcsClient ecs = ecs()) {
            return ecs.runTask(r -> r.cluster(TestAccount.ECS_CLUSTER)
                    .taskDefinition(TestAccount.TASK_DEFINITION)
                    .launchType(LaunchType.FARGATE)
                    .networkConfiguration(n -> n.awsvpcConfiguration(
                            v -> v.subnets(TestAccount.SUBNETS).securityGroups(TestAccount.SECURITY_GROUP)))
                    .clientToken(token));
        }
    }

    private EcsClient ecs() {
        return EcsClient.builder()
                .endpointOverride(URI.create(account.endpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(account.accessKey(), "secret")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
