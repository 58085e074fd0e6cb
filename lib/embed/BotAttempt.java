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
 * If {@code waitsForOtherTask}, the task that is watched now belongs to an earlier generation, or ECS did not show to
 * which: unless it turns out to be of this one, its outcome does not count, and the bot is started when it has ended.
 *
 * @param number of the attempt in this generation, from 1
 * @param tasksLeft how many more tasks the bot may be given in this run
 */
record BotAttempt(Bot bot, int number, Request request, boolean waitsForOtherTask, int tasksLeft) {
    /** How far the start request got. */
    sealed interface Request {}

    record None() implements Request {}

    record Intended(JournalRecord.Intended journalled) implements Request {}

    /** @param since when the request may first have taken effect unseen */
    record Unconfirmed(JournalRecord.Intended journalled, Instant since) implements Request {}

    /** The first attempt of a run: settles an unconfirmed start, or is a new one. */
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

    /** A new attempt, with a new token. */
    BotAttempt next() {
        return with(number + 1, new None());
    }

    /** The request is journalled. */
    BotAttempt intended(JournalRecord.Intended journalled) {
        return with(
                number,
                request instanceof Unconfirmed earlier
                        ? new Unconfirmed(journalled, earlier.since())
                        : new Intended(journalled));
    }

    /** The response to the request is unknown. */
    BotAttempt unconfirmed() {
        return request instanceof Intended intended
                ? with(
                        number,
                        new Unconfirmed(
                                intended.journalled(), intended.journalled().since()))
                : with(number, request);
    }

    /** The request has brought a task. */
    BotAttempt started() {
        return new BotAttempt(bot, number, new None(), false, tasksLeft - 1);
    }

    /** The same attempt, when the task that is alive now has ended. */
    BotAttempt afterOtherTask() {
        return new BotAttempt(bot, number, request, true, tasksLeft);
    }

    /** The same attempt; nothing is in its way any more. */
    BotAttempt otherTaskEnded() {
        return with(number, request);
    }

    /** The same attempt with the bot as it was just read. */
    BotAttempt withBot(Bot now) {
        return new BotAttempt(now, number, request, false, tasksLeft);
    }

    /** The same attempt with the bot's current knowledge and status, under the title by which it was shown. */
    BotAttempt refreshedBy(Bot now) {
        if (now.remains()) {
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
