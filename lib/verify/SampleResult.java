package lib.verify;

/** How many rows were searched for with the app's own query, and how many of them it found. */
record SampleResult(int rows, int found) {
    /** No sample was requested. */
    static final SampleResult NONE = new SampleResult(0, 0);

    boolean isFound() {
        return rows == found;
    }
}
