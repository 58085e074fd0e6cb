package lib.embed;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lib.model.BotKey;

/** The bots that wait for their start, in the order of their turns. Belongs to the run's thread. */
final class StartQueue {
    private final Deque<BotAttempt> untried = new ArrayDeque<>();
    private final Deque<BotAttempt> failed = new ArrayDeque<>();
    /** The bots that come after all others, so that a few of them cannot keep the others from their turn. */
    private final Set<BotKey> haveFailed = new HashSet<>();
    /** Comes first; usually null. */
    private BotAttempt due;

    int size() {
        return untried.size() + failed.size() + (due == null ? 0 : 1);
    }

    /** The bots that wait, in the order of their turns. */
    List<BotAttempt> all() {
        List<BotAttempt> all = new ArrayList<>(untried);
        all.addAll(failed);
        if (due != null) {
            all.add(0, due);
        }
        return all;
    }

    /** Adds a bot behind the others, or first. */
    void add(BotAttempt attempt, boolean isFirst) {
        if (isFirst) {
            queue(attempt).addFirst(attempt);
        } else {
            queue(attempt).addLast(attempt);
        }
    }

    /**
     * Adds a bot right behind the next one: a request that may have taken effect is repeated soon, and one that never
     * succeeds does not block the others.
     */
    void addSecond(BotAttempt attempt) {
        due = next();
        add(attempt, true);
    }

    /** A task of the bot has ended without a success, in this run or an earlier one. */
    void noteFailure(BotKey bot) {
        haveFailed.add(bot);
    }

    private Deque<BotAttempt> queue(BotAttempt attempt) {
        boolean isRepetition = attempt.request() instanceof BotAttempt.Unconfirmed;
        return haveFailed.contains(attempt.bot().key()) && !isRepetition ? failed : untried;
    }

    /** Takes the next bot; null if none waits. */
    BotAttempt next() {
        BotAttempt next = due != null ? due : untried.isEmpty() ? failed.poll() : untried.poll();
        due = null;
        return next;
    }
}
