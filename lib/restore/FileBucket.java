package lib.restore;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import lib.aws.EmbeddingTasks;
import lib.cli.Session;
import lib.common.UserException;
import lib.model.Setting;
import lib.retry.ServiceException;

/** Finds the bucket in which the app has the files of bots today. A deploy may have made a new one (v1.4.0 does). */
final class FileBucket {
    private static final Duration RETRY_LIMIT = Duration.ofMinutes(1);

    private final Supplier<EmbeddingTasks> tasks;
    private final Supplier<Optional<Setting>> output;
    private final Session session;

    /**
     * @param tasks fails with a {@link UserException} if the task definition is unknown
     * @param output of the app's stack that names the bucket, if there is one
     */
    FileBucket(Supplier<EmbeddingTasks> tasks, Supplier<Optional<Setting>> output, Session session) {
        this.tasks = tasks;
        this.output = output;
        this.session = session;
    }

    /** The bucket of the embedding container, or else of the stack's output; empty if neither can be read. */
    String name() {
        return ofContainer().or(() -> output.get().map(Setting::value)).orElse("");
    }

    private Optional<String> ofContainer() {
        try {
            String bucket = session.retrier()
                    .call(RETRY_LIMIT, tasks.get()::describeDefinition)
                    .documentBucket();
            return Optional.of(bucket).filter(name -> !name.isEmpty());
        } catch (ServiceException e) {
            if (Thread.currentThread().isInterrupted() || e.error().areCredentialsLost()) {
                throw e;
            }
            warn(e.error().text());
        } catch (UserException e) {
            warn(e.getMessage());
        }
        return Optional.empty();
    }

    private void warn(String reason) {
        session.console()
                .warn("the task definition, which names the bucket of the files, cannot be read ("
                        + reason.lines().findFirst().orElse("") + "): the stack's output is used, if there is one.");
    }
}
