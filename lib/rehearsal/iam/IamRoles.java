package lib.rehearsal.iam;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.AwsService;
import lib.rehearsal.wire.Json;
import lib.rehearsal.wire.QueryXml;

/** The roles of the account, and the operation of IAM that describes one. Guarded by the account's clock. */
public final class IamRoles {
    /** The role with which DMS manages VPCs; its name is fixed, and one exists at most. */
    public static final String DMS_VPC_ROLE = "dms-vpc-role";
    /** The policy that it needs. */
    public static final String DMS_VPC_POLICY = "arn:aws:iam::aws:policy/service-role/AmazonDMSVPCManagementRole";

    private final Map<String, IamRole> roles = new LinkedHashMap<>();

    /** Adds a role. */
    public void put(IamRole role) {
        roles.put(role.name(), role);
    }

    /** Adds the role that DMS needs, as its documentation describes it, or removes it. */
    public void setDmsVpcRole(boolean exists, Instant now) {
        if (exists) {
            JsonObject statement = Json.object(
                    "Effect",
                    "Allow",
                    "Principal",
                    Json.object("Service", "dms.amazonaws.com"),
                    "Action",
                    "sts:AssumeRole");
            put(new IamRole(
                    DMS_VPC_ROLE,
                    "AROAREHEARSALDMSVPC01",
                    "/",
                    Json.object("Version", "2012-10-17", "Statement", List.of(statement)),
                    List.of(DMS_VPC_POLICY),
                    List.of(),
                    now));
        } else {
            remove(DMS_VPC_ROLE);
        }
    }

    /** Removes a role. */
    public void remove(String name) {
        roles.remove(name);
    }

    /** Returns the role with that name. */
    public Optional<IamRole> find(String name) {
        return Optional.ofNullable(roles.get(name));
    }

    /** Returns the role with that ARN. */
    public Optional<IamRole> findArn(String arn) {
        return roles.values().stream().filter(role -> role.arn().equals(arn)).findFirst();
    }

    /** @throws AwsError if IAM would return an error, or if the operation is not implemented */
    public AwsResponse handle(String operation, JsonObject form) {
        if (!operation.equals("GetRole")) {
            throw new AwsError(400, "InvalidAction", "The embedded AWS does not implement IAM " + operation + ".");
        }
        String name = Json.string(form, "RoleName").orElse("");
        IamRole role = find(name)
                .orElseThrow(
                        () -> new AwsError(404, "NoSuchEntity", "The role with name " + name + " cannot be found."));
        return QueryXml.ok(
                AwsService.IAM,
                operation,
                QueryXml.element(
                        "Role",
                        QueryXml.text("Path", role.path()),
                        QueryXml.text("RoleName", role.name()),
                        QueryXml.text("RoleId", role.id()),
                        QueryXml.text("Arn", role.arn()),
                        QueryXml.time("CreateDate", role.createdAt()),
                        QueryXml.text("AssumeRolePolicyDocument", encode(role.trustPolicy()))));
    }

    /** IAM encodes policy documents as in URLs (RFC 3986). */
    private static String encode(JsonElement policy) {
        return URLEncoder.encode(Json.text(policy), StandardCharsets.UTF_8).replace("+", "%20");
    }
}
