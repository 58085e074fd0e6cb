package lib.model;

import java.util.List;

/** What became of a bot. Every bot of the table gets exactly one. */
public sealed interface Outcome {
    OutcomeKind kind();

    String reason();

    /** Id of the task that decided it, or empty. */
    default String taskId() {
        return "";
    }

    /** Whether the run leaves work that it was asked for: these outcomes do not go with exit code 0. */
    default boolean isOpen() {
        return false;
    }

    /** Whether the summary names the bot, with reason, task and log stream. */
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
     * @param missing the sources without rows, as the bot has them
     * @param accepted whether the user has accepted that
     */
    record Incomplete(String reason, String taskId, List<String> missing, boolean accepted) implements Outcome {
        @Override
        public OutcomeKind kind() {
            return OutcomeKind.INCOMPLETE;
        }

        @Override
        public boolean isOpen() {
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
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean needsAttention() {
            return true;
        }
    }

    /** A task was started, and nothing proves success or failure. */
    record Unproved(String reason, String taskId) implements Outcome {
        @Override
        public OutcomeKind kind() {
            return OutcomeKind.UNPROVED;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean needsAttention() {
            return true;
        }
    }

    /** A start was requested, and the response is unknown. */
    static Outcome unconfirmed() {
        return new Unproved("requested, and the response is unknown; the next run settles it", "");
    }

    /** The bot is gone, or only the remains that a status update brought back exist. */
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

    /** It was chosen, and the run ended before its turn. */
    record NotStarted(String reason) implements Outcome {
        @Override
        public OutcomeKind kind() {
            return OutcomeKind.NOT_STARTED;
        }

        @Override
        public boolean isOpen() {
            return true;
        }
    }

    /** It was left out on purpose. */
    record Skipped(String reason) implements Outcome {
        @Override
        public OutcomeKind kind() {
            return OutcomeKind.SKIPPED;
        }
    }
}
