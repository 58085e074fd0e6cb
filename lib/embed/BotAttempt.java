package lib.embed;

import lib.common.Mark;
import lib.journal.Journal;
import lib.journal.JournalRecord;
import lib.model.Bot;

/**
 * An attempt to embed a bot, and how far its start request got:
 *
 * <pre>
 * request      meaning                                          next start
 * -----------  -----------------------------------------------  ------------------------------------------------
 * None         nothing is journaled                             journals and sends a request with a new token
 * Intended     journaled; it has not taken effect               sends the same request
 * Unconfirmed  it may have started a task that was never seen   repeats the same request while its token is trusted
 * </pre>
 *
 * ECS may repeat {@code failures[]} for as long as it keeps the token, so this response ends an Intended attempt. An
 * Unconfirmed attempt ends with it five minutes after the last request whose response is unknown, if ECS shows no task.
 *
 * @param number of the attempt, from 1
 * @param watches whose task is watched now, if one is
 * @param tasksLeft how many more tasks the bot may be given in this run
 */
public record BotAttempt(Bot bot, int number, Request request, Watched watches, int tasksLeft) {
    /** How many tasks a bot is given in a run, if its failures may be temporary. */
    private static final int TASKS = 3;

    /** What the end of the task that is watched means. */
    public enum Watched {
        /** It is this attempt's: its outcome is the bot's. */
        OWN,
        /** It is another's: its outcome is the bot's, unless it has left no rows in this database. */
        OTHER,
        /** Its outcome does not count: the bot is started when it has ended. */
        BEFORE_START,
        /** It has ended, and the bot was edited: a task that the app starts for it within five minutes counts. */
        AFTER_EDIT
    }

    /** How far the start request got. */
    public sealed interface Request {}

    public record None() implements Request {}

    public record Intended(JournalRecord.Intended journaled) implements Request {}

    /**
     * @param lastSent the latest moment at which it may have taken effect; the run's beginning if an earlier run sent
     *     it
     * @param declined whether it has been answered with {@code failures[]} since
     */
    public record Unconfirmed(JournalRecord.Intended journaled, Mark lastSent, boolean declined) implements Request {}

    /**
     * Returns the first attempt of a run that begins at this time: it settles an unconfirmed start, continues to watch,
     * or is new.
     */
    static BotAttempt first(Bot bot, Journal.Entry known, Mark now) {
        if (known.isUnconfirmed()) {
            return new BotAttempt(
                    bot,
                    known.attempt(),
                    new Unconfirmed(known.intended(), now, false),
                    Watched.OWN,
                    TASKS);
        }
        Watched watches = known.isUnderWay() && !known.hasOwnTask() ? Watched.OTHER : Watched.OWN;
        return new BotAttempt(
                bot, known.isUnderWay() ? known.attempt() : known.attempt() + 1, new None(), watches, TASKS);
    }

    /** Returns the next attempt, with a new token. */
    BotAttempt next() {
        return with(number + 1, new None());
    }

    /** Returns the attempt after its request was journaled. */
    public BotAttempt intended(JournalRecord.Intended journaled) {
        return request instanceof Unconfirmed ? with(number, request) : with(number, new Intended(journaled));
    }

    /** Returns the attempt after a request whose response is unknown at this time. */
    BotAttempt unconfirmed(Mark now) {
        if (request instanceof Unconfirmed before) {
            return with(number, new Unconfirmed(before.journaled(), now, before.declined()));
        }
        return with(number, new Unconfirmed(((Intended) request).journaled(), now, false));
    }

    /** Returns the attempt after a request that was answered with {@code failures[]}. */
    BotAttempt declined() {
        return request instanceof Unconfirmed before
                ? with(number, new Unconfirmed(before.journaled(), before.lastSent(), true))
                : next();
    }

    /** Returns the attempt after its request has started a task. */
    BotAttempt started() {
        return new BotAttempt(bot, number, new None(), watches, tasksLeft - 1);
    }

    /** Returns the same attempt, for which the end of the task that is watched means this. */
    public BotAttempt watching(Watched what) {
        return new BotAttempt(bot, number, request, what, tasksLeft);
    }

    /** Whether the bot is started when the task that is watched now has ended, whatever its outcome. */
    boolean waitsForOtherTask() {
        return watches == Watched.BEFORE_START;
    }

    /** Returns the attempt to be made now that another's task has ended, which its request may have returned. */
    BotAttempt afterSpentToken() {
        return request instanceof None ? watching(Watched.OWN) : next();
    }

    /** Returns the same attempt with the bot as it was just read. */
    BotAttempt withBot(Bot now) {
        return new BotAttempt(now, number, request, Watched.OWN, tasksLeft);
    }

    /** Returns the same attempt with the bot as it is now, unless that is the leftover item of a deleted one. */
    BotAttempt refreshedBy(Bot now) {
        return now.isLeftover() ? this : new BotAttempt(now, number, request, watches, tasksLeft);
    }

    private BotAttempt with(int newNumber, Request newRequest) {
        return new BotAttempt(bot, newNumber, newRequest, Watched.OWN, tasksLeft);
    }
}
