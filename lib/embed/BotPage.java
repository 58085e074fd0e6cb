package lib.embed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lib.model.Bot;
import lib.model.Outcome;

/**
 * The new bots of a scan page, grouped by what to do with them.
 *
 * @param offered to ask about
 * @param underWay to watch, without another question
 * @param unconfirmed to start, without another question
 * @param incomplete whose task is done, but not all their rows are there
 * @param hopeless whose task could only fail
 * @param skipped not to start, each with the reason
 */
record BotPage(
        String title,
        Map<Bot, BotState.ToDecide> offered,
        Map<Bot, BotState.UnderWay> underWay,
        List<Bot> unconfirmed,
        Map<Bot, BotState.Incomplete> incomplete,
        Map<Bot, Outcome.NotStarted> hopeless,
        Map<Bot, String> skipped,
        List<Bot> done,
        List<Bot> notSelected) {
    /** Returns a page without bots, to be filled. */
    static BotPage empty(String title) {
        return new BotPage(
                title,
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new ArrayList<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    /** Whether it has what the sweep of the table has found beyond the scan. */
    boolean isOfSweep() {
        return title.equals(BotSearch.SWEEP_PAGE);
    }

    int size() {
        return offered.size()
                + resumed().size()
                + incomplete.size()
                + hopeless.size()
                + skipped.size()
                + done.size()
                + notSelected.size();
    }

    /** The bots that are started or watched without another question. */
    List<Bot> resumed() {
        List<Bot> resumed = new ArrayList<>(unconfirmed);
        resumed.addAll(underWay.keySet());
        return resumed;
    }

    /** Those of the incomplete bots that another task may complete, once their sources are fixed. */
    List<Bot> mayBeCompleted() {
        return incomplete.keySet().stream()
                .filter(bot -> incomplete.get(bot).mayBeCompleted())
                .toList();
    }
}
