package lib.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import lib.aws.EmbeddingTasks;
import lib.aws.Wire;
import lib.common.Clock;
import lib.common.Text;
import lib.embed.BotOutcomes;
import lib.embed.BotPage;
import lib.embed.EmbeddingRun;
import lib.embed.Preflight;
import lib.journal.Journal;
import lib.model.Bot;
import lib.model.DatabaseLocation;
import lib.model.Outcome;
import lib.model.Setting;
import lib.model.Settings;
import lib.model.TaskOutcome;
import lib.retry.ServiceError;

/**
 * What a person sees. In a terminal the last line is live; elsewhere every event is one plain line without control characters.
 * Safe to use from several threads; while a question waits for its answer, events wait too.
 */
public final class ProgressView implements EmbeddingRun.Listener {
    /** What came back from a question. */
    private enum Answer { YES, NO, CLOSED }

    private static final String CLEAR_LINE = "\r\033[K";

    private final PrintStream out;
    private final PrintStream err;
    private final BufferedReader in;
    private final Clock time;
    private final boolean terminal;
    private final boolean rehearsal;
    private final Instant start;
    private final List<String> heldBack = new ArrayList<>();
    private boolean asking;
    private boolean saidClosed;
    private String live = "";

    public ProgressView(PrintStream out, PrintStream err, BufferedReader in, Clock time, boolean terminal, boolean rehearsal) {
        this.out = out;
        this.err = err;
        this.in = in;
        this.time = time;
        this.terminal = terminal;
        this.rehearsal = rehearsal;
        this.start = time.now();
        if (rehearsal) {
            say("REHEARSAL: everything below happens in an embedded AWS on this machine. No AWS account is touched.");
        }
    }

    public synchronized void say(String line) {
        if (asking) {
            heldBack.add(line);
            return;
        }
        out.print(live.isEmpty() ? "" : CLEAR_LINE);
        out.println(line);
        out.print(live);
        out.flush();
    }

    /** Something that a person should know, and that stops nothing. */
    public synchronized void warn(String line) {
        if (asking) {
            heldBack.add("warning: " + line);
            return;
        }
        out.print(live.isEmpty() ? "" : CLEAR_LINE);
        out.flush();
        err.println("warning: " + line);
        out.print(live);
        out.flush();
    }

    public void settings(Settings settings, String region, Preflight.Result found) {
        say("Settings, region " + region + ":");
        setting("table", List.of(settings.table()));
        setting("ECS cluster", List.of(settings.ecsCluster()));
        setting("task definition", List.of(settings.taskDefinition()));
        setting("container", List.of(settings.container()));
        setting("subnets", settings.subnets());
        setting("security groups", settings.securityGroups());
        say("  " + pad("each task", 16) + found.price().size() + "; " + found.price().hourly());
        database(settings.database());
        found.warnings().forEach(this::warn);
    }

    public void stores(Settings.Stores stores, String region) {
        say("Settings, region " + region + ":");
        setting("table", List.of(stores.table()));
        database(stores.database());
    }

    private void database(DatabaseLocation database) {
        if (database.isKnown()) {
            setting("database", List.of(new Setting(database.name() + " of " + database.clusterName(), database.cluster().source())));
        }
    }

    private void setting(String name, List<Setting> values) {
        String sources = values.stream().map(Setting::source).distinct().collect(Collectors.joining(", "));
        say("  " + pad(name, 16) + values.stream().map(Setting::value).collect(Collectors.joining(", ")) + "  [" + sources + "]");
    }

    /** One line for each bot of a page: what would be started, and what is left out and why. */
    public void page(BotPage page) {
        say("");
        page.lines().forEach(this::say);
    }

    /** Asks, and waits for the answer. Anything but y or yes is No. */
    private Answer ask(String question) {
        synchronized (this) {
            out.print(live.isEmpty() ? "" : CLEAR_LINE);
            out.print((rehearsal ? "[rehearsal] " : "") + question + " [y/N] ");
            out.flush();
            asking = true;
        }
        String answer;
        try {
            answer = in.readLine();
        } catch (IOException e) {
            answer = null; // a terminal that went away answers nothing, and nothing is No
        }
        synchronized (this) {
            if (answer == null || !terminal) {
                out.println(answer == null ? "" : answer);
            }
            endQuestion();
        }
        return answer == null ? Answer.CLOSED : answer.strip().matches("(?i)y|yes") ? Answer.YES : Answer.NO;
    }

