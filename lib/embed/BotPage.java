package lib.embed;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lib.model.Bot;

/** The new bots of a scan page, each with what is left to do for it. */
record BotPage(String title, Map<Bot, BotState> bots) {
    /** The bots in that state. */
    <S extends BotState> Map<Bot, S> in(Class<S> wanted) {
        Map<Bot, S> found = new LinkedHashMap<>();
        bots.forEach((bot, state) -> {
            if (wanted.isInstance(state)) {
                found.put(bot, wanted.cast(state));
            }
        });
        return found;
    }

    /** The bots to ask about. */
    Set<Bot> offered() {
        return in(BotState.ToDecide.class).keySet();
    }

    /** Those of the incomplete bots that another task may complete, once their sources are fixed. */
    List<Bot> mayBeCompleted() {
        Map<Bot, BotState.Incomplete> incomplete = in(BotState.Incomplete.class);
        return incomplete.keySet().stream()
                .filter(bot -> incomplete.get(bot).mayBeStarted())
                .toList();
    }

    /** Whether it has what the sweep of the table has found beyond the scan. */
    boolean isOfSweep() {
        return title.equals(BotSearch.SWEEP_PAGE);
    }
}
