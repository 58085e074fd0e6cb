package lib.model;

import java.util.List;

/** What is migrated, and where. */
public record Settings(
        Setting table,
        Setting ecsCluster,
        Setting taskDefinition,
        Setting container,
        List<Setting> subnets,
        List<Setting> securityGroups,
        DatabaseLocation database) {
    /** Returns the same with this container. */
    public Settings with(Setting newContainer) {
        return new Settings(table, ecsCluster, taskDefinition, newContainer, subnets, securityGroups, database);
    }
}
