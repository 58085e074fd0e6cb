package lib.restore;

import java.util.List;
import lib.common.Text;
import lib.model.Bot;
import lib.report.Problem;

/**
 * A bot, and what became of it.
 *
 * @param bot null if it is not in the conversation table
 * @param reason in a sentence
 * @param rows how many were copied; 0 if none
 */
record RestoredBot(String id, Bot bot, RestoreOutcome outcome, String reason, long rows) {
    static RestoredBot of(Bot bot, RestoreOutcome outcome) {
        return new RestoredBot(bot.key().id(), bot, outcome, outcome.reason(), 0);
    }

    /** This bot with that number of copied rows. */
    RestoredBot withRows(long copied) {
        return new RestoredBot(id, bot, outcome, reason, copied);
    }

    /** This bot with another outcome, and the reason that all bots with that outcome share. */
    RestoredBot with(RestoreOutcome other) {
        return with(other, other.reason());
    }

    /** This bot with another outcome. */
    RestoredBot with(RestoreOutcome other, String why) {
        return new RestoredBot(id, bot, other, why, rows);
    }

    /** Whether a later attempt could restore it. */
    boolean isOpen() {
        return outcome == RestoreOutcome.BEING_EMBEDDED || outcome == RestoreOutcome.FAILED;
    }

    boolean isNotInSnapshot() {
        return outcome == RestoreOutcome.NOT_IN_SNAPSHOT;
    }

    /** It as one of the bots with a problem. */
    Problem.Item item() {
        return bot == null ? Problem.Item.of(id, "", List.of()) : Problem.Item.of(bot, "", List.of());
    }

    /** Its title and id, or its full key if the output is verbose, for the screen. */
    String label(boolean isVerbose) {
        return bot == null
                ? "bot " + Text.oneLine(id, 60)
                : bot.label() + "  " + (isVerbose ? bot.key() : bot.key().shownId());
    }
}
