package lib.embed;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import lib.aws.BotTable;
import lib.common.DaemonThreads;
import lib.common.Text;
import lib.common.UserException;
import lib.model.Bot;
import lib.model.BotFilter;
import lib.model.Outcome;
import lib.model.ScanPage;
import lib.report.ProgressView;
import lib.report.RunReport;
import lib.retry.ServiceException;

/** Finds the bots, shows them page by page, and asks which pages to start. */
public final class BotSearch {
    /**
     * @param index true to scan the sparse index instead of the table
     * @param sweep true to sweep the table afterwards
     * @param yes true to ask nothing and start everything
     * @param look whether to look only: to ask nothing and start nothing
     * @param shape what the tasks are like, for the question: {@code 2 vCPU, 4 GB each, at most 3 at once}
     */
    public record ScanOptions(boolean index, boolean sweep, boolean yes, Mode look, String shape) {
    }

    /** What a run that changes nothing is for: to see what would be started, or what became of each bot. */
    public enum Mode { NONE, DRY_RUN, STATUS }

    /**
     * What there is to do.
     *
     * @param starts bots to start, those first that were asked for in an earlier run
     * @param underWay bots that have a task, which is watched
     */
    public record Chosen(List<Bot> starts, Map<Bot, ResumePlan.UnderWay> underWay) {
        static Chosen nothing() {
            return new Chosen(new ArrayList<>(), new LinkedHashMap<>());
        }

        void add(Chosen more) {
            starts.addAll(more.starts());
            underWay.putAll(more.underWay());
        }
    }

    private final BotTable table;
    private final ResumePlan resume;
    private final BotOutcomes roll;
    private final BotFilter selection;
    private final ScanOptions scanOptions;
    private final ProgressView screen;
    private final Map<String, RunReport.Scanned> scans = new LinkedHashMap<>();
    private volatile boolean sweepIsDue;

    public BotSearch(BotTable table, ResumePlan resume, BotOutcomes roll, BotFilter selection, ScanOptions scanOptions, ProgressView screen) {
        this.table = table;
        this.resume = resume;
        this.roll = roll;
        this.selection = selection;
        this.scanOptions = scanOptions;
        this.screen = screen;
        this.sweepIsDue = scanOptions.sweep();
    }

    /**
     * Asks once for each scan page that has bots to start.
     *
     * @return what got a yes, now or in an earlier run; nothing where an id was asked for that no bot has: that is an error
     */
    public Chosen choose() {
        Chosen chosen = Chosen.nothing();
        if (scanOptions.index()) {
            chosen.add(choose("index " + BotTable.INDEX, table.scanIndex()));
        } else {
            chosen.add(choose("table", table.scanTable()));
        }
        if (sweepIsDue && (scanOptions.look() != Mode.NONE || !selection.unmatched(roll.bots()).isEmpty())) {
            chosen.add(sweep());
        }
        List<String> unmatched = selection.unmatched(roll.bots());
        if (!unmatched.isEmpty()) {
            throw UserException.settings("Nothing was started: no bot matches %s.%nCheck the id; --dry-run without --bot and --user lists every bot.",
                    String.join(", ", unmatched));
        }
        return chosen;
    }

    /**
     * Sweeps the table while tasks run, if a sweep is due. {@code taker} is called once in any case: a bot that was found is worth a
     * task even if others could not be looked for.
     */
    public void sweepInBackground(Consumer<Chosen> taker) {
        DaemonThreads.start(null, "sweep", () -> {
            Chosen chosen = Chosen.nothing();
            try {
                chosen = sweepIsDue ? sweep() : chosen;
            } finally {
                taker.accept(chosen);
            }
        });
    }

    private Chosen choose(String what, Iterator<ScanPage> pages) {
        Chosen chosen = Chosen.nothing();
        for (int i = 1; pages.hasNext(); i++) {
            ScanPage page = counted(what, pages.next());
            chosen.add(choose("Scan page " + i + " of " + what, page.bots(), page.more() ? " More scan pages are pending."
                    : sweepIsDue ? " More may come: a sweep of the table follows." : ""));
        }
        return chosen;
    }

