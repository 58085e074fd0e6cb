package lib.embed;

import java.time.Instant;
import lib.journal.Journal;
import lib.journal.JournalRecord;
import lib.model.Bot;

/**
 * A bot whose turn has come, or will.
 *
 * @param attempt number of the attempt in this generation, from 1
 * @param pending the start that was asked for already and has no answer, or null
 * @param unclearSince when a request with this token may first have been carried out unseen, or null where none can have been
 * @param afterwards whether the task that is watched now counts for nothing, and the bot is started when it has ended
 * @param tasksLeft how many more tasks the bot may be given in this run
 */
public record BotAttempt(Bot bot, int attempt, JournalRecord.Intended pending, Instant unclearSince, boolean afterwards, int tasksLeft) {

    /** The first turn of a run: an unconfirmed start is settled, everything else is a new attempt. */
    static BotAttempt first(Bot bot, Journal.Entry known, int tasks) {
        return known.isUnconfirmed() ? new BotAttempt(bot, known.attempt(), known.intended(), known.intended().since(), false, tasks)
                : new BotAttempt(bot, known.isUnderWay() ? known.attempt() : known.attempt() + 1, null, null, false, tasks);
    }

    BotAttempt next() {
        return new BotAttempt(bot, attempt + 1, null, null, false, tasksLeft);
    }

    BotAttempt of(Bot now) {
        return new BotAttempt(now, attempt, pending, unclearSince, false, tasksLeft);
    }

    /** The same turn with what the bot knows now, under the title by which it was shown. */
    BotAttempt seeing(Bot now) {
        return now.remains() ? this : new BotAttempt(new Bot(bot.key(), bot.title(), now.knowledge(), now.status(), now.statusReason(), now.lastExecId(), false), attempt, pending, unclearSince, afterwards, tasksLeft);
    }

    BotAttempt asking(JournalRecord.Intended intended) {
        return new BotAttempt(bot, attempt, intended, unclearSince, false, tasksLeft);
    }

    BotAttempt unclear() {
        return unclearSince != null || pending == null ? this : new BotAttempt(bot, attempt, pending, pending.since(), false, tasksLeft);
    }

    /** The same turn, once the task is over that is alive now. */
    BotAttempt later() {
        return new BotAttempt(bot, attempt, pending, unclearSince, true, tasksLeft);
    }

    BotAttempt withOneTaskLess() {
        return new BotAttempt(bot, attempt, null, null, false, tasksLeft - 1);
    }
}
