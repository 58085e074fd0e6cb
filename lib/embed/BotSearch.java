package lib.embed;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import lib.aws.BotTable;
import lib.common.Clock;
import lib.common.Console;
import lib.common.DaemonThreads;
import lib.common.Text;
import lib.common.UserException;
import lib.embed.EmbedOptions.Mode;
import lib.journal.Journal;
import lib.model.Bot;
import lib.model.BotFilter;
import lib.model.Obstacle;
import lib.model.Outcome;
import lib.model.ScanPage;
import lib.report.BotResult;
import lib.report.RunReport.ScanTotals;
import lib.retry.ServiceException;

/** Finds the bots, shows them page by page, and asks which pages to start. */
public final class BotSearch {
    /**
     * The bots to work on.
     *
     * @param starts bots to start, first those that were requested in an earlier run
     * @param underWay bots that have a task to watch
     */
    public record Chosen(List<Bot> starts, Map<Bot, BotState.UnderWay> underWay) {
        static Chosen nothing() {
            return new Chosen(new ArrayList<>(), new LinkedHashMap<>());
        }

        void add(Chosen more) {
            starts.addAll(more.starts());
            underWay.putAll(more.underWay());
        }
    }

    private static final String SWEEP = "sweep of the table";
    static final String SWEEP_PAGE = "Last page, from the sweep of the table";

    private final BotTable table;
    private final TableSweep sweep;
    private final ResumePlan resume;
    private final BotOutcomes outcomes;
    private final BotFilter filter;
    private final Obstacles obstacles;
    private final OtherWay otherWay;
    private final BotSorter sorter;
    private final Mode mode;
    /** Whether the sparse index is scanned, and the table is swept for what it lacks; if not, the table is scanned. */
    private final boolean index;
    private final Setup setup;
    private final Clock clock;
    private final Console console;
    private final PageText pageText;
    private final Plan plan;
    private final PageQuestion question;
    private final Map<String, ScanTotals> scans = new LinkedHashMap<>();
    private volatile boolean sweepIsDue;
    private volatile boolean isOtherWayShown;

    public BotSearch(
            Setup setup, Journal journal, ResumePlan resume, FreshStart fresh, BotOutcomes outcomes) {
        this.table = setup.table();
        this.sweep = new TableSweep(table, journal, outcomes, setup.session());
        this.resume = resume;
        this.outcomes = outcomes;
        this.filter = setup.options().which.filter();
        this.obstacles = new Obstacles(setup, journal);
        this.otherWay = new OtherWay(setup);
        this.sorter = new BotSorter(setup, resume, fresh, obstacles);
        this.mode = setup.options().mode();
        this.index = setup.preflight().index() == Preflight.Index.PRESENT;
        this.setup = setup;
        this.clock = setup.session().clock();
        this.console = setup.session().console();
        this.pageText = new PageText(console, setup.session().isVerbose());
        this.plan = new Plan(
                setup.options().start.parallel,
                setup.preflight().price(),
                Plan.typical(journal.entries()));
        this.question = new PageQuestion(setup.session(), plan, setup.yes());
        boolean isRecent = sweep.isRecent() && !setup.options().resume.fresh;
        this.sweepIsDue = index && mode != Mode.STATUS && !isRecent;
    }

    /**
     * Asks once for each scan page that has bots to start.
     *
     * @return the bots that were confirmed, now or in an earlier run
     * @throws UserException if a given id matches no bot; nothing has been started then
     */
    public Chosen choose() {
        Chosen chosen = index
                ? choose("index " + BotTable.INDEX, table.scanIndex())
                : choose("table", table.scanTable());
        boolean readOnly = mode != Mode.START;
        if (index && !sweepIsDue) {
            chosen.add(ask(SWEEP_PAGE, sweep.found(), ""));
        }
        boolean isAnyUnmatched = !filter.unmatched(outcomes.bots()).isEmpty();
        if (mayNeedSweep(isAnyUnmatched)) {
            chosen.add(sweep(true));
        }
        if (isSweepKnown()) {
            filter.requireMatches(outcomes.bots());
        }
        if (!readOnly && !chosen.starts().isEmpty()) {
            setup.requireNoDeploy();
        }
        return chosen;
    }

