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
            Concerns.MOMENT,
            "throttling",
            TaskOutcome.THROTTLED.pattern() + "|rate limit|rate exceeded",
            "Use a smaller --parallel"),
    CAPACITY(Concerns.MOMENT, "no capacity", "capacity", "Wait until AWS has capacity again"),
    IMAGE(
            Concerns.EVERY_BOT,
            "image of the task",
            "CannotPull\\w*Error",
            "Check that the image of the task definition exists, and that the subnets reach its registry"),
    DATABASE(
            Concerns.EVERY_BOT,
            "access to the database",
            "GetSecretValue|password authentication failed|28P01|57P0\\d|database system is|relation \"items\" does not"
                    + " exist|type \"vector\" does not exist|Can't create a connection to host|:5432",
            "Check that the database cluster is available, that its secret is current, and that its security group"
                    + " accepts the tasks"),
    MODEL(
            Concerns.EVERY_BOT,
            "access to the model",
            "InvokeModel.*(AccessDenied|not authorized)|(AccessDenied|ResourceNotFound)Exception.*InvokeModel"
                    + "|access to the model|ValidationException.*(model identifier|not allowed|on-demand throughput)",
            "Enable access to the embedding model in the Bedrock console, in the region that the app uses for Bedrock"),
    PERMISSION(
            Concerns.EVERY_BOT,
            "permissions of the task",
            "AccessDeniedException|is not authorized to perform",
            "Check the permissions of the task's role"),
    NETWORK(
            Concerns.EVERY_BOT,
            "network of the task",
            "ResourceInitializationError|network interface|endpoint URL",
            "Check that the tasks' subnets reach AWS (NAT gateway or VPC endpoints), and the permissions of their"
                    + " execution role"),
    START(
            Concerns.EVERY_BOT,
            "start of the task",
            "^" + TaskState.FAILED_TO_START,
            "Look at a stopped task in the ECS console"),
    MEMORY(Concerns.ONE_BOT, "memory", "exit code 137|OutOfMemory", "Raise the memory of the task definition"),
    STOP(
            Concerns.ONE_BOT,
            "stopped task",
            "stopped by --stop|its task was stopped",
            "Nothing is wrong with the bot: a user stopped its task"),
    LOSS(
            Concerns.ONE_BOT,
            "lost task",
            "ECS no longer lists the task",
            "Nothing is known to be wrong with the bot: ECS lost its task"),
    SOURCE(
            Concerns.ONE_BOT,
            "file or URL",
            "HeadObject|GetObject|ConnectionPool|Max retries exceeded|URLError|HTTPError",
            "Remove files and URLs that cannot be read from the bot in the app"),
    SITEMAP(
            Concerns.ONE_BOT,
            "sitemap URL",
            "sitemap",
            "Remove the sitemap URL from the bot in the app: the task always fails on it");

    private enum Concerns {
        EVERY_BOT,
        ONE_BOT,
        /** It passes by itself. */
        MOMENT
    }

    private final Concerns concerns;
    private final String label;
    private final Pattern texts;
    private final String remedy;

    FailureCause(Concerns concerns, String label, String texts, String remedy) {
        this.concerns = concerns;
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

    /** Whether it makes every other task fail too, until somebody fixes it. */
    public boolean concernsEveryBot() {
        return concerns == Concerns.EVERY_BOT;
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
