package lib.restore;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lib.cli.Session;
import lib.common.DaemonThreads;
import lib.common.Mark;
import lib.common.Text;
import lib.common.Tone;
import lib.common.WordWrap;

/**
 * The live region of a restore, in a terminal only: the step, how long it has taken and usually takes, and what the
 * temporary database has cost so far.
 */
final class RestoreProgress implements AutoCloseable {
    /** The steps after the question, numbered as in lib/docs/reference.md (Step by step). */
    enum Step {
        SNAPSHOT("1", "waiting for the snapshot", ""),
        LEASE("2", "making sure that no other run works", "usually under 1 min"),
        CREATE("3", "creating the temporary database", "usually 15 to 30"),
        OPEN("3", "waiting for the temporary database to answer", "usually under 5 min"),
        LINK("4", "linking the two databases", "usually under 1 min"),
        LOAD("5", "copying the table with DMS", "up to 15 min for its environment alone"),
        COPY("5 and 6", "copying and proving", ""),
        PROVE("6", "proving", ""),
        DELETE("7", "deleting the temporary database", "usually 5 to 15"),
        INDEX("8", "rebuilding the index", "");

        private static final int ALL = 8;

        private final String number;
        private final String what;
        /** An estimate; empty if it depends on the rows alone. */
        private final String usual;

        Step(String number, String what, String usual) {
            this.number = number;
            this.what = what;
            this.usual = usual;
        }
    }

    private static final Duration TICK = Duration.ofSeconds(10);

    private final Session session;
    private Step step = Step.LEASE;
    private Mark begun;
    private int done;
    private int bots;
    private Instant paidSince;
    private Thread ticker;

    RestoreProgress(Session session) {
        this.session = session;
    }

    /** Shows from now on that this step is under way. */
    synchronized void begin(Step next) {
        step = next;
        begun = session.clock().now();
        done = 0;
        bots = 0;
        if (session.console().isTerminal() && ticker == null) {
            ticker = DaemonThreads.start(session.clock(), "progress", this::tick);
        }
        draw();
    }

    private void tick() throws InterruptedException {
        while (true) {
            session.clock().sleep(TICK);
            draw();
        }
    }

    /** Shows how many of the bots the step has ended with. */
    synchronized void bots(int ended, int all) {
        done = ended;
        bots = all;
        draw();
    }

    /** The temporary database exists since then, and costs money; null if it no longer does. */
    synchronized void paidSince(Instant created) {
        paidSince = created;
    }

    private synchronized void draw() {
        if (ticker != null) {
            session.console().live(lines());
        }
    }

    private List<String> lines() {
        String title = "step " + step.number + " of " + Step.ALL + ": " + step.what
                + (bots > 0 ? String.format(Locale.ROOT, ", %,d of %,d bots", done, bots) : "");
        List<String> facts = new ArrayList<>();
        facts.add(Text.minutes(session.clock().since(begun)) + " elapsed");
        if (!step.usual.isEmpty()) {
            facts.add(step.usual);
        }
        if (paidSince != null) {
            facts.add(AuroraPrice.soFar(Duration.between(paidSince, session.clock().wallTime())));
        }
        List<String> lines = new ArrayList<>();
        lines.add(session.console().paint(Tone.RUNNING, Tone.RUNNING.sign()) + " " + title);
        lines.addAll(WordWrap.wrap("  ", String.join(", ", facts), 2, session.console().width()));
        return lines;
    }

    @Override
    public synchronized void close() {
        if (ticker != null) {
            ticker.interrupt();
            ticker = null;
            session.console().endLive();
        }
    }
}
