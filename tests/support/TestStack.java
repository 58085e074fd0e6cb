package tests.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.OnFailure;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/** A stack from the tool's own template in an account, with parameters and parts that the tests change. */
public final class TestStack {
    public static final String NAME = "Temporary", SNAPSHOT = "before-the-upgrade";
    private static final String TEMPLATE = template();

    private final TestAccount account;
    private final CloudFormationClient client;
    private final Map<String, String> parameters = new HashMap<>(Map.of(
            "AppStack", "BedrockChatStack",
            "SnapshotIdentifier", SNAPSHOT,
            "EngineVersion", "15.13",
            "VpcId", "vpc-0rehearsal0000001",
            "SubnetIds", "subnet-0a1b2c3d4e5f60001, subnet-0a1b2c3d4e5f60002",
            "NewDatabaseSecurityGroupId", "sg-0a1b2c3d4e5f60002"));

    /** @param account gets the snapshot that the template needs */
    public TestStack(TestAccount account) {
        this.account = account;
        client = SdkClients.cloudFormation(account);
        account.snapshot(Map.of("id", SNAPSHOT));
    }

    private static String template() {
        try {
            return Files.readString(Cli.ROOT.resolve("lib/restore/temporary-database.yaml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Gives the stack what DMS needs to copy into the app's database. */
    public TestStack viaDms() {
        String host = SdkClients.rds(account).describeDBClusters().dbClusters().get(0).endpoint();
        parameters.putAll(Map.of("Via", "dms", "NewDatabaseHost", host, "NewDatabaseSecretArn", account.secretArn()));
        return this;
    }

    public CloudFormationClient client() {
        return client;
    }

    public String create(Consumer<CreateStackRequest.Builder> change) {
        return client.createStack(CreateStackRequest.builder()
                        .stackName(NAME)
                        .templateBody(TEMPLATE)
                        .parameters(parameters(parameters))
                        .capabilities(Capability.CAPABILITY_IAM)
                        .onFailure(OnFailure.DELETE)
                        .applyMutation(change)
                        .build())
                .stackId();
    }

    /** Creates the stack with a part of its template replaced. */
    public String createWith(String text, String replacement) {
        assertTrue(TEMPLATE.contains(text), text);
        return create(r -> r.templateBody(TEMPLATE.replace(text, replacement)));
    }

    public String createWithParameter(String name, String value) {
        Map<String, String> changed = new HashMap<>(parameters);
        changed.put(name, value);
        return create(r -> r.parameters(parameters(changed)));
    }

    private static List<Parameter> parameters(Map<String, String> values) {
        return values.entrySet().stream()
                .map(each -> Parameter.builder()
                        .parameterKey(each.getKey())
                        .parameterValue(each.getValue())
                        .build())
                .toList();
    }

    public static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    public void delete(String nameOrId) {
        client.deleteStack(r -> r.stackName(nameOrId));
    }

    public Stack describe(String nameOrId) {
        return client.describeStacks(r -> r.stackName(nameOrId)).stacks().get(0);
    }

    /** Waits until nothing happens to the stack, which then must have that status. */
    public Stack await(String nameOrId, String status) {
        account.await(status, () -> !describe(nameOrId).stackStatusAsString().endsWith("_IN_PROGRESS"));
        Stack stack = describe(nameOrId);
        assertEquals(status, stack.stackStatusAsString(), () -> events(nameOrId).toString());
        return stack;
    }

    /** Returns an output of the complete stack. */
    public String output(String key) {
        return describe(NAME).outputs().stream()
                .filter(output -> output.outputKey().equals(key))
                .map(Output::outputValue)
                .findFirst()
                .orElseThrow();
    }

    /** Returns the events of a stack, the newest first. */
    public List<StackEvent> events(String nameOrId) {
        return client.describeStackEventsPaginator(r -> r.stackName(nameOrId)).stackEvents().stream()
                .toList();
    }

    /** Returns an event as its resource and status. */
    public static String text(StackEvent event) {
        return event.logicalResourceId() + " " + event.resourceStatusAsString();
    }

    /** Creates the stack, whose resource must fail for that reason; then it is deleted. */
    public void assertFails(String resource, String reason, Runnable creation) {
        creation.run();
        String id = describe(NAME).stackId();
        await(id, "DELETE_COMPLETE");
        StackEvent failed = events(id).stream()
                .filter(event -> text(event).equals(resource + " CREATE_FAILED"))
                .findFirst()
                .orElseThrow(() -> new AssertionError(resource + " did not fail: " + events(id)));
        assertTrue(failed.resourceStatusReason().contains(reason), failed.resourceStatusReason());
    }
}
