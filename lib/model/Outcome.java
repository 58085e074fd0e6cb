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

    /** Whether the bot needs another run or a decision, so that the exit code is not 0. */
    default boolean isUnresolved() {
        return false;
    }

    /** Whether a task of the bot ended in another way than with a proved success. */
    default boolean needsAttention() {
        return false;
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
     * @param accepted whether the user has accepted their absence
     */
    record Incomplete(String reason, String taskId, List<String> missing, boolean accepted) implements Outcome {
        @Override
        public OutcomeKind kind() {
            return OutcomeKind.INCOMPLETE;
        }

        @Override
        public boolean isUnresolved() {
            return !accepted;
        }

        @Override
        public boolean needsAttention() {
            return true;
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

        @Override
        public boolean isUnresolved() {
            return true;
        }

        @Override
        public boolean needsAttention() {
            return true;
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

        @Override
        public boolean isUnresolved() {
            return true;
        }

        @Override
        public boolean needsAttention() {
            return true;
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

        @Override
        public boolean needsAttention() {
            return true;
        }
    }

    /**
     * The run ended before the bot was started, or its task could only fail.
     *
     * @param obstacle why its task could only fail; empty if the run has not come to it
     * @param missing with an obstacle, the sources without rows, as in the bot's item
     * @param accepted whether the user has accepted their absence
     */
    record NotStarted(String reason, Optional<Obstacle> obstacle, List<String> missing, boolean accepted)
            implements Outcome {
        public NotStarted(String reason) {
            this(reason, Optional.empty(), List.of(), false);
        }

        @Override
        public OutcomeKind kind() {
            return OutcomeKind.NOT_STARTED;
        }

        @Override
        public boolean isUnresolved() {
            return !accepted;
        }

        @Override
        public boolean needsAttention() {
            return obstacle.isPresent();
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
