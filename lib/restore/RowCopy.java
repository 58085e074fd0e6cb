package lib.restore;

import java.util.List;
import java.util.Set;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;

/** A way in which the rows of the snapshot get into the new database, and are proved there. */
abstract sealed class RowCopy permits CopyByLink, CopyByDms {
    /**
     * The bots of a run.
     *
     * @param decided those of which it is known what became of them
     * @param open those whose rows are to be copied, or at least proved
     */
    record Bots(List<RestoredBot> decided, List<RestoredBot> open) {}

    /**
     * What a copy works with.
     *
     * @param stack of the temporary database
     * @param source the temporary database
     * @param namespace the schema of its table
     * @param inSnapshot the ids of the bots that have rows in it
     */
    record Context(
            RestoreServices services,
            RestorePlan plan,
            Stacks.State stack,
            RestoreDatabase source,
            String namespace,
            Set<String> inSnapshot,
            BotRows rows) {}

    final Context context;
    final RestoreServices services;
    final RestorePlan plan;
    final BotRows rows;
    final BotProof proof;
    final BotWorkers workers;

    RowCopy(Context context, BotProof proof, BotWorkers workers) {
        this.context = context;
        this.services = context.services();
        this.plan = context.plan();
        this.rows = context.rows();
        this.proof = proof;
        this.workers = workers;
    }

    /** Makes the rows of the snapshot available to the new database, or continues where an earlier run has ended. */
    abstract void prepare() throws InterruptedException;

    /** Each selected bot that no earlier run has restored, and each bot whose rows were copied. */
    abstract Bots bots() throws InterruptedException;

    /** Copies and proves the rows of these bots, and returns what became of each; may be called again. */
    abstract List<RestoredBot> copy(List<RestoredBot> open) throws InterruptedException;
}