    /** Whether a person says yes, now or by {@code --yes}. */
    public boolean confirms(String question, boolean yes) {
        if (yes) {
            return true;
        }
        Answer answer = ask(question);
        if (answer == Answer.CLOSED && !saidClosed) {
            saidClosed = true;
            warn("standard input is closed, which counts as No. To say yes to everything without questions, give --yes.");
        }
        return answer == Answer.YES;
    }

    private void endQuestion() {
        asking = false;
        List<String> lines = List.copyOf(heldBack);
        heldBack.clear();
        lines.forEach(this::say);
    }

    @Override
    public void started(Bot bot, String taskId) {
        event("started", bot, "task " + taskId);
    }

    @Override
    public void following(Bot bot, String taskId, String why) {
        event("following", bot, "task " + taskId + ": " + why);
    }

    @Override
    public void pausing(ServiceError error, Duration pause) {
        String what = error instanceof ServiceError.NoCapacity ? "waiting for capacity"
                : error instanceof ServiceError.Throttled ? "throttled, slowing down"
                : error instanceof ServiceError.DatabaseResuming ? "waiting for the database"
                : error instanceof ServiceError.NotPropagated ? "not known everywhere yet"
                : error instanceof ServiceError.CredentialsExpired ? "the credentials have expired (renew them, and the run goes on)" : "no clear answer from AWS";
        say(clock() + what + ", next try in " + Math.max(1, Math.round(pause.toMillis() / 1000.0)) + " s (" + error.text() + ")");
    }

    @Override
    public void retrying(Bot bot, Outcome.Failed failed) {
        event("again", bot, "this attempt failed: " + failed.reason());
    }

    @Override
    public void ended(Bot bot, Outcome outcome) {
        event(outcome.word(), bot, outcome instanceof Outcome.Succeeded && TaskOutcome.PROOF.contains(outcome.reason()) ? "task " + outcome.taskId() : outcome.reason());
    }

    @Override
    public synchronized void progress(EmbeddingRun.Progress progress) {
        if (!terminal) {
            return;
        }
        live = String.format("%s%d done, %d running, %d waiting%s, %d failed - %s ", rehearsal ? "[rehearsal] " : "", progress.done(),
                progress.running(), progress.waiting(), progress.moreMayCome() ? " (more may come)" : "", progress.failed(),
                Text.span(Duration.between(start, time.now())));
        if (!asking) {
            out.print(CLEAR_LINE + live);
            out.flush();
        }
    }

    /** Takes the live line away, and a question that nobody will answer any more. */
    public synchronized void endLive() {
        if (asking) {
            out.println();
        }
        out.print(live.isEmpty() ? "" : CLEAR_LINE);
        live = "";
        endQuestion();
    }

    private void event(String what, Bot bot, String detail) {
        say(clock() + pad(what, 10) + " " + bot.label() + "  (" + detail + ")");
    }

    private String clock() {
        long seconds = Duration.between(start, time.now()).toSeconds();
        return String.format("[%02d:%02d:%02d] ", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }

    private static String pad(String text, int width) {
        return String.format("%-" + width + "s", text);
    }

    /** The request that would start the first of the bots that a dry run has left. */
    public void request(EmbeddingTasks tasks, Journal journal, BotOutcomes roll) {
        roll.entries().stream().filter(entry -> entry.outcome() instanceof Outcome.NotStarted).findFirst().map(entry -> entry.bot()).ifPresent(bot -> {
            String token = journal.token(bot.key(), journal.entry(bot.key()).attempt() + 1);
            say("");
            say("The RunTask request for " + bot.label() + ":");
            say(Wire.readable(tasks.request(bot.key(), token, journal.startedBy())));
        });
    }
}
