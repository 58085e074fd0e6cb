package lib.model;

import lib.common.Text;

/**
 * The key of a bot's item in the conversation table.
 *
 * @param pk the user id, a Cognito UUID
 * @param sk {@code {user}#BOT#{id}}
 */
public record BotKey(String pk, String sk) {
    /** Marks the sort key of a bot. */
    public static final String MARK = "#BOT#";
    /** Marks the sort key of an alias: another user's bot, without knowledge of its own. */
    public static final String ALIAS_MARK = "#BOT_ALIAS#";

    /** The bot's own id: what follows {@code #BOT#}. */
    public String id() {
        return sk.substring(sk.indexOf(MARK) + MARK.length());
    }

    @Override
    public String toString() {
        return Text.oneLine(sk, 120);
    }
}
