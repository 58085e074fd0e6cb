package lib.verify;

/** How many rows the app's own query was tried with, and how many of them it found. */
record SampleResult(int rows, int found) {
    /** No sample was asked for. */
    static final SampleResult NONE = new SampleResult(0, 0);

    boolean isFound() {
        return rows == found;
    }
}
