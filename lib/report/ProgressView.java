package lib.report;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import lib.cli.EventLog;
import lib.cli.Session;
import lib.common.Console;
import lib.common.Text;
import lib.common.Tone;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.Outcome;
import lib.model.TaskOutcome;
import lib.retry.ServiceError;

/** Shows what happens in a run: a line for each event, and a live region with the progress. */
public final class ProgressView {
    private final Console console;
    private final EventLog events;
    private final boolean verbose;
    private final Supplier<String> sweep;
    private final ProgressText text;
    private final RemainingTime remaining = new RemainingTime();
    /** When each running task was started, or seen first, since the start of the command. */
    private final Map<BotKey, Duration> since = new LinkedHashMap<>();

    private boolean lacksCapacity;
    private boolean isWaitingForCapacity;

    /** @param sweep how much of the table has been swept, or empty */
    public ProgressView(Session session, Supplier<String> sweep) {
        this.console = session.console();
        this.events = session.events();
        this.verbose = session.isVerbose();
        this.sweep = sweep;
        this.text = new ProgressText(console);
    }

    /** A start was accepted. */
    public void started(Bot bot, String taskId) {
        isWaitingForCapacity = false;
        since.put(bot.key(), events.elapsed());
        event(Tone.RUNNING, "started", bot, "", taskId);
    }

    /** An existing task is watched; {@code why} explains where it comes from. */
    public void watching(Bot bot, String taskId, String why) {
        since.put(bot.key(), events.elapsed());
        event(Tone.RUNNING, "watching", bot, why, taskId);
    }

    /** A task has run for this long, and is watched on. */
    public void takesLong(Bot bot, String taskId, Duration time) {
        event(
                Tone.WARNING,
                "running",
                bot,
                "its task has not ended after " + Text.span(time) + ", and is watched on (--task-timeout MINUTES stops"
                        + " such tasks)",
                taskId);
    }

    /**
     * A service cannot answer now; the request is repeated after this pause. Waiting for capacity is what a run does
     * most of its time at the default quota, so it is an event only once.
     */
    public void pausing(ServiceError error, Duration pause) {
        boolean isKnown = lacksCapacity && error instanceof ServiceError.NoCapacity;
        if (!isKnown) {
            events.pausing(error, pause);
        }
        lacksCapacity |= error instanceof ServiceError.NoCapacity;
        isWaitingForCapacity = error instanceof ServiceError.NoCapacity;
    }

    /** No task is started until this pause and the running tasks have ended; then one bot is tried. */
    public void holdingStarts(String why, Duration pause) {
        events.say(why + ": one bot at a time is tried now, the next one in " + Text.span(pause)
                + " at the earliest, when no task is running");
    }

    /** An attempt has ended with this outcome, and another one follows. */
    public void retrying(Bot bot, Outcome outcome) {
        stopped(bot);
        String how = outcome instanceof Outcome.Failed ? "failed" : "is unproved";
        event(Tone.WARNING, "retrying", bot, "this attempt " + how + ": " + outcome.reason(), outcome.taskId());
    }

    /** A bot has this outcome. Bots that the run has not come to are no event. */
    public void ended(Bot bot, Outcome outcome) {
        stopped(bot);
        if (outcome instanceof Outcome.NotStarted && outcome.obstacle().isEmpty()) {
            return;
        }
        boolean provedByStatus = outcome instanceof Outcome.Succeeded && TaskOutcome.PROOF.contains(outcome.reason());
        event(
                outcome.kind().tone(),
                outcome.kind().label(),
                bot,
                provedByStatus ? "" : outcome.reason(),
                outcome.taskId());
    }

    private void stopped(Bot bot) {
        Duration started = since.remove(bot.key());
        if (started != null) {
            remaining.ended(events.elapsed().minus(started));
        }
    }

    /** Draws the live region. */
    public void progress(ProgressText.Progress progress) {
        if (!console.isTerminal()) {
            return;
        }
        Duration now = events.elapsed();
        List<ProgressText.Task> tasks = progress.tasks().entrySet().stream()
                .map(task -> new ProgressText.Task(
                        task.getKey(),
                        task.getValue(),
                        now.minus(since.getOrDefault(task.getKey().key(), now))))
                .toList();
        console.live(text.lines(new ProgressText.State(
                progress,
                isWaitingForCapacity,
                sweep.get(),
                now,
                remaining.estimate(tasks.stream().map(ProgressText.Task::age).toList(), progress.waiting()),
                tasks)));
    }

    /** The id distinguishes bots of the same title; the task id is of interest only if something is wrong. */
    private void event(Tone tone, String what, Bot bot, String detail, String taskId) {
        String task = verbose && !taskId.isEmpty() ? "  task " + taskId : "";
        events.say(console.paint(tone, String.format(Locale.ROOT, "%s %-10s", tone.sign(), what)) + " "
                + bot.label() + "  "
                + bot.key().shownId() + task + (detail.isEmpty() ? "" : "  " + detail));
    }
}
