package lib.embed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import lib.common.Clock;
import lib.common.DaemonThreads;
import lib.common.RunInterruptedException;
import lib.journal.Journal;
import lib.model.Bot;
import lib.model.Outcome;
import lib.proof.RowVerifier;

/** Counts the rows of bots whose tasks have ended, on a thread of its own: whoever comes while a statement is under way shares the next one. */
public final class RowVerificationQueue implements AutoCloseable {
    /** Tasks end in no order, and looks at them come in bursts: so long the first of them waits for others. */
    private static final Duration GATHERING = Duration.ofSeconds(2);

    private record Claim(BotAttempt turn, Outcome byStatus) {
    }

    private final RowVerifier evidence;
    private final Clock time;
    private final Journal journal;
    private final Consumer<Runnable> inbox;
    private final BiConsumer<BotAttempt, Outcome> judged;
    private final BlockingQueue<Claim> claims = new LinkedBlockingQueue<>();
    private final Thread thread;

    /**
     * @param inbox takes what is to be done on the run's own thread
     * @param judged is told each outcome there
     */
    RowVerificationQueue(RowVerifier evidence, Journal journal, Clock time, Consumer<Runnable> inbox, BiConsumer<BotAttempt, Outcome> judged) {
        this.evidence = evidence;
        this.journal = journal;
        this.time = time;
        this.inbox = inbox;
        this.judged = judged;
        this.thread = DaemonThreads.start("prover", this::work);
    }

    /** Whether rows can add to it. */
    boolean canJudge(BotAttempt turn, Outcome outcome) {
        return evidence.isAvailable() && !turn.bot().sources().isEmpty() && (outcome instanceof Outcome.Succeeded || outcome instanceof Outcome.Unproved);
    }

    void prove(BotAttempt turn, Outcome byStatus) {
        claims.add(new Claim(turn, byStatus));
    }

    private void work() throws InterruptedException {
        for (;;) {
            List<Claim> some = new ArrayList<>(List.of(claims.take()));
            time.sleep(GATHERING);
            claims.drainTo(some);
            try {
                evidence.count(some.stream().map(claim -> claim.turn().bot()).toList());
                some.forEach(claim -> {
                    Bot bot = claim.turn().bot();
                    Outcome outcome = evidence.judge(bot, claim.byStatus(), journal.entry(bot.key()).acceptedGaps(), journal.isFreshStart());
                    inbox.accept(() -> judged.accept(claim.turn(), outcome));
                });
            } catch (RunInterruptedException e) {
                throw e;
            } catch (RuntimeException e) {
                inbox.accept(() -> {
                    throw e; // a mistake of this program ends the run in the open
                });
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
