///usr/bin/env true; exec sh "$(dirname "$(readlink -f "$0")")/../lib/jbang" "$0" "$@"
//DESCRIPTION Runs all tests. Arguments select test classes by a part of their names; --stress runs the long second suite.
//JAVA 17+
//DEPS org.junit.jupiter:junit-jupiter:6.1.0 org.junit.platform:junit-platform-launcher:6.1.0
//DEPS com.tngtech.archunit:archunit:1.5.0
//SOURCES ../migrate.java unit/package-info.java cli/package-info.java rehearsal/package-info.java
//SOURCES support/package-info.java
//JAVAC_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8
//RUNTIME_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
package tests;

import static org.junit.platform.engine.discovery.ClassNameFilter.includeClassNamePatterns;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectPackage;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import tests.cli.KillAndResumeStress;
import tests.cli.ReportBrowserStress;
import tests.cli.RestoreStress;
import tests.support.Cli;
import tests.support.Transcript;

/** Runs the tests and prints {@code N passed, N failed, N skipped}. The exit code is 1 if a test failed or none ran. */
public final class AllTests {
    private static final String STRESS = "--stress", SIMULATE = "--simulate";

    private AllTests() {}

    /**
     * Runs the tests whose class names contain one of the arguments, or all.
     *
     * @param arguments parts of names; or {@code --stress} or {@code --simulate}, optionally with the number of seeds
     *     or the first and last seed; the same version sends the same requests each time that it simulates a seed
     */
    public static void main(String... arguments) {
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        Cli.build(); // two builds of one script at the same time disturb each other
        if (arguments.length > 0 && List.of(STRESS, SIMULATE).contains(arguments[0])) {
            if (!String.join(" ", arguments).matches("--\\w+( [1-9]\\d{0,5}){0,2}")) {
                System.err.println("error: " + arguments[0] + " takes the number of seeds, or the first and the last.");
                System.exit(2);
            }
            int[] seeds = Arrays.stream(arguments).skip(1).mapToInt(Integer::parseInt).toArray();
            System.exit(arguments[0].equals(SIMULATE) ? exitCode(resumes(true, seeds)) : stress(seeds));
        }
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request(arguments), summary, new Progress());
        System.exit(report(summary.getSummary()));
    }

    /** Real kills of these seeds; without seeds, of the default ones, and the simulated kills too. */
    private static int stress(int[] seeds) {
        boolean shown = isPageShown();
        boolean resumed = resumes(false, seeds);
        boolean simulated = seeds.length > 0 || resumes(true, seeds);
        return exitCode(shown && resumed && simulated);
    }

    /** Whether both commands pass the seeds: one to N, the first to the last, or as many as usual. */
    private static boolean resumes(boolean simulated, int[] seeds) {
        int from = seeds.length > 1 ? seeds[0] : 1;
        OptionalInt to = Arrays.stream(seeds).skip(Math.max(0, seeds.length - 1)).findFirst();
        boolean migrated = KillAndResumeStress.run(
                simulated,
                from,
                to.orElse(simulated ? KillAndResumeStress.SIMULATED_SEEDS : KillAndResumeStress.DEFAULT_SEEDS));
        boolean restored = RestoreStress.run(
                simulated, from, to.orElse(simulated ? RestoreStress.SIMULATED_SEEDS : RestoreStress.DEFAULT_SEEDS));
        return migrated && restored;
    }

    private static int exitCode(boolean passed) {
        return passed ? 0 : 1;
    }

    /** Whether the HTML page of a report passes in a browser; true as well if there is none. */
    private static boolean isPageShown() {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherFactory.create()
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(selectClass(ReportBrowserStress.class))
                                .build(),
                        summary,
                        new Progress());
        show(summary.getSummary());
        return summary.getSummary().getTotalFailureCount() == 0;
    }

    private static LauncherDiscoveryRequest request(String... parts) {
        String names = Arrays.stream(parts).map(Pattern::quote).collect(Collectors.joining("|"));
        return LauncherDiscoveryRequestBuilder.request()
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "dynamic")
                .configurationParameter("junit.jupiter.execution.parallel.config.dynamic.factor", "2")
                .configurationParameter(
                        "junit.jupiter.execution.parallel.config.executor-service", "WORKER_THREAD_POOL")
                .selectors(selectPackage("tests.unit"), selectPackage("tests.cli"), selectPackage("tests.rehearsal"))
                .filters(includeClassNamePatterns("tests[.]\\w+[.]\\w*(" + names + ")\\w*(?<=Test)"))
                .build();
    }

    /** Prints a line with the duration of each test, and at once why it failed and what its commands have printed. */
    private static final class Progress implements TestExecutionListener {
        private final ConcurrentHashMap<String, Long> started = new ConcurrentHashMap<>();

        @Override
        public void executionStarted(TestIdentifier test) {
            Transcript.begin();
            started.put(test.getUniqueId(), System.nanoTime());
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest()) {
                boolean skipped = result.getStatus() == TestExecutionResult.Status.ABORTED;
                double seconds = (System.nanoTime() - started.get(test.getUniqueId())) / 1e9;
                System.out.printf(
                        "%s  %s: %s (%.1f s)%s%n",
                        skipped ? "SKIPPED" : result.getStatus(),
                        test.getUniqueId().replaceAll(".*class:[a-z.]+\\.([^]]*)\\].*", "$1"),
                        test.getDisplayName(),
                        seconds,
                        skipped ? ": " + result.getThrowable().map(Throwable::getMessage).orElse("") : "");
            }
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                StringWriter reason = new StringWriter(); // in one piece, because tests run side by side
                result.getThrowable().orElseThrow().printStackTrace(new PrintWriter(reason));
                System.out.println(reason + Transcript.text());
            }
        }

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            System.out.println("SKIPPED  " + test.getDisplayName() + ": " + reason);
        }
    }

    private static int report(TestExecutionSummary summary) {
        show(summary);
        if (summary.getTestsSucceededCount() == 0) {
            System.out.println("No test ran.");
            return 1;
        }
        return summary.getTotalFailureCount() == 0 ? 0 : 1;
    }

    private static void show(TestExecutionSummary summary) {
        summary.getFailures()
                .forEach(failure -> System.out.println(
                        "FAILED " + failure.getTestIdentifier().getUniqueId()));
        System.out.printf(
                "%n%d passed, %d failed, %d skipped%n",
                summary.getTestsSucceededCount(),
                summary.getTotalFailureCount(),
                summary.getTestsSkippedCount() + summary.getTestsAbortedCount());
    }
}
