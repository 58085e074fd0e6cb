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
    private final FreshStart fresh;
    private final Obstacles obstacles;
    private final BotOutcomes outcomes;

    BotSorter(BotFilter filter, ResumePlan resume, FreshStart fresh, Obstacles obstacles, BotOutcomes outcomes) {
        this.filter = filter;
        this.resume = resume;
        this.fresh = fresh;
        this.obstacles = obstacles;
        this.outcomes = outcomes;
    }

    /** The page of these bots. Those that are not to be started or watched are settled. */
    BotPage sort(String title, List<Bot> bots) {
        BotPage page = BotPage.empty(title);
        List<Bot> selected = bots.stream().filter(filter::matches).toList();
        resume.count(selected);
        Map<Bot, Outcome.NotStarted> notFresh = mark(selected);
        bots.forEach(bot -> sort(bot, page, notFresh));
        obstacles.of(page.offered().keySet()).forEach((bot, outcome) -> withdraw(bot, outcome, page));
        obstacles.of(page.mayBeCompleted()).keySet().forEach(bot -> page.incomplete()
                .computeIfPresent(bot, (any, state) -> new BotState.Incomplete(state.outcome(), true)));
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
                .filter(bot -> filter.reasonToSkip(bot).isEmpty() && fresh.isMarkDue(bot))
                .toList();
        Map<Bot, Outcome.NotStarted> hopeless = obstacles.of(due);
        due.stream().filter(bot -> !hopeless.containsKey(bot)).forEach(fresh::mark);
        return hopeless;
    }

    /** Its task could only fail, so it is not offered after all. */
    private void withdraw(Bot bot, Outcome.NotStarted outcome, BotPage page) {
        resume.recordAccepted(bot, outcome);
        outcomes.settle(bot, outcome);
        page.offered().remove(bot);
        page.hopeless().put(bot, outcome);
    }

    private void sort(Bot bot, BotPage page, Map<Bot, Outcome.NotStarted> notFresh) {
        if (!filter.matches(bot)) {
            outcomes.settle(bot, new Outcome.Skipped(Outcome.Skipped.NOT_SELECTED));
            page.notSelected().add(bot);
            return;
        }
        Optional<String> reasonToSkip = filter.reasonToSkip(bot);
        BotState state = state(bot);
        if (state instanceof BotState.UnderWay task) {
            page.underWay().put(bot, task);
        } else if (state instanceof BotState.Unconfirmed) {
            page.unconfirmed().add(bot);
        } else if (notFresh.containsKey(bot)) {
            withdraw(bot, notFresh.get(bot), page);
        } else if (state instanceof BotState.Done done) {
            outcomes.settle(bot, done.outcome());
            page.done().add(bot);
        } else if (state instanceof BotState.Incomplete incomplete) {
            outcomes.settle(bot, incomplete.outcome());
            page.incomplete().put(bot, incomplete);
        } else if (reasonToSkip.isPresent()) {
            outcomes.settle(bot, new Outcome.Skipped(reasonToSkip.get()));
            page.skipped().put(bot, reasonToSkip.get());
        } else {
            page.offered().put(bot, (BotState.ToDecide) state);
        }
    }

    /**
     * The state of a bot; what the journal does not have yet is recorded. A bot that would only fail again is not
     * offered, whatever its last outcome was.
     */
    private BotState state(Bot bot) {
        ResumePlan.Finding finding = resume.of(bot);
        resume.record(bot, finding);
        boolean mayStart =
                finding.state() instanceof BotState.ToDecide || finding.state() instanceof BotState.Incomplete;
        Optional<ResumePlan.Finding> blocked =
                mayStart && filter.excludesBlocked(bot) ? resume.blockedBySitemap(bot) : Optional.empty();
        blocked.ifPresent(found -> resume.record(bot, found));
        return blocked.orElse(finding).state();
    }
}
