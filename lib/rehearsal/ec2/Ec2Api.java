package lib.rehearsal.ec2;

import static lib.rehearsal.wire.QueryXml.element;
import static lib.rehearsal.wire.QueryXml.list;
import static lib.rehearsal.wire.QueryXml.optional;
import static lib.rehearsal.wire.QueryXml.text;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.QueryForm;
import lib.rehearsal.wire.QueryXml;

/** The operations of EC2 that describe the network. Guarded by the account's clock. */
public final class Ec2Api {
    private static final String ITEM = "item", VPC_FILTER = "vpc-id";

    private final VpcNetwork network;

    public Ec2Api(VpcNetwork network) {
        this.network = network;
    }

    /** @throws AwsError if EC2 would return an error, or if the operation is not implemented */
    public AwsResponse handle(String operation, JsonObject form) {
        return switch (operation) {
            case "DescribeSecurityGroups" -> describeGroups(form);
            case "DescribeRouteTables" -> describeRouteTables(form);
            default ->
                throw new AwsError(400, "InvalidAction", "The embedded AWS does not implement EC2 " + operation + ".");
        };
    }

    private AwsResponse describeGroups(JsonObject form) {
        boolean inVpc = isVpcIncluded(form, Set.of("GroupId"));
        List<String> requested = QueryForm.texts(form, "GroupId");
        for (String id : requested) {
            if (!network.hasGroup(id)) {
                throw new AwsError(400, "InvalidGroup.NotFound", "The security group '" + id + "' does not exist");
            }
        }
        List<String> groups = network.groups().entrySet().stream()
                .filter(group -> inVpc && (requested.isEmpty() || requested.contains(group.getKey())))
                .map(Ec2Api::group)
                .toList();
        return QueryXml.ec2("DescribeSecurityGroups", list("securityGroupInfo", groups));
    }

    private static String group(Map.Entry<String, List<SecurityGroupRule>> group) {
        SecurityGroupRule open = SecurityGroupRule.all("0.0.0.0/0", null);
        return element(
                ITEM,
                text("ownerId", BedrockChatStack.ACCOUNT),
                text("groupId", group.getKey()),
                text("groupName", group.getKey()),
                text("vpcId", BedrockChatStack.VPC),
                list("ipPermissions", permissions(group.getValue())),
                list("ipPermissionsEgress", permissions(List.of(open))));
    }

    /** Returns the rules; those with the same protocol and ports are one element, as in EC2. */
    private static List<String> permissions(List<SecurityGroupRule> rules) {
        List<String> permissions = new ArrayList<>();
        List<SecurityGroupRule> left = new ArrayList<>(rules);
        while (!left.isEmpty()) {
            SecurityGroupRule first = left.get(0);
            List<SecurityGroupRule> same =
                    left.stream().filter(first::hasSamePorts).toList();
            left.removeAll(same);
            permissions.add(permission(first, same));
        }
        return permissions;
    }

    private static String permission(SecurityGroupRule ports, List<SecurityGroupRule> rules) {
        List<String> groups = new ArrayList<>(), ranges = new ArrayList<>();
        for (SecurityGroupRule rule : rules) {
            String description = optional("description", rule.description());
            if (rule.cidr() == null) {
                groups.add(element(
                        ITEM,
                        text("userId", BedrockChatStack.ACCOUNT),
                        text("groupId", rule.sourceGroup()),
                        description));
            } else {
                ranges.add(element(ITEM, text("cidrIp", rule.cidr()), description));
            }
        }
        return element(
                ITEM,
                text("ipProtocol", ports.protocol()),
                number("fromPort", ports.fromPort()),
                number("toPort", ports.toPort()),
                list("groups", groups),
                list("ipRanges", ranges),
                list("ipv6Ranges", List.of()),
                list("prefixListIds", List.of()));
    }

    private static String number(String name, Integer value) {
        return optional(name, value == null ? null : String.valueOf(value));
    }

    private AwsResponse describeRouteTables(JsonObject form) {
        boolean inVpc = isVpcIncluded(form, Set.of());
        List<String> tables = network.routeTables().entrySet().stream()
                .filter(table -> inVpc)
                .map(this::routeTable)
                .toList();
        return QueryXml.ec2("DescribeRouteTables", list("routeTableSet", tables));
    }

    private String routeTable(Map.Entry<String, List<VpcNetwork.Route>> table) {
        return element(
                ITEM,
                text("routeTableId", table.getKey()),
                text("vpcId", BedrockChatStack.VPC),
                list("routeSet", table.getValue().stream().map(this::route).toList()),
                list(
                        "associationSet",
                        List.of(element(
                                ITEM,
                                text("routeTableId", table.getKey()),
                                text("subnetId", table.getKey().replace("rtb-", "subnet-")),
                                text("main", "false")))));
    }

    /** A route to a peering connection that is gone is a black hole. */
    private String route(VpcNetwork.Route route) {
        String target = route.target();
        boolean dead = target.startsWith("pcx-")
                && network.peerings().stream().noneMatch(peering -> peering.id().equals(target));
        return element(
                ITEM,
                text("destinationCidrBlock", route.destination()),
                text(targetName(target), target),
                text("state", dead ? "blackhole" : "active"),
                text("origin", target.equals("local") ? "CreateRouteTable" : "CreateRoute"));
    }

    private static String targetName(String target) {
        if (target.startsWith("pcx-")) {
            return "vpcPeeringConnectionId";
        }
        return target.startsWith("nat-") ? "natGatewayId" : "gatewayId";
    }

    /** Returns whether the filters, of which vpc-id is the only one here, include the app's VPC. */
    private static boolean isVpcIncluded(JsonObject form, Set<String> others) {
        boolean included = true;
        for (String field : form.keySet()) {
            String name = field.split("\\.")[0];
            if (!Set.of("Action", "Version", "Filter").contains(name) && !others.contains(name)) {
                throw new AwsError(400, "UnknownParameter", "The embedded AWS does not implement " + field + ".");
            }
        }
        for (int i = 1; form.has("Filter." + i + ".Name"); i++) {
            String name = form.get("Filter." + i + ".Name").getAsString();
            if (!name.equals(VPC_FILTER)) {
                throw new AwsError(400, "InvalidParameterValue", "The filter '" + name + "' is invalid");
            }
            included &= QueryForm.texts(form, "Filter." + i + ".Value").contains(BedrockChatStack.VPC);
        }
        return included;
    }
}
