package lib.rehearsal.ec2;

import com.google.gson.JsonObject;
import java.util.Objects;
import lib.rehearsal.wire.Json;

/**
 * An ingress rule of a security group, whose source is a block of addresses or a group.
 *
 * @param protocol tcp, or -1 for all
 * @param fromPort and {@code toPort}: null: all
 * @param cidr null: the source is a group
 * @param sourceGroup null: the source is a block of addresses
 */
public record SecurityGroupRule(
        String id,
        String protocol,
        Integer fromPort,
        Integer toPort,
        String cidr,
        String sourceGroup,
        String description) {
    private static final String ALL_PROTOCOLS = "-1", TCP = "tcp|6";

    /** Creates a rule from an ingress rule of CloudFormation. */
    public static SecurityGroupRule of(JsonObject properties) {
        return new SecurityGroupRule(
                Ec2Ids.create("sgr"),
                properties.get("IpProtocol").getAsString(),
                Json.member(properties, "FromPort").map(port -> port.getAsInt()).orElse(null),
                Json.member(properties, "ToPort").map(port -> port.getAsInt()).orElse(null),
                Json.string(properties, "CidrIp").orElse(null),
                Json.string(properties, "SourceSecurityGroupId").orElse(null),
                Json.string(properties, "Description").orElse(null));
    }

    /** Creates a rule that lets in all traffic of a block of addresses. */
    static SecurityGroupRule all(String cidr, String description) {
        return new SecurityGroupRule(Ec2Ids.create("sgr"), ALL_PROTOCOLS, null, null, cidr, null, description);
    }

    /** Creates a rule that lets in connections to a port from the members of a group. */
    static SecurityGroupRule ofGroup(int port, String sourceGroup, String description) {
        return new SecurityGroupRule(Ec2Ids.create("sgr"), "tcp", port, port, null, sourceGroup, description);
    }

    boolean hasSamePorts(SecurityGroupRule other) {
        return protocol.equals(other.protocol)
                && Objects.equals(fromPort, other.fromPort)
                && Objects.equals(toPort, other.toPort);
    }

    /** Returns whether it lets in the same. */
    boolean isEqual(SecurityGroupRule other) {
        return hasSamePorts(other)
                && Objects.equals(cidr, other.cidr)
                && Objects.equals(sourceGroup, other.sourceGroup);
    }

    boolean covers(int port) {
        if (protocol.equals(ALL_PROTOCOLS)) {
            return true;
        }
        return protocol.matches(TCP) && fromPort != null && toPort != null && fromPort <= port && port <= toPort;
    }

    boolean isFromGroup(String group) {
        return group.equals(sourceGroup);
    }

    /** A rule that refers to a group never covers a block of addresses. */
    boolean isFromBlock(String block) {
        return cidr != null && CidrBlock.of(cidr).contains(CidrBlock.of(block));
    }
}
