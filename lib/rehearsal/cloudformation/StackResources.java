package lib.rehearsal.cloudformation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.stack.VpcNetwork;

/** What the resources of the stacks are in the services: what each type creates, checks and deletes. */
final class StackResources {
    /**
     * A resource whose creation has begun.
     *
     * @param attributes what Fn::GetAtt returns
     */
    record Created(String physicalId, Map<String, String> attributes) {}

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SUFFIX = 12, MAX_LENGTH = 63;

    private final VpcNetwork network;
    private final RdsResources rds;
    private final DmsResources dms;

    StackResources(VpcNetwork network, RdsResources rds, DmsResources dms) {
        this.network = network;
        this.rds = rds;
        this.dms = dms;
    }

    /** Begins the creation of a resource. */
    void create(Stack stack, Stack.Resource resource) throws ResourceFailure {
        Properties properties = stack.properties(resource);
        String name = name(stack, resource);
        stack.setCreated(
                resource,
                switch (resource.declaration.type()) {
                    case SECURITY_GROUP -> createGroup(properties);
                    case SECURITY_GROUP_INGRESS -> createIngress(properties);
                    case SUBNET_GROUP -> rds.createSubnetGroup(properties, lower(name));
                    case CLUSTER -> rds.createCluster(properties, lower(name));
                    case INSTANCE -> rds.createInstance(properties, lower(name));
                    case ROLE -> createRole(properties, name);
                    case DMS_SUBNET_GROUP -> dms.createSubnetGroup(properties, lower(name));
                    case DMS_PROFILE -> dms.createProfile(properties);
                    case DMS_PROVIDER -> dms.createProvider(properties);
                    case DMS_PROJECT -> dms.createProject(properties);
                });
        properties.rejectOthers();
    }

    private Created createGroup(Properties properties) throws ResourceFailure {
        properties.text("GroupDescription");
        String vpc = properties.text("VpcId");
        if (!vpc.equals(BedrockChatStack.VPC)) {
            throw notFound("The vpc ID '" + vpc + "' does not exist");
        }
        List<VpcNetwork.Rule> rules = new ArrayList<>();
        for (Properties rule : properties.children("SecurityGroupIngress")) {
            rules.add(rule(rule));
        }
        String id = network.addGroup(rules);
        return new Created(id, Map.of("GroupId", id));
    }

    private Created createIngress(Properties properties) throws ResourceFailure {
        String group = existing(properties.text("GroupId"));
        VpcNetwork.Rule rule = rule(properties);
        if (!network.addRule(group, rule)) {
            throw ResourceFailure.ofService(
                    "Ec2", 400, "AlreadyExists", "the specified rule already exists in " + group);
        }
        return new Created(rule.id(), Map.of());
    }

    private VpcNetwork.Rule rule(Properties properties) throws ResourceFailure {
        properties.expect("IpProtocol", "tcp");
        return VpcNetwork.Rule.of(
                properties.require("FromPort").getAsInt(),
                properties.require("ToPort").getAsInt(),
                existing(properties.text("SourceSecurityGroupId")));
    }

    private String existing(String group) throws ResourceFailure {
        if (!network.hasGroup(group)) {
            throw notFound("The security group '" + group + "' does not exist");
        }
        return group;
    }

    private static ResourceFailure notFound(String message) {
        return ResourceFailure.ofService("Ec2", 400, "NotFound", message);
    }

    /** What its policies allow is for {@code TemplateConformanceTest}. */
    private Created createRole(Properties properties, String name) throws ResourceFailure {
        properties.require("AssumeRolePolicyDocument");
        properties.require("Policies");
        return new Created(name, Map.of("Arn", dms.addRole(name)));
    }

    /** Completes the creation. */
    void complete(ResourceType type, String physicalId, Instant now) throws ResourceFailure {
        switch (type) {
            case CLUSTER -> rds.completeCluster(physicalId);
            case INSTANCE -> rds.completeInstance(physicalId, now);
            default -> {
                // it is complete as soon as it exists
            }
        }
    }

    void delete(ResourceType type, String physicalId) throws ResourceFailure {
        switch (type) {
            case SECURITY_GROUP -> {
                if (rds.usesSecurityGroup(physicalId)) {
                    throw ResourceFailure.ofService(
                            "Ec2", 400, "InvalidRequest", "resource " + physicalId + " has a dependent object");
                }
                network.removeGroup(physicalId);
            }
            case SECURITY_GROUP_INGRESS -> network.removeRule(physicalId);
            case SUBNET_GROUP -> rds.deleteSubnetGroup(physicalId);
            case CLUSTER -> rds.deleteCluster(physicalId);
            case INSTANCE -> rds.deleteInstance(physicalId);
            case DMS_PROVIDER -> dms.deleteProvider(physicalId);
            case DMS_PROJECT -> dms.deleteProject(physicalId);
            case ROLE -> dms.removeRole(physicalId);
            case DMS_SUBNET_GROUP, DMS_PROFILE -> {
                // nothing else refers to it
            }
        }
    }

    /** Returns the name of a resource without one: the stack's and the resource's, and a random suffix. */
    private static String name(Stack stack, Stack.Resource resource) {
        String prefix = stack.name() + "-" + resource.logicalId;
        StringBuilder name = new StringBuilder(
                prefix.substring(0, Math.min(prefix.length(), MAX_LENGTH - 1 - SUFFIX)) + "-");
        for (int i = 0; i < SUFFIX; i++) {
            name.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(ALPHABET.length())));
        }
        return name.toString();
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** Returns whether these subnets of the app are in two availability zones: each is in a zone of its own. */
    static boolean coverTwoZones(List<String> subnets) {
        return subnets.stream().distinct().filter(BedrockChatStack.SUBNETS::contains).count() >= 2;
    }
}
