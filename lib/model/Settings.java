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
        DatabaseLocation database) {}
