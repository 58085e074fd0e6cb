package lib.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lib.retry.Retrier;
import lib.retry.ServiceException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.AlreadyExistsException;
import software.amazon.awssdk.services.cloudformation.model.Capability;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.OnFailure;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ResourceStatus;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/** CloudFormation stacks: the state of the app's, and creation and deletion of one that this tool owns. */
public final class Stacks {
    /** Longer than temporary credentials take to be renewed by hand. */
    private static final Duration RETRY_LIMIT = Duration.ofMinutes(15);

    /**
     * The state of a stack.
     *
     * @param id its ARN, which also describes it after its deletion
     * @param status for example CREATE_COMPLETE
     * @param outputs by their keys, in order
     * @param exports the names under which other stacks can import outputs
     */
    public record State(
            String name,
            String id,
            String status,
            Instant created,
            Map<String, String> parameters,
            Map<String, String> tags,
            Map<String, String> outputs,
            List<String> exports) {}

    /**
     * A new stack.
     *
     * @param roleArn the role with which CloudFormation works, or null for the caller's permissions
     */
    public record Definition(
            String name, String template, Map<String, String> parameters, Map<String, String> tags, String roleArn) {}

    /**
     * What happened to a resource of a stack, or to the stack itself.
     *
     * @param resource its logical id
     * @param reason the service's own words; may be empty
     */
    public record Event(String resource, String status, String reason) {}

    /**
     * A resource of a stack.
     *
     * @param logicalId its name in the template
     * @param type for example AWS::S3::Bucket
     * @param physicalId for example the name of a bucket, or the ARN of a secret; empty if it does not exist yet
     */
    public record Resource(String logicalId, String type, String physicalId) {}

    private final CloudFormationClient client;
    private final Retrier retrier;

    public Stacks(CloudFormationClient client, Retrier retrier) {
        this.client = client;
        this.retrier = retrier;
    }

    private <T> T call(Supplier<T> request) {
        return retrier.call(RETRY_LIMIT, () -> ErrorClassifier.classified(request));
    }

    /** The stack with this name or id; empty if it does not exist. */
    public Optional<State> describe(String name) {
        return retrier.call(RETRY_LIMIT, () -> look(name));
    }

    /** The same with one request, for the beginning of a command: an error is shown at once. */
    Optional<State> look(String name) {
        try {
            return ErrorClassifier.classified(
                            () -> client.describeStacks(r -> r.stackName(name)).stacks())
                    .stream()
                    .map(Stacks::state)
                    .findFirst();
        } catch (ServiceException e) {
            if (isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** All stacks of the region except deleted ones. */
    public List<State> list() {
        return call(() -> client.describeStacksPaginator().stacks().stream()
                .map(Stacks::state)
                .toList());
    }

    private static boolean isMissing(ServiceException e) {
        return e.getCause() instanceof CloudFormationException cause
                && String.valueOf(cause.getMessage()).contains("does not exist");
    }

    private static State state(Stack stack) {
        Map<String, String> parameters = new TreeMap<>();
        stack.parameters().forEach(p -> parameters.put(p.parameterKey(), p.parameterValue()));
        Map<String, String> tags = new TreeMap<>();
        stack.tags().forEach(tag -> tags.put(tag.key(), tag.value()));
        Map<String, String> outputs = new TreeMap<>();
        stack.outputs().forEach(output -> outputs.put(output.outputKey(), output.outputValue()));
        return new State(
                stack.stackName(),
                stack.stackId(),
                stack.stackStatusAsString(),
                stack.creationTime(),
                parameters,
                tags,
                outputs,
                stack.outputs().stream()
                        .map(Output::exportName)
                        .filter(Objects::nonNull)
                        .toList());
    }

    /**
     * Begins to create a stack, which CloudFormation deletes if that fails; one that exists already is no error. Its
     * template may contain roles: CloudFormation demands consent to them even if a condition of the template excludes
     * them.
     */
    public void create(Definition stack, String requestToken) {
        List<Parameter> parameters = new ArrayList<>();
        stack.parameters()
                .forEach((key, value) -> parameters.add(Parameter.builder()
                        .parameterKey(key)
                        .parameterValue(value)
                        .build()));
        List<Tag> tags = new ArrayList<>();
        stack.tags()
                .forEach((key, value) ->
                        tags.add(Tag.builder().key(key).value(value).build()));
        try {
            call(() -> client.createStack(r -> r.stackName(stack.name())
                    .templateBody(stack.template())
                    .parameters(parameters)
                    .tags(tags)
                    .roleARN(stack.roleArn())
                    .capabilities(Capability.CAPABILITY_IAM)
                    .onFailure(OnFailure.DELETE)
                    .clientRequestToken(requestToken)));
        } catch (ServiceException e) {
            if (!(e.getCause() instanceof AlreadyExistsException)) {
                throw e;
            }
        }
    }

    /** Begins to delete a stack; a stack that does not exist is no error. */
    public void delete(String id, String roleArn) {
        call(() -> client.deleteStack(r -> r.stackName(id).roleARN(roleArn)));
    }

    /** The events of a stack, the oldest first. */
    public List<Event> events(String id) {
        List<Event> events = new ArrayList<>(call(() -> newest(id).toList()));
        Collections.reverse(events);
        return events;
    }

    /**
     * The first failure in the last deploy of a stack with this name, or in the creation of one with this id. What
     * fails after it was cancelled because of it, or waits in vain.
     */
    public Optional<Event> firstFailure(String name) {
        return call(() -> newest(name)
                .takeWhile(event -> !event.resource().equals(name)
                        || !event.status().matches("(CREATE|UPDATE)_IN_PROGRESS"))
                .filter(event -> event.status().endsWith("_FAILED")
                        && !event.reason().contains("cancelled"))
                .reduce((later, earlier) -> earlier));
    }

    /** The events of a stack, the newest first; those of long ago are on later pages, which are read when needed. */
    private Stream<Event> newest(String id) {
        return client.describeStackEventsPaginator(r -> r.stackName(id)).stackEvents().stream()
                .map(Stacks::event);
    }

    private static Event event(StackEvent event) {
        return new Event(
                event.logicalResourceId(),
                event.resourceStatusAsString(),
                event.resourceStatusReason() == null ? "" : event.resourceStatusReason());
    }

    /** The resources of a stack, except those that were deleted. */
    public List<Resource> resources(String stack) {
        return call(() -> client.listStackResourcesPaginator(r -> r.stackName(stack)).stackResourceSummaries().stream()
                .filter(resource -> resource.resourceStatus() != ResourceStatus.DELETE_COMPLETE)
                .map(resource -> new Resource(
                        resource.logicalResourceId(),
                        resource.resourceType(),
                        resource.physicalResourceId() == null ? "" : resource.physicalResourceId()))
                .toList());
    }

    /**
     * The names of the stacks that import an export. CloudFormation changes or deletes no export while there is one.
     * (An export without imports is an error to the service.)
     */
    public List<String> importers(String export) {
        try {
            return call(() -> client.listImportsPaginator(r -> r.exportName(export)).imports().stream()
                    .toList());
        } catch (ServiceException e) {
            if (e.getCause() instanceof CloudFormationException cause
                    && String.valueOf(cause.getMessage()).contains("is not imported by any stack")) {
                return List.of();
            }
            throw e;
        }
    }
}
