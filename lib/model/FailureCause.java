package lib.model;

import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What makes embedding tasks fail, each cause with its remedy. A reason contains names of files and URLs, so each
 * pattern is anchored to the words that the library puts before them: botocore's {@code An error occurred (CODE) when
 * calling the OP operation}, ECS's stop code, pg8000's error fields, and the loaders' own sentences (upstream
 * {@code backend/embedding/loaders}).
 */
public enum FailureCause {
    THROTTLING(
            "throttling",
            TaskOutcome.THROTTLED.pattern() + "|" + Words.NOT_STARTED + "Rate (?:limit )?exceeded",
            "Use a smaller --parallel"),
    CAPACITY(
            "no capacity",
            Words.NOT_STARTED + "Capacity is unavailable",
            "Wait until AWS has capacity again"),
    IMAGE(
            "image of the task",
            Words.NOT_STARTED + "CannotPull\\w*Error",
            "Check that the image of the task definition exists, and that the subnets reach its registry"),
    EXECUTION_ROLE(
            "execution role of the task",
            Words.NOT_STARTED
                    + ".*(?:AccessDenied|not authorized to perform|unable to assume the role)",
            "Grant the execution role of the task definition the action that the reason names (ECS itself uses this"
                    + " role, not the task role)"),
    NETWORK_INTERFACE(
            "network interface of the task",
            Words.NOT_STARTED + "(?:Timeout waiting for network interface|Network interface|Unexpected EC2 error)",
            "Check that the subnets have free addresses, and that the account's quota of network interfaces is not used"
                    + " up"),
    NETWORK(
            "network of the task",
            Words.NOT_STARTED + "ResourceInitializationError: unable to (?:pull|retrieve)"
                    + "|(?:Could not connect to the|Connect timeout on|Read timeout on) endpoint URL"
                    + "|Connection was closed before we received a valid response from endpoint URL",
            "Check that the subnets of the tasks reach AWS (NAT gateway or VPC endpoints)"),
    START(
            "start of the task",
            Words.NOT_STARTED,
            "Look the reason up in the ECS developer guide (\"Stopped tasks error messages\")"),
    SECRET(
            "secret of the database",
            Words.error("\\w+", "GetSecretValue"),
            "Check that the secret in DB_SECRETS_ARN of the task definition exists, and that the task role may read"
                    + " it"),
    DATABASE(
            "access to the database",
            "\\{'S': '|Can't create a connection to host |network error$",
            "Check that the database cluster is available, that its secret is current, and that its security group"
                    + " accepts the tasks"),
    MODEL(
            "access to the model",
            Words.error("AccessDenied\\w*|ResourceNotFound\\w*", "InvokeModel")
                    + "|" + Words.error("ValidationException", "InvokeModel")
                    + "[^:]*: .*(?:model identifier|not allowed|on-demand throughput)",
            "Open Cohere Embed Multilingual once in the playground of the Bedrock console, in the region that the app"
                    + " uses for Bedrock, as a user with aws-marketplace:Subscribe and"
                    + " aws-marketplace:ViewSubscriptions"),
    EMPTY_DOCUMENT(
            "document without text",
            Words.error("ValidationException", "InvokeModel") + "[^:]*: .*expected minLength: 1",
            "Remove the file or page that contains no text from the bot in the app, or restore this bot"),
    MISSING_FILE(
            "missing file",
            Words.error("404|NoSuchKey|NoSuchBucket", "HeadObject|GetObject"),
            "Restore this bot, or put its files back into the bucket (aws s3 sync from a copy), or let its owner add"
                    + " all missing files under the same names in one save, without removing them first"),
    FILE_ACCESS(
            "access to the files",
            Words.error("403|AccessDenied\\w*", "HeadObject|GetObject"),
            "Check that the task role may read DOCUMENT_BUCKET of the task definition, and use its KMS key"),
    PERMISSION(
            "permissions of the task",
            Words.error("AccessDenied\\w*|UnauthorizedOperation", "\\w+"),
            "Grant the task role of the task definition the operation that the reason names"),
    VIDEO(
            "video",
            "Failed to detect language:|Could not retrieve a transcript for the video ",
            "The video has no transcript, or YouTube refuses requests from AWS: remove the video in the app, or restore"
                    + " this bot"),
    URL(
            "URL",
            "unknown url type: |Invalid IPv6 URL|netloc .* contains invalid characters",
            "Correct the URL in the app: it begins with https:// or http://"),
    FILE_TYPE(
            "type of a file",
            "Invalid file .* file type is not supported|Partitioning is not supported for the"
                    + "|partition_\\w+(?:\\(\\))? is not available",
            "Replace the file in the app by one of a type that the app reads, or restore this bot"),
    LANGUAGE_DATA(
            "language data of the container",
            "HTTP Error \\d+: |<urlopen error ",
            "The image lacks language data that its library no longer finds on the internet: add punkt_tab and"
                    + " averaged_perceptron_tagger_eng to the line nltk.downloader of backend/embedding/Dockerfile, and"
                    + " deploy again"),
    MEMORY(
            "memory",
            Words.ENDED + "exit code 137 \\(OutOfMemory",
            "Raise embeddingContainerMemory in the app's cdk.json, and deploy again; or restore this bot"),
    STOP(
            "stopped task",
            Words.ENDED + "(?:stopped by --stop|its task was stopped)",
            "Nothing is wrong with the bot: a user stopped its task"),
    LOSS(
            "lost task",
            Words.ENDED + "ECS no longer lists the task",
            "Nothing is known to be wrong with the bot: ECS lost its task"),
    SITEMAP(
            "sitemap URL",
            Words.NOTHING,
            "Remove the sitemap URL from the bot in the app: the task always fails on it");

    /** What a task cannot read or hold, and restore need not. */
    private static final Set<FailureCause> RESTORABLE =
            EnumSet.of(EMPTY_DOCUMENT, MISSING_FILE, VIDEO, FILE_TYPE, MEMORY);

    /** The parts that patterns have in common. */
    private static final class Words {
        /** ECS's stop code and reason, for a container that never ran ({@link TaskState#ending}). */
        static final String NOT_STARTED = TaskState.NEVER_RAN.pattern();

        static final String ENDED = "(?:the task ended without a result: SyncStatus is still RUNNING; )?";
        static final String NOTHING = "(?!)";

        private Words() {}

        /** The beginning of a botocore ClientError (botocore {@code exceptions.py}), which the container passes on. */
        static String error(String codes, String operations) {
            return "An error occurred \\((?:" + codes + ")\\) when calling the (?:" + operations + ") operation";
        }
    }

    private final String label;
    private final Pattern texts;
    private final String remedy;

    FailureCause(String label, String texts, String remedy) {
        this.label = label;
        this.texts = Pattern.compile(texts);
        this.remedy = remedy;
    }

    /** The cause that the reason of this outcome shows; empty if it is not a failure, or shows none. */
    public static Optional<FailureCause> of(Outcome outcome) {
        return outcome instanceof Outcome.Failed
                ? Stream.of(values())
                        .filter(cause -> cause.texts.matcher(outcome.reason()).lookingAt())
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

    /** Whether restore is another remedy. */
    public boolean isRestorable() {
        return RESTORABLE.contains(this);
    }

    /** What to do about it, before the bot is started again. */
    public String remedy() {
        return remedy;
    }
}
