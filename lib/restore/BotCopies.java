package lib.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import lib.cli.Session;
import lib.common.DaemonThreads;
import lib.common.Text;
import lib.retry.ServiceError;
import lib.retry.ServiceException;

/** Copies several bots side by side. An error that concerns one bot does not stop the others. */
final class BotCopies {
    /** The work on one bot. */
    interface Work {
        RestoredBot on(RestoredBot bot) throws InterruptedException;
    }

    /** More streams would not make the copy faster, because the index of the table is what takes the time. */
    private static final int PARALLEL = 4;

    private final Session session;

    BotCopies(Session session) {
        this.session = session;
    }

    /** Works on all bots, and returns what became of each. */
    List<RestoredBot> run(List<RestoredBot> bots, Work work) throws InterruptedException {
        ExecutorService threads = DaemonThreads.pool(session.clock(), PARALLEL);
        try {
            CompletionService<RestoredBot> running = new ExecutorCompletionService<>(
                    threads, session.clock().newQueue());
            bots.forEach(bot -> running.submit(() -> contained(bot, work)));
            List<RestoredBot> done = new ArrayList<>();
            while (done.size() < bots.size()) {
                done.add(result(running));
                report(done.get(done.size() - 1), done.size(), bots.size());
            }
            return done;
        } finally {
            threads.shutdownNow();
        }
    }

    private static RestoredBot result(CompletionService<RestoredBot> running) throws InterruptedException {
        try {
            return running.take().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static RestoredBot contained(RestoredBot bot, Work work) throws InterruptedException {
        try {
            return work.on(bot);
        } catch (ServiceException e) {
            if (e.error() instanceof ServiceError.BotRejected) {
                return bot.with(RestoreOutcome.FAILED, e.error().text());
            }
            throw e;
        }
    }

    private void report(RestoredBot bot, int done, int all) {
        String rows = bot.rows() > 0 ? ", " + Text.count(bot.rows(), "row") : "";
        String reason = bot.outcome() == RestoreOutcome.RESTORED ? "" : " (" + bot.reason() + ")";
        session.events()
                .say(done + " of " + all + "  " + bot.outcome().label() + rows + reason + ": "
                        + bot.label(session.isVerbose()));
    }
}
