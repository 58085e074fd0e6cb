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
        String sourceGroup) {
    private static final String ALL_PROTOCOLS = "-1", TCP = "tcp|6";

    /** Creates a rule from an ingress rule of CloudFormation. */
    public static SecurityGroupRule of(JsonObject properties) {
        return new SecurityGroupRule(
                Ec2Ids.create("sgr"),
                properties.get("IpProtocol").getAsString(),
                Json.member(properties, "FromPort").map(port -> port.getAsInt()).orElse(null),
                Json.member(properties, "ToPort").map(port -> port.getAsInt()).orElse(null),
                Json.string(properties, "CidrIp").orElse(null),
                Json.string(properties, "SourceSecurityGroupId").orElse(null));
    }

    /** Creates a rule that lets in connections to a port from the members of a group. */
    static SecurityGroupRule ofGroup(int port, String sourceGroup) {
        return new SecurityGroupRule(Ec2Ids.create("sgr"), "tcp", port, port, null, sourceGroup);
    }

    /** Returns whether it lets in the same. */
    boolean isEqual(SecurityGroupRule other) {
        return protocol.equals(other.protocol)
                && Objects.equals(fromPort, other.fromPort)
                && Objects.equals(toPort, other.toPort)
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
