package lib.rehearsal.cloudformation;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.rehearsal.clock.SimulatedClock;
import lib.rehearsal.database.AuroraClusters;
import lib.rehearsal.dms.Dms;
import lib.rehearsal.dms.DmsResources;
import lib.rehearsal.ec2.VpcNetwork;
import lib.rehearsal.iam.IamRoles;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.stack.DeployedStacks;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.AwsService;
import lib.rehearsal.wire.Json;
import lib.rehearsal.wire.QueryForm;
import lib.rehearsal.wire.QueryXml;

/**
 * The operations of CloudFormation in one account: stacks that were deployed before can be described, others created
 * and deleted. Guarded by the account's clock.
 */
public final class CloudFormation {
    private static final int EVENTS_IN_A_PAGE = 100, RESOURCES_IN_A_PAGE = 100, IMPORTS_IN_A_PAGE = 100;

    private final String region;
    private final DeployedStacks deployed;
    private final StackOperations operations;
    private final Map<String, ResourceType> types = new LinkedHashMap<>();
    private final List<Stack> stacks = new ArrayList<>();
    private final VpcNetwork network;
    private final DbClusterType clusters;
    private final DbInstanceType instances;
    private int stacksInAPage = 100;

    /** The services whose resources the stacks have. */
    public record Services(AuroraClusters aurora, VpcNetwork network, IamRoles roles, Dms dms) {}

    public CloudFormation(String region, DeployedStacks deployed, Services services, SimulatedClock clock) {
        AuroraClusters aurora = services.aurora;
        this.region = region;
        this.deployed = deployed;
        operations = new StackOperations(clock);
        network = services.network;
        DmsResources dms = services.dms.resources();
        SecurityGroups securityGroups = new SecurityGroups(
                network,
                id -> dms.usesGroup(id)
                        || aurora.all().stream()
                                .anyMatch(cluster ->
                                        cluster.identity().securityGroups().contains(id)));
        SubnetGroups subnetGroups = new SubnetGroups(
                name -> aurora.all().stream()
                        .anyMatch(cluster -> cluster.identity().subnetGroup().equals(name)),
                region);
        clusters = new DbClusterType(aurora, network, subnetGroups);
        types.put(SecurityGroups.TYPE, securityGroups);
        types.put(SecurityGroupIngressType.TYPE, new SecurityGroupIngressType(network));
        types.put(SubnetGroups.TYPE, subnetGroups);
        types.put(DbClusterType.TYPE, clusters);
        instances = new DbInstanceType(aurora, clock, region);
        types.put(DbInstanceType.TYPE, instances);
        types.put(IamRoleType.TYPE, new IamRoleType(services.roles));
        types.putAll(DmsType.all(dms));
    }

    /** Adds a failure of a resource. */
    public void addFault(ResourceFault fault) {
        operations.addFault(fault);
    }

    /** Sets how long every resource takes to be created or deleted, and then a secret to be active. */
    public void setResourceTime(Duration time) {
        operations.setResourceTime(time);
        instances.setSecretTime(time);
    }

    /** Sets the maximum number of database clusters. */
    public void setClusterQuota(int quota) {
        clusters.setQuota(quota);
    }

    /** Sets whether new clusters cannot be reached, whatever their security groups say. */
    public void setNetworkBroken(boolean broken) {
        network.setBroken(broken);
    }

    /** Sets the maximum number of stacks in a page of DescribeStacks. */
    public void setStackPageSize(int size) {
        stacksInAPage = size;
    }

    /** @throws AwsError if CloudFormation would return an error, or if the operation is not implemented */
    public AwsResponse handle(String operation, JsonObject form, Instant now) {
        return switch (operation) {
            case "CreateStack" -> createStack(form, now);
            case "DeleteStack" -> deleteStack(form, now);
            case "DescribeStacks" -> describeStacks(form);
            case "DescribeStackEvents" -> describeStackEvents(form);
            case "DescribeStackResources" -> describeStackResources(form);
            case "ListStackResources" -> listStackResources(form);
            case "ListImports" -> listImports(form);
            default ->
                throw new AwsError(
                        400, "InvalidAction", "The embedded AWS does not implement CloudFormation " + operation + ".");
        };
    }

