package lib.rehearsal.cloudformation;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import lib.rehearsal.ec2.SecurityGroupRule;
import lib.rehearsal.ec2.VpcNetwork;
import lib.rehearsal.wire.Json;

/** AWS::EC2::SecurityGroupIngress: a rule of a security group, which another stack may have made. */
final class SecurityGroupIngressType implements ResourceType {
    static final String TYPE = "AWS::EC2::SecurityGroupIngress";

    private final VpcNetwork network;

    SecurityGroupIngressType(VpcNetwork network) {
        this.network = network;
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                "CidrIp",
                "CidrIpv6",
                "Description",
                "FromPort",
                "GroupId",
                "GroupName",
                "IpProtocol",
                "SourcePrefixListId",
                "SourceSecurityGroupId",
                "SourceSecurityGroupName",
                "SourceSecurityGroupOwnerId",
                "ToPort");
    }

    @Override
    public Set<String> required() {
        return Set.of("IpProtocol");
    }

    @Override
    public Set<String> attributes() {
        return Set.of("Id");
    }

    @Override
    public Duration creationTime() {
        return Duration.ofSeconds(3);
    }

    @Override
    public Duration deletionTime() {
        return Duration.ofSeconds(3);
    }

    @Override
    public String create(Request request, Instant now) throws ResourceFailure {
        JsonObject properties = request.properties();
        String group = Json.string(properties, "GroupId").orElse("");
        requireGroup(group);
        String source = Json.string(properties, "SourceSecurityGroupId").orElse(null);
        if (source != null) {
            requireGroup(source);
        } else if (!properties.has("CidrIp")) {
            throw ec2(400, "InvalidRequest", "The embedded AWS implements sources by group or IPv4 block only.");
        }
        SecurityGroupRule rule = SecurityGroupRule.of(properties);
        if (!network.addRule(group, rule)) {
            throw ec2(400, "AlreadyExists", "the specified rule already exists in " + group);
        }
        return rule.id();
    }

    private void requireGroup(String id) throws ResourceFailure {
        if (!network.hasGroup(id)) {
            throw ec2(400, "NotFound", "The security group '" + id + "' does not exist");
        }
    }

    @Override
    public Optional<JsonElement> attribute(String physicalId, String name) {
        return Optional.of(new JsonPrimitive(physicalId));
    }

    @Override
    public void delete(String physicalId, boolean withSnapshot, Instant now) {
        network.removeRule(physicalId);
    }

    private static ResourceFailure ec2(int status, String code, String message) {
        return ResourceFailure.ofService("Ec2", status, code, message);
    }
}
