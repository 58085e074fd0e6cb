package lib.embed;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lib.model.Bot;
import lib.model.BotFilter;
import lib.model.Outcome;
import lib.proof.RowVerifier;

/** Decides what to do with each bot of a page, from its state and the user's selection. */
final class BotSorter {
    private final BotFilter filter;
    private final RowVerifier rows;
    private final ResumePlan resume;
    private final FreshStart fresh;
    private final Obstacles obstacles;

    BotSorter(Setup setup, ResumePlan resume, FreshStart fresh, Obstacles obstacles) {
        this.filter = setup.filter();
        this.rows = setup.rows();
        this.resume = resume;
        this.fresh = fresh;
        this.obstacles = obstacles;
    }

    /** The page of these bots. The journal gets what it does not have yet. */
    BotPage sort(String title, List<Bot> bots) {
        List<Bot> selected = bots.stream().filter(filter::matches).toList();
        rows.count(selected);
        Map<Bot, Outcome.NotStarted> notFresh = mark(selected);
        Map<Bot, BotState> found = new LinkedHashMap<>();
        bots.forEach(bot -> found.put(bot, state(bot, notFresh)));
        Map<Bot, Outcome.NotStarted> hopeless = obstacles.of(found.keySet().stream()
                .filter(bot -> found.get(bot).mayBeStarted())
                .toList());
        Map<Bot, BotState> states = new LinkedHashMap<>();
        found.forEach((bot, state) ->
                states.put(bot, hopeless.containsKey(bot) ? withObstacle(bot, state, hopeless.get(bot)) : state));
        return new BotPage(title, Collections.unmodifiableMap(states));
    }

    private BotState withObstacle(Bot bot, BotState state, Outcome.NotStarted outcome) {
        return state instanceof BotState.Incomplete incomplete
                ? new BotState.Incomplete(incomplete.outcome(), true)
                : hopeless(bot, outcome);
    }

    /**
     * Takes the marks that are due. A bot whose task could only fail gets none, because the rows that it has are all
     * that it can have.
     *
     * @return those bots
     */
    private Map<Bot, Outcome.NotStarted> mark(List<Bot> selected) {
        List<Bot> due = selected.stream()
                .filter(bot -> filter.reasonToSkip(bot).isEmpty() && fresh.isMarkDue(bot))
                .toList();
        Map<Bot, Outcome.NotStarted> hopeless = obstacles.of(due);
        due.stream().filter(bot -> !hopeless.containsKey(bot)).forEach(fresh::mark);
        return hopeless;
    }

    private BotState state(Bot bot, Map<Bot, Outcome.NotStarted> notFresh) {
        if (!filter.matches(bot)) {
            return new BotState.NotSelected(new Outcome.Skipped(Outcome.Skipped.NOT_SELECTED));
        }
        ResumePlan.Finding finding = resume.of(bot);
        resume.record(bot, finding);
        BotState state = finding.state();
        if (state instanceof BotState.UnderWay || state instanceof BotState.Unconfirmed) {
            return state;
        }
        if (notFresh.containsKey(bot)) {
            return hopeless(bot, notFresh.get(bot));
        }
        return state instanceof BotState.ToDecide
                ? filter.reasonToSkip(bot)
                        .<BotState>map(reason -> new BotState.Skipped(new Outcome.Skipped(reason)))
                        .orElse(state)
                : state;
    }

    private BotState hopeless(Bot bot, Outcome.NotStarted outcome) {
        resume.recordAccepted(bot, outcome);
        return new BotState.Hopeless(outcome);
    }
}
