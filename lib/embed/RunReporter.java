package lib.embed;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lib.cli.DeployedApp;
import lib.cli.Session;
import lib.common.ExitCode;
import lib.common.UserException;
import lib.journal.Journal;
import lib.model.Bot;
import lib.model.Outcome;
import lib.proof.RowVerifier;
import lib.report.BotResult;
import lib.report.JsonWriter;
import lib.report.LogCommand;
import lib.report.ReportWriter;
import lib.report.RunContext;
import lib.report.RunReport;
import lib.report.Scope;
import lib.report.Verdict;

/** Reports the result of a run: exit code, notes on what to do next, summary and JSON. */
public final class RunReporter {
    private final Session session;
    private final EmbedOptions options;
    private final Setup setup;
    private final RowVerifier rows;
    private final BotOutcomes outcomes;
    private final BotSearch search;

    public RunReporter(Setup setup, BotOutcomes outcomes, BotSearch search) {
        this.session = setup.session();
        this.options = setup.options();
        this.setup = setup;
        this.rows = setup.rows();
        this.outcomes = outcomes;
        this.search = search;
    }

    /**
     * Reports a run that changed nothing, and returns the exit code. A verbose dry run shows the request for the first
     * bot. For {@code --status} an open bot is no success.
     */
    public int reportReadOnly(Journal journal) {
        if (options.start.dryRun && session.isVerbose()) {
            outcomes.results().stream()
                    .filter(result -> result.outcome() instanceof Outcome.NotStarted notStarted
                            && notStarted.obstacle().isEmpty())
                    .findFirst()
                    .ifPresent(result -> showRequest(result.bot(), journal));
        }
        List<String> notes = new ArrayList<>(search.limitations());
        return write(notes, Optional.empty(), verdict(Optional.empty()));
    }

    private void showRequest(Bot bot, Journal journal) {
        String token = journal.token(bot.key(), journal.entry(bot.key()).attempt() + 1);
        session.console().say("");
        session.console().say("The RunTask request for " + bot.label() + ":");
        session.console().sayVerbatim(JsonWriter.text(setup.tasks().request(bot.key(), token, journal.startedBy())));
    }

    /** Reports a run, and returns the exit code. A bot whose question was not answered counts as not started. */
    public int report(EmbeddingRun.End end) {
        outcomes.close(new Outcome.NotStarted("the run ended before its question was asked"));
        Verdict verdict = verdict(early(end));
        List<String> notes = new ArrayList<>(search.limitations());
        if (!search.isComplete()) {
            notes.add("The sweep of the table did not finish, so bots that are missing from the index may not have been"
                    + " found.");
        }
        if (options.rehearsal.isTrouble() && verdict.exitCode() == ExitCode.INCOMPLETE) {
            notes.add("This rehearsal simulated failures, which were expected: each comes from a service or the"
                    + " container, not from this tool.");
        }
        return write(notes, end.stopped(), verdict);
    }

    private static Optional<ExitCode> early(EmbeddingRun.End end) {
        return end.interrupted()
                ? Optional.of(ExitCode.INTERRUPTED)
                : end.stopped().map(UserException::exitCode);
    }

    private Verdict verdict(Optional<ExitCode> early) {
        List<BotResult> results = outcomes.results();
        return new Verdict(
                mode(),
                early,
                session.isRehearsal(),
                Scope.of(options.which.filter()),
                rows.isAvailable(),
                search.isComplete(),
                results.stream().anyMatch(result -> !result.tasks().isEmpty()),
                Verdict.Counts.of(results));
    }

    private Verdict.Mode mode() {
        if (options.resume.status) {
            return Verdict.Mode.STATUS;
        }
        if (options.start.dryRun) {
            return Verdict.Mode.DRY_RUN;
        }
        if (session.console().isInputClosed()) {
            return Verdict.Mode.UNANSWERED;
        }
        return Verdict.Mode.RUN;
    }

    /** Of a bot whose outcome is not proved, a task that was not seen to end may go on. */
    private long tasksLeftRunning() {
        return outcomes.results().stream()
                .filter(result -> result.outcome() instanceof Outcome.Unproved)
                .flatMap(result -> result.tasks().stream())
                .filter(task -> task.stoppedAt() == null)
                .count();
    }

    private LogCommand logs() {
        List<String> access =
                new ArrayList<>(List.of("--region", setup.preflight().logRegion()));
        if (options.access.profile != null) {
            access.addAll(List.of("--profile", options.access.profile));
        }
        if (options.access.endpoint != null) {
            access.addAll(List.of("--endpoint-url", options.access.endpoint.toString()));
        }
        return new LogCommand(
                setup.preflight().logGroup(),
                setup.preflight().logPrefix(),
                setup.settings().container().value(),
                access);
    }

    private int write(List<String> notesOfRun, Optional<UserException> earlyEnd, Verdict verdict) {
        List<String> notes = new ArrayList<>(notesOfRun);
        notes.addAll(search.ways());
        search.obstacles().whyAllFilesAreMissing().ifPresent(notes::add);
        rows.unavailableReason().ifPresent(notes::add);
        setup.stack().flatMap(DeployedApp::laterLoss).ifPresent(notes::add);
        RunReport report = new RunReport(
                RunContext.of(session, setup.preflight().account()),
                setup.settings(),
                logs(),
                setup.preflight().price(),
                outcomes.results(),
                bot -> rows.of(bot.key()).orElse(null),
                rows.isAvailable(),
                search.scans(),
                earlyEnd,
                notes,
                verdict,
                search.canRestore(),
                options.isReadOnly() ? search.runningTasks() : tasksLeftRunning(),
                session.invocation());
        return new ReportWriter(session, options.output).write(report);
    }
}
