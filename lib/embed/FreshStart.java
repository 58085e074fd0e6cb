package lib.embed;

import java.util.List;
import lib.common.Console;
import lib.common.Text;
import lib.common.UserException;
import lib.journal.Journal;
import lib.model.Bot;
import lib.model.BotFilter;
import lib.model.BotKey;
import lib.model.RowCounts;
import lib.proof.RowVerifier;

/** {@code --fresh}: asks, and takes the mark of each bot that is to be embedded again. */
public final class FreshStart {
    private final Setup setup;
    private final Journal journal;
    private final ResumePlan resume;
    private final RowVerifier rows;
    private boolean marksAll;
    private boolean marksNew;

    public FreshStart(Setup setup, Journal journal, ResumePlan resume) {
        this.setup = setup;
        this.journal = journal;
        this.resume = resume;
        this.rows = setup.rows();
    }

    /**
     * Asks whether every selected bot is to be embedded again, whether or not it is done. A {@code --fresh} that has
     * not come to its end is continued.
     *
     * @throws UserException if the rows cannot be read, which say what was embedded since
     */
    public boolean isConfirmed() {
        if (!rows.isAvailable()) {
            throw UserException.badSettings(
                    "Nothing was started: --fresh needs the rows in the database, which say what was embedded"
                            + " since.%n%s",
                    rows.unavailableReason().orElse(""));
        }
        BotFilter filter = setup.filter();
        List<Journal.Entry> selected = journal.entries().stream()
                .filter(entry -> filter.matches(entry.bot()))
                .toList();
        List<BotKey> left = selected.stream()
                .filter(Journal.Entry::isLeftOfFresh)
                .map(Journal.Entry::bot)
                .filter(bot -> mayBeEmbedded(bot, filter))
                .toList();
        boolean isSweepLeft = filter.matchesAll()
                && selected.stream().anyMatch(Journal.Entry::isMarked)
                && journal.sweep().filter(sweep -> !sweep.isFinished()).isPresent();
        marksAll = left.isEmpty() && !isSweepLeft;
        marksNew = true;
        long done = selected.stream().filter(Journal.Entry::isDone).count();
        String rest = left.isEmpty()
                ? "the sweep of the table is"
                : Text.count(left.size(), "bot") + (left.size() == 1 ? " is" : " are");
        String question = marksAll
                ? "Embed every " + (filter.matchesAll() ? "" : "selected ") + "bot again, including the " + done
                        + " that are done?"
                : "Continue the --fresh of an earlier run, of which " + rest + " left?";
        Console console = setup.session().console();
        if (!console.confirm(question + " Running tasks are watched, not started a second time.", setup.yes())) {
            console.say("Nothing was started or forgotten.");
            return false;
        }
        return true;
    }

    /** Whether the bot was not deleted since, nor its knowledge. */
    private boolean mayBeEmbedded(BotKey key, BotFilter filter) {
        return resume.read(key)
                .filter(bot -> filter.reasonToSkip(bot).isEmpty())
                .isPresent();
    }

    /**
     * Whether the mark of a bot is to be taken, or taken again because tasks were running when it was taken last: those
     * have ended, or are waited for. A start whose result is unknown is settled first.
     */
    boolean isMarkDue(Bot bot) {
        Journal.Entry known = journal.entry(bot.key());
        boolean isAsked = marksAll || marksNew && !known.isMarked();
        return journal.isWritable()
                && rows.isAvailable()
                && !known.isUnconfirmed()
                && (isAsked || !known.tasksBeforeMark().isEmpty());
    }

    /** Takes the mark of a bot. */
    void mark(Bot bot) {
        String highest = rows.of(bot.key()).map(RowCounts::highestId).orElse("");
        journal.marked(bot.key(), highest, resume.mayBeRunning(bot.key()));
    }
}
