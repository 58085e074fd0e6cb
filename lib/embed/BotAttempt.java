package lib.embed;

import java.time.Instant;
import lib.journal.Journal;
import lib.journal.JournalRecord;
import lib.model.Bot;

/**
 * An attempt to embed a bot, and how far its start request got:
 *
 * <pre>
 * request      meaning                                          next start
 * -----------  -----------------------------------------------  ------------------------------------------------
 * None         nothing is journalled                            journals and sends a request with a new token
 * Intended     journalled; it certainly has not taken effect    sends the same request
 * Unconfirmed  it may have started a task that nothing showed   repeats the same request while its token is trusted
 * </pre>
 *
 * ECS may repeat {@code failures[]} to its token for as long as it keeps the token. So these end an attempt that was
 * Intended. An Unconfirmed one ends with them when nothing has shown a task five minutes after the last request whose
 * result is unknown.
 *
 * <p>If {@code waitsForOtherTask}, the outcome of the task that is watched now does not count, and the bot is started
 * when it has ended: it belongs to an earlier generation, or ECS did not show to which, or it is one of two at once.
 *
 * @param number of the attempt in this generation, from 1
 * @param tasksLeft how many more tasks the bot may be given in this run
 * @param heals whether it embeds the bot once more because two tasks at once have left its rows twice
 */
record BotAttempt(Bot bot, int number, Request request, boolean waitsForOtherTask, int tasksLeft, boolean heals) {
    /** How far the start request got. */
    sealed interface Request {}

    record None() implements Request {}

    record Intended(JournalRecord.Intended journalled) implements Request {}

    /**
     * @param since when the request may first have taken effect unseen
     * @param lastSent when it may last have taken effect unseen
     * @param declined whether it has been answered with {@code failures[]} since
     */
    record Unconfirmed(JournalRecord.Intended journalled, Instant since, Instant lastSent, boolean declined)
            implements Request {}

    /** The first attempt of a run, at this time: settles an unconfirmed start, or is a new one. */
    static BotAttempt first(Bot bot, Journal.Entry known, int tasks, Instant now) {
        if (known.isUnconfirmed()) {
            return new BotAttempt(
                    bot,
                    known.attempt(),
                    new Unconfirmed(known.intended(), known.intended().since(), now, false),
                    false,
                    tasks,
                    false);
        }
        return new BotAttempt(
                bot, known.isUnderWay() ? known.attempt() : known.attempt() + 1, new None(), false, tasks, false);
    }

    /** A new attempt, with a new token. */
    BotAttempt next() {
        return with(number + 1, new None());
    }

    /** A new attempt, because the rows exist twice. */
    BotAttempt healing() {
        return new BotAttempt(bot, number + 1, new None(), false, tasksLeft, true);
    }

    /** The request is journalled. */
    BotAttempt intended(JournalRecord.Intended journalled) {
        return request instanceof Unconfirmed ? with(number, request) : with(number, new Intended(journalled));
    }

    /** The result of the request is unknown at this time. */
    BotAttempt unconfirmed(Instant now) {
        if (request instanceof Unconfirmed before) {
            return with(number, new Unconfirmed(before.journalled(), before.since(), now, before.declined()));
        }
        JournalRecord.Intended journalled = ((Intended) request).journalled();
        return with(number, new Unconfirmed(journalled, journalled.since(), now, false));
    }

    /** The request was answered with {@code failures[]}. */
    BotAttempt declined() {
        return request instanceof Unconfirmed before
                ? with(number, new Unconfirmed(before.journalled(), before.since(), before.lastSent(), true))
                : next();
    }

    /** The request has brought a task. */
    BotAttempt started() {
        return new BotAttempt(bot, number, new None(), false, tasksLeft - 1, heals);
    }

    /** The same attempt, when the task that is alive now has ended. */
    BotAttempt afterOtherTask() {
        return new BotAttempt(bot, number, request, true, tasksLeft, heals);
    }

    /** The same attempt; nothing is in its way any more. */
    BotAttempt otherTaskEnded() {
        return with(number, request);
    }

    /** The same attempt with the bot as it was just read. */
    BotAttempt withBot(Bot now) {
        return new BotAttempt(now, number, request, false, tasksLeft, heals);
    }

    /** The same attempt with the bot's current knowledge and status, under the title by which it was shown. */
    BotAttempt refreshedBy(Bot now) {
        if (now.remains()) {
            return this;
        }
        Bot refreshed = new Bot(
                bot.key(), bot.title(), now.knowledge(), now.status(), now.statusReason(), now.lastExecId(), false);
        return new BotAttempt(refreshed, number, request, waitsForOtherTask, tasksLeft, heals);
    }

    private BotAttempt with(int newNumber, Request newRequest) {
        return new BotAttempt(bot, newNumber, newRequest, false, tasksLeft, heals);
    }
}
