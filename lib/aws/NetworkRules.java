package lib.aws;

import static lib.aws.QueryApi.items;
import static lib.aws.QueryApi.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import lib.retry.Retrier;
import org.w3c.dom.Element;

/** The rules of a security group and the routes of a VPC, read through the EC2 API, each as a line of text. */
public final class NetworkRules {
    private static final Duration RETRY_LIMIT = Duration.ofMinutes(15);
    private static final List<String> ROUTE_DESTINATIONS =
            List.of("destinationCidrBlock", "destinationIpv6CidrBlock", "destinationPrefixListId");
    private static final List<String> ROUTE_TARGETS = List.of(
            "vpcPeeringConnectionId",
            "natGatewayId",
            "transitGatewayId",
            "networkInterfaceId",
            "egressOnlyInternetGatewayId",
            "carrierGatewayId",
            "localGatewayId",
            "gatewayId");

    private final QueryApi api;
    private final Retrier retrier;

    NetworkRules(QueryApi api, Retrier retrier) {
        this.api = api;
        this.retrier = retrier;
    }

    private Element call(String action, Map<String, String> parameters) {
        return retrier.call(RETRY_LIMIT, () -> ErrorClassifier.classified(() -> api.call(action, parameters)));
    }

    /** The rules of the group, for example {@code sg-1: ingress tcp 5432-5432 sg-2}, in alphabetical order. */
    public Set<String> rules(String group) {
        Set<String> rules = new TreeSet<>();
        for (Element found : items(call("DescribeSecurityGroups", Map.of("GroupId.1", group)), "securityGroupInfo")) {
            items(found, "ipPermissions").forEach(rule -> rules.addAll(rules(group + ": ingress ", rule)));
            items(found, "ipPermissionsEgress").forEach(rule -> rules.addAll(rules(group + ": egress ", rule)));
        }
        return rules;
    }

    private static List<String> rules(String prefix, Element permission) {
        String ports = text(permission, "fromPort").isEmpty()
                ? " "
                : " " + text(permission, "fromPort") + "-" + text(permission, "toPort") + " ";
        String rule = prefix + text(permission, "ipProtocol").replaceFirst("^-1$", "all") + ports;
        List<String> rules = new ArrayList<>();
        items(permission, "groups").forEach(item -> rules.add(rule + text(item, "groupId")));
        items(permission, "ipRanges").forEach(item -> rules.add(rule + text(item, "cidrIp")));
        items(permission, "ipv6Ranges").forEach(item -> rules.add(rule + text(item, "cidrIpv6")));
        items(permission, "prefixListIds").forEach(item -> rules.add(rule + text(item, "prefixListId")));
        return rules;
    }

    /** The routes of the VPC, for example {@code rtb-1: 10.1.0.0/16 to pcx-1}, in alphabetical order. */
    public Set<String> routes(String vpc) {
        Map<String, String> filter = Map.of("Filter.1.Name", "vpc-id", "Filter.1.Value.1", vpc);
        Set<String> routes = new TreeSet<>();
        for (Element table : items(call("DescribeRouteTables", filter), "routeTableSet")) {
            for (Element route : items(table, "routeSet")) {
                routes.add(text(table, "routeTableId") + ": " + first(route, ROUTE_DESTINATIONS) + " to "
                        + first(route, ROUTE_TARGETS));
            }
        }
        return routes;
    }

    private static String first(Element parent, List<String> names) {
        return names.stream()
                .map(name -> text(parent, name))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("another target");
    }
}
