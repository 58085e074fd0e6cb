package lib.rehearsal.cloudformation;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import lib.rehearsal.iam.IamRole;
import lib.rehearsal.iam.IamRoles;

/** Roles of stacks. */
final class IamResources {
    private final IamRoles roles;

    IamResources(IamRoles roles) {
        this.roles = roles;
    }

    StackResources.Created createRole(Properties properties, String name) throws ResourceFailure {
        JsonObject trust = properties.require("AssumeRolePolicyDocument").getAsJsonObject();
        List<JsonObject> policies = new ArrayList<>();
        for (Properties policy : properties.children("Policies")) {
            policy.text("PolicyName");
            policies.add(policy.require("PolicyDocument").getAsJsonObject());
        }
        IamRole role = new IamRole(name, trust, policies);
        roles.put(role);
        return new StackResources.Created(name, Map.of("Arn", role.arn()));
    }

    void deleteRole(String name) {
        roles.remove(name);
    }
}
