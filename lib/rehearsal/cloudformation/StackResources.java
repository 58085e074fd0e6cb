package lib.rehearsal.cloudformation;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import lib.rehearsal.stack.BedrockChatStack;

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

    private final Ec2Resources ec2;
    private final RdsResources rds;
    private final DmsResources dms;

    StackResources(Ec2Resources ec2, RdsResources rds, DmsResources dms) {
        this.ec2 = ec2;
        this.rds = rds;
        this.dms = dms;
    }

    /** Begins the creation of a resource. */
    void create(Stack stack, Stack.Resource resource) throws ResourceFailure {
        Properties properties = stack.properties(resource);
        String name = name(stack, resource);
        resource.created =
                switch (resource.declaration.type()) {
                    case SECURITY_GROUP -> ec2.createGroup(properties);
                    case SECURITY_GROUP_INGRESS -> ec2.createIngress(properties);
                    case SUBNET_GROUP -> rds.createSubnetGroup(properties, lower(name));
                    case CLUSTER -> rds.createCluster(properties, lower(name));
                    case INSTANCE -> rds.createInstance(properties, lower(name));
                    case ROLE -> createRole(properties, name);
                    case DMS_SUBNET_GROUP -> dms.createSubnetGroup(properties, lower(name));
                    case DMS_PROFILE -> dms.createProfile(properties);
                    case DMS_PROVIDER -> dms.createProvider(properties);
                    case DMS_PROJECT -> dms.createProject(properties);
                };
        properties.rejectOthers();
    }

    /** What its policies allow is for {@code TemplateConformanceTest}. */
    private static Created createRole(Properties properties, String name) throws ResourceFailure {
        properties.require("AssumeRolePolicyDocument");
        properties.require("Policies");
        return new Created(name, Map.of("Arn", "arn:aws:iam::" + BedrockChatStack.ACCOUNT + ":role/" + name));
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

    /** @param withSnapshot whether the deletion policy is Snapshot */
    void delete(ResourceType type, String physicalId, boolean withSnapshot, Instant now) throws ResourceFailure {
        switch (type) {
            case SECURITY_GROUP -> {
                if (rds.usesSecurityGroup(physicalId)) {
                    throw ResourceFailure.ofService(
                            "Ec2", 400, "InvalidRequest", "resource " + physicalId + " has a dependent object");
                }
                ec2.deleteGroup(physicalId);
            }
            case SECURITY_GROUP_INGRESS -> ec2.deleteIngress(physicalId);
            case SUBNET_GROUP -> rds.deleteSubnetGroup(physicalId);
            case CLUSTER -> rds.deleteCluster(physicalId, withSnapshot, now);
            case INSTANCE -> rds.deleteInstance(physicalId);
            case DMS_PROVIDER -> dms.deleteProvider(physicalId);
            case DMS_PROJECT -> dms.deleteProject(physicalId);
            case ROLE, DMS_SUBNET_GROUP, DMS_PROFILE -> {
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
