package lib.embed;

import java.io.UncheckedIOException;
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

/**
 * Settles the outcomes of bots: has their rows verified, journals the end of the attempt, and reports it. Belongs to
 * the run's thread.
 */
final class BotSettler implements AutoCloseable {
    private final Journal journal;
    private final BotOutcomes outcomes;
    private final RunListener listener;
    private final BiConsumer<BotAttempt, Outcome.Unproved> edited;
    private final Consumer<UncheckedIOException> journalFailed;
    private final RowVerificationQueue verification;
    private final Map<BotKey, BotAttempt> verifying = new LinkedHashMap<>();
    private int done;
    private int failed;

    /**
     * @param edited receives each bot that the app may embed by a task of its own, and that has no outcome yet
     * @param journalFailed receives the error if the journal cannot be written
     * @param inbox receives the actions to run on the run's thread
     */
    BotSettler(
            Journal journal,
            RowVerifier rows,
            BotOutcomes outcomes,
            RunListener listener,
            Clock clock,
            BiConsumer<BotAttempt, Outcome.Unproved> edited,
            Consumer<UncheckedIOException> journalFailed,
            Consumer<Runnable> inbox) {
        this.journal = journal;
        this.outcomes = outcomes;
        this.listener = listener;
        this.edited = edited;
        this.journalFailed = journalFailed;
        this.verification = new RowVerificationQueue(rows, journal, clock, inbox, this::verified);
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
            endUnlessEdited(attempt, byStatus);
        }
    }

    private void endUnlessEdited(BotAttempt attempt, Outcome outcome) {
        if (outcome instanceof Outcome.Unproved unproved && unproved.wasEdited()) {
            edited.accept(attempt, unproved);
        } else {
            end(attempt, outcome);
        }
    }

    private void verified(BotAttempt attempt, Outcome outcome) {
        verifying.remove(attempt.bot().key());
        endUnlessEdited(attempt, outcome);
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
