package lib.rehearsal.ec2;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lib.rehearsal.stack.BedrockChatStack;

/**
 * The VPC of the app: its security groups, and a route table for each of its private subnets. Guarded by the account's
 * clock.
 */
public final class VpcNetwork {
    static final String CIDR = "10.0.0.0/16";
    private static final String LAMBDA_SECURITY_GROUP = "sg-0a1b2c3d4e5f60009";
    /** Addresses of the private subnets. */
    private static final String PRIVATE_BLOCK = "10.0.0.0/24";

    private static final int POSTGRES_PORT = 5432;

    /** @param target the peering connection or gateway to which the addresses are routed */
    public record Route(String destination, String target) {}

    /** A peering connection with a VPC of DMS, whose addresses are the block. */
    public record Peering(String id, String peerCidr) {}

    private final Map<String, List<SecurityGroupRule>> groups = new LinkedHashMap<>();
    private final Map<String, List<Route>> routeTables = new LinkedHashMap<>();
    private final Map<String, Peering> peerings = new HashMap<>();
    private boolean broken;

    /** Creates the network of an unmodified app. */
    public VpcNetwork() {
        groups.put(BedrockChatStack.SECURITY_GROUP, new ArrayList<>());
        groups.put(
                BedrockChatStack.DATABASE_SECURITY_GROUP,
                new ArrayList<>(List.of(
                        SecurityGroupRule.ofGroup(POSTGRES_PORT, BedrockChatStack.SECURITY_GROUP, "embedding tasks"),
                        SecurityGroupRule.ofGroup(POSTGRES_PORT, LAMBDA_SECURITY_GROUP, "functions of the app"))));
        for (String subnet : BedrockChatStack.SUBNETS) {
            routeTables.put(
                    routeTable(subnet),
                    new ArrayList<>(
                            List.of(new Route(CIDR, "local"), new Route("0.0.0.0/0", "nat-0a1b2c3d4e5f60001"))));
        }
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
        return rules(ids)
                .anyMatch(rule -> rule.covers(port)
                        && (members.stream().anyMatch(rule::isFromGroup) || rule.isFromBlock(PRIVATE_BLOCK)));
    }

    /** Returns whether one of these groups lets a block of addresses connect to that port. */
    public boolean letIn(List<String> ids, String cidr, int port) {
        return rules(ids).anyMatch(rule -> rule.covers(port) && rule.isFromBlock(cidr));
    }

    private Stream<SecurityGroupRule> rules(List<String> ids) {
        return ids.stream().flatMap(id -> groups.getOrDefault(id, List.of()).stream());
    }

    /** Returns a block of 256 addresses for a VPC of DMS that no other of its VPCs has. */
    public String freeBlock() {
        int number = 0;
        while (isInUse("192.168." + number + ".0/24")) {
            number++;
        }
        return "192.168." + number + ".0/24";
    }

    private boolean isInUse(String cidr) {
        return peerings.values().stream().anyMatch(peering -> peering.peerCidr.equals(cidr))
                || routeTables.values().stream()
                        .flatMap(List::stream)
                        .anyMatch(route -> route.destination.equals(cidr));
    }

    /** Creates a peering connection with a VPC of DMS, and routes its block from these subnets. */
    public Peering connect(String cidr, List<String> subnets) {
        Peering peering = new Peering(Ec2Ids.create("pcx"), cidr);
        peerings.put(peering.id, peering);
        for (String subnet : subnets) {
            routeTables.get(routeTable(subnet)).add(new Route(cidr, peering.id));
        }
        return peering;
    }

    /** Adds a rule to a security group that lets in a block of addresses. */
    public void authorize(String group, String cidr, String description) {
        groups.get(group).add(SecurityGroupRule.all(cidr, description));
    }

    /** Deletes a peering connection; the routes to it stay. */
    public void disconnect(String peering) {
        peerings.remove(peering);
    }

    /** Removes the routes to a block of addresses. */
    public void removeRoutes(String cidr) {
        routeTables.values().forEach(routes -> routes.removeIf(route -> route.destination.equals(cidr)));
    }

    /** Removes the routes to a block of addresses, and the rules that let it in. */
    public void revoke(String cidr) {
        removeRoutes(cidr);
        groups.values().forEach(rules -> rules.removeIf(rule -> cidr.equals(rule.cidr())));
    }

    /** Returns the security groups with their ingress rules. */
    public Map<String, List<SecurityGroupRule>> groups() {
        return groups;
    }

    /** Returns the route tables with their routes. */
    public Map<String, List<Route>> routeTables() {
        return routeTables;
    }

    /** Returns the peering connections. */
    public List<Peering> peerings() {
        return List.copyOf(peerings.values());
    }

    private static String routeTable(String subnet) {
        return subnet.replace("subnet-", "rtb-");
    }
}
