package lib.restore;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import lib.aws.BotTable;
import lib.aws.RestoreDatabase;
import lib.aws.RestoreDatabase.CallResult;
import lib.cli.Session;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.UserException;
import lib.model.Bot;
import lib.retry.ServiceError;
import lib.retry.ServiceException;

/** Copies one bot's rows, and proves the copy. Safe to use from several threads, for different bots. */
final class BotCopy {
    private static final Duration RETRY_LIMIT = Duration.ofMinutes(15);
    private static final Duration PAUSE = Duration.ofSeconds(10);
    /** PostgreSQL's lock_not_available. */
    private static final String LOCKED = "55P03";
    /** PostgreSQL's class of connection exceptions. */
    private static final String CONNECTION_LOST = "08";

    private static final String LEASE_LOST = "BR001";
    private static final String INCOMPLETE_STAGING = "BR002";

    private final RestoreDatabase source;
    private final RestoreDatabase target;
    private final BotTable table;
    private final String run;
    private final Session session;

    /** @param run identifies this run in the databases */
    BotCopy(RestoreDatabase source, RestoreDatabase target, BotTable table, String run, Session session) {
        this.source = source;
        this.target = target;
        this.table = table;
        this.run = run;
        this.session = session;
    }

    /** Copies the rows, unless the bot is deleted, embedded or has rows by now. */
    RestoredBot copy(RestoredBot bot) throws InterruptedException {
        Instant deadline = session.clock().now().plus(RETRY_LIMIT);
        while (true) {
            CallResult fetched = retried(bot, "fetch", deadline, call -> target.fetch(call, run, bot.id()));
            Optional<RestoredBot> obstacle = obstacle(bot);
            if (obstacle.isPresent()) {
                return obstacle.get();
            }
            CallResult inserted =
                    retried(bot, "insert", deadline, call -> target.insert(call, run, bot.id(), fetched.rows()));
            if (inserted.rows() > 0) {
                return bot.with(RestoreOutcome.HAD_ROWS, "it got rows while this command worked");
            }
            if (!inserted.isError()) {
                return prove(bot);
            }
            if (session.clock().now().isAfter(deadline)) {
                throw rejected(inserted);
            }
        }
    }

    /** Why the bot must not be copied now. */
    private Optional<RestoredBot> obstacle(RestoredBot bot) {
        if (bot.bot() == null) {
            return Optional.empty();
        }
        Optional<Bot> now = read(bot);
        if (now.isEmpty()) {
            return Optional.of(bot.with(RestoreOutcome.DELETED, RestoreOutcome.DELETED.reason()));
        }
        return now.filter(NewDatabase::isBeingEmbedded)
                .map(embedding -> bot.with(RestoreOutcome.EMBEDDING, RestoreOutcome.EMBEDDING.reason()));
    }

    private Optional<Bot> read(RestoredBot bot) {
        return session.retrier()
                .call(RETRY_LIMIT, () -> table.read(bot.bot().key()))
                .filter(now -> !now.isLeftover());
    }

    /** Whether the bot is no longer in the conversation table. */
    boolean isDeleted(RestoredBot bot) {
        return read(bot).isEmpty();
    }

    /** Compares the rows in both databases, and takes back a copy that differs. */
    RestoredBot prove(RestoredBot bot) throws InterruptedException {
        Instant deadline = session.clock().now().plus(RETRY_LIMIT);
        CallResult there = retried(bot, "checksum", deadline, call -> source.checksum(call, bot.id()));
        CallResult here = retried(bot, "checksum", deadline, call -> target.checksum(call, bot.id()));
        RestoredBot counted = new RestoredBot(bot.id(), bot.bot(), bot.outcome(), bot.reason(), here.rows());
        return switch (CopyProof.of(there, here)) {
            case EQUAL -> counted.with(RestoreOutcome.RESTORED, RestoreOutcome.RESTORED.reason());
            case REPLACED ->
                counted.with(RestoreOutcome.EMBEDDED_MEANWHILE, RestoreOutcome.EMBEDDED_MEANWHILE.reason());
            case REMOVED -> counted.with(RestoreOutcome.DELETED, "its rows were removed by the app");
            case DIFFERENT -> {
                remove(bot);
                yield counted.with(
                        RestoreOutcome.FAILED,
                        "the copied rows differ from the snapshot (" + there.rows() + " rows there, " + here.rows()
                                + " here); they were removed again");
            }
        };
    }

    /** Removes the rows that were copied. */
    void remove(RestoredBot bot) throws InterruptedException {
        Instant deadline = session.clock().now().plus(RETRY_LIMIT);
        retried(bot, "remove", deadline, call -> target.remove(call, run, bot.id()));
    }

    /** Repeats a call that was in the way of others, or whose connection broke. */
    private CallResult retried(RestoredBot bot, String step, Instant deadline, Function<String, CallResult> call)
            throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            CallResult result = call.apply(
                    run + ", " + step + " " + bot.id() + " " + session.clock().now() + " " + attempt);
            if (result.sqlState().equals(LEASE_LOST)) {
                throw leaseLost();
            }
            if (!result.isError() || result.sqlState().equals(INCOMPLETE_STAGING)) {
                return result;
            }
            boolean temporary =
                    result.sqlState().equals(LOCKED) || result.sqlState().startsWith(CONNECTION_LOST);
            if (!temporary || session.clock().now().isAfter(deadline)) {
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

    private static ServiceException rejected(CallResult result) {
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
