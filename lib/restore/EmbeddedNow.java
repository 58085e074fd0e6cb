package lib.restore;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import lib.aws.EmbeddingTasks;
import lib.cli.Session;
import lib.common.UserException;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.Settings;
import lib.model.TaskState;
import lib.retry.ServiceException;

/**
 * Which bots are being embedded: those of which ECS knows a task that has not ended, whatever started it. A SyncStatus
 * alone proves nothing: a task that ran out of memory leaves RUNNING for ever. If ECS cannot be read, the status has to
 * do.
 */
final class EmbeddedNow {
    private static final Duration RETRY_LIMIT = Duration.ofMinutes(15);

    /** Whether tasks get a public IP; this command starts none. */
    private static final String NOT_STARTED = "DISABLED";

    private final Supplier<Settings> settings;
    private final Session session;
    private boolean isUnreadable;

    /** @param settings fails with a {@link UserException} if the app's cluster is unknown */
    EmbeddedNow(Supplier<Settings> settings, Session session) {
        this.settings = settings;
        this.session = session;
    }

    /** Reads the tasks, and returns which bots are being embedded now. */
    synchronized Predicate<Bot> look() {
        if (!isUnreadable) {
            try {
                EmbeddingTasks tasks = new EmbeddingTasks(session.aws().ecs(), settings.get(), NOT_STARTED);
                Set<BotKey> bots = session.retrier().call(RETRY_LIMIT, tasks::listRunning).stream()
                        .filter(TaskState::isAlive)
                        .map(TaskState::bot)
                        .collect(Collectors.toSet());
                return bot -> bots.contains(bot.key());
            } catch (ServiceException e) {
                if (e.error().isRetryable() || e.error().areCredentialsLost()) {
                    throw e;
                }
                warn(e.error().text());
            } catch (UserException e) {
                warn(e.getMessage());
            }
        }
        return EmbeddedNow::isPerhaps;
    }

    private void warn(String reason) {
        isUnreadable = true;
        session.console()
                .warn("the embedding tasks cannot be read ("
                        + reason.lines().findFirst().orElse("")
                        + "): bots with SyncStatus QUEUED or RUNNING are left alone, whether a task works on them or"
                        + " not.");
    }

    /** Whether a bot that was not being embedded a moment ago is now. */
    boolean has(Bot bot) {
        return isPerhaps(bot) && look().test(bot);
    }

    /** What works on a bot, or is about to, has set this status. */
    private static boolean isPerhaps(Bot bot) {
        return bot.status().equals("QUEUED") || bot.status().equals("RUNNING");
    }
}
