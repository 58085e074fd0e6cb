package lib.embed;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.model.Bot;
import lib.model.BotFilter;
import lib.model.Outcome;

/** Decides what to do with each bot of a page, from its state and the user's selection. */
final class BotSorter {
    private final BotFilter filter;
    private final ResumePlan resume;
    private final Obstacles obstacles;
    private final BotOutcomes outcomes;

    BotSorter(BotFilter filter, ResumePlan resume, Obstacles obstacles, BotOutcomes outcomes) {
        this.filter = filter;
        this.resume = resume;
        this.obstacles = obstacles;
        this.outcomes = outcomes;
    }

    /** The page of these bots. Those that need no answer are settled, or added to the chosen ones. */
    BotPage sort(String title, List<Bot> bots, BotSearch.Chosen chosen) {
        BotPage page = new BotPage(title);
        List<Bot> selected = bots.stream().filter(filter::matches).toList();
        resume.count(selected);
        Map<Bot, Outcome.NotStarted> notFresh = mark(selected);
        bots.forEach(bot -> sort(bot, page, chosen, notFresh));
        obstacles.of(page.offered().keySet()).forEach((bot, outcome) -> withdraw(bot, outcome, page));
        return page;
    }

    /**
     * Takes the marks that are due. A bot whose task could only fail gets none, because the rows that it has are all
     * that it can have.
     *
     * @return those bots
     */
    private Map<Bot, Outcome.NotStarted> mark(List<Bot> selected) {
        List<Bot> due = selected.stream()
                .filter(bot -> filter.reasonToSkip(bot).isEmpty() && resume.isMarkDue(bot))
                .toList();
        Map<Bot, Outcome.NotStarted> hopeless = obstacles.of(due);
        due.stream().filter(bot -> !hopeless.containsKey(bot)).forEach(resume::mark);
        return hopeless;
    }

    private void withdraw(Bot bot, Outcome.NotStarted outcome, BotPage page) {
        resume.recordAccepted(bot, outcome);
        outcomes.settle(bot, outcome);
        page.withdraw(bot, outcome);
    }

    private void sort(Bot bot, BotPage page, BotSearch.Chosen chosen, Map<Bot, Outcome.NotStarted> notFresh) {
        if (!filter.matches(bot)) {
            outcomes.settle(bot, new Outcome.Skipped(Outcome.Skipped.NOT_SELECTED));
            page.countNotSelected();
            return;
        }
        Optional<String> reasonToSkip = filter.reasonToSkip(bot);
        BotState state = state(bot);
        if (state instanceof BotState.UnderWay task) {
            page.resume(bot);
            chosen.underWay().put(bot, task);
        } else if (state instanceof BotState.Unconfirmed) {
            page.resume(bot);
            chosen.starts().add(bot);
        } else if (notFresh.containsKey(bot)) {
            withdraw(bot, notFresh.get(bot), page);
        } else if (state instanceof BotState.Done done) {
            outcomes.settle(bot, done.outcome());
            page.countDone();
        } else if (state instanceof BotState.Incomplete incomplete) {
            outcomes.settle(bot, incomplete.outcome());
            page.addIncomplete(bot, incomplete.outcome(), !filter.excludesBlocked(bot));
        } else if (reasonToSkip.isPresent()) {
            skip(bot, reasonToSkip.get(), page);
        } else {
            page.offer(bot, (BotState.ToDecide) state);
        }
    }

    /** A bot that would only fail again is not offered, whatever its last outcome was. */
    private BotState state(Bot bot) {
        BotState state = resume.of(bot);
        boolean mayStart = state instanceof BotState.ToDecide || state instanceof BotState.Incomplete;
        if (!mayStart || !filter.excludesBlocked(bot)) {
            return state;
        }
        return resume.blockedBySitemap(bot)
                .<BotState>map(BotState.Incomplete::new)
                .orElse(state);
    }

    private void skip(Bot bot, String reason, BotPage page) {
        outcomes.settle(bot, new Outcome.Skipped(reason));
        page.skip(bot, reason);
    }
}
