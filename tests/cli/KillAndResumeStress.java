package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static tests.support.TestBots.bots;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tests.support.AccountClock;
import tests.support.Cli;
import tests.support.RunningProcess;
import tests.support.StressSeeds;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;

/**
 * Proves that no bot is missed and none is started twice: kills a migration repeatedly while faults occur, and repeats
 * the command until it succeeds. Checks the tasks in the embedded AWS, not the output of the tool. The seed determines
 * the bots, faults and kills. A simulated seed runs in this JVM: from the kill on, every seam refuses, and up to hours
 * pass until the next command.
 */
public final class KillAndResumeStress {
    /** They take about four minutes on two cores. */
    public static final int DEFAULT_SEEDS = 30;

    public static final int SIMULATED_SEEDS = 2_000;

    private static final int MAX_COMMANDS = 15;
    private static final String THROTTLED =
            "An error occurred (ThrottlingException) when calling the InvokeModel operation";
    private static final String RUN_TASK = "{'operation': 'RunTask', 'skip': %1$d, ";
    private static final String ERROR =
            "'times': %%2$d, 'error': {'status': %d, 'code': '%s', 'message': '%s'}}";
    private static final String FAILURES = "'times': %%2$d, 'failures': {'reason': '%s'}}";
    /** What can go wrong: after how many other requests, how often, and after how many milliseconds. */
    private static final List<String> FAULTS = List.of(
            RUN_TASK + ERROR.formatted(400, "ThrottlingException", "Rate exceeded"),
            RUN_TASK
                    + ERROR.formatted(
                            400,
                            "InvalidParameterException",
                            "Error retrieving subnet information: Rate exceeded (ErrorCode: Throttling)"),
            RUN_TASK + ERROR.formatted(500, "ServerException", "Service Unavailable"),
            RUN_TASK + FAILURES.formatted("Capacity is unavailable at this time. Please try again later"),
            RUN_TASK + FAILURES.formatted("You’ve reached the limit on the number of vCPUs you can run concurrently"),
            RUN_TASK + "'cut': 'before', 'delayMillis': %3$d}",
            RUN_TASK + "'cut': 'after', 'delayMillis': %3$d}",
            RUN_TASK + "'cut': 'after', 'delayMillis': %3$d}",
            RUN_TASK + "'delayMillis': %3$d}",
            RUN_TASK.replace("RunTask", "DescribeTasks")
                    + ERROR.formatted(500, "ServerException", "Service Unavailable"),
            RUN_TASK.replace("RunTask", "GetItem")
                    + ERROR.formatted(400, "ProvisionedThroughputExceededException", "Slow down"),
            "{'operation': '%4$s', 'skip': %1$d, 'cut': 'after', 'delayMillis': 0}");

    private final boolean simulated;
    private final Random random;
    private final TestAccount account;
    private final Cli cli;
    private final Bot[] bots;
    private int kills;
    private int commands;

    private KillAndResumeStress(boolean simulated, long seed, String app) {
        this.simulated = simulated;
        random = new Random(seed * 7919);
        account = (simulated ? TestAccount.inOrder(new Random(seed)) : TestAccount.empty()).app(app);
        cli = account.cli();
        bots = bots(3 + random.nextInt(6));
    }

    /** Runs these seeds; returns whether all passed. */
    public static boolean run(boolean simulated, int from, int to) {
        return StressSeeds.run(
                "migration", simulated, from, to, seed -> run(simulated, seed, seed % 2 == 0 ? "v1.2.4" : "v1.4.0"));
    }

    /** Runs a seed, which fails if a bot is missed or started twice. */
    static StressSeeds.Counts run(boolean simulated, long seed, String app) {
        return run(simulated, seed, app, KillAndResumeStress::runAndCheck);
    }

    /** Simulates a seed, and returns the operations of its requests in order. */
    static List<String> operationsOf(long seed, String app) {
        return run(true, seed, app, stress -> {
            stress.runAndCheck();
            return stress.account.requests().stream()
                    .map(request -> request.get("operation").getAsString())
                    .toList();
        });
    }

    private static <T> T run(boolean simulated, long seed, String app, Function<KillAndResumeStress, T> use) {
        KillAndResumeStress stress = new KillAndResumeStress(simulated, seed, app);
        try {
            return use.apply(stress);
        } finally {
            if (simulated) { // thousands of accounts would fill the embedded AWS
                stress.account.remove();
            }
        }
    }

    private StressSeeds.Counts runAndCheck() {
        account.put(bots).set("vcpuQuota", List.of(2, 6, 6, 6, 100).get(random.nextInt(5)));
        Stream.of(bots).forEach(this::setBehavior);
        for (int i = 3 + random.nextInt(6); i > 0; i--) {
            account.fault(fault());
        }
        int killLimit = 1 + random.nextInt(4);
        for (Cli.Result last = null; last == null || last.exit() != 0; commands++) {
            if (commands == MAX_COMMANDS) {
                throw new AssertionError("not done after " + MAX_COMMANDS + " commands: " + last);
            }
            Optional<Cli.Result> result = kills >= killLimit
                    ? Optional.of(account.migrate(cli, "--yes"))
                    : simulated ? runUntilSimulatedKill() : runUntilKill();
            kills += result.isPresent() ? 0 : 1;
            last = result.orElse(last);
        }
        assertEachOnce(account, bots);
        return new StressSeeds.Counts(commands, kills, account.tasks().size());
    }

