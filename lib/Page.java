package lib;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A scan page as a person is shown it: the bots that are new on it, sorted by what is to be done. */
public final class Page {
    private final String title;
    private final Map<Bot, Resume.Open> offered = new LinkedHashMap<>();
    private final List<Bot> resumed = new ArrayList<>();
    private final List<RollCall.Entry> skipped = new ArrayList<>();
    private final List<RollCall.Entry> gapped = new ArrayList<>();
    private int done;

    Page(String title) {
        this.title = title;
    }

    void offer(Bot bot, Resume.Open open) {
        offered.put(bot, open);
    }

    void resumes(Bot bot) {
        resumed.add(bot);
    }

    void skip(RollCall.Entry entry) {
        skipped.add(entry);
    }

    /** Its task is done and its rows have gaps. */
    void leaveGap(RollCall.Entry entry) {
        gapped.add(entry);
    }

    void countDone() {
        done++;
    }

    boolean isEmpty() {
        return offered.isEmpty() && resumed.isEmpty() && skipped.isEmpty() && gapped.isEmpty() && done == 0;
    }

    /** The bots to ask for, each with what is known of it. */
    Map<Bot, Resume.Open> offered() {
        return offered;
    }

    List<String> lines() {
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
