package lib.embed;

import java.util.Collection;
import java.util.List;
import lib.common.Text;
import lib.common.UserFolders;
import lib.journal.Journal;
import lib.model.Outcome;

/** One line that shows how far the migration is, by its journal. */
final class JournalSummary {
    private JournalSummary() {}

    /** @param runningTasks the number of running embedding tasks, of this migration or not */
    static String of(Journal journal, int runningTasks, UserFolders folders) {
        String path = folders.shown(journal.path());
        if (!journal.wasFound()) {
            return "No journal was found at " + path + ": this is the first run, or the journal was lost."
                    + (runningTasks == 0
                            ? ""
                            : " This ECS cluster has " + Text.count(runningTasks, "running embedding task")
                                    + ". Running tasks are watched, not started a second time.");
        }
        Collection<Journal.Entry> entries = journal.entries();
        long done = entries.stream().filter(Journal.Entry::isDone).count();
        long underWay = entries.stream().filter(Journal.Entry::isUnderWay).count();
        long unconfirmed = entries.stream().filter(Journal.Entry::isUnconfirmed).count();
        List<Outcome> ended = entries.stream()
                .filter(entry -> entry.ended() != null)
                .map(entry -> entry.ended().asOutcome())
                .toList();
        long incomplete =
                ended.stream().filter(Outcome.Incomplete.class::isInstance).count();
        long failed = ended.stream()
                .filter(o -> o instanceof Outcome.Failed || o instanceof Outcome.Unproved)
                .count();
        return "Journal " + path + ": " + done + " done, " + underWay + " under way, " + unconfirmed + " unconfirmed, "
                + (incomplete == 0 ? "" : incomplete + " incomplete, ") + failed
                + " failed or unproved. All other bots are new.";
    }
}