    /**
     * Whether to sweep at once: to show everything, or because a bot that is named may be younger than the last sweep.
     */
    private boolean mayNeedSweep(boolean isAnyUnmatched) {
        return switch (mode) {
            case STATUS -> false;
            case DRY_RUN -> sweepIsDue || index && isAnyUnmatched;
            case START -> index && isAnyUnmatched;
        };
    }

    /** Whether it is known which bots are missing from the index, as far as that is wanted. */
    private boolean isSweepKnown() {
        return mode == Mode.STATUS ? !index || sweep.isFinished() : !sweepIsDue;
    }

    /**
     * Sweeps the table while tasks run, if a sweep is due.
     *
     * @param consumer receives the result exactly once, even if the sweep fails: the bots found so far are started
     */
    public void sweepInBackground(Consumer<Chosen> consumer) {
        DaemonThreads.start(clock, "sweep", () -> {
            Chosen chosen = Chosen.nothing();
            try {
                chosen = sweepIsDue ? unlessDeploying(sweep(false)) : chosen;
            } catch (ServiceException e) {
                console.warn("The bots that only the sweep of the table found were not started, because their rows"
                        + " cannot be counted: " + e.error().text());
            } finally {
                consumer.accept(chosen);
            }
        });
    }

    /** Tasks run already, so a deploy that has begun does not end the run, but nothing more is started. */
    private Chosen unlessDeploying(Chosen chosen) {
        Optional<String> problem = chosen.starts().isEmpty() ? Optional.empty() : setup.deployUnderWay();
        if (problem.isEmpty()) {
            return chosen;
        }
        console.warn("No more bots are started: " + problem.get() + ".");
        chosen.starts().forEach(bot -> outcomes.settle(bot, new Outcome.NotStarted(problem.get())));
        return new Chosen(List.of(), chosen.underWay());
    }

    private Chosen choose(String what, Iterator<ScanPage> pages) {
        Chosen chosen = Chosen.nothing();
        for (int i = 1; pages.hasNext(); i++) {
            ScanPage page = counted(what, pages.next());
            chosen.add(ask("Scan page " + i + " of " + what, page.bots(), pending(page)));
        }
        return chosen;
    }

    private String pending(ScanPage page) {
        if (page.more()) {
            return "More scan pages follow.";
        }
        return sweepIsDue ? "More may follow: a sweep of the table comes next." : "";
    }

    /**
     * Reads the whole table, and offers the bots that are missing from the index as one last page. A sweep that fails
     * offers the bots found so far.
     */
    private Chosen sweep(boolean alone) {
        List<Bot> found = new ArrayList<>();
        try {
            found.addAll(sweep.found());
            sweep.run(setup.options().resume.fresh, alone, page -> counted(SWEEP, page).bots().stream()
                    .filter(bot -> !outcomes.contains(bot.key()))
                    .forEach(found::add));
            sweepIsDue = false;
        } catch (ServiceException e) {
            console.warn(
                    "The sweep of the table failed, so bots that are missing from the index may not have been found: "
                            + e.error().text());
        }
        return ask(SWEEP_PAGE, found, "");
    }

    /** Shows these bots as a page, and asks which of them to start. */
    private Chosen ask(String title, List<Bot> bots, String pending) {
        BotPage page = sorter.sort(title, outcomes.add(bots));
        page.in(BotState.Settled.class).forEach((bot, state) -> outcomes.settle(bot, state.outcome()));
        Chosen chosen = new Chosen(
                new ArrayList<>(page.in(BotState.Unconfirmed.class).keySet()), page.in(BotState.UnderWay.class));
        if (page.bots().isEmpty()) {
            return chosen;
        }
        if (mode != Mode.STATUS) {
            pageText.show(page);
        }
        if (mode != Mode.START) {
            settleWithoutAsking(page);
            return chosen;
        }
        if (page.offered().isEmpty() || isConfirmed(page, pending)) {
            chosen.starts().addAll(page.offered());
        } else {
            Outcome outcome = question.declined();
            page.offered().forEach(bot -> outcomes.settle(bot, outcome));
        }
        chosen.starts().addAll(question.toComplete(page));
        return chosen;
    }

