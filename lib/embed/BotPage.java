package lib.embed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lib.common.Text;
import lib.model.Bot;

/** A scan page as a person is shown it: the bots that are new on it, sorted by what is to be done. */
public final class BotPage {
    private final String title;
    private final Map<Bot, ResumePlan.ToDecide> offered = new LinkedHashMap<>();
    private final List<Bot> resumed = new ArrayList<>();
    private final List<BotOutcomes.Entry> skipped = new ArrayList<>();
    private final List<BotOutcomes.Entry> gapped = new ArrayList<>();
    private int done;

    BotPage(String title) {
        this.title = title;
    }

    void offer(Bot bot, ResumePlan.ToDecide open) {
        offered.put(bot, open);
    }

    void resumes(Bot bot) {
        resumed.add(bot);
    }

    void skip(BotOutcomes.Entry entry) {
        skipped.add(entry);
    }

    /** Its task is done and its rows have gaps. */
    void leaveGap(BotOutcomes.Entry entry) {
        gapped.add(entry);
    }

    void countDone() {
        done++;
    }

    boolean isEmpty() {
        return offered.isEmpty() && resumed.isEmpty() && skipped.isEmpty() && gapped.isEmpty() && done == 0;
    }

    /** The bots to ask for, each with what is known of it. */
    Map<Bot, ResumePlan.ToDecide> offered() {
        return offered;
    }

    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(title + ": " + Text.count(offered.size() + resumed.size() + skipped.size() + gapped.size() + done, "bot") + ", " + offered.size() + " to start"
                + (done == 0 ? "" : ", " + done + " done before") + (gapped.isEmpty() ? "" : ", " + gapped.size() + " incomplete") + (resumed.isEmpty() ? "" : ", " + resumed.size() + " to resume")
                + (skipped.isEmpty() ? "" : ", " + skipped.size() + " skipped"));
        offered.forEach((bot, open) -> lines.add(line("+", bot, bot.knowledge().summary() + (open.note().equals("new") ? "" : "; " + open.note()))));
        resumed.forEach(bot -> lines.add(line("~", bot, "started before, resumed")));
        gapped.forEach(entry -> lines.add(line("!", entry.bot(), "incomplete: " + entry.outcome().reason())));
        skipped.forEach(entry -> lines.add(line("-", entry.bot(), "skipped: " + entry.outcome().reason())));
        return lines;
    }

    private static String line(String mark, Bot bot, String detail) {
        return "  " + mark + " " + bot.label() + "  (" + detail + ")  " + bot.key();
    }
}
