package lib.rehearsal.cloudformation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import lib.rehearsal.ec2.Ec2Ids;
import lib.rehearsal.ec2.SecurityGroupRule;
import lib.rehearsal.ec2.VpcNetwork;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.Json;

/** AWS::EC2::SecurityGroup. */
final class SecurityGroups implements ResourceType {
    static final String TYPE = "AWS::EC2::SecurityGroup";
    private static final Set<String> RULE = Set.of(
            "CidrIp",
            "CidrIpv6",
            "Description",
            "FromPort",
            "IpProtocol",
            "SourcePrefixListId",
            "SourceSecurityGroupId",
            "SourceSecurityGroupName",
            "SourceSecurityGroupOwnerId",
            "ToPort");

    private final Map<String, String> vpcs = new HashMap<>();
    private final VpcNetwork network;
    private final Predicate<String> inUse;

    /** @param inUse whether a cluster or an instance profile has the group with that id */
    SecurityGroups(VpcNetwork network, Predicate<String> inUse) {
        this.network = network;
        this.inUse = inUse;
    }

    boolean exists(String id) {
        return network.hasGroup(id);
    }

    @Override
    public Set<String> properties() {
        return Set.of("GroupDescription", "GroupName", "SecurityGroupEgress", "SecurityGroupIngress", "Tags", "VpcId");
    }

    @Override
    public Set<String> required() {
        return Set.of("GroupDescription");
    }

    @Override
    public Set<String> attributes() {
        return Set.of("GroupId", "VpcId", "Id");
    }

    @Override
    public Duration creationTime() {
        return Duration.ofSeconds(6);
    }

    @Override
    public Duration deletionTime() {
        return Duration.ofSeconds(3);
    }

    @Override
    public String create(Request request, Instant now) throws ResourceFailure {
        String vpc = Json.string(request.properties(), "VpcId").orElse(BedrockChatStack.VPC);
        String description = request.properties().get("GroupDescription").getAsString();
        if (!description.matches("[\\w .:/()#,@\\[\\]+=&;{}!$*-]{1,255}")) {
            throw invalid("Invalid security group description. Valid descriptions are strings less than 256 characters "
                    + "from the following set:  a-zA-Z0-9. _-:/()#,@[]+=&;{}!$*");
        }
        if (!vpc.equals(BedrockChatStack.VPC)) {
            throw ResourceFailure.ofService("Ec2", 400, "NotFound", "The vpc ID '" + vpc + "' does not exist");
        }
        List<SecurityGroupRule> ingress = new ArrayList<>();
        for (JsonElement each : Json.list(request.properties(), "SecurityGroupIngress")) {
            JsonObject rule = each.getAsJsonObject();
            check(rule);
            ingress.add(SecurityGroupRule.of(rule));
        }
        String id = Ec2Ids.create("sg");
        network.addGroup(id, ingress);
        vpcs.put(id, vpc);
        return id;
    }

    private void check(JsonObject rule) throws ResourceFailure {
        for (String name : rule.keySet()) {
            if (!RULE.contains(name)) {
                throw ResourceFailure.of("Properties validation failed for resource with message: "
                        + "#/SecurityGroupIngress/0: extraneous key [" + name + "] is not permitted");
            }
        }
        if (!rule.has("IpProtocol")) {
            throw ResourceFailure.of("Properties validation failed for resource with message: "
                    + "#/SecurityGroupIngress/0: required key [IpProtocol] not found");
        }
        String source = Json.string(rule, "SourceSecurityGroupId").orElse(null);
        if (source != null && !exists(source)) {
            throw ResourceFailure.ofService(
                    "Ec2", 400, "NotFound", "The security group '" + source + "' does not exist");
        }
        if (source == null && !rule.has("CidrIp") && !rule.has("CidrIpv6") && !rule.has("SourcePrefixListId")) {
            throw invalid("Invalid value for security group rule: exactly one source must be given");
        }
    }

    private static ResourceFailure invalid(String message) {
        return ResourceFailure.ofService("Ec2", 400, "InvalidRequest", message);
    }

    @Override
    public Optional<JsonElement> attribute(String physicalId, String name) {
        return Optional.of(new JsonPrimitive(name.equals("VpcId") ? vpcs.get(physicalId) : physicalId));
    }

    @Override
    public void delete(String physicalId, boolean withSnapshot, Instant now) throws ResourceFailure {
        if (inUse.test(physicalId) || network.isReferenced(physicalId)) {
            throw ResourceFailure.ofService(
                    "Ec2", 400, "InvalidRequest", "resource " + physicalId + " has a dependent object");
        }
        network.removeGroup(physicalId);
    }
}
