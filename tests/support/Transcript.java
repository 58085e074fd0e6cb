package tests.support;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

/** What the last commands of the current thread have printed, which the runner shows when a test fails. */
public final class Transcript {
    private static final int LAST = 6;
    private static final ThreadLocal<Deque<Cli.Result>> RESULTS = ThreadLocal.withInitial(ArrayDeque::new);

    private Transcript() {}

    /** Forgets the commands of the test before. */
    public static void begin() {
        RESULTS.get().clear();
    }

    static Cli.Result add(Cli.Result result) {
        Deque<Cli.Result> results = RESULTS.get();
        results.add(result);
        if (results.size() > LAST) {
            results.remove();
        }
        return result;
    }

    public static String text() {
        return RESULTS.get().stream().map(Cli.Result::toString).collect(Collectors.joining("\n"));
    }
}
