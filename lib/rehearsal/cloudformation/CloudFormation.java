package lib.rehearsal.cloudformation;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.dms.Dms;
import lib.rehearsal.stack.DeployedStacks;
import lib.rehearsal.stack.VpcNetwork;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.Json;
import lib.rehearsal.wire.Page;

/**
 * The operations of CloudFormation in one account: stacks that were deployed before can be described, others created
 * and deleted. Guarded by the account's clock.
 */
public final class CloudFormation {
    private static final int PAGE = 100;
    private static final Set<String> DELETE_FIELDS = Set.of("Action", "Version", "StackName", "RoleARN");

    private final String region;
    private final DeployedStacks deployed;
    private final VpcNetwork network;
    private final RdsResources rds;
    private final StackOperations operations;
    private final List<Stack> stacks = new ArrayList<>();

    /** The services whose resources the stacks have. */
    public record Services(AuroraClusters aurora, VpcNetwork network, Dms dms) {}

    public CloudFormation(String region, DeployedStacks deployed, Services services, SimulatedClock clock) {
        this.region = region;
        this.deployed = deployed;
        network = services.network;
        rds = new RdsResources(services.aurora, network, clock);
        operations = new StackOperations(
                clock,
                new StackResources(
                        network,
                        rds,
                        new DmsResources(services.dms, network)));
    }

    /** Adds a failure of a resource. */
    public void addFault(ResourceFault fault) {
        operations.addFault(fault);
    }

    /** Sets how long every resource takes to be created or deleted, and then a secret to be active. */
    public void setResourceTime(Duration time) {
        operations.setResourceTime(time);
        rds.setSecretTime(time);
    }

    /** @throws AwsError if CloudFormation would return an error, or if the operation is not implemented */
    public JsonObject handle(String operation, JsonObject form, Instant now) {
        return switch (operation) {
            case "CreateStack" -> createStack(form, now);
            case "DeleteStack" -> deleteStack(form, now);
            case "DescribeStacks" -> describeStacks(form);
            case "DescribeStackEvents" -> describeStackEvents(form);
            case "ListStackResources" -> listStackResources(form);
            case "ListImports" -> listImports(form);
            default ->
                throw new AwsError(
                        400, "InvalidAction", "The embedded AWS does not implement CloudFormation " + operation + ".");
        };
    }

    private JsonObject createStack(JsonObject form, Instant now) {
        StackRequest request = StackRequest.of(form, network);
        Optional<Stack> existing = find(request.name());
        boolean taken = existing.isPresent() || deployed.find(request.name()).isPresent();
        boolean isRepeated =
                existing.filter(stack -> stack.request.hasToken(request.token())).isPresent();
        if (taken && !isRepeated) {
            throw new AwsError(400, "AlreadyExistsException", "Stack [" + request.name() + "] already exists");
        }
        if (!taken && stacks.stream().anyMatch(stack -> stack.request.hasToken(request.token()))) {
            throw new AwsError(
                    400, "TokenAlreadyExistsException", "Client request token already exists: " + request.token());
        }
        Stack stack = existing.orElseGet(() -> new Stack(request, region, now));
        if (!isRepeated) {
            stacks.add(stack);
            operations.create(stack, now);
        }
        return Json.object("StackId", stack.id);
    }

    private JsonObject deleteStack(JsonObject form, Instant now) {
        StackRequest.rejectOthers(form, DELETE_FIELDS);
        StackRequest.role(form);
        String name = name(form);
        if (deployed.find(name).isPresent()) {
            throw Template.error("The embedded AWS does not delete the stack " + name + ".");
        }
        find(name).ifPresent(stack -> operations.delete(stack, now));
        return new JsonObject();
    }

    private static String name(JsonObject form) {
        return Json.string(form, "StackName").orElse("");
    }

    /** Returns the stack with that name, unless it is deleted, or with that id, even if it is. */
    private Optional<Stack> find(String nameOrId) {
        return stacks.stream()
                .filter(stack -> stack.isNamed(nameOrId))
                .findFirst();
    }

    private JsonObject describeStacks(JsonObject form) {
        String requested = name(form);
        List<JsonObject> found = Stream.concat(
                        deployed.all().stream()
                                .filter(stack -> requested.isEmpty() || stack.isNamed(requested))
                                .map(stack -> StackJson.deployed(stack, deployed.deployedAt())),
                        stacks.stream()
                                .filter(stack -> requested.isEmpty() ? !stack.isDeleted() : stack.isNamed(requested))
                                .map(StackJson::stack))
                .toList();
        if (!requested.isEmpty() && found.isEmpty()) {
            throw missing(requested);
        }
        return page(form, "Stacks", found);
    }

    private static AwsError missing(String name) {
        return Template.error("Stack with id " + name + " does not exist");
    }

    private JsonObject describeStackEvents(JsonObject form) {
        String name = name(form);
        List<JsonObject> events = deployed.find(name)
                .map(stack -> StackJson.events(stack.name(), stack.id(), stack.events()))
                .or(() -> find(name).map(stack -> StackJson.events(stack.name(), stack.id, stack.events)))
                .orElseThrow(() -> missing(name));
        return page(form, "StackEvents", events);
    }

    private JsonObject listStackResources(JsonObject form) {
        String name = name(form);
        DeployedStacks.Deployed stack = deployed.find(name).orElseThrow(() -> missing(name));
        List<JsonObject> resources = deployed.resources(stack.name()).stream()
                .map(resource -> StackJson.resource(resource, deployed.deployedAt()))
                .toList();
        return page(form, "StackResourceSummaries", resources);
    }

    /** CloudFormation reports an export without imports as an error. */
    private JsonObject listImports(JsonObject form) {
        String export = Json.string(form, "ExportName").orElse("");
        List<String> importers = deployed.importers(export);
        if (importers.isEmpty()) {
            throw Template.error("Export '" + export + "' is not imported by any stack.");
        }
        return page(form, "Imports", importers);
    }

    private static JsonObject page(JsonObject form, String list, List<?> elements) {
        return Page.of(elements, PAGE, form, "NextToken").json(list, "NextToken");
    }
}
