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
import lib.rehearsal.iam.IamRole;
import lib.rehearsal.iam.IamRoles;
import lib.rehearsal.wire.Json;

/** AWS::IAM::Role. A service can assume the role as soon as it is complete. */
final class IamRoleType implements ResourceType {
    static final String TYPE = "AWS::IAM::Role";
    private static final String NAME = "[\\w+=,.@-]{1,64}", PATH = "/|/[!-\\x7f]+/";

    private final IamRoles roles;
    private final Map<String, IamRole> created = new HashMap<>();

    IamRoleType(IamRoles roles) {
        this.roles = roles;
    }

    @Override
    public Set<String> properties() {
        return Set.of(
                "AssumeRolePolicyDocument",
                "Description",
                "ManagedPolicyArns",
                "MaxSessionDuration",
                "Path",
                "PermissionsBoundary",
                "Policies",
                "RoleName",
                "Tags");
    }

    @Override
    public Set<String> required() {
        return Set.of("AssumeRolePolicyDocument");
    }

    @Override
    public Set<String> attributes() {
        return Set.of("Arn", "RoleId");
    }

    @Override
    public Duration creationTime() {
        return Duration.ofSeconds(17);
    }

    @Override
    public Duration deletionTime() {
        return Duration.ofSeconds(2);
    }

    @Override
    public String create(Request request, Instant now) throws ResourceFailure {
        JsonObject properties = request.properties();
        String name = Json.string(properties, "RoleName").orElseGet(() -> PhysicalIds.ofRole(request));
        if (!name.matches(NAME)) {
            throw iam(400, "InvalidRequest", "The specified value for roleName is invalid.");
        }
        if (roles.find(name).isPresent() || created.containsKey(name)) {
            throw iam(409, "AlreadyExists", "Role with name " + name + " already exists.");
        }
        String path = Json.string(properties, "Path").orElse("/");
        if (!path.matches(PATH)) {
            throw iam(400, "InvalidRequest", "The specified value for path is invalid.");
        }
        List<JsonObject> policies = new ArrayList<>();
        for (JsonElement policy : Json.list(properties, "Policies")) {
            JsonObject each = policy.getAsJsonObject();
            if (!each.keySet().equals(Set.of("PolicyName", "PolicyDocument"))) {
                throw ResourceFailure.of("Properties validation failed for resource with message: "
                        + "[#/Policies/0: a policy has the keys PolicyName and PolicyDocument]");
            }
            policies.add(document(each.get("PolicyDocument"), Set.of("Effect", "Action", "Resource")));
        }
        created.put(
                name,
                new IamRole(
                        name,
                        PhysicalIds.ofRoleId(),
                        path,
                        document(properties.get("AssumeRolePolicyDocument"), Set.of("Effect", "Action", "Principal")),
                        Json.strings(properties, "ManagedPolicyArns"),
                        policies));
        return name;
    }

    /** Returns a policy document whose statements have these elements. */
    private static JsonObject document(JsonElement json, Set<String> elements) throws ResourceFailure {
        if (!json.isJsonObject() || !json.getAsJsonObject().has("Statement")) {
            throw iam(400, "InvalidRequest", "Syntax errors in policy.");
        }
        JsonElement statements = json.getAsJsonObject().get("Statement");
        List<JsonElement> list =
                statements.isJsonArray() ? statements.getAsJsonArray().asList() : List.of(statements);
        for (JsonElement statement : list) {
            if (!statement.isJsonObject()
                    || !statement.getAsJsonObject().keySet().containsAll(elements)) {
                throw iam(400, "InvalidRequest", "Policy statement must contain " + String.join(", ", elements) + ".");
            }
        }
        return json.getAsJsonObject();
    }

    @Override
    public void complete(String physicalId, Instant now) {
        roles.put(created.get(physicalId));
    }

    @Override
    public Optional<JsonElement> attribute(String physicalId, String name) {
        IamRole role = created.get(physicalId);
        return Optional.of(new JsonPrimitive(name.equals("Arn") ? role.arn() : role.id()));
    }

    @Override
    public void delete(String physicalId, boolean withSnapshot, Instant now) {
        created.remove(physicalId);
        roles.remove(physicalId);
    }

    private static ResourceFailure iam(int status, String code, String message) {
        return ResourceFailure.ofService("Iam", status, code, message);
    }
}
