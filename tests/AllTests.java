///usr/bin/env true; exec sh "$(dirname "$(readlink -f "$0")")/../lib/jbang" "$0" "$@"
//DESCRIPTION Every test. Arguments choose test classes by a part of their names.
//JAVA 17+
//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:dynamodb software.amazon.awssdk:url-connection-client
//DEPS software.amazon.awssdk:ecs software.amazon.awssdk:cloudformation software.amazon.awssdk:rdsdata software.amazon.awssdk:sts info.picocli:picocli:4.7.7
//DEPS org.junit.jupiter:junit-jupiter:6.1.0 org.junit.platform:junit-platform-launcher:6.1.0
//DEPS com.google.code.gson:gson:2.13.1
//DEPS org.slf4j:slf4j-nop:2.0.17
//SOURCES Bots.java Cli.java EditedScript.java ExitTest.java FindingTest.java Install.java JsonReport.java OutcomeTest.java OutputTest.java
//SOURCES PreflightTest.java QuestionTest.java RefusalTest.java RehearsalTest.java SettingsTest.java StartTest.java Terminal.java UsageTest.java
//SOURCES ExactlyOnceTest.java ExitMatrixTest.java FaultBench.java GateTest.java JournalTest.java PaceTest.java ProofTest.java ResumeTest.java VerifyTest.java
//SOURCES ConformanceTest.java DataApi.java DataApiTest.java PgVector.java
//SOURCES Bundle.java FileServer.java LauncherTest.java Readme.java Versions.java WaysInTest.java
//SOURCES ../migrate.java
//JAVAC_OPTIONS -encoding UTF-8
//RUNTIME_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
package tests;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs the tests and ends with {@code N passed, N failed, N skipped}. Where no test ran, that is a failure. {@code --bench-faults N} runs
 * N seeds of the {@link FaultBench} instead, {@code --bench-faults FROM TO} those.
 */
public final class AllTests {
    private static final List<Class<?>> CLASSES = List.of(SettingsTest.class, PreflightTest.class, UsageTest.class, FindingTest.class,
            QuestionTest.class, StartTest.class, OutcomeTest.class, RefusalTest.class, ExitTest.class, OutputTest.class, RehearsalTest.class,
            ExactlyOnceTest.class, JournalTest.class, ResumeTest.class, PaceTest.class, ProofTest.class, VerifyTest.class, GateTest.class, ExitMatrixTest.class,
            DataApiTest.class, ConformanceTest.class, WaysInTest.class, LauncherTest.class);

    private AllTests() {
    }

    public static void main(String... parts) {
        System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8));
        Cli.build(); // JBang does not expect two builds of one script at the same time
        if (parts.length > 1 && parts[0].equals("--bench-faults")) {
            int to = Integer.parseInt(parts[parts.length - 1]);
            System.exit(FaultBench.run(parts.length > 2 ? Integer.parseInt(parts[1]) : 1, to) ? 0 : 1);
        }
        LauncherDiscoveryRequestBuilder request = LauncherDiscoveryRequestBuilder.request()
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "2")
                .configurationParameter("junit.jupiter.execution.parallel.config.executor-service", "WORKER_THREAD_POOL");
        CLASSES.stream().filter(c -> parts.length == 0 || Stream.of(parts).anyMatch(c.getSimpleName()::contains))
                .forEach(c -> request.selectors(selectClass(c)));
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        execute(request.build(), summary);
        System.exit(tell(summary.getSummary()));
    }

    private static void execute(LauncherDiscoveryRequest request, SummaryGeneratingListener summary) {
        Launcher launcher = LauncherFactory.create();
        launcher.execute(request, summary, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (test.isTest()) {
                    boolean skipped = result.getStatus() == TestExecutionResult.Status.ABORTED;
                    System.out.println((skipped ? "SKIPPED" : result.getStatus()) + "  "
                            + test.getUniqueId().replaceAll(".*class:[a-z]+\\.([^]]*)\\].*", "$1") + ": " + test.getDisplayName()
                            + (skipped ? ": " + result.getThrowable().map(Throwable::getMessage).orElse("") : ""));
                }
            }

            @Override
            public void executionSkipped(TestIdentifier test, String reason) {
                System.out.println("SKIPPED  " + test.getDisplayName() + ": " + reason);
            }
        });
    }

    private static int tell(TestExecutionSummary summary) {
        summary.getFailures().forEach(failure -> {
            System.out.println("\nFAILED " + failure.getTestIdentifier().getUniqueId());
            failure.getException().printStackTrace(System.out);
        });
        long failed = summary.getTotalFailureCount();
        System.out.printf("%n%d passed, %d failed, %d skipped%n", summary.getTestsSucceededCount(), failed,
                summary.getTestsSkippedCount() + summary.getTestsAbortedCount());
        if (summary.getTestsSucceededCount() == 0) {
            System.out.println("No test ran.");
            return 1;
        }
        return failed == 0 ? 0 : 1;
    }
}
