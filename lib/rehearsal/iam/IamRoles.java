package lib.rehearsal.iam;

import com.google.gson.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.rehearsal.wire.Json;

/** The roles of the account. Guarded by the account's clock. */
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
    public void setDmsVpcRole(boolean exists) {
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
                    List.of()));
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
}
