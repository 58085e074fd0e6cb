package lib.embed;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import lib.common.Text;
import lib.journal.Journal;
import lib.model.OutcomeKind;

/** One line that shows how far the migration is, by its journal. */
final class JournalSummary {
    private JournalSummary() {}

    /** @param runningTasks the number of running embedding tasks, of this migration or not */
    static String of(Journal journal, int runningTasks) {
        if (!journal.wasFound()) {
            return "none was found, so this is the first run, or it was lost"
                    + (runningTasks == 0
                            ? ""
                            : "; " + Text.count(runningTasks, "running embedding task")
                                    + " of this ECS cluster will be watched, not started a second time");
        }
        Collection<Journal.Entry> entries = journal.entries();
        List<String> parts = new ArrayList<>();
        add(parts, entries.stream().filter(Journal.Entry::isDone).count(), "done");
        add(parts, entries.stream().filter(Journal.Entry::isUnderWay).count(), "under way");
        add(parts, entries.stream().filter(Journal.Entry::isUnconfirmed).count(), "unconfirmed");
        for (OutcomeKind kind : List.of(OutcomeKind.INCOMPLETE, OutcomeKind.FAILED, OutcomeKind.UNPROVED)) {
            add(
                    parts,
                    entries.stream()
                            .filter(entry -> entry.ended() != null)
                            .filter(entry -> entry.ended().asOutcome().kind() == kind)
                            .count(),
                    kind.label());
        }
        return parts.isEmpty() ? "no bot yet" : String.join(", ", parts);
    }

    private static void add(List<String> parts, long n, String what) {
        if (n > 0) {
            parts.add(String.format(Locale.ROOT, "%,d %s", n, what));
        }
    }
}
