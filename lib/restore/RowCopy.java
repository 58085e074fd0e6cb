package lib.restore;

import java.util.List;

/** A way in which the rows of the snapshot get into the new database. */
sealed interface RowCopy permits LinkedCopy, LoadedCopy {
    /**
     * Copies the rows and proves the copies, or continues where an earlier run has ended.
     *
     * @return what became of each selected bot that no earlier run has restored, and of each bot whose rows were copied
     */
    List<RestoredBot> run() throws InterruptedException;

    /** Looks once more at the bots that the snapshot could still give, and returns what became of all. */
    List<RestoredBot> runAgain(List<RestoredBot> results) throws InterruptedException;

    /** Whether the snapshot has rows of a bot that could not be restored now. */
    boolean couldGive(RestoredBot bot);
}
