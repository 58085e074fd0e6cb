package lib.embed;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import lib.common.Clock;
import lib.journal.Journal;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.Outcome;
import lib.proof.RowVerifier;
import lib.report.RunListener;
import lib.retry.ServiceError;

/**
 * Settles the outcomes of bots: has their rows verified, journals the end of the attempt, and reports it. Belongs to
 * the run's thread.
 */
final class BotSettler implements AutoCloseable {
    private final Journal journal;
    private final RowVerifier rows;
    private final BotOutcomes outcomes;
    private final RunListener listener;
    private final Consumer<UncheckedIOException> journalFailed;
    private final Consumer<ServiceError> rejectedByAws;
    private final BiConsumer<BotAttempt, Outcome> rowsExistTwice;
    private final RowVerificationQueue verification;
    private final Map<BotKey, BotAttempt> verifying = new LinkedHashMap<>();
    private int done;
    private int failed;

    /**
     * @param journalFailed receives the error if the journal cannot be written
     * @param rowsExistTwice receives the bots whose rows one more task can fix
     * @param inbox receives the actions to run on the run's thread
     */
    BotSettler(
            Journal journal,
            RowVerifier rows,
            BotOutcomes outcomes,
            RunListener listener,
            Clock clock,
            Consumer<UncheckedIOException> journalFailed,
            Consumer<ServiceError> rejectedByAws,
            BiConsumer<BotAttempt, Outcome> rowsExistTwice,
            Consumer<Runnable> inbox) {
        this.journal = journal;
        this.rows = rows;
        this.outcomes = outcomes;
        this.listener = listener;
        this.journalFailed = journalFailed;
        this.rejectedByAws = rejectedByAws;
        this.verification = new RowVerificationQueue(rows, journal, clock, inbox, new VerificationListener());
        this.rowsExistTwice = rowsExistTwice;
    }

    int done() {
        return done;
    }

    int failed() {
        return failed;
    }

    /** The number of bots whose rows are being verified. */
    int verifying() {
        return verifying.size();
    }

    /** Settles an outcome that is based on a status. The bot's rows may change it. */
    void settle(BotAttempt attempt, Outcome byStatus) {
        if (verification.canVerify(attempt, byStatus)) {
            verifying.put(attempt.bot().key(), attempt);
            verification.add(attempt, byStatus);
        } else {
            end(attempt, byStatus);
        }
    }

    /** Sets whether the run waits for nothing but the rows of bots. */
    void setVerifyingOnly(boolean verifyingOnly) {
        verification.setLast(verifyingOnly);
    }

    private final class VerificationListener implements RowVerificationQueue.Listener {
        @Override
        public void verified(BotAttempt attempt, Outcome outcome) {
            verifying.remove(attempt.bot().key());
            boolean canBeHealed = outcome instanceof Outcome.Succeeded && attempt.tasksLeft() > 0 && !attempt.heals();
            if (canBeHealed && rows.existTwice(attempt.bot().key())) {
                rowsExistTwice.accept(attempt, outcome);
            } else {
                end(attempt, outcome);
            }
        }

        @Override
        public void pausing(ServiceError error, Duration pause) {
            if (error.areCredentialsLost()) {
                rejectedByAws.accept(error);
            } else {
                listener.pausing(error, pause);
            }
        }

        /** For the journal the task stays unjudged: the next run judges it, and counts again. */
        @Override
        public void notCounted(BotAttempt attempt, ServiceError error) {
            if (error.areCredentialsLost()) {
                rejectedByAws.accept(error);
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
            journalFailed.accept(e);
        }
    }

    /** Reports an outcome without journaling it: in the journal, the attempt has not ended. */
    void report(Bot bot, Outcome outcome) {
        done++;
        if (outcome instanceof Outcome.Failed) {
            failed++;
        }
        outcomes.settle(bot, outcome);
        listener.ended(bot, outcome);
    }

    /** Reports the bots whose rows are still being verified when the run ends. */
    void reportUnverified(String why) {
        verifying
                .values()
                .forEach(attempt ->
                        report(attempt.bot(), new Outcome.Unproved("its rows had not been counted when " + why, "")));
    }

    @Override
    public void close() {
        verification.close();
    }
}
