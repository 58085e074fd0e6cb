package lib.restore;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import lib.aws.RestoreDatabase.CallResult;
import lib.cli.Session;
import lib.common.ExitCode;
import lib.common.Mark;
import lib.common.Text;
import lib.common.UserException;
import lib.retry.ServiceError;
import lib.retry.ServiceException;

/**
 * Calls about one bot in the databases. Those that were in the way of others, or whose connection broke, are repeated.
 */
final class BotCalls {
    static final Duration RETRY_LIMIT = Duration.ofMinutes(15);

    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** PostgreSQL's lock_not_available. */
    private static final String LOCKED = "55P03";
    /** PostgreSQL's class of connection exceptions. */
    private static final String CONNECTION_LOST = "08";

    private static final String LEASE_LOST = "BR001";
    private static final String INCOMPLETE_STAGING = "BR002";

    private final String run;
    /** Makes names differ that are made at the same time, or after the time of day was set back. */
    private static final AtomicLong COUNT = new AtomicLong();

    private final Session session;

    /** @param run identifies this run in the databases */
    BotCalls(String run, Session session) {
        this.run = run;
        this.session = session;
    }

    /** The time until which calls that begin now are repeated. */
    Mark deadline() {
        return session.clock().now().plus(RETRY_LIMIT);
    }

    boolean isOver(Mark deadline) {
        return session.clock().now().isAfter(deadline);
    }

    /**
     * Makes a call, and repeats it until the deadline.
     *
     * @param call makes it with a name that is new each time
     */
    CallResult make(RestoredBot bot, String step, Mark deadline, Function<String, CallResult> call)
            throws InterruptedException {
        while (true) {
            CallResult result = call.apply(run + ", " + step + " " + bot.id() + " " + COUNT.incrementAndGet());
            if (result.sqlState().equals(LEASE_LOST)) {
                throw leaseLost();
            }
            if (!result.isError() || result.sqlState().equals(INCOMPLETE_STAGING)) {
                return result;
            }
            boolean temporary =
                    result.sqlState().equals(LOCKED) || result.sqlState().startsWith(CONNECTION_LOST);
            if (!temporary || isOver(deadline)) {
                throw rejected(result);
            }
            session.clock().sleep(PAUSE);
        }
    }

    private static UserException leaseLost() {
        return new UserException(
                ExitCode.INCOMPLETE,
                "Another run of restore has taken over, because this one was not heard of for a minute."
                        + "\nWait until it has ended, and run the same command again if anything is missing.",
                null);
    }

    static ServiceException rejected(CallResult result) {
        if (result.sqlState().equals(LOCKED)) {
            return new ServiceException(
                    new ServiceError.BotRejected("the table items was locked by others for " + Text.span(RETRY_LIMIT)
                            + "; run the same command again"),
                    null);
        }
        return new ServiceException(
                new ServiceError.BotRejected("the database rejected the statement: " + result.message() + "; SQLState: "
                        + result.sqlState()),
                null);
    }
}
