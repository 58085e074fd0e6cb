package lib.restore;

import lib.aws.RestoreDatabase.CallResult;

/** What the rows of a bot in both databases, each counted and added up by its own database, prove about the copy. */
public enum CopyProof {
    /** Both databases have the same rows. */
    EQUAL,
    /** None of the copied rows is there any more, but others are: an embedding task has replaced them. */
    REPLACED,
    /** The copied rows are there, and others beside them, which an embedding task has written. */
    BESIDE_OTHERS,
    /** None of the copied rows is there any more, and no others are. */
    REMOVED,
    /** The copy is not what the snapshot contains. */
    DIFFERENT;

    /**
     * Compares the rows of a bot.
     *
     * @param source in the temporary database
     * @param target in the new one
     */
    public static CopyProof of(CallResult source, CallResult target) {
        if (source.rows() == target.rows() && source.checksum().equals(target.checksum())) {
            return EQUAL;
        }
        if (target.copied() > 0) {
            return target.rows() > target.copied() ? BESIDE_OTHERS : DIFFERENT;
        }
        return target.rows() > 0 ? REPLACED : REMOVED;
    }
}
