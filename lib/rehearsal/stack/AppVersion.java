package lib.rehearsal.stack;

/**
 * The versions of Bedrock Chat whose deployment can be played: one of each kind that differs in its stack, or to an
 * embedding task (upstream {@code cdk/lib} and {@code backend/embedding/main.py} at these tags). Of v0, v2 and v3 only
 * the stack is played.
 */
public enum AppVersion {
    /** The last version whose outputs do not name the table and the database. */
    V0_4_4("v0.4.4"),
    V0_4_10("v0.4.10"),
    /** The last version whose container reads the bot's keys from its first argument. */
    V1_2_4("v1.2.4"),
    V1_3_2("v1.3.2"),
    /** The end of the branch v1, which the guide checks out. */
    V1_4_0("v1.4.0"),
    V2_0_0("v2.0.0"),
    V3_0_0("v3.0.0");

    private final String tag;

    AppVersion(String tag) {
        this.tag = tag;
    }

    /**
     * Returns whether the container reads the bot's keys from the environment variable EVENT, and the app's own tasks
     * are started by Step Functions: since v1.2.5.
     */
    public boolean readsEvent() {
        return compareTo(V1_2_4) > 0;
    }

    /** Returns whether the outputs name the table, the database and the network, for published APIs. */
    boolean hasExports() {
        return compareTo(V0_4_4) > 0;
    }

    /** Returns whether it has a vector database and embedding tasks. */
    boolean hasDatabase() {
        return compareTo(V2_0_0) < 0;
    }

    /** Returns whether outputs name what the embedding tasks need. */
    boolean isV1() {
        return compareTo(V0_4_10) > 0 && hasDatabase();
    }

    /** Returns whether the bucket with the documents belongs to a stack of its own, BedrockRegionResourcesStack. */
    public boolean hasBucketElsewhere() {
        return compareTo(V1_3_2) > 0;
    }

    /** Returns the tag, which is the name in options and in the control API. */
    @Override
    public String toString() {
        return tag;
    }
}
