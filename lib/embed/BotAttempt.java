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
 * None         nothing is journaled                             journals and sends a request with a new token
 * Intended     journaled; it has not taken effect               sends the same request
 * Unconfirmed  it may have started a task that was never seen   repeats the same request while its token is trusted
 * </pre>
 *
 * If {@code waitsForOtherTask}, the task that is watched now belongs to an earlier generation: its outcome does not
 * count, and the bot is started when it has ended.
 *
 * @param number of the attempt in this generation, from 1
 * @param tasksLeft how many more tasks the bot may be given in this run
 */
record BotAttempt(Bot bot, int number, Request request, boolean waitsForOtherTask, int tasksLeft) {
    /** How far the start request got. */
    sealed interface Request {}

    record None() implements Request {}

    record Intended(JournalRecord.Intended journaled) implements Request {}

    /** @param since the earliest time at which the request may have taken effect */
    record Unconfirmed(JournalRecord.Intended journaled, Instant since) implements Request {}

    /** Returns the first attempt of a run: it settles an unconfirmed start, or is new. */
    static BotAttempt first(Bot bot, Journal.Entry known, int tasks) {
        if (known.isUnconfirmed()) {
            return new BotAttempt(
                    bot,
                    known.attempt(),
                    new Unconfirmed(known.intended(), known.intended().since()),
                    false,
                    tasks);
        }
        return new BotAttempt(
                bot, known.isUnderWay() ? known.attempt() : known.attempt() + 1, new None(), false, tasks);
    }

    /** Returns the next attempt, with a new token. */
    BotAttempt next() {
        return with(number + 1, new None());
    }

    /** Returns the attempt after its request was journaled. */
    BotAttempt intended(JournalRecord.Intended journaled) {
        return with(
                number,
                request instanceof Unconfirmed earlier
                        ? new Unconfirmed(journaled, earlier.since())
                        : new Intended(journaled));
    }

    /** Returns the attempt after a request whose response is unknown. */
    BotAttempt unconfirmed() {
        return request instanceof Intended intended
                ? with(
                        number,
                        new Unconfirmed(
                                intended.journaled(), intended.journaled().since()))
                : with(number, request);
    }

    /** Returns the attempt after its request has started a task. */
    BotAttempt started() {
        return new BotAttempt(bot, number, new None(), false, tasksLeft - 1);
    }

    /** Returns the same attempt, to be made when the task that is running now has ended. */
    BotAttempt afterOtherTask() {
        return new BotAttempt(bot, number, request, true, tasksLeft);
    }

    /** Returns the same attempt with the bot as it was just read. */
    BotAttempt withBot(Bot now) {
        return new BotAttempt(now, number, request, false, tasksLeft);
    }

    /** Returns the same attempt with the bot's current knowledge and status, under the title that was shown. */
    BotAttempt refreshedBy(Bot now) {
        if (now.isLeftover()) {
            return this;
        }
        Bot refreshed = new Bot(
                bot.key(), bot.title(), now.knowledge(), now.status(), now.statusReason(), now.lastExecId(), false);
        return new BotAttempt(refreshed, number, request, waitsForOtherTask, tasksLeft);
    }

    private BotAttempt with(int newNumber, Request newRequest) {
        return new BotAttempt(bot, newNumber, newRequest, false, tasksLeft);
    }
}