    /** Returns the result of a command; empty if it was killed. */
    private Optional<Cli.Result> runUntilKill() {
        RunningProcess running = account.startProcess(cli, "--yes");
        return running.killWhen(nextKill()) ? Optional.empty() : Optional.of(running.end());
    }

    private Optional<Cli.Result> runUntilSimulatedKill() {
        AccountClock.Moment moment =
                switch (random.nextInt(5)) {
                    case 0 -> new AccountClock.Moment(null, 1 + random.nextInt(3_000));
                    case 1, 2 -> new AccountClock.Moment(AccountClock.Seam.REQUEST, 1 + random.nextInt(60));
                    default -> new AccountClock.Moment(AccountClock.Seam.TIME_OF_DAY, 1 + random.nextInt(30));
                };
        Optional<Cli.Result> result = account.migrateUntil(moment, cli, "--yes");
        if (result.isEmpty()) {
            account.advance(Duration.ofSeconds(random.nextInt(List.of(1, 60, 4 * 3600).get(random.nextInt(3)))));
        }
        return result;
    }

    private void setBehavior(Bot bot) {
        switch (random.nextInt(12)) {
            case 0 -> account.behavior(bot, "fail", "reason", THROTTLED, "times", 1);
            case 1 -> account.behavior(bot, "failToStart", "times", 1);
            case 2 -> account.behavior(bot, "exit", "times", 1);
            default -> {}
        }
    }

    private String fault() {
        int skip = random.nextInt(bots.length + 2);
        int times = 1 + random.nextInt(3);
        int millis = simulated ? 1 : 100 + random.nextInt(1500);
        String fault = FAULTS.get(random.nextInt(FAULTS.size()));
        String polled = fault.contains("%4$s")
                ? List.of("DescribeTasks", "GetItem", "ListTasks").get(random.nextInt(3))
                : "";
        return fault.formatted(skip, times, millis, polled).replace('\'', '"');
    }

    /** Returns the moment of the next kill: a line of the journal, a request at the server, or a random time. */
    private BooleanSupplier nextKill() {
        int more = 1 + random.nextInt(3);
        String type = List.of("intended", "started", "ended").get(random.nextInt(3));
        int lines = cli.journalLines(type).size() + more;
        int arrived = account.requests("RunTask").size() + more;
        long answered = account.answered("RunTask") + more;
        long end = System.nanoTime() + (900 + random.nextInt(3000)) * 1_000_000L;
        BooleanSupplier late = () -> System.nanoTime() - end > 3_000_000_000L; // the expected event may never occur
        return switch (random.nextInt(5)) {
            case 0 -> () -> System.nanoTime() > end;
            case 1 -> () -> account.arrived("RunTask") >= arrived || late.getAsBoolean();
            case 2 -> () -> account.answered("RunTask") >= answered || late.getAsBoolean();
            default -> () -> cli.journalLines(type).size() >= lines || late.getAsBoolean();
        };
    }

    /**
     * Checks in the embedded AWS that each bot has exactly one successful task, that this task wrote the bot's status,
     * and that no two tasks of a bot ran at the same time.
     */
    static void assertEachOnce(TestAccount account, Bot... bots) {
        List<String> problems = new ArrayList<>();
        for (Bot bot : bots) {
            List<JsonObject> tasks = account.tasksOf(bot).stream()
                    .sorted(Comparator.comparing(task -> task.get("requestedAt").getAsBigDecimal()))
                    .toList();
            List<JsonObject> successful = tasks.stream()
                    .filter(task -> task.get("behavior").getAsString().equals("succeed"))
                    .toList();
            Map<String, AttributeValue> item = account.item(bot);
            boolean hasWritten = item.get("SyncStatus").s().equals("SUCCEEDED")
                    && !successful.isEmpty()
                    && TestAccount.taskId(successful.get(successful.size() - 1)).equals(item.get("LastExecId").s());
            if (!hasWritten) {
                problems.add("missed " + bot.sk() + " " + item.get("SyncStatus").s() + " " + tasks);
            }
            if (successful.size() > 1 || overlap(tasks)) {
                problems.add("started twice " + bot.sk() + " " + tasks);
            }
        }
        assertEquals(List.of(), problems);
    }

    private static boolean overlap(List<JsonObject> tasks) {
        return IntStream.range(1, tasks.size())
                .anyMatch(i -> !tasks.get(i - 1).has("stoppedAt")
                        || tasks.get(i - 1).get("stoppedAt").isJsonNull()
                        || tasks.get(i - 1)
                                        .get("stoppedAt")
                                        .getAsBigDecimal()
                                        .compareTo(tasks.get(i).get("requestedAt").getAsBigDecimal())
                                > 0);
    }
}
