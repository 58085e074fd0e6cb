package lib.model;

import java.util.List;

/** What became of a bot. Every bot of the table gets exactly one. */
public sealed interface Outcome {
    /** The field's word for it, as the summary and the JSON report show it. */
    String word();

    String reason();

    /** Id of the task that decided it, or empty. */
    default String taskId() {
        return "";
    }

    /** Proved by the status that our task wrote itself, and by its rows where they can be read. */
    record Succeeded(String reason, String taskId) implements Outcome {
        @Override
        public String word() {
            return "succeeded";
        }
    }

    /**
     * Its task says that it succeeded, and the database has no row of some of its knowledge.
     *
     * @param missing the sources without rows, as the bot has them
     * @param accepted whether a person has accepted that
     */
    record Incomplete(String reason, String taskId, List<String> missing, boolean accepted) implements Outcome {
        @Override
        public String word() {
            return "incomplete";
        }
    }

    /** @param passing whether another attempt may do better: the model was throttled, the start was unlucky, the task was lost */
    record Failed(String reason, String taskId, boolean passing) implements Outcome {
        @Override
        public String word() {
            return "failed";
        }
    }

    /** A task was started, and nothing proves how it went: neither success nor failure. */
    record Unproved(String reason, String taskId) implements Outcome {
        @Override
        public String word() {
            return "unproved";
        }
    }

    /** A start was asked for, and nobody knows the answer yet. */
    static Outcome unconfirmed() {
        return new Unproved("asked for, and the answer is not known; the next run settles it", "");
    }

    /** The bot is gone, or only the remains that a status update brought back are there. */
    record DeletedMeanwhile(String reason, String taskId) implements Outcome {
        @Override
        public String word() {
            return "deleted meanwhile";
        }
    }

    /** It was chosen, and the run ended before its turn came. */
    record NotStarted(String reason) implements Outcome {
        @Override
        public String word() {
            return "not started";
        }
    }

    /** It was left out on purpose. */
    record Skipped(String reason) implements Outcome {
        @Override
        public String word() {
            return "skipped";
        }
    }
}
