package lib.rehearsal.iam;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The roles of the account. Guarded by the account's clock. */
public final class IamRoles {
    private final Map<String, IamRole> roles = new LinkedHashMap<>();
    private boolean dmsVpcRole;

    /** Sets whether the role dms-vpc-role exists, with which DMS manages VPCs. */
    public void setDmsVpcRole(boolean exists) {
        dmsVpcRole = exists;
    }

    /** Returns whether the role dms-vpc-role exists. */
    public boolean hasDmsVpcRole() {
        return dmsVpcRole;
    }

    /** Adds a role. */
    public void put(IamRole role) {
        roles.put(role.name(), role);
    }

    /** Removes a role. */
    public void remove(String name) {
        roles.remove(name);
    }

    /** Returns the role with that ARN. */
    public Optional<IamRole> findArn(String arn) {
        return roles.values().stream().filter(role -> role.arn().equals(arn)).findFirst();
    }
}
