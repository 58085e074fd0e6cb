package lib;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Finds the bots, shows them page by page, and asks which pages to start. */
public final class Search {
    /**
     * @param index true to scan the sparse index instead of the table
     * @param sweep true to sweep the table afterwards
     * @param yes true to ask nothing and start everything
     * @param dryRun true to ask nothing and start nothing
     * @param shape what the tasks are like, for the question: {@code 2 vCPU, 4 GB each, at most 3 at once}
     */
    public record Manner(boolean index, boolean sweep, int segments, boolean yes, boolean dryRun, String shape) {
    }

    private final BotTable table;
    private final RollCall roll;
    private final Selection selection;
    private final Manner manner;
    private final Screen screen;
    private final Map<String, Report.Scanned> scans = new LinkedHashMap<>();
    private boolean sweepIsDue;
    private boolean saidClosed;

    public Search(BotTable table, RollCall roll, Selection selection, Manner manner, Screen screen) {
        this.table = table;
        this.roll = roll;
        this.selection = selection;
        this.manner = manner;
        this.screen = screen;
        this.sweepIsDue = manner.sweep();
    }

    /**
     * Asks once for each scan page that has bots to start.
     *
     * @return the bots of the pages that got a yes; none where an id was asked for that no bot has: that is an error
     */
    public List<Bot> choose() {
        List<Bot> chosen = new ArrayList<>();
        if (manner.index()) {
            chosen.addAll(choose("index " + BotTable.INDEX, table.scanIndex()));
        } else {
            try (SegmentedScan pages = table.scanTable(manner.segments())) {
                chosen.addAll(choose("table", pages));
            }
        }
        if (sweepIsDue && (manner.dryRun() || !selection.unmatched(roll.bots()).isEmpty())) {
            chosen.addAll(sweep());
        }
        List<String> unmatched = selection.unmatched(roll.bots());
        if (!unmatched.isEmpty()) {
            throw Problem.settings("Nothing was started: no bot matches %s.%nCheck the id; --dry-run without --bot and --user lists every bot.",
                    String.join(", ", unmatched));
        }
        return chosen;
    }

    /**
     * Sweeps the table while tasks run, if a sweep is due. {@code chosen} is called once in any case: a bot that was found is worth a
     * task even if others could not be looked for.
     */
    public void sweepInBackground(Consumer<List<Bot>> chosen) {
        Daemon.start(null, "sweep", () -> {
            List<Bot> bots = List.of();
            try {
                bots = sweepIsDue ? sweep() : bots;
            } catch (RefusedException e) {
                screen.warn("The sweep of the table failed, so bots that the index lacks were not all looked for: " + e.refusal().text());
            } finally {
                chosen.accept(bots);
            }
        });
    }

    private List<Bot> choose(String what, Iterator<ScanPage> pages) {
        List<Bot> chosen = new ArrayList<>();
        for (int i = 1; pages.hasNext(); i++) {
            ScanPage page = counted(what, pages.next());
            chosen.addAll(choose("Scan page " + i + " of " + what, page.bots(), page.more() ? " More scan pages are pending."
                    : sweepIsDue ? " More may come: a sweep of the table follows." : ""));
        }
        return chosen;
    }

    /** Reads the table to its end and offers what the index did not show as one last page. */
    private List<Bot> sweep() {
        sweepIsDue = false;
        List<Bot> found = new ArrayList<>();
        for (Iterator<ScanPage> pages = table.sweep(); pages.hasNext();) {
            found.addAll(counted("sweep of the table", pages.next()).bots());
        }
        return choose("Last page, from the sweep of the table", found, "");
    }

    private List<Bot> choose(String title, List<Bot> bots, String pending) {
        List<Bot> offered = new ArrayList<>();
        List<RollCall.Entry> skipped = new ArrayList<>();
        for (Bot bot : roll.meet(bots)) {
            Optional<String> reason = selection.reasonToSkip(bot);
            if (reason.isEmpty()) {
                offered.add(bot);
            } else {
                skipped.add(roll.settle(bot, new Outcome.Skipped(reason.get())));
            }
        }
        if (offered.isEmpty() && skipped.isEmpty()) {
            return List.of();
        }
        screen.page(title, offered, skipped);
        if (offered.isEmpty() || manner.yes() && !manner.dryRun()) {
            return offered;
        }
        if (!manner.dryRun() && confirmed("Start " + Text.count(offered.size(), "task") + " (" + manner.shape() + ")?" + pending)) {
            return offered;
        }
        Outcome left = manner.dryRun() ? new Outcome.NotStarted("dry run") : new Outcome.Skipped("answered No");
        offered.forEach(bot -> roll.settle(bot, left));
        return List.of();
    }

    private boolean confirmed(String question) {
        Screen.Answer answer = screen.ask(question);
        if (answer == Screen.Answer.CLOSED && !saidClosed) {
            saidClosed = true;
            screen.warn("standard input is closed, which counts as No. To start everything without questions, give --yes.");
        }
        return answer == Screen.Answer.YES;
    }

    private synchronized ScanPage counted(String what, ScanPage page) {
        Report.Scanned before = scans.getOrDefault(what, new Report.Scanned(what, 0, 0, false));
        scans.put(what, new Report.Scanned(what, before.pages() + 1, before.readUnits() + page.readUnits(), !page.more()));
        return page;
    }

    /** How the bots were looked for so far, and what that consumed. */
    public synchronized List<Report.Scanned> scans() {
        return List.copyOf(scans.values());
    }

    /** Whether every place where a bot can be was read to its end. */
    public boolean isComplete() {
        return scans().stream().allMatch(Report.Scanned::complete) && !sweepIsDue;
    }
}
