package lib.rehearsal.ecs;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How the container of a task plays its part. Whatever is not said here goes well. */
public sealed interface TaskBehavior {
    /** How the container ends. @param status what it writes as SyncStatus before it ends; null: it writes nothing any more */
    record Ending(int exitCode, String status, String reason, String containerReason) {
        static Ending writes(String status, String reason) {
            return new Ending(0, status, reason, null);
        }

        boolean isGood() {
            return "SUCCEEDED".equals(status);
        }

        static Ending exits(int code, String containerReason) {
            return new Ending(code, null, null, containerReason);
        }
    }

    record Succeed() implements TaskBehavior {}

    /** An error while embedding: the container says so in the table and still exits 0. */
    record Fail(String reason) implements TaskBehavior {
        @Override
        public Optional<Ending> ending() {
            return Optional.of(Ending.writes("FAILED", reason));
        }
    }

    /** Ends before it has written any status. */
    record Exit(int code) implements TaskBehavior {}

    /** Fargate takes its capacity back in the middle; the status stays RUNNING. */
    record SpotInterrupted() implements TaskBehavior {}

    record OutOfMemory() implements TaskBehavior {
        @Override
        public Optional<Ending> ending() {
            return Optional.of(Ending.exits(137, "OutOfMemoryError: Container killed due to memory usage"));
        }
    }

    /** Stays RUNNING until somebody stops it. */
    record Hang() implements TaskBehavior {}

    /** The metadata endpoint did not answer. */
    record NoTaskId() implements TaskBehavior {}

    /** Never gets to run; the usual reasons are the network and the image. */
    record FailToStart(String stoppedReason) implements TaskBehavior {}

    /** Somebody edits the bot's title just after the container's last word. */
    record TitleEdited() implements TaskBehavior {}

    /** Somebody edits the bot's knowledge; the pipe's task of the new knowledge begins after ours has ended, before it is STOPPED. */
    record KnowledgeEdited() implements TaskBehavior {}

    /** The pipe starts a task while ours runs; both go well, and the pipe's writes last. */
    record Pipe() implements TaskBehavior {}

    /** Somebody deletes the bot while it is being embedded: the container's last word brings its remains back. */
    record Deleted() implements TaskBehavior {}

    record DeletedBeforeRead() implements TaskBehavior {}

    /** A URL is dead, or a video has no transcript: SUCCEEDED, with rows of all sources but one. @param source as the bot's knowledge or a row has it; null: the last */
    record MissingSource(String source) implements TaskBehavior {
        @Override
        public List<String> written(List<String> sources) {
            String missing = source == null ? sources.get(sources.size() - 1) : RowSources.ofUrl(source);
            return sources.stream().filter(each -> !each.equals(missing) && !each.endsWith("/documents/" + missing)).toList();
        }
    }

    /** SUCCEEDED, and nothing was written. */
    record NoRows() implements TaskBehavior {
        @Override
        public List<String> written(List<String> sources) {
            return List.of();
        }
    }

    /** Every row is there twice, as after another task that nobody knows of. */
    record DoubledRows() implements TaskBehavior {
        @Override
        public List<String> written(List<String> sources) {
            return Stream.concat(sources.stream(), sources.stream()).toList();
        }
    }

    /** Which of the bot's sources get rows when the container ends well. */
    default List<String> written(List<String> sources) {
        return sources;
    }

    /** How this play makes it end; empty: as the bot's knowledge has it. */
    default Optional<Ending> ending() {
        return Optional.empty();
    }

    /** A play by the name that the control door and the history use. */
    static TaskBehavior of(String as, String reason, Integer exitCode, String source) {
        return switch (as) {
            case "succeed" -> new Succeed();
            case "fail" -> new Fail(reason == null ? "An error occurred while embedding." : reason);
            case "exit" -> new Exit(exitCode == null ? 1 : exitCode);
            case "spotInterrupted" -> new SpotInterrupted();
            case "oom" -> new OutOfMemory();
            case "hang" -> new Hang();
            case "noTaskId" -> new NoTaskId();
            case "failToStart" -> new FailToStart(reason == null ? "ResourceInitializationError: unable to pull secrets or registry auth" : reason);
            case "titleEdited" -> new TitleEdited();
            case "knowledgeEdited" -> new KnowledgeEdited();
            case "pipe" -> new Pipe();
            case "deleted" -> new Deleted();
            case "deletedBeforeRead" -> new DeletedBeforeRead();
            case "missingSource" -> new MissingSource(source);
            case "noRows" -> new NoRows();
            case "doubledRows" -> new DoubledRows();
            default -> throw new IllegalArgumentException("no play is called " + as);
        };
    }

    default String playName() {
        if (this instanceof OutOfMemory) {
            return "oom";
        }
        String name = getClass().getSimpleName();
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
