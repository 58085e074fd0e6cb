package lib.model;

import java.util.List;
import java.util.Optional;

/** The outcome of a bot. Every bot of the table has exactly one. */
public sealed interface Outcome {
    OutcomeKind kind();

    String reason();

    /** Id of the task that determined it, or empty. */
    default String taskId() {
        return "";
    }

    /** Whether the user has accepted that sources have no rows. */
    default boolean isAccepted() {
        return false;
    }

    /** Why the bot's task could only fail; empty if nothing is known that makes it fail. */
    default Optional<Obstacle> obstacle() {
        return Optional.empty();
    }

    /** Whether the bot needs another run or a decision, so that the exit code is not 0. */
    default boolean isUnresolved() {
        return switch (kind()) {
            case FAILED, UNPROVED -> true;
            case INCOMPLETE, NOT_STARTED -> !isAccepted();
            case SUCCEEDED, DELETED_MEANWHILE, SKIPPED -> false;
        };
    }

    /** Whether a task of the bot ended in another way than with a proved success, or could only do so. */
    default boolean needsAttention() {
        return switch (kind()) {
            case FAILED, UNPROVED, INCOMPLETE, DELETED_MEANWHILE -> true;
            case NOT_STARTED -> obstacle().isPresent();
            case SUCCEEDED, SKIPPED -> false;
        };
    }

    /** Proved by the status that our task wrote itself, and by its rows if they can be read. */
    record Succeeded(String reason, String taskId) implements Outcome {
        @Override
        public OutcomeKind kind() {
            return OutcomeKind.SUCCEEDED;
        }
    }

    /**
     * Its task reports success, but the database has no row of some of its knowledge.
     *
     * @param missing the sources without rows, as in the bot's item
     */
    record Incomplete(String reason, String taskId, List<String> missing, boolean isAccepted) implements Outcome {
        @Override
        public OutcomeKind kind() {
            return OutcomeKind.INCOMPLETE;
        }
    }

    /**
     * @param isTransient whether another attempt may succeed: the model was throttled, the task did not start or was
     *     lost
     */
    record Failed(String reason, String taskId, boolean isTransient) implements Outcome {
        @Override
        public OutcomeKind kind() {
            return OutcomeKind.FAILED;
        }
    }

    /**
     * A task was started, and nothing proves success or failure.
     *
     * @param wasEdited whether the bot's knowledge was changed in the app while the task ran or after it, so that the
     *     app starts a task of its own
     */
    record Unproved(String reason, String taskId, boolean wasEdited) implements Outcome {
        public Unproved(String reason, String taskId) {
            this(reason, taskId, false);
        }

        @Override
        public OutcomeKind kind() {
            return OutcomeKind.UNPROVED;
        }
    }

    /** A start was requested, and the response is unknown. */
    static Outcome unconfirmed() {
        return new Unproved("its start was requested, but the response is unknown; the next run settles it", "");
    }

    /** The bot was deleted; at most the leftover item exists that a status update restored. */
    record DeletedMeanwhile(String reason, String taskId) implements Outcome {
        @Override
        public OutcomeKind kind() {
            return OutcomeKind.DELETED_MEANWHILE;
        }
    }

    /**
     * The run ended before the bot was started, or its task could only fail.
     *
     * @param missing with an obstacle, the sources without rows, as in the bot's item
     */
    record NotStarted(String reason, Optional<Obstacle> obstacle, List<String> missing, boolean isAccepted)
            implements Outcome {
        public NotStarted(String reason) {
            this(reason, Optional.empty(), List.of(), false);
        }

        @Override
        public OutcomeKind kind() {
            return OutcomeKind.NOT_STARTED;
        }
    }

    /** It was deliberately not started. */
    record Skipped(String reason) implements Outcome {
        /** The reason of the bots that the user has not selected. */
        public static final String NOT_SELECTED = "not selected by --bot or --user";

        @Override
        public OutcomeKind kind() {
            return OutcomeKind.SKIPPED;
        }
    }
}
