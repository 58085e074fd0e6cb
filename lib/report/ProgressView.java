package lib.report;

import java.time.Duration;
import java.util.function.Supplier;
import lib.cli.EventLog;
import lib.common.Console;
import lib.common.Text;
import lib.model.Bot;
import lib.model.Outcome;
import lib.model.TaskOutcome;
import lib.retry.ServiceError;

/** Shows what happens in a run: a line for each event, and a live line with the progress. */
public final class ProgressView implements RunListener {
    private final Console console;
    private final EventLog events;
    private final Supplier<String> sweep;

    /** @param sweep how much of the table has been swept, or empty */
    public ProgressView(Console console, EventLog events, Supplier<String> sweep) {
        this.console = console;
        this.events = events;
        this.sweep = sweep;
    }

    @Override
    public void started(Bot bot, String taskId) {
        event("started", bot, "task " + taskId);
    }

    @Override
    public void watching(Bot bot, String taskId, String why) {
        event("watching", bot, "task " + taskId + ": " + why);
    }

    @Override
    public void pausing(ServiceError error, Duration pause) {
        events.pausing(error, pause);
    }

    @Override
    public void holdingStarts(String why) {
        events.say(why + ": no more starts until the running tasks have ended; then one bot is tried");
    }

    @Override
    public void retrying(Bot bot, Outcome outcome) {
        String how = outcome instanceof Outcome.Failed ? "failed" : "is unproved";
        event("retrying", bot, "this attempt " + how + ": " + outcome.reason());
    }

    @Override
    public void ended(Bot bot, Outcome outcome) {
        boolean provedByStatus = outcome instanceof Outcome.Succeeded && TaskOutcome.PROOF.contains(outcome.reason());
        event(outcome.kind().label(), bot, provedByStatus ? "task " + outcome.taskId() : outcome.reason());
    }

    @Override
    public void progress(Progress progress) {
        console.live(String.format(
                "%d done, %d running, %d waiting%s, %d failed - %s ",
                progress.done(),
                progress.running(),
                progress.waiting(),
                progress.moreMayCome() ? " (more may come" + sweepProgress() + ")" : "",
                progress.failed(),
                Text.span(events.elapsed())));
    }

    private String sweepProgress() {
        String read = sweep.get();
        return read.isEmpty() ? "" : ", table " + read;
    }

    private void event(String what, Bot bot, String detail) {
        events.say(String.format("%-10s %s  (%s)", what, bot.label(), detail));
    }
}
