package lib.rehearsal.ec2;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lib.rehearsal.stack.BedrockChatStack;

/** The VPC of the app: its security groups with their ingress rules. Guarded by the account's clock. */
public final class VpcNetwork {
    private static final String LAMBDA_SECURITY_GROUP = "sg-0a1b2c3d4e5f60009";
    /** Addresses of the private subnets. */
    private static final String PRIVATE_BLOCK = "10.0.0.0/24";

    private static final int POSTGRES_PORT = 5432;

    private final Map<String, List<SecurityGroupRule>> groups = new LinkedHashMap<>();
    private boolean broken;

    /** Creates the network of an unmodified app. */
    public VpcNetwork() {
        groups.put(BedrockChatStack.SECURITY_GROUP, new ArrayList<>());
        groups.put(
                BedrockChatStack.DATABASE_SECURITY_GROUP,
                new ArrayList<>(List.of(
                        SecurityGroupRule.ofGroup(POSTGRES_PORT, BedrockChatStack.SECURITY_GROUP),
                        SecurityGroupRule.ofGroup(POSTGRES_PORT, LAMBDA_SECURITY_GROUP))));
    }

    /** Sets whether traffic is dropped whatever the security groups say, as by a network ACL. */
    public void setBroken(boolean broken) {
        this.broken = broken;
    }

    /** Returns whether traffic is dropped whatever the security groups say. */
    public boolean isBroken() {
        return broken;
    }

    /** Returns whether a security group exists. */
    public boolean hasGroup(String id) {
        return groups.containsKey(id);
    }

    /** Adds a security group. */
    public void addGroup(String id, List<SecurityGroupRule> ingress) {
        groups.put(id, new ArrayList<>(ingress));
    }

    /**
     * Adds an ingress rule to a security group.
     *
     * @return whether the group had no equal rule
     */
    public boolean addRule(String group, SecurityGroupRule rule) {
        List<SecurityGroupRule> rules = groups.get(group);
        if (rules.stream().anyMatch(rule::isEqual)) {
            return false;
        }
        return rules.add(rule);
    }

    /** Removes the rule with that id. */
    public void removeRule(String id) {
        groups.values().forEach(rules -> rules.removeIf(rule -> rule.id().equals(id)));
    }

    /** Removes a security group. */
    public void removeGroup(String id) {
        groups.remove(id);
    }

    /** Returns whether a rule of another group refers to this one. */
    public boolean isReferenced(String group) {
        return groups.entrySet().stream()
                .filter(each -> !each.getKey().equals(group))
                .flatMap(each -> each.getValue().stream())
                .anyMatch(rule -> rule.isFromGroup(group));
    }

    /** Returns whether one of these groups lets the app's database connect to that port. */
    public boolean letInAppDatabase(List<String> ids, int port) {
        return letInGroup(ids, List.of(BedrockChatStack.DATABASE_SECURITY_GROUP), port);
    }

    /** Returns whether one of these groups lets the members of another connect to that port. */
    public boolean letInGroup(List<String> ids, List<String> members, int port) {
        return ids.stream()
                .flatMap(id -> groups.getOrDefault(id, List.of()).stream())
                .anyMatch(rule -> rule.covers(port)
                        && (members.stream().anyMatch(rule::isFromGroup) || rule.isFromBlock(PRIVATE_BLOCK)));
    }
}