    /** Both ways are shown before the first question. */
    private boolean isConfirmed(BotPage page, String pending) {
        if (!isOtherWayShown) {
            isOtherWayShown = true;
            otherWay.show();
        }
        return question.isConfirmed(page, pending, outcomes.open() - page.offered().size());
    }

    /** Settles every bot of the page without asking, because nothing may be started. */
    private void settleWithoutAsking(BotPage page) {
        page.in(BotState.ToDecide.class)
                .forEach((bot, state) -> outcomes.settle(
                        bot,
                        state.before()
                                .filter(before -> mode == Mode.STATUS)
                                .orElse(new Outcome.NotStarted(state.note()))));
        page.in(BotState.UnderWay.class).forEach((bot, task) -> outcomes.settle(bot, resume.peek(bot, task)));
        page.in(BotState.Unconfirmed.class).keySet().forEach(bot -> outcomes.settle(bot, Outcome.unconfirmed()));
    }

    private synchronized ScanPage counted(String what, ScanPage page) {
        ScanTotals before = scans.getOrDefault(what, new ScanTotals(what, 0, 0, false));
        scans.put(what, new ScanTotals(what, before.pages() + 1, before.readUnits() + page.readUnits(), !page.more()));
        return page;
    }

    /** Finds the bots whose task could only fail. */
    Obstacles obstacles() {
        return obstacles;
    }

    /** How far the sweep is, for the live region; empty if none is under way. */
    String sweepProgress() {
        return sweep.progress();
    }

    /** The scans so far, each with its pages and read units. */
    public synchronized List<ScanTotals> scans() {
        return List.copyOf(scans.values());
    }

    /**
     * What each way would bring: what it takes to start everything that a dry run has found, how many bots cannot be
     * embedded, and whether restore is possible. Empty if there is nothing to decide.
     */
    public List<String> ways() {
        List<Outcome.NotStarted> notStarted = outcomes.results().stream()
                .map(BotResult::outcome)
                .filter(Outcome.NotStarted.class::isInstance)
                .map(Outcome.NotStarted.class::cast)
                .toList();
        List<String> ways = new ArrayList<>();
        long tasks = notStarted.stream().filter(each -> each.obstacle().isEmpty()).count();
        if (mode == Mode.DRY_RUN && tasks > 0) {
            ways.addAll(plan.lines(Math.toIntExact(tasks), Integer.MAX_VALUE));
        }
        for (Obstacle obstacle : Obstacle.values()) {
            long bots = notStarted.stream()
                    .filter(Outcome::isUnresolved)
                    .filter(each -> each.obstacle().filter(obstacle::equals).isPresent())
                    .count();
            if (bots > 0) {
                ways.add(Text.count(bots, "bot") + " cannot be embedded: " + obstacle.label() + ".");
            }
        }
        if (!ways.isEmpty() && mode != Mode.STATUS) {
            ways.add(otherWay.sentence());
        }
        return ways;
    }

    /** How many tasks of this migration were running at the beginning. */
    public int runningTasks() {
        return resume.runningTasksOfThisMigration().size();
    }

    /** Whether there is a snapshot of the old database, as far as it was looked for. */
    public boolean canRestore() {
        return otherWay.isPossible();
    }

    /** What this kind of search may miss; empty if nothing. */
    public List<String> limitations() {
        if (mode == Mode.STATUS && !isSweepKnown()) {
            return List.of(
                    "Not known: whether bots are missing from the index. No sweep of the table has finished yet in"
                            + " a run.");
        }
        return List.of();
    }

    /** Whether every scan was read to its end. */
    public boolean isComplete() {
        return scans().stream().allMatch(ScanTotals::complete) && isSweepKnown();
    }
}
