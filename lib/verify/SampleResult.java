package lib.verify;

/** How many rows were searched for with the app's own query, and how many of them it found. */
public record SampleResult(int rows, int found) {
    /** No sample was requested. */
    public static final SampleResult NONE = new SampleResult(0, 0);

    boolean isFound() {
        return rows == found;
    }
}
