package lib.model;

/** Why the embedding task of a bot with knowledge could only fail, at every v1, so that it is not started. */
public enum Obstacle {
    /** Its item lacks an attribute that upstream's reader takes unconditionally. */
    ATTRIBUTES_MISSING(
            "an attribute is missing that every version of the embedding task needs",
            "If there is a snapshot of the old database, restore its rows. Or write the attribute into its item"),
    /** A file of its knowledge is not in the bucket; one is enough for the container to fail the whole bot. */
    FILES_MISSING(
            "not all files are in the bucket, and one missing file fails the whole bot",
            "If there is a snapshot of the old database, restore its rows. Or put the files back with aws s3 sync, from"
                    + " a copy or from an old bucket that still exists (its name contains documentbucket). Or let its"
                    + " owner add all missing files under the same names in one save in the app, without removing them"
                    + " first. --all starts it all the same");

    private final String label;
    private final String remedy;

    Obstacle(String label, String remedy) {
        this.label = label;
        this.remedy = remedy;
    }

    /** What bots with this obstacle have in common. */
    public String label() {
        return label;
    }

    /** What to do, as sentences without the last full stop. */
    public String remedy() {
        return remedy;
    }
}
