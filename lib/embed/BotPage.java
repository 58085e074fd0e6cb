package lib.embed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lib.model.Bot;
import lib.model.Outcome;

/** The new bots of a scan page, grouped by what to do with them. */
final class BotPage {
    private final String title;
    private final Map<Bot, BotState.ToDecide> offered = new LinkedHashMap<>();
    private final List<Bot> resumed = new ArrayList<>();
    private final Map<Bot, Outcome.Incomplete> incomplete = new LinkedHashMap<>();
    private final List<Bot> mayBeCompleted = new ArrayList<>();
    private final Map<Bot, Outcome.NotStarted> hopeless = new LinkedHashMap<>();
    private final Map<Bot, String> skipped = new LinkedHashMap<>();
    private int done;
    private int notSelected;

    BotPage(String title) {
        this.title = title;
    }

    void offer(Bot bot, BotState.ToDecide state) {
        offered.put(bot, state);
    }

    void resume(Bot bot) {
        resumed.add(bot);
    }

    /**
     * Its task is done and its rows are incomplete.
     *
     * @param mayBeCompleted whether another task can embed what is missing, once its sources are fixed
     */
    void addIncomplete(Bot bot, Outcome.Incomplete outcome, boolean mayBeCompleted) {
        incomplete.put(bot, outcome);
        if (mayBeCompleted && !outcome.accepted()) {
            this.mayBeCompleted.add(bot);
        }
    }

    /** Its task could only fail, so it is not offered after all. */
    void withdraw(Bot bot, Outcome.NotStarted outcome) {
        offered.remove(bot);
        hopeless.put(bot, outcome);
    }

    void skip(Bot bot, String reason) {
        skipped.put(bot, reason);
    }

    void countDone() {
        done++;
    }

    void countNotSelected() {
        notSelected++;
    }

    boolean isEmpty() {
        return size() == 0;
    }

    int size() {
        return offered.size()
                + resumed.size()
                + incomplete.size()
                + hopeless.size()
                + skipped.size()
                + done
                + notSelected;
    }

    String title() {
        return title;
    }

    /** The bots to ask about, each with its state. */
    Map<Bot, BotState.ToDecide> offered() {
        return offered;
    }

    /** The bots that are started or watched without another question. */
    List<Bot> resumed() {
        return resumed;
    }

    Map<Bot, Outcome.Incomplete> incomplete() {
        return incomplete;
    }

    /** Those of the incomplete bots that another task may complete. */
    List<Bot> mayBeCompleted() {
        return mayBeCompleted;
    }

    /** The bots whose task could only fail. */
    Map<Bot, Outcome.NotStarted> hopeless() {
        return hopeless;
    }

    /** The bots that are not started, each with the reason. */
    Map<Bot, String> skipped() {
        return skipped;
    }

    int done() {
        return done;
    }

    int notSelected() {
        return notSelected;
    }
}
