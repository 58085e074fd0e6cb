package lib.model;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.regex.Pattern;
import lib.common.Text;

/**
 * A task as ECS shows it.
 *
 * @param arn of the task, also if MISSING; only the id if ECS was not asked
 * @param bot the bot that it embeds, read from its command or its variable EVENT; null if neither names one, or the
 *     task is MISSING
 * @param lastStatus PROVISIONING, PENDING, ACTIVATING, RUNNING, DEACTIVATING, STOPPING, DEPROVISIONING, STOPPED,
 *     DELETED, or MISSING if ECS does not know the task (not visible yet, or stopped more than an hour ago)
 * @param stopCode for example EssentialContainerExited or TaskFailedToStart; empty until it stops
 * @param stoppedReason ECS's own text, or empty
 * @param exitCode of the embedding container, or null if it never ran
 * @param containerReason why the container ended, for example that it ran out of memory; or empty
 * @param createdAt by ECS's clock; null if MISSING
 * @param billedFrom when the pull of its image began, which is when billing begins; null before
 * @param stoppedAt null until it stops
 */
public record TaskState(
        String arn,
        BotKey bot,
        String startedBy,
        String lastStatus,
        String stopCode,
        String stoppedReason,
        Integer exitCode,
        String containerReason,
        Instant createdAt,
        Instant billedFrom,
        Instant stoppedAt) {
    /** How long DescribeTasks may not know a task that exists: ECS is eventually consistent. */
    public static final Duration VISIBILITY_DELAY = Duration.ofMinutes(5);

    /** Fargate bills at least one minute (AWS, Fargate pricing). */
    private static final Duration MINIMUM_BILLED = Duration.ofMinutes(1);

    private static final String MISSING = "MISSING";
    /** DELETED follows STOPPED for a while (ECS developer guide, "Task lifecycle"). */
    private static final Set<String> ENDED = Set.of(MISSING, "STOPPED", "DELETED");

    /** The stop code of a task whose container never ran. */
    private static final String FAILED_TO_START = "TaskFailedToStart";
    /** The beginning of {@link #ending} if the container never ran, so that it has no log. */
    public static final Pattern NEVER_RAN = Pattern.compile("^(?:" + FAILED_TO_START + "|EssentialContainerExited|): ");

    private static final Set<String> TRANSIENT_STOP_CODES =
            Set.of("SpotInterruption", "TerminationNotice", "InfrastructureHealth");
    /**
     * Why a task did not start and will not start the next time: image, platform, permissions, a missing secret or log
     * group, a full disk (ECS developer guide, "Stopped tasks error messages").
     */
    private static final Pattern RECURRING = Pattern.compile(
            "(?i)not found|manifest unknown|matching platform|invalid reference|does not exist|can't find"
                    + "|ResourceNotFound|AccessDenied|access denied|not authorized|403 Forbidden|no space left");

    /**
     * The state of a task that ECS does not know.
     *
     * @param task its ARN or id
     */
    public static TaskState missing(String task) {
        return new TaskState(task, null, "", MISSING, "", "", null, "", null, null, null);
    }

    /** The last part of a task's ARN, which the container writes into LastExecId. */
    public static String idOf(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** Whether the text has the form of a task id: 32 hex digits, or a UUID in old accounts. */
    public static boolean isTaskId(String id) {
        return id.matches("[0-9a-f-]{32,36}");
    }

    public String taskId() {
        return idOf(arn);
    }

    public boolean isMissing() {
        return lastStatus.equals(MISSING);
    }

    public boolean isAlive() {
        return !ENDED.contains(lastStatus);
    }

    /** Whether a user has stopped it, with {@code --stop} or in the console; it may still be ending. */
    public boolean isStoppedByUser() {
        return stopCode.equals("UserInitiated");
    }

    /** Whether it ended other than with exit code 0. */
    public boolean endedWithError() {
        return !isMissing() && (exitCode == null || exitCode != 0);
    }

    /** Whether it ended for a reason that may not affect another attempt. */
    public boolean isWorthRetrying() {
        boolean neverRan = stopCode.equals(FAILED_TO_START) && exitCode == null;
        boolean recurring =
                RECURRING.matcher(stoppedReason + " " + containerReason).find();
        return isMissing() || TRANSIENT_STOP_CODES.contains(stopCode) || neverRan && !recurring;
    }

    /** The billed time; zero if it is not known from when to when. */
    public Duration billed() {
        if (billedFrom == null || stoppedAt == null) {
            return Duration.ZERO;
        }
        Duration ran = Duration.between(billedFrom, stoppedAt);
        return ran.compareTo(MINIMUM_BILLED) < 0 ? MINIMUM_BILLED : ran;
    }

    /** How it ended, as text. */
    public String ending() {
        if (isMissing()) {
            return "ECS no longer lists the task";
        }
        if (isStoppedByUser()) {
            return "its task was stopped (" + Text.oneLine(stoppedReason, 300) + ")";
        }
        String reason = Text.oneLine(containerReason.isEmpty() ? stoppedReason : containerReason, 300);
        if (exitCode == null) {
            return stopCode + ": " + reason;
        }
        return "exit code " + exitCode + (reason.isEmpty() ? "" : " (" + reason + ")");
    }
}