    /** Reads the table to its end and offers what the index did not show as one last page. A sweep that fails offers what it found. */
    private Chosen sweep() {
        List<Bot> found = new ArrayList<>();
        try {
            for (Iterator<ScanPage> pages = table.sweep(); pages.hasNext();) {
                counted("sweep of the table", pages.next()).bots().stream().filter(bot -> !roll.knows(bot)).forEach(found::add);
            }
            sweepIsDue = false;
        } catch (ServiceException e) {
            screen.warn("The sweep of the table failed, so bots that the index lacks were not all looked for: " + e.error().text());
        }
        return choose("Last page, from the sweep of the table", found, "");
    }

    private Chosen choose(String title, List<Bot> bots, String pending) {
        BotPage page = new BotPage(title);
        Chosen chosen = Chosen.nothing();
        List<Bot> met = roll.meet(bots);
        resume.count(met.stream().filter(selection::asksFor).toList());
        for (Bot bot : met) {
            if (!selection.asksFor(bot)) {
                page.skip(roll.settle(bot, new Outcome.Skipped("not asked for (--bot, --user)")));
                continue;
            }
            ResumePlan.BotState standing = resume.of(bot);
            Optional<String> reason = selection.reasonToSkip(bot);
            if (standing instanceof ResumePlan.Done done) {
                roll.settle(bot, done.outcome());
                page.countDone();
            } else if (standing instanceof ResumePlan.Incomplete gapped) {
                page.leaveGap(roll.settle(bot, gapped.outcome()));
            } else if (standing instanceof ResumePlan.UnderWay task) {
                page.resumes(bot);
                chosen.underWay().put(bot, task);
            } else if (standing instanceof ResumePlan.Unconfirmed) {
                page.resumes(bot);
                chosen.starts().add(bot);
            } else if (reason.isPresent()) {
                page.skip(roll.settle(bot, new Outcome.Skipped(reason.get())));
            } else {
                page.offer(bot, (ResumePlan.ToDecide) standing);
            }
        }
        if (page.isEmpty()) {
            return chosen;
        }
        screen.page(page);
        if (scanOptions.look() != Mode.NONE) {
            look(page, chosen);
        } else if (page.offered().isEmpty()
                || screen.confirms("Start " + Text.count(page.offered().size(), "task") + " (" + scanOptions.shape() + ")?" + pending, scanOptions.yes())) {
            chosen.starts().addAll(page.offered().keySet());
        } else {
            page.offered().keySet().forEach(bot -> roll.settle(bot, new Outcome.Skipped("answered No")));
        }
        return chosen;
    }

    private void look(BotPage page, Chosen chosen) {
        page.offered().forEach((bot, open) -> roll.settle(bot, scanOptions.look() == Mode.STATUS && open.before() != null ? open.before() : new Outcome.NotStarted(open.note())));
        chosen.underWay().forEach((bot, task) -> roll.settle(bot, resume.peek(bot, task)));
        chosen.starts().forEach(bot -> roll.settle(bot, Outcome.unconfirmed()));
    }

    private synchronized ScanPage counted(String what, ScanPage page) {
        RunReport.Scanned before = scans.getOrDefault(what, new RunReport.Scanned(what, 0, 0, false));
        scans.put(what, new RunReport.Scanned(what, before.pages() + 1, before.readUnits() + page.readUnits(), !page.more()));
        return page;
    }

    /** How the bots were looked for so far, and what that consumed. */
    public synchronized List<RunReport.Scanned> scans() {
        return List.copyOf(scans.values());
    }

    /** What this way of looking may have missed, or nothing. */
    public List<String> blindSpots() {
        return scanOptions.index() && !scanOptions.sweep()
                ? List.of("Only the index was scanned: a bot without LastBotUsed, or one that was used during the scan, may have been missed (--scan auto finds it).")
                : List.of();
    }

    /** Whether every place where a bot can be was read to its end. */
    public boolean isComplete() {
        return scans().stream().allMatch(RunReport.Scanned::complete) && !sweepIsDue;
    }
}
