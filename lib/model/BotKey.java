package lib.model;

import lib.common.Text;

/**
 * The key of a bot's item in the conversation table.
 *
 * @param pk the user id, a Cognito UUID
 * @param sk {@code {user}#BOT#{id}}
 */
public record BotKey(String pk, String sk) {
    /** Marks the sort key of a bot. That of an alias, another user's bot, has {@code #BOT_ALIAS#} instead. */
    public static final String MARK = "#BOT#";

    /** The bot's own id: what follows {@code #BOT#}. */
    public String id() {
        return sk.substring(sk.indexOf(MARK) + MARK.length());
    }

    /** The bot's own id on one line, safe to show. */
    public String shownId() {
        return Text.oneLine(id(), 60);
    }

    @Override
    public String toString() {
        return Text.oneLine(sk, 120);
    }
}
