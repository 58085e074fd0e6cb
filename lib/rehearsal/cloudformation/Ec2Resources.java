package lib.rehearsal.cloudformation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lib.rehearsal.ec2.VpcNetwork;
import lib.rehearsal.stack.BedrockChatStack;

/** Security groups of stacks, and rules that they add to groups of others. */
final class Ec2Resources {
    private final VpcNetwork network;

    Ec2Resources(VpcNetwork network) {
        this.network = network;
    }

    StackResources.Created createGroup(Properties properties) throws ResourceFailure {
        properties.text("GroupDescription");
        String vpc = properties.text("VpcId");
        if (!vpc.equals(BedrockChatStack.VPC)) {
            throw notFound("The vpc ID '" + vpc + "' does not exist");
        }
        List<VpcNetwork.Rule> rules = new ArrayList<>();
        for (Properties rule : properties.children("SecurityGroupIngress")) {
            rules.add(rule(rule));
        }
        String id = network.addGroup(rules);
        return new StackResources.Created(id, Map.of("GroupId", id));
    }

    StackResources.Created createIngress(Properties properties) throws ResourceFailure {
        String group = existing(properties.text("GroupId"));
        VpcNetwork.Rule rule = rule(properties);
        if (!network.addRule(group, rule)) {
            throw ResourceFailure.ofService(
                    "Ec2", 400, "AlreadyExists", "the specified rule already exists in " + group);
        }
        return new StackResources.Created(rule.id(), Map.of());
    }

    private VpcNetwork.Rule rule(Properties properties) throws ResourceFailure {
        properties.expect("IpProtocol", "tcp");
        return VpcNetwork.Rule.of(
                properties.require("FromPort").getAsInt(),
                properties.require("ToPort").getAsInt(),
                existing(properties.text("SourceSecurityGroupId")));
    }

    private String existing(String group) throws ResourceFailure {
        if (!network.hasGroup(group)) {
            throw notFound("The security group '" + group + "' does not exist");
        }
        return group;
    }

    void deleteGroup(String id) {
        network.removeGroup(id);
    }

    void deleteIngress(String id) {
        network.removeRule(id);
    }

    private static ResourceFailure notFound(String message) {
        return ResourceFailure.ofService("Ec2", 400, "NotFound", message);
    }
}
