package lib.restore;

import java.util.Optional;
import lib.model.Bot;

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

    /** This bot with another outcome. */
    RestoredBot with(RestoreOutcome other, String why) {
        return new RestoredBot(id, bot, other, why, rows);
    }

    /** Its title and id, for the screen. */
    String label() {
        return Optional.ofNullable(bot).map(b -> b.label() + "  " + b.key()).orElse("bot " + id);
    }
}
