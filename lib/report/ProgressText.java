package lib.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import lib.common.Columns;
import lib.common.Console;
import lib.common.Text;
import lib.common.TextWidth;
import lib.common.Tone;
import lib.model.Bot;
import lib.model.OutcomeKind;

/** The live region of a run: a bar, how many bots are in which state, and the tasks that run. */
public final class ProgressText {
    /**
     * How far the run is.
     *
     * @param settled how many bots have which outcome
     * @param running the number of bots that are neither settled nor waiting
     * @param tasks those of them that have a task, each with its state
     * @param waiting the number of bots that are to be started
     * @param moreMayCome whether further bots may be found
     */
    public record Progress(
            Map<OutcomeKind, Integer> settled, int running, Map<Bot, String> tasks, int waiting, boolean moreMayCome) {}

    /**
     * What to show.
     *
     * @param lacksCapacity whether the last start was rejected for lack of capacity
     * @param sweep how much of the table has been swept; empty unless a sweep is under way
     * @param elapsed since the start of the command
     * @param left the estimate of the remaining time
     * @param tasks the bots whose task is known, in the order of their starts
     */
    public record State(
            Progress progress,
            boolean lacksCapacity,
            String sweep,
            Duration elapsed,
            Optional<Duration> left,
            List<Task> tasks) {}

    /** @param age since it was started, or seen first by this run */
    public record Task(Bot bot, String state, Duration age) {}

    private static final int BAR = 24;
    private static final int SHORTEST_BAR = 8;
    private static final String GAP = "  ";
    private static final String SEPARATOR = " · ";
    /** Before a sign, which {@link #SEPARATOR} could be taken for. */
    private static final String COMMA = ", ";

    private final Console console;

    public ProgressText(Console console) {
        this.console = console;
    }

    /** The lines, none wider than the terminal, and few enough to leave half of its height to the events. */
    public List<String> lines(State state) {
        List<String> lines = new ArrayList<>();
        lines.add(bar(state));
        lines.addAll(wrapped(counts(state)));
        int room = Math.max(1, console.height() / 2 - lines.size());
        lines.addAll(tasks(state.tasks(), room));
        return lines;
    }

    private String bar(State state) {
        Progress progress = state.progress();
        int done = progress.settled().values().stream().mapToInt(Integer::intValue).sum();
        int all = done + progress.running() + progress.waiting();
        String text = String.format(Locale.ROOT, "%,d of %s%,d", done, progress.moreMayCome() ? "at least " : "", all)
                + SEPARATOR
                + Text.minutes(state.elapsed())
                + " elapsed";
        String sweep = SEPARATOR + "table " + state.sweep();
        int width = console.width() - TextWidth.of(text);
        if (!state.sweep().isEmpty() && TextWidth.of(sweep) <= width) {
            text += sweep;
            width -= TextWidth.of(sweep);
        }
        int bar = Math.min(BAR, width - GAP.length());
        if (bar < SHORTEST_BAR) {
            return text;
        }
        int filled = all == 0 ? 0 : (int) ((long) bar * done / all);
        return console.paint(Tone.RUNNING, "█".repeat(filled))
                + console.paint(Tone.DIM, "░".repeat(bar - filled))
                + GAP
                + text;
    }

    private List<String> counts(State state) {
        List<String> counts = new ArrayList<>();
        Progress progress = state.progress();
        for (OutcomeKind kind : OutcomeKind.values()) {
            add(counts, kind.tone(), progress.settled().getOrDefault(kind, 0), kind.label());
        }
        add(counts, Tone.RUNNING, progress.running(), "running");
        add(counts, Tone.PLAIN, progress.waiting(), state.lacksCapacity() ? "waiting for capacity" : "waiting");
        state.left().ifPresent(left -> counts.add("about " + Text.about(left) + " left"));
        return counts;
    }

    private void add(List<String> counts, Tone tone, int n, String what) {
        if (n > 0) {
            String count = String.format(Locale.ROOT, "%,d %s", n, what);
            counts.add(console.signed(tone, count));
        }
    }

    /** As many in a line as fit. */
    private List<String> wrapped(List<String> parts) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String part : parts) {
            String longer = line.isEmpty() ? part : line + COMMA + part;
            if (!line.isEmpty() && TextWidth.of(longer) > console.width()) {
                lines.add(line);
                longer = part;
            }
            line = longer;
        }
        if (!line.isEmpty()) {
            lines.add(line);
        }
        return lines;
    }

    private List<String> tasks(List<Task> tasks, int room) {
        int shown = tasks.size() <= room ? tasks.size() : room - 1;
        Columns columns = new Columns(0);
        tasks.stream()
                .limit(shown)
                .forEach(task -> columns.row(title(task.bot()), task.state(), Text.minutes(task.age())));
        List<String> lines = new ArrayList<>();
        columns.lines(console.width() - GAP.length()).forEach(line -> lines.add(GAP + line));
        if (shown < tasks.size()) {
            lines.add(GAP + "and " + (tasks.size() - shown) + " more");
        }
        return lines;
    }

    private String title(Bot bot) {
        String title = bot.title().isBlank() ? bot.label() + " " + bot.key().shownId() : bot.label();
        return console.paint(Tone.RUNNING, Tone.RUNNING.sign()) + " " + title;
    }
}
