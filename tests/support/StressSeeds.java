package tests.support;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Runs seeds of a stress suite side by side, and prints which fail. */
public final class StressSeeds {
    private static final int THREADS = 2;
    /** Before it uses a connection again, Java waits a millisecond for the server to close it: with no work to do. */
    private static final int SIMULATED_THREADS = 2 * Runtime.getRuntime().availableProcessors();

    /** What happened in a seed that passed: the commands, how many of them were killed, and the tasks of the bots. */
    public record Counts(int commands, int kills, int tasks) {
        private Counts plus(Counts more) {
            return new Counts(commands + more.commands, kills + more.kills, tasks + more.tasks);
        }
    }

    private StressSeeds() {}

    /**
     * Runs the seeds from the first to the last one; returns whether all passed.
     *
     * @param seed runs one; it fails with an {@link AssertionError} or an exception
     */
    public static boolean run(String suite, boolean simulated, int from, int to, IntFunction<Counts> seed) {
        String name = (simulated ? "simulated " : "") + suite;
        ExecutorService pool = Executors.newFixedThreadPool(simulated ? SIMULATED_THREADS : THREADS);
        List<Counts> passed = new ArrayList<>();
        try {
            for (Future<Optional<Counts>> result : pool.invokeAll(IntStream.rangeClosed(from, to)
                    .mapToObj(n -> (Callable<Optional<Counts>>) () -> run(name + " seed " + n, () -> seed.apply(n)))
                    .toList())) {
                result.get().ifPresent(passed::add);
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            pool.shutdown();
        }
        int seeds = to - from + 1;
        Counts sum = passed.stream().reduce(new Counts(0, 0, 0), Counts::plus);
        System.out.printf(
                "%s: %d seeds, %d commands, %d killed, %d tasks started%n%n%d passed, %d failed, 0 skipped%n",
                name, seeds, sum.commands(), sum.kills(), sum.tasks(), passed.size(), seeds - passed.size());
        return passed.size() == seeds && seeds > 0;
    }

    private static Optional<Counts> run(String name, Supplier<Counts> seed) {
        try {
            return Optional.of(seed.get());
        } catch (RuntimeException | AssertionError e) {
            System.out.println("FAILED " + name + ": " + e);
            return Optional.empty();
        }
    }
}
