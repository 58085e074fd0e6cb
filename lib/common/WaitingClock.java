package lib.common;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A clock whose time passes only in its waits. Its subclass decides when a wait ends and who goes on first. */
public abstract class WaitingClock implements Clock {
    /** A wait for a time, for an element of a queue, or for whichever comes first; what does not matter is null. */
    public record PendingWait(Thread thread, Duration until, BlockingQueue<?> queue) {
        /** Whether it is over at that time since the beginning of the clock. */
        public boolean isOver(Duration time) {
            return until != null && until.compareTo(time) <= 0 || queue != null && !queue.isEmpty();
        }
    }

    /** Returns how much time has passed since the beginning of the clock. */
    protected abstract Duration time();

    /** Blocks the current thread in a {@link PendingWait}. */
    protected abstract void await(Duration until, BlockingQueue<?> queue) throws InterruptedException;

    /** Looks at the waits again, because a queue has another element. */
    protected abstract void elementAdded();

    @Override
    public void sleep(Duration duration) throws InterruptedException {
        await(time().plus(duration), null);
    }

    @Override
    public <T> T poll(BlockingQueue<T> queue, Duration duration) throws InterruptedException {
        Duration until = time().plus(duration);
        T head;
        do { // another thread may have taken the element
            await(until, queue);
            head = queue.poll();
        } while (head == null && until.compareTo(time()) > 0);
        return head;
    }

    @Override
    public <T> BlockingQueue<T> newQueue() {
        return new Queue<>();
    }

    /** A queue whose takers wait on this clock. */
    private final class Queue<T> extends LinkedBlockingQueue<T> {
        private static final long serialVersionUID = 1;

        @Override
        public boolean offer(T element) {
            boolean added = super.offer(element);
            elementAdded();
            return added;
        }

        @Override
        public void put(T element) {
            offer(element);
        }

        @Override
        public T take() throws InterruptedException {
            T head;
            do {
                await(null, this);
                head = poll();
            } while (head == null);
            return head;
        }

        @Override
        public T poll(long timeout, TimeUnit unit) throws InterruptedException {
            return WaitingClock.this.poll(this, Duration.of(timeout, unit.toChronoUnit()));
        }
    }
}