    private AwsResponse createStack(JsonObject form, Instant now) {
        StackRequests.checkCreate(form);
        String name = StackRequests.name(form);
        String token = StackRequests.token(form);
        Stack existing = find(name);
        boolean repeated = existing != null && token != null && token.equals(existing.request.token());
        if (repeated) {
            return created(existing);
        }
        if (existing != null || deployed.all().containsKey(name)) {
            throw new AwsError(400, "AlreadyExistsException", "Stack [" + name + "] already exists");
        }
        if (stacks.stream().anyMatch(stack -> token != null && token.equals(stack.request.token()))) {
            throw new AwsError(400, "TokenAlreadyExistsException", "Client request token already exists: " + token);
        }
        String body = Json.string(form, "TemplateBody")
                .orElseThrow(() -> Template.error("Either Template URL or Template Body must be specified."));
        Template template = Template.parse(body, types);
        StackRequests.checkCapabilities(form, template);
        Map<String, String> parameters = TemplateParameters.check(
                template.parameters(),
                QueryForm.pairs(form, "Parameters.member", "ParameterKey", "ParameterValue"),
                this::exists);
        Stack stack = new Stack(
                new Stack.Request(
                        name,
                        template,
                        parameters,
                        StackRequests.tags(form),
                        StackRequests.onFailure(form),
                        token,
                        StackRequests.role(form)),
                types,
                region,
                now);
        stacks.add(stack);
        operations.create(stack, now);
        return created(stack);
    }

    private static AwsResponse created(Stack stack) {
        return QueryXml.ok(AwsService.CLOUDFORMATION, "CreateStack", QueryXml.text("StackId", stack.id));
    }

    /** Returns whether a resource of that parameter type exists in the account. */
    private boolean exists(String type, String id) {
        return switch (type) {
            case "AWS::EC2::VPC::Id" -> id.equals(BedrockChatStack.VPC);
            case "AWS::EC2::Subnet::Id" -> BedrockChatStack.SUBNETS.contains(id);
            case "AWS::EC2::SecurityGroup::Id" -> network.hasGroup(id);
            default -> true;
        };
    }

    private AwsResponse deleteStack(JsonObject form, Instant now) {
        StackRequests.checkDelete(form);
        String name = Json.string(form, "StackName").orElse("");
        String token = StackRequests.token(form);
        StackRequests.role(form);
        Stack stack = find(name);
        if (stack == null && deployed.all().containsKey(name)) {
            throw Template.error("The embedded AWS does not delete the stack " + name + ".");
        }
        if (stack != null) {
            operations.delete(stack, token, now);
        }
        byte[] body = AwsResponse.utf8(QueryXml.response("DeleteStack", ""));
        return new AwsResponse(200, AwsService.CLOUDFORMATION.contentType(), body, null);
    }

    /**
     * Returns the stack with that name, unless it is deleted, or with that id, even if it is; null if there is none.
     */
    private Stack find(String nameOrId) {
        for (Stack stack : stacks) {
            if (stack.id.equals(nameOrId) || stack.name().equals(nameOrId) && !stack.isDeleted()) {
                return stack;
            }
        }
        return null;
    }

    private Stack require(JsonObject form) {
        String name = Json.string(form, "StackName").orElse("");
        Stack stack = find(name);
        if (stack == null) {
            throw Template.error("Stack [" + name + "] does not exist");
        }
        return stack;
    }

