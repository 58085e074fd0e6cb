package lib.embed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lib.common.Text;
import lib.model.Bot;

/** The new bots of a scan page, grouped by what to do with them. */
final class BotPage {
    private final String title;
    private final Map<Bot, BotState.ToDecide> offered = new LinkedHashMap<>();
    private final List<Bot> resumed = new ArrayList<>();
    private final Map<Bot, String> skipped = new LinkedHashMap<>();
    private final Map<Bot, String> incomplete = new LinkedHashMap<>();
    private int done;

    BotPage(String title) {
        this.title = title;
    }

    void offer(Bot bot, BotState.ToDecide state) {
        offered.put(bot, state);
    }

    void resume(Bot bot) {
        resumed.add(bot);
    }

    void skip(Bot bot, String reason) {
        skipped.put(bot, reason);
    }

    /** Its task is done and its rows are incomplete. */
    void addIncomplete(Bot bot, String reason) {
        incomplete.put(bot, reason);
    }

    void countDone() {
        done++;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    private int size() {
        return offered.size() + resumed.size() + skipped.size() + incomplete.size() + done;
    }

    /** The bots to ask about, each with its state. */
    Map<Bot, BotState.ToDecide> offered() {
        return offered;
    }

    /** The page as text: a title with the counts, and a line for each bot that is not done. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(title + ": " + Text.count(size(), "bot") + ", " + offered.size() + " to start"
                + part(done, "already done") + part(incomplete.size(), "incomplete") + part(resumed.size(), "to resume")
                + part(skipped.size(), "skipped"));
        offered.forEach((bot, state) ->
                lines.add(line("+", bot, bot.knowledge().summary() + (state.isNew() ? "" : "; " + state.note()))));
        resumed.forEach(bot -> lines.add(line("~", bot, "already started; resumed")));
        incomplete.forEach((bot, reason) -> lines.add(line("!", bot, "incomplete: " + reason)));
        skipped.forEach((bot, reason) -> lines.add(line("-", bot, "skipped: " + reason)));
        return lines;
    }

    private static String part(int count, String what) {
        return count == 0 ? "" : ", " + count + " " + what;
    }

    private static String line(String mark, Bot bot, String detail) {
        return "  " + mark + " " + bot.label() + "  (" + detail + ")  " + bot.key();
    }
}
