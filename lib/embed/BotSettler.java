package lib.embed;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import lib.common.Clock;
import lib.journal.Journal;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.Outcome;
import lib.model.OutcomeKind;
import lib.model.RowCounts;
import lib.proof.RowVerifier;
import lib.report.RunListener;
import lib.retry.ServiceError;

/**
 * Settles the outcomes of bots: has their rows verified, journals the end of the attempt, and reports it. Belongs to
 * the run's thread.
 */
final class BotSettler implements AutoCloseable {
    /** Receives what has no outcome yet, and what ends the run. */
    interface Handler {
        /** The app may embed the bot by a task of its own. */
        void edited(BotAttempt attempt, Outcome.Unproved outcome);

        /** A task has succeeded although its status does not say so. */
        void provedByRows();

        /** Another's task has ended, and the rows do not prove the bot. */
        void toStart(BotAttempt attempt);

        void rejectedByAws(ServiceError error);

        void journalFailed(UncheckedIOException e);
    }

    private final Journal journal;
    private final RowVerifier rows;
    private final BotOutcomes outcomes;
    private final RunListener listener;
    private final Handler handler;
    private final RowVerificationQueue verification;
    private final Map<BotKey, BotAttempt> verifying = new LinkedHashMap<>();
    private final Map<OutcomeKind, Integer> settled = new EnumMap<>(OutcomeKind.class);

    /** @param inbox receives the actions to run on the run's thread */
    BotSettler(
            Journal journal,
            RowVerifier rows,
            BotOutcomes outcomes,
            RunListener listener,
            Clock clock,
            Handler handler,
            Consumer<Runnable> inbox) {
        this.journal = journal;
        this.rows = rows;
        this.outcomes = outcomes;
        this.listener = listener;
        this.handler = handler;
        this.verification = new RowVerificationQueue(rows, journal, clock, inbox, new VerificationListener());
    }

    /** How many bots have which outcome. */
    Map<OutcomeKind, Integer> settled() {
        return Map.copyOf(settled);
    }

    /** The number of bots whose rows are being verified. */
    int verifying() {
        return verifying.size();
    }

    void forEachVerifying(Consumer<Bot> action) {
        verifying.values().forEach(attempt -> action.accept(attempt.bot()));
    }

    /** Settles an outcome that is based on a status. The bot's rows may change it. */
    void settle(BotAttempt attempt, Outcome byStatus) {
        if (verification.canVerify(attempt, byStatus)) {
            verifying.put(attempt.bot().key(), attempt);
            verification.add(attempt, byStatus);
        } else {
            conclude(attempt, byStatus);
        }
    }

    /**
     * Looks at the rows of a bot before it is started: a task that is not this attempt's has ended, and may have
     * embedded it. A task that was running when {@code --fresh} took its mark does not count, and the mark is taken
     * again.
     *
     * @param attempt to be made if the rows do not prove the bot
     */
    void lookBeforeStart(BotAttempt attempt, String taskId) {
        settle(attempt.afterOtherTask(), new Outcome.Unproved("another task has ended", taskId));
    }

    private void conclude(BotAttempt attempt, Outcome outcome) {
        switch (attempt.watches()) {
            case OWN -> endUnlessEdited(attempt, outcome);
            case OTHER -> {
                if (wroteElsewhere(attempt.bot(), outcome)) {
                    handler.toStart(attempt.afterSpentToken());
                } else {
                    endUnlessEdited(attempt, outcome);
                }
            }
            case BEFORE_START -> endOrStart(attempt, outcome);
        }
    }

    /** Whether another's task has left no rows here, so that it may have embedded the bot for another database. */
    private boolean wroteElsewhere(Bot bot, Outcome outcome) {
        boolean isByTask = outcome instanceof Outcome.Incomplete
                || outcome instanceof Outcome.Unproved unproved && !unproved.wasEdited();
        return isByTask && rows.hasNone(bot, journal.mark(bot.key()));
    }

    private void endOrStart(BotAttempt attempt, Outcome outcome) {
        BotKey bot = attempt.bot().key();
        boolean isMarkTooOld = !journal.entry(bot).tasksBeforeMark().isEmpty();
        if (isMarkTooOld) {
            String highest = rows.of(bot).map(RowCounts::highestId).orElse("");
            write(() -> journal.marked(bot, highest, List.of()));
        }
        if (!isMarkTooOld && outcome instanceof Outcome.Succeeded) {
            end(attempt, outcome);
        } else {
            handler.toStart(attempt.otherTaskEnded());
        }
    }

    private void endUnlessEdited(BotAttempt attempt, Outcome outcome) {
        if (outcome instanceof Outcome.Unproved unproved && unproved.wasEdited()) {
            handler.edited(attempt, unproved);
        } else {
            end(attempt, outcome);
        }
    }

    /** Sets whether the run waits for nothing but the rows of bots. */
    void setVerifyingOnly(boolean verifyingOnly) {
        verification.setLast(verifyingOnly);
    }

    private final class VerificationListener implements RowVerificationQueue.Listener {
        @Override
        public void verified(BotAttempt attempt, Outcome byStatus, Outcome outcome) {
            if (outcome instanceof Outcome.Succeeded && !(byStatus instanceof Outcome.Succeeded)) {
                handler.provedByRows();
            }
            verifying.remove(attempt.bot().key());
            conclude(attempt, outcome);
        }

        @Override
        public void pausing(ServiceError error, Duration pause) {
            if (error.areCredentialsLost()) {
                handler.rejectedByAws(error);
            } else {
                listener.pausing(error, pause);
            }
        }

        /** For the journal the task stays unjudged: the next run judges it, and counts again. */
        @Override
        public void notCounted(BotAttempt attempt, ServiceError error) {
            if (error.areCredentialsLost()) {
                handler.rejectedByAws(error);
                return;
            }
            verifying.remove(attempt.bot().key());
            report(attempt.bot(), new Outcome.Unproved("its rows could not be counted: " + error.text(), ""));
        }
    }

    /** Ends the attempt with this outcome. */
    void end(BotAttempt attempt, Outcome outcome) {
        journalEnd(attempt, outcome);
        report(attempt.bot(), outcome);
    }

    /** Journals a task of the bot. */
    void journalStart(BotAttempt attempt, String taskId, String execIdBefore) {
        write(() -> journal.started(attempt.bot().key(), attempt.number(), taskId, execIdBefore));
    }

    /** Journals the end of the attempt. */
    void journalEnd(BotAttempt attempt, Outcome outcome) {
        write(() -> journal.ended(attempt.bot().key(), attempt.number(), outcome));
    }

    private void write(Runnable record) {
        try {
            record.run();
        } catch (UncheckedIOException e) {
            handler.journalFailed(e);
        }
    }

    /** Reports an outcome without journaling it: in the journal, the attempt has not ended. */
    void report(Bot bot, Outcome outcome) {
        settled.merge(outcome.kind(), 1, Integer::sum);
        outcomes.settle(bot, outcome);
        listener.ended(bot, outcome);
    }

    /** Reports the bots whose rows are still being verified when the run ends. */
    void reportUnverified(String why) {
        verifying
                .values()
                .forEach(attempt -> report(
                        attempt.bot(),
                        attempt.waitsForOtherTask()
                                ? new Outcome.NotStarted(why)
                                : new Outcome.Unproved("its rows had not been counted when " + why, "")));
    }

    @Override
    public void close() {
        verification.close();
    }
}
