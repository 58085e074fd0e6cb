package lib.rehearsal.cloudformation;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** The types of resources that a temporary database needs, and how long their creation and deletion take. */
enum ResourceType {
    SECURITY_GROUP("AWS::EC2::SecurityGroup", 6, 3),
    SECURITY_GROUP_INGRESS("AWS::EC2::SecurityGroupIngress", 3, 3),
    SUBNET_GROUP("AWS::RDS::DBSubnetGroup", 8, 3),
    CLUSTER("AWS::RDS::DBCluster", 360, 120),
    INSTANCE("AWS::RDS::DBInstance", 420, 240),
    ROLE("AWS::IAM::Role", 17, 2),
    DMS_SUBNET_GROUP("AWS::DMS::ReplicationSubnetGroup", 10, 10),
    DMS_PROFILE("AWS::DMS::InstanceProfile", 10, 10),
    DMS_PROVIDER("AWS::DMS::DataProvider", 10, 10),
    DMS_PROJECT("AWS::DMS::MigrationProject", 10, 10);

    private final String text;
    private final Duration creation;
    private final Duration deletion;

    ResourceType(String text, int creationSeconds, int deletionSeconds) {
        this.text = text;
        creation = Duration.ofSeconds(creationSeconds);
        deletion = Duration.ofSeconds(deletionSeconds);
    }

    /** Returns the type with that name in templates; empty if there is none here. */
    static Optional<ResourceType> of(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
    }

    /** Returns its name in templates. */
    String text() {
        return text;
    }

    Duration creation() {
        return creation;
    }

    Duration deletion() {
        return deletion;
    }
}
