package lib.restore;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import lib.aws.AwsClients;
import lib.aws.Stacks.Event;
import lib.common.Text;

/** What CloudFormation's events say about the resources of the temporary database: in words, and what to do. */
final class StackEvents {
    private static final Pattern EXPIRED =
            Pattern.compile("(?i)expired|security token .* invalid|InvalidClientTokenId");
    private static final Pattern UNUSABLE_ROLE = Pattern.compile("IAM Role .* is not configured properly");
    private static final Pattern DENIED = Pattern.compile("(?i)not authorized|AccessDenied|permission");
    private static final Pattern QUOTA = Pattern.compile("(?i)quota|limit");

    /** What each resource is called on the screen. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("SecurityGroup", "security group"),
            Map.entry("SubnetGroup", "subnet group"),
            Map.entry("Cluster", "database cluster from the snapshot"),
            Map.entry("Instance", "database instance"),
            Map.entry("DmsIngress", "rule that admits DMS"),
            Map.entry("DmsSubnetGroup", "subnet group of DMS"),
            Map.entry("DmsInstanceProfile", "instance profile of DMS"),
            Map.entry("DmsSource", "data provider of the temporary database"),
            Map.entry("DmsTarget", "data provider of the new database"),
            Map.entry("DmsRole", "role of DMS"),
            Map.entry("DmsSecretsRole", "role of DMS for the secrets"),
            Map.entry("MigrationProject", "migration project of DMS"));

    private StackEvents() {}

    /** The event in words; empty if it is of no interest, as that of the stack itself. */
    static Optional<String> words(Event event) {
        boolean ended = event.status().endsWith("_COMPLETE") || event.status().endsWith("_FAILED");
        boolean isShown =
                NAMES.containsKey(event.resource()) && (ended || event.status().equals("CREATE_IN_PROGRESS"));
        return isShown
                ? Optional.of(NAMES.get(event.resource()) + ": " + words(event.status()))
                : Optional.empty();
    }

    private static String words(String status) {
        return switch (status) {
            case "CREATE_IN_PROGRESS" -> "being created";
            case "CREATE_COMPLETE" -> "created";
            case "CREATE_FAILED" -> "failed";
            case "DELETE_COMPLETE" -> "deleted";
            default -> status;
        };
    }

    /** The last resource that could not be deleted. */
    static String deletionFailure(List<Event> events) {
        return events.stream()
                .filter(event -> event.status().equals("DELETE_FAILED") && NAMES.containsKey(event.resource()))
                .reduce((first, last) -> last)
                .map(StackEvents::failure)
                .orElse("CloudFormation gave no reason");
    }

    /** The resource that failed, and why. */
    static String failure(Event event) {
        return NAMES.getOrDefault(event.resource(), event.resource()) + ": " + Text.oneLine(event.reason(), 400);
    }

    /**
     * What to do about the failure of a creation.
     *
     * @param aws for the commands that the remedy contains
     */
    static String remedy(String reason, AwsClients aws) {
        if (reason.contains(DmsPlan.VPC_ROLE)) {
            return DmsPlan.createVpcRole(aws);
        }
        if (UNUSABLE_ROLE.matcher(reason).find()) {
            return "Check --dms-secrets-role-arn: the role must exist in this account, and"
                    + " dms-data-migrations.amazonaws.com must be allowed to assume it.";
        }
        if (EXPIRED.matcher(reason).find()) {
            return "CloudFormation worked with your credentials, which have expired. Give --stack-role-arn, or use"
                    + " credentials that last for an hour.";
        }
        if (DENIED.matcher(reason).find()) {
            return "Grant the permission (lib/docs/permissions.md: IAM policy of restore), or give --stack-role-arn.";
        }
        if (QUOTA.matcher(reason).find()) {
            return "Delete what is no longer needed, or raise the quota in the Service Quotas console.";
        }
        return "Fix the cause.";
    }
}
