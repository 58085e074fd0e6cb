package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import lib.cli.RehearsalClock;
import lib.common.ProcessContext;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;

/** What happens in a rehearsal does not depend on how fast the machine is: slow answers stand in for a busy one. */
class RehearsalPaceTest {
    /** Six minutes at the pace of a rehearsal, more than the time after which a bot without a task is offered again. */
    private static final int SLOW_MILLIS = 6000;

    private record Ended(int exitCode, Map<String, String> outcomes) {}

    @Test
    void slowAnswersChangeNoOutcome() throws ReflectiveOperationException {
        assertEquals(rehearse(List.of()), rehearse(List.of("Scan", "RunTask", "DescribeTasks", "BatchGetItem")));
    }

    /** Runs the command against the scenario with failures, on the clock of a rehearsal. */
    private static Ended rehearse(List<String> slow) throws ReflectiveOperationException {
        TestAccount account = TestAccount.of("trouble");
        for (String operation : slow) {
            account.fault(Map.of("operation", operation, "skip", 1, "delayMillis", SLOW_MILLIS));
        }
        RehearsalClock clock = new RehearsalClock(
                Instant.now(),
                Duration.ofDays(1).toSeconds(),
                step -> account.control("sleep", Map.of("nanos", step.toNanos())));
        ByteArrayOutputStream out = new ByteArrayOutputStream(), err = new ByteArrayOutputStream();
        ProcessContext context = new ProcessContext(
                Map.of(
                        "HOME", Cli.temporaryFolder("home").toString(),
                        "AWS_REGION", "us-east-1",
                        "AWS_ACCESS_KEY_ID", account.accessKey(),
                        "AWS_SECRET_ACCESS_KEY", "secret"),
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                () -> clock);
        int code = (Integer) Class.forName("migrate")
                .getMethod("run", ProcessContext.class, String[].class)
                .invoke(null, context, new String[] {"--yes", "--json", "-", "--endpoint-url", account.endpoint()});
        Cli.Result result =
                new Cli.Result(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        Map<String, String> outcomes = new TreeMap<>();
        JsonReport.of(result)
                .json()
                .getAsJsonArray("bots")
                .forEach(bot -> outcomes.put(
                        bot.getAsJsonObject().get("sk").getAsString(),
                        bot.getAsJsonObject().get("outcome").getAsString()));
        return new Ended(code, outcomes);
    }
}
