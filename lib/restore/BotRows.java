package lib.restore;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import lib.aws.RestoreDatabase.CallResult;
import lib.aws.RestoreDatabase;
import lib.cli.Session;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.UserException;
import lib.common.Wait;
import lib.retry.ServiceError;
import lib.retry.ServiceException;

/**
 * The rows of a bot in the new database: each method is one statement about them. A statement that others were in the
 * way of, or whose connection broke, is repeated. Safe to use from several threads, for different bots.
 */
final class BotRows {
    static final Duration RETRY_LIMIT = Duration.ofMinutes(15);

    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** PostgreSQL's lock_not_available. */
    private static final String LOCKED = "55P03";
    /** PostgreSQL's class of connection exceptions. */
    private static final String CONNECTION_LOST = "08";

    private static final String LEASE_LOST = "BR001";
    /** The rows name the bucket that they must name. */
    private static final String AS_IT_IS = "";

    /** Makes names differ that are made at the same time, or after the time of day was set back. */
    private static final AtomicLong COUNT = new AtomicLong();

    private final RestoreDatabase target;
    private final String run;
    private final Session session;

    /** @param run identifies this run in the databases */
    BotRows(RestoreDatabase target, String run, Session session) {
        this.target = target;
        this.run = run;
        this.session = session;
    }

    /** Identifies this run in the databases. */
    String run() {
        return run;
    }

    /** Fetches the rows through the link; {@code bucket} is the one that their files are in today. */
    CallResult fetch(RestoredBot bot, String bucket) throws InterruptedException {
        return call(bot, "fetch", name -> target.fetch(name, run, bot.id(), bucket));
    }

    /**
     * Inserts the fetched rows, unless the bot has rows by now. The database rejects that if its restart has removed
     * some of them.
     *
     * @param fetched how many there are
     * @param snapshot the ARN of the snapshot that they come from
     */
    CallResult insert(RestoredBot bot, long fetched, String snapshot) throws InterruptedException {
        return call(bot, "insert", name -> target.insert(name, run, bot.id(), fetched, snapshot));
    }

    /** Notes that the rows with these ids, which are there already, come from that snapshot. */
    CallResult adopt(RestoredBot bot, List<String> ids, String snapshot, String bucket) throws InterruptedException {
        return call(bot, "adopt", name -> target.loadedRows().adopt(name, run, bot.id(), ids, snapshot, bucket));
    }

    /** Counts the rows and adds them up. */
    CallResult checksum(RestoredBot bot) throws InterruptedException {
        return call(bot, "checksum", name -> target.checksum(name, bot.id(), AS_IT_IS));
    }

    /** The same in the temporary database, as if the files were in that bucket. */
    CallResult checksumOf(RestoreDatabase source, RestoredBot bot, String bucket) throws InterruptedException {
        return call(bot, "checksum", name -> source.checksum(name, bot.id(), bucket));
    }

    /** Removes the copied rows that are still there, and forgets them. */
    void remove(RestoredBot bot) throws InterruptedException {
        call(bot, "remove", name -> target.remove(name, run, bot.id()));
    }

    /** Notes that the copied rows are those of their snapshot: no later run takes them away. */
    void setProved(RestoredBot bot) {
        target.setProved(run, bot.id());
    }

    /** Whether the rows that an earlier run has proved are still there; changes nothing. */
    RestoredBot lookAgain(RestoredBot bot) throws InterruptedException {
        CallResult here = checksum(bot);
        return bot.withRows(here.copied())
                .with(here.rows() == here.copied() ? RestoreOutcome.RESTORED : RestoreOutcome.EMBEDDED_MEANWHILE);
    }

    /** @param statement sends it with a name that is new each time */
    private CallResult call(RestoredBot bot, String step, Function<String, CallResult> statement)
            throws InterruptedException {
        CallResult result = Wait.until(
                session.clock(),
                RETRY_LIMIT,
                PAUSE,
                () -> statement.apply(run + ", " + step + " " + bot.id() + " " + COUNT.incrementAndGet()),
                last -> !isTemporary(last));
        return switch (result.sqlState()) {
            case "" -> result;
            case LEASE_LOST ->
                throw new UserException(
                        ExitCode.INCOMPLETE,
                        "Another run of restore has taken over, because this one was not heard of for a minute."
                                + "\nWait until it has ended.",
                        null);
            case LOCKED -> throw rejected("the table items was locked by others for " + Text.span(RETRY_LIMIT));
            default ->
                throw rejected("the database rejected the statement: " + result.message() + "; SQLState: "
                        + result.sqlState());
        };
    }

    private static boolean isTemporary(CallResult result) {
        return result.sqlState().equals(LOCKED) || result.sqlState().startsWith(CONNECTION_LOST);
    }

    private static ServiceException rejected(String reason) {
        return new ServiceException(new ServiceError.BotRejected(reason), null);
    }
}
