package lib.rehearsal.stack;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** The VPC of the app: its security groups with their ingress rules. Guarded by the account's clock. */
public final class VpcNetwork {
    /** An ingress rule: it lets in TCP connections to some ports from the members of a group. */
    public record Rule(String id, int fromPort, int toPort, String sourceGroup) {
        /** Creates a rule with a new id. */
        public static Rule of(int fromPort, int toPort, String sourceGroup) {
            return new Rule(newId("sgr"), fromPort, toPort, sourceGroup);
        }

        private boolean isEqual(Rule other) {
            return fromPort == other.fromPort && toPort == other.toPort && sourceGroup.equals(other.sourceGroup);
        }
    }

    private static final int POSTGRES_PORT = 5432;

    private final Map<String, List<Rule>> groups = new LinkedHashMap<>();
    private boolean broken;

    /** Creates the network of an unmodified app. */
    public VpcNetwork() {
        groups.put(BedrockChatStack.SECURITY_GROUP, new ArrayList<>());
        groups.put(BedrockChatStack.DATABASE_SECURITY_GROUP, new ArrayList<>());
        addRule(
                BedrockChatStack.DATABASE_SECURITY_GROUP,
                Rule.of(POSTGRES_PORT, POSTGRES_PORT, BedrockChatStack.SECURITY_GROUP));
    }

    /** Sets whether traffic is dropped whatever the security groups say, as by a network ACL. */
    public void setBroken(boolean broken) {
        this.broken = broken;
    }

    /** Returns whether a security group exists. */
    public boolean hasGroup(String id) {
        return groups.containsKey(id);
    }

    /**
     * Adds a security group.
     *
     * @return its id
     */
    public String addGroup(List<Rule> ingress) {
        String id = newId("sg");
        groups.put(id, new ArrayList<>(ingress));
        return id;
    }

    /**
     * Adds an ingress rule to a security group.
     *
     * @return whether the group had no equal rule
     */
    public boolean addRule(String group, Rule rule) {
        List<Rule> rules = groups.get(group);
        return rules.stream().noneMatch(rule::isEqual) && rules.add(rule);
    }

    /** Removes the rule with that id. */
    public void removeRule(String id) {
        groups.values().forEach(rules -> rules.removeIf(rule -> rule.id().equals(id)));
    }

    /** Removes a security group. */
    public void removeGroup(String id) {
        groups.remove(id);
    }

    /** Returns whether one of these groups lets the app's database connect to that port. */
    public boolean letInAppDatabase(List<String> ids, int port) {
        return letIn(ids, List.of(BedrockChatStack.DATABASE_SECURITY_GROUP), port);
    }

    /** Returns whether one of these groups lets the members of others connect to that port. */
    public boolean letIn(List<String> ids, List<String> members, int port) {
        return !broken
                && ids.stream()
                        .flatMap(id -> groups.getOrDefault(id, List.of()).stream())
                        .anyMatch(rule -> members.contains(rule.sourceGroup)
                                && rule.fromPort <= port
                                && port <= rule.toPort);
    }

    /** Returns an id of EC2: a prefix and 17 hex digits. */
    private static String newId(String prefix) {
        return String.format("%s-0%016x", prefix, ThreadLocalRandom.current().nextLong());
    }
}