    private AwsResponse describeStacks(JsonObject form) {
        String requested = Json.string(form, "StackName").orElse(null);
        List<String> found = new ArrayList<>();
        deployed.all().forEach((name, stack) -> {
            if (requested == null || requested.equals(name) || requested.equals(deployedId(name))) {
                found.add(StackXml.deployed(name, deployedId(name), stack, deployed.deployedAt()));
            }
        });
        for (Stack stack : stacks) {
            if (requested == null ? !stack.isDeleted() : stack == find(requested)) {
                found.add(StackXml.stack(stack));
            }
        }
        if (requested != null && found.isEmpty()) {
            throw Template.error("Stack with id " + requested + " does not exist");
        }
        return page(form, "DescribeStacks", "Stacks", found, stacksInAPage);
    }

    private String deployedId(String name) {
        return BedrockChatStack.arn(
                "cloudformation", region, "stack/" + name + "/11111111-2222-3333-4444-555555555555");
    }

    private AwsResponse describeStackEvents(JsonObject form) {
        Optional<String> name = deployedName(form);
        if (name.isPresent()) {
            List<DeployedStacks.Event> events = deployed.all().get(name.get()).events();
            List<String> xml = new ArrayList<>();
            for (DeployedStacks.Event event : events) {
                xml.add(StackXml.event(
                        name.get(), deployedId(name.get()), event, events.size() - xml.size(), deployed.deployedAt()));
            }
            return page(form, "DescribeStackEvents", "StackEvents", xml, EVENTS_IN_A_PAGE);
        }
        Stack stack = require(form);
        List<String> events = stack.events().stream()
                .map(event -> StackXml.event(stack, event))
                .toList();
        return page(form, "DescribeStackEvents", "StackEvents", events, EVENTS_IN_A_PAGE);
    }

    /** Returns the name of the stack that was deployed before, if the request names one by its name or id. */
    private Optional<String> deployedName(JsonObject form) {
        String requested = Json.string(form, "StackName").orElse("");
        return deployed.all().keySet().stream()
                .filter(name -> name.equals(requested) || deployedId(name).equals(requested))
                .findFirst();
    }

    private AwsResponse listStackResources(JsonObject form) {
        String requested = Json.string(form, "StackName").orElse("");
        List<String> resources = deployedName(form)
                .map(deployed::resources)
                .orElseThrow(() -> Template.error("Stack with id " + requested + " does not exist"))
                .stream()
                .map(resource -> StackXml.summary(resource, deployed.deployedAt()))
                .toList();
        return page(form, "ListStackResources", "StackResourceSummaries", resources, RESOURCES_IN_A_PAGE);
    }

    /** CloudFormation reports an export without imports as an error. */
    private AwsResponse listImports(JsonObject form) {
        String export = Json.string(form, "ExportName").orElse("");
        List<String> importers = deployed.importers(export).stream()
                .map(name -> QueryXml.text("member", name))
                .toList();
        if (importers.isEmpty()) {
            throw Template.error("Export '" + export + "' is not imported by any stack.");
        }
        return page(form, "ListImports", "Imports", importers, IMPORTS_IN_A_PAGE);
    }

    private AwsResponse describeStackResources(JsonObject form) {
        Stack stack = require(form);
        List<String> resources = stack.resources.values().stream()
                .filter(resource -> resource.status != null)
                .map(resource -> StackXml.resource(stack, resource))
                .toList();
        return QueryXml.ok(
                AwsService.CLOUDFORMATION, "DescribeStackResources", QueryXml.list("StackResources", resources));
    }

    private static AwsResponse page(JsonObject form, String operation, String list, List<String> elements, int size) {
        String token = Json.string(form, "NextToken").orElse("page-from-0");
        if (!token.matches("page-from-\\d{1,9}")) {
            throw Template.error("Invalid NextToken");
        }
        int from = Integer.parseInt(token.substring("page-from-".length()));
        List<String> page = elements.stream().skip(from).limit(size).toList();
        int next = from + page.size();
        return QueryXml.ok(
                AwsService.CLOUDFORMATION,
                operation,
                QueryXml.list(list, page),
                QueryXml.optional("NextToken", next < elements.size() ? "page-from-" + next : null));
    }
}
