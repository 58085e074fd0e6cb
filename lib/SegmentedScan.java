package lib;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Merges the pages of several segments that are scanned at once. A page waits until it is asked for, so memory stays bounded. */
public final class SegmentedScan implements Iterator<ScanPage>, AutoCloseable {
    /** A page, or the error that ended its segment. */
    private record Handover(ScanPage page, RuntimeException error) {
    }

    private final BlockingQueue<Handover> handovers = new SynchronousQueue<>();
    private final ThreadGroup scanners = new ThreadGroup("segments");
    private int unfinished;

    SegmentedScan(int segments, IntFunction<Iterator<ScanPage>> pagesOfSegment) {
        unfinished = segments;
        IntStream.range(0, segments).forEach(i -> Daemon.start(scanners, "segment " + i, () -> scan(pagesOfSegment.apply(i))));
    }

    private void scan(Iterator<ScanPage> pages) throws InterruptedException {
        try {
            while (pages.hasNext()) {
                handovers.put(new Handover(pages.next(), null));
            }
        } catch (RuntimeException e) {
            handovers.put(new Handover(null, e));
        }
    }

    @Override
    public boolean hasNext() {
        return unfinished > 0;
    }

    /** The next page of any segment; its {@code more} says whether any segment has pages left. */
    @Override
    public ScanPage next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        try {
            Handover handover = handovers.take();
            if (handover.error() != null) {
                throw handover.error();
            }
            ScanPage page = handover.page();
            unfinished -= page.more() ? 0 : 1;
            return new ScanPage(page.bots(), page.readUnits(), hasNext());
        } catch (InterruptedException e) {
            throw new Interrupted(e);
        }
    }

    @Override
    public void close() {
        scanners.interrupt();
    }
}
