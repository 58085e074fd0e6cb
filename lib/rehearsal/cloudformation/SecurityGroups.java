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
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.Json;

/** AWS::EC2::SecurityGroup: the security groups of the account, with the ingress rules of those made here. */
final class SecurityGroups implements ResourceType {
    static final String TYPE = "AWS::EC2::SecurityGroup";
    private static final Set<String> OF_THE_APP =
            Set.of(BedrockChatStack.SECURITY_GROUP, BedrockChatStack.DATABASE_SECURITY_GROUP);
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

    private record Group(String vpc, List<JsonObject> ingress) {}

    private final Map<String, Group> groups = new HashMap<>();
    private final Predicate<String> inUse;

    /** @param inUse whether a cluster has the group with that id */
    SecurityGroups(Predicate<String> inUse) {
        this.inUse = inUse;
    }

    boolean exists(String id) {
        return OF_THE_APP.contains(id) || groups.containsKey(id);
    }

    /** Returns whether one of these groups lets the app's database connect to that port. */
    boolean letInAppDatabase(List<String> ids, int port) {
        return ids.stream()
                .filter(groups::containsKey)
                .flatMap(id -> groups.get(id).ingress.stream())
                .anyMatch(rule -> covers(rule, port) && isFromAppDatabase(rule));
    }

    private static boolean covers(JsonObject rule, int port) {
        String protocol = rule.get("IpProtocol").getAsString();
        if (protocol.equals("-1")) {
            return true;
        }
        return protocol.matches("tcp|6")
                && rule.has("FromPort")
                && rule.get("FromPort").getAsInt() <= port
                && port <= rule.get("ToPort").getAsInt();
    }

    private static boolean isFromAppDatabase(JsonObject rule) {
        return Json.string(rule, "SourceSecurityGroupId")
                        .filter(BedrockChatStack.DATABASE_SECURITY_GROUP::equals)
                        .isPresent()
                || Json.string(rule, "CidrIp")
                        .filter(cidr -> cidr.matches("10[.].*|0[.]0[.]0[.]0/0"))
                        .isPresent();
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
        List<JsonObject> ingress = new ArrayList<>();
        for (JsonElement each : Json.list(request.properties(), "SecurityGroupIngress")) {
            JsonObject rule = each.getAsJsonObject();
            check(rule);
            ingress.add(rule);
        }
        String id = "sg-0" + PhysicalIds.hex(16);
        groups.put(id, new Group(vpc, ingress));
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
        return Optional.of(new JsonPrimitive(name.equals("VpcId") ? groups.get(physicalId).vpc : physicalId));
    }

    @Override
    public void delete(String physicalId, boolean withSnapshot, Instant now) throws ResourceFailure {
        if (inUse.test(physicalId)) {
            throw ResourceFailure.ofService(
                    "Ec2", 400, "InvalidRequest", "resource " + physicalId + " has a dependent object");
        }
        groups.remove(physicalId);
    }
}
