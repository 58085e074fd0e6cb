package lib.model;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A cause of failed tasks that concerns every bot, each with its remedy: access, image, network, database. A dead file
 * or URL concerns one bot alone; throttling and missing capacity pass. The texts are those of ECS (AWS, "Stopped tasks
 * error messages"), of boto3 and of PostgreSQL, as the container reports them.
 */
public enum CommonCause {
    IMAGE(
            "CannotPull\\w*Error",
            "Check that the image of the task definition exists, and that the subnets reach its registry"),
    DATABASE(
            "GetSecretValue|password authentication failed|28P01|57P0\\d|database system is|relation \"items\" does not"
                    + " exist|type \"vector\" does not exist|Can't create a connection to host|:5432",
            "Check that the database cluster is available, that its secret is current, and that its security group"
                    + " accepts the tasks"),
    MODEL(
            "InvokeModel.*(AccessDenied|not authorized)|(AccessDenied|ResourceNotFound)Exception.*InvokeModel"
                    + "|access to the model|ValidationException.*(model identifier|not allowed|on-demand throughput)",
            "Enable access to the embedding model in the Bedrock console, in the region that the app uses for Bedrock"),
    PERMISSION("AccessDeniedException|is not authorized to perform", "Check the permissions of the task's role"),
    NETWORK(
            "ResourceInitializationError|network interface|endpoint URL",
            "Check that the tasks' subnets reach AWS (NAT gateway or VPC endpoints), and the permissions of their"
                    + " execution role"),
    START("^TaskFailedToStart", "Look at a stopped task in the ECS console");

    private static final Pattern PASSES = Pattern.compile("(?i)rate limit|rate exceeded|capacity");

    private final Pattern texts;
    private final String remedy;

    CommonCause(String texts, String remedy) {
        this.texts = Pattern.compile("(?i)" + texts);
        this.remedy = remedy;
    }

    /** The cause of this outcome; empty if it is not a failure, or concerns its bot alone. */
    public static Optional<CommonCause> of(Outcome outcome) {
        String reason = outcome.reason();
        boolean passes = TaskOutcome.THROTTLED.matcher(reason).find()
                || PASSES.matcher(reason).find();
        if (!(outcome instanceof Outcome.Failed) || passes) {
            return Optional.empty();
        }
        return Stream.of(values())
                .filter(cause -> cause.texts.matcher(reason).find())
                .findFirst();
    }

    /** What to do about it. */
    public String remedy() {
        return remedy;
    }
}
