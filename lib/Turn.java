package lib;

import java.time.Instant;

/**
 * A bot whose turn has come, or will.
 *
 * @param attempt number of the attempt in this generation, from 1
 * @param pending the start that was asked for already and has no answer, or null
 * @param unclearSince when a request with this token may first have been carried out unseen, or null where none can have been
 * @param afterwards whether the task that is watched now counts for nothing, and the bot is started when it has ended
 * @param tasksLeft how many more tasks the bot may be given in this run
 */
record Turn(Bot bot, int attempt, JournalLine.Intended pending, Instant unclearSince, boolean afterwards, int tasksLeft) {

    /** The first turn of a run: an unconfirmed start is settled, everything else is a new attempt. */
    static Turn first(Bot bot, Journal.Entry known, int tasks) {
        return known.isUnconfirmed() ? new Turn(bot, known.attempt(), known.intended(), known.intended().since(), false, tasks)
                : new Turn(bot, known.isUnderWay() ? known.attempt() : known.attempt() + 1, null, null, false, tasks);
    }

    Turn next() {
        return new Turn(bot, attempt + 1, null, null, false, tasksLeft);
    }

    Turn of(Bot now) {
        return new Turn(now, attempt, pending, unclearSince, false, tasksLeft);
    }

    /** The same turn with what the bot knows now, under the title by which it was shown. */
    Turn seeing(Bot now) {
        return now.remains() ? this : new Turn(new Bot(bot.key(), bot.title(), now.knowledge(), now.status(), now.statusReason(), now.lastExecId(), false), attempt, pending, unclearSince, afterwards, tasksLeft);
    }

    Turn asking(JournalLine.Intended intended) {
        return new Turn(bot, attempt, intended, unclearSince, false, tasksLeft);
    }

    Turn unclear() {
        return unclearSince != null || pending == null ? this : new Turn(bot, attempt, pending, pending.since(), false, tasksLeft);
    }

    /** The same turn, once the task is over that is alive now. */
    Turn later() {
        return new Turn(bot, attempt, pending, unclearSince, true, tasksLeft);
    }

    Turn withOneTaskLess() {
        return new Turn(bot, attempt, null, null, false, tasksLeft - 1);
    }
}
