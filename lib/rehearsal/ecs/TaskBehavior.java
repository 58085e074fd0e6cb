package lib.rehearsal.ecs;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lib.rehearsal.wire.Json;

/** How a task and its container behave; whatever a behavior does not change succeeds. */
public sealed interface TaskBehavior {
    /**
     * How the container ends.
     *
     * @param status what it writes as SyncStatus before it ends; null: nothing
     */
    record Ending(int exitCode, String status, String reason, String containerReason) {
        static Ending writes(String status, String reason) {
            return new Ending(0, status, reason, null);
        }

        static Ending exits(int code, String containerReason) {
            return new Ending(code, null, null, containerReason);
        }

        boolean isSuccess() {
            return "SUCCEEDED".equals(status);
        }
    }

    record Succeed() implements TaskBehavior {}

    /** An error while embedding: the container writes it to the table and still exits with 0. */
    record Fail(String reason) implements TaskBehavior {
        public Fail {
            reason = reason == null ? "Partitioning is not supported for the FileType.UNK file type." : reason;
        }

        @Override
        public Optional<Ending> ending(List<String> sources) {
            return Optional.of(Ending.writes("FAILED", reason));
        }
    }

    /** Ends before any status is written. */
    record Exit(Integer exitCode) implements TaskBehavior {
        public Exit {
            exitCode = exitCode == null ? 1 : exitCode;
        }
    }

    /** Fargate reclaims its capacity in the middle; the status stays RUNNING. */
    record SpotInterrupted() implements TaskBehavior {}

    record OutOfMemory() implements TaskBehavior {
        @Override
        public Optional<Ending> ending(List<String> sources) {
            return Optional.of(Ending.exits(137, "OutOfMemoryError: Container killed due to memory usage"));
        }
    }

    /** Stays RUNNING until it is stopped. */
    record Hang() implements TaskBehavior {}

    /** The container cannot read its task id, because the metadata endpoint did not respond. */
    record NoTaskId() implements TaskBehavior {}

    /** Never runs, usually because of the network or the image. */
    record FailToStart(String reason) implements TaskBehavior {
        public FailToStart {
            reason = reason == null ? "ResourceInitializationError: unable to pull secrets or registry auth" : reason;
        }
    }

    /** When it has stopped, ECS shows it as DELETED (ECS developer guide, "Task lifecycle"). */
    record ShownAsDeleted() implements TaskBehavior {}

    /** A user edits the bot's title just after the container's last write. */
    record TitleEdited() implements TaskBehavior {}

    /**
     * A user adds a file to the bot's knowledge; the pipe's task for it begins after ours has ended, before it is
     * STOPPED, unless the quota rejects it.
     */
    record KnowledgeEdited() implements TaskBehavior {}

    /** The pipe starts a task while ours runs; both succeed, and the pipe's task writes last. */
    record Pipe() implements TaskBehavior {}

    /** A user deletes the bot while it is being embedded: the container's last write restores a leftover item. */
    record Deleted() implements TaskBehavior {}

    record DeletedBeforeRead() implements TaskBehavior {}

    /**
     * One of the URLs cannot be read. A dead one has no rows, and the task succeeds; a video without a transcript makes
     * it fail as a whole (upstream {@code backend/embedding/loaders}).
     *
     * @param source as in the bot's knowledge
     */
    record MissingSource(String source) implements TaskBehavior {
        @Override
        public List<String> written(List<String> sources) {
            String missing = RowSource.ofUrl(source);
            return sources.stream().filter(each -> !each.equals(missing)).toList();
        }

        @Override
        public Optional<Ending> ending(List<String> sources) {
            String missing = RowSource.ofUrl(source);
            return RowSource.isVideo(missing)
                    ? Optional.of(Ending.writes("FAILED", noTranscript(missing)))
                    : Optional.empty();
        }

        /** Returns the text of youtube-transcript-api 0.6.2 behind the loader's own words. */
        static String noTranscript(String videoId) {
            return "Failed to detect language: \nCould not retrieve a transcript for the video"
                    + " https://www.youtube.com/watch?v=" + videoId
                    + "! This is most likely caused by:\n\nSubtitles are disabled for this video";
        }
    }

    /** SUCCEEDED, without any rows: every URL is dead. */
    record NoRows() implements TaskBehavior {
        @Override
        public List<String> written(List<String> sources) {
            return List.of();
        }
    }

    /** SUCCEEDED, with every row twice, as after two simultaneous tasks. */
    record DuplicateRows() implements TaskBehavior {
        @Override
        public List<String> written(List<String> sources) {
            return Stream.concat(sources.stream(), sources.stream()).toList();
        }
    }

    /** Returns which of the bot's sources get rows if the container succeeds. */
    default List<String> written(List<String> sources) {
        return sources;
    }

    /** Returns how the container ends; empty: the ending that follows from the bot's knowledge. */
    default Optional<Ending> ending(List<String> sources) {
        return Optional.empty();
    }

    /**
     * Returns a behavior.
     *
     * @param name that of its record, with a small first letter
     * @param members those of its record; what is missing is as usual
     * @throws IllegalArgumentException if there is none
     */
    static TaskBehavior of(String name, JsonObject members) {
        for (Class<?> type : TaskBehavior.class.getPermittedSubclasses()) {
            if (label(type).equals(name)) {
                return (TaskBehavior) Json.as(type.asSubclass(Record.class), members);
            }
        }
        throw new IllegalArgumentException("there is no behavior " + name);
    }

    /** Returns the name of its record, with a small first letter. */
    default String label() {
        return label(getClass());
    }

    private static String label(Class<?> type) {
        String name = type.getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
