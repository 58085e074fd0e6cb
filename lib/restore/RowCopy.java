package lib.restore;

import java.util.List;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;

/** A way in which the rows of the snapshot get into the new database. */
sealed interface RowCopy permits LinkedCopy, LoadedCopy {
    /**
     * Copies the rows and proves the copies, or continues where an earlier run has ended.
     *
     * @param stack of the temporary database
     * @param source the temporary database
     * @return what became of each selected bot, and of deleted bots whose rows were copied
     */
    List<RestoredBot> run(Lease lease, Stacks.State stack, RestoreDatabase source) throws InterruptedException;
}
