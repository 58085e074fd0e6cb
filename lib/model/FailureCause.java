package lib.model;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What makes embedding tasks fail, each cause with its remedy. The texts are those of ECS (AWS, "Stopped tasks error
 * messages"), of boto3 and of PostgreSQL, as the container reports them. The reference's table of causes consists of
 * these.
 */
public enum FailureCause {
    THROTTLING(
            "throttling",
            TaskOutcome.THROTTLED.pattern() + "|rate limit|rate exceeded",
            "Use a smaller --parallel"),
    CAPACITY("no capacity", "capacity", "Wait until AWS has capacity again"),
    IMAGE(
            "image of the task",
            "CannotPull\\w*Error",
            "Check that the image of the task definition exists, and that the subnets reach its registry"),
    DATABASE(
            "access to the database",
            "GetSecretValue|password authentication failed|28P01|57P0\\d|database system is|relation \"items\" does not"
                    + " exist|type \"vector\" does not exist|Can't create a connection to host|:5432",
            "Check that the database cluster is available, that its secret is current, and that its security group"
                    + " accepts the tasks"),
    MODEL(
            "access to the model",
            "InvokeModel.*(AccessDenied|not authorized)|(AccessDenied|ResourceNotFound)Exception.*InvokeModel"
                    + "|access to the model|ValidationException.*(model identifier|not allowed|on-demand throughput)",
            "Enable access to the embedding model in the Bedrock console, in the region that the app uses for Bedrock"),
    PERMISSION(
            "permissions of the task",
            "AccessDeniedException|is not authorized to perform",
            "Check the permissions of the task's role"),
    NETWORK(
            "network of the task",
            "ResourceInitializationError|network interface|endpoint URL",
            "Check that the tasks' subnets reach AWS (NAT gateway or VPC endpoints), and the permissions of their"
                    + " execution role"),
    START(
            "start of the task",
            "^" + TaskState.FAILED_TO_START,
            "Look at a stopped task in the ECS console"),
    MEMORY("memory", "exit code 137|OutOfMemory", "Raise the memory of the task definition"),
    STOP(
            "stopped task",
            "stopped by --stop|its task was stopped",
            "Nothing is wrong with the bot: a user stopped its task"),
    LOSS(
            "lost task",
            "ECS no longer lists the task",
            "Nothing is known to be wrong with the bot: ECS lost its task"),
    SOURCE(
            "file or URL",
            "HeadObject|GetObject|ConnectionPool|Max retries exceeded|URLError|HTTPError",
            "Remove files and URLs that cannot be read from the bot in the app"),
    SITEMAP(
            "sitemap URL",
            "sitemap",
            "Remove the sitemap URL from the bot in the app: the task always fails on it");

    private final String label;
    private final Pattern texts;
    private final String remedy;

    FailureCause(String label, String texts, String remedy) {
        this.label = label;
        this.texts = Pattern.compile("(?i)" + texts);
        this.remedy = remedy;
    }

    /** The cause that the reason of this outcome shows; empty if it is not a failure, or shows none. */
    public static Optional<FailureCause> of(Outcome outcome) {
        return outcome instanceof Outcome.Failed
                ? Stream.of(values())
                        .filter(cause -> cause.texts.matcher(outcome.reason()).find())
                        .findFirst()
                : Optional.empty();
    }

    /** The same for this bot: the container writes no reason if it fails on a sitemap URL. */
    public static Optional<FailureCause> of(Outcome outcome, Bot bot) {
        boolean isSitemap = outcome.reason().equals(TaskOutcome.NO_REASON)
                && !bot.knowledge().sitemaps().isEmpty();
        return isSitemap ? Optional.of(SITEMAP) : of(outcome);
    }

    /** A short name. */
    public String label() {
        return label;
    }

    /** What to do about it, before the bot is started again. */
    public String remedy() {
        return remedy;
    }
}
