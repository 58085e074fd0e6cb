package tests.cli;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tests.support.AccountClock;
import tests.support.Cli;
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.TestBots;

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
    private static final int THREADS = 2;
    /** Before it uses a connection again, Java waits a millisecond for the server to close it: with no work to do. */
    static final int SIMULATED_THREADS = 2 * Runtime.getRuntime().availableProcessors();
    private static final String CUT_BEFORE = "{'operation': '%s', 'skip': %d, 'cut': 'before', 'delayMillis': %d}";
    private static final String CUT_AFTER = "{'operation': '%s', 'skip': %d, 'cut': 'after', 'delayMillis': %d}";
    private static final String SLOW = "{'operation': '%s', 'skip': %d, 'delayMillis': %d}";
    private static final String ERROR =
            "{'operation': '%s', 'skip': %d, 'times': %d, 'error': {'status': %d, 'code': '%s', 'message': '%s'}}";
    private static final String FAILURES =
            "{'operation': 'RunTask', 'skip': %d, 'times': %d, 'failures': {'reason': '%s'}}";

    /** The result of one or more seeds, according to the embedded AWS. */
    record Tally(int seeds, int commands, int kills, int starts, int missed, int startedTwice, List<String> failures) {
        static final Tally ZERO = new Tally(0, 0, 0, 0, 0, 0, List.of());

        Tally plus(Tally more) {
            List<String> all = new ArrayList<>(failures);
            all.addAll(more.failures);
            return new Tally(
                    seeds + more.seeds,
                    commands + more.commands,
                    kills + more.kills,
                    starts + more.starts,
                    missed + more.missed,
                    startedTwice + more.startedTwice,
                    all);
        }

        boolean passed() {
            return missed == 0 && startedTwice == 0 && failures.isEmpty();
        }

        @Override
        public String toString() {
            return String.format(
                    "%d seeds, %d commands, %d killed, %d tasks started: %d bots missed, %d started twice%s",
                    seeds,
                    commands,
                    kills,
                    starts,
                    missed,
                    startedTwice,
                    failures.isEmpty() ? "" : "\n" + String.join("\n", failures));
        }
    }

    private final boolean simulated;
    private final Random random;
    private final TestAccount account;
    private final Cli cli;
    private final TestBots.Bot[] bots;
    private int kills;
    private int commands;

    private KillAndResumeStress(boolean simulated, long seed, String app) {
        this.simulated = simulated;
        random = new Random(seed * 7919);
        account = (simulated ? TestAccount.inOrder(new Random(seed)) : TestAccount.empty()).app(app);
        cli = account.cli();
        bots = TestBots.bots(3 + random.nextInt(6));
    }

    /** Runs these seeds and prints a line for each that fails and one for all; returns whether all passed. */
    public static boolean run(boolean simulated, int from, int to) {
        ExecutorService pool = Executors.newFixedThreadPool(simulated ? SIMULATED_THREADS : THREADS);
        try {
            List<Future<Tally>> tallies = pool.invokeAll(IntStream.rangeClosed(from, to)
                    .mapToObj(seed -> (Callable<Tally>) () -> runAndReport(simulated, seed))
                    .toList());
            Tally sum = Tally.ZERO;
            int failed = 0;
            for (Future<Tally> tally : tallies) {
                sum = sum.plus(tally.get());
                failed += tally.get().passed() ? 0 : 1;
            }
            System.out.println((simulated ? "simulated: " : "") + sum);
            System.out.printf("%n%d passed, %d failed, 0 skipped%n", sum.seeds() - failed, failed);
            return failed == 0 && sum.seeds() > 0;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            pool.shutdown();
        }
    }

    private static Tally runAndReport(boolean simulated, int seed) {
        Tally tally;
        try {
            tally = runSeed(simulated, seed, seed % 2 == 0 ? "v1.2.4" : "v1.4.0");
        } catch (RuntimeException | AssertionError e) {
            tally = new Tally(1, 0, 0, 0, 0, 0, List.of("seed " + seed + ": " + e));
        }
        if (!tally.passed()) {
            System.out.println("FAILED " + (simulated ? "simulated " : "") + "seed " + seed + ": " + tally);
        }
        return tally;
    }

    static Tally runSeed(boolean simulated, long seed, String app) {
        return runSeed(simulated, seed, app, stress -> stress.run("seed " + seed));
    }

    /** Simulates a seed, and returns the operations of its requests in order. */
    static List<String> operationsOf(long seed, String app) {
        return runSeed(true, seed, app, stress -> {
            stress.run("seed " + seed);
            return stress.account.requests().stream()
                    .map(request -> request.get("operation").getAsString())
                    .toList();
        });
    }

    private static <T> T runSeed(boolean simulated, long seed, String app, Function<KillAndResumeStress, T> use) {
        KillAndResumeStress stress = new KillAndResumeStress(simulated, seed, app);
        try {
            return use.apply(stress);
        } finally {
            if (simulated) { // thousands of accounts would fill the embedded AWS
                stress.account.remove();
            }
        }
    }

    private Tally run(String name) {
        account.put(bots).set("vcpuQuota", List.of(2, 6, 6, 6, 100).get(random.nextInt(5)));
        for (TestBots.Bot bot : bots) {
            setBehavior(bot);
        }
        for (int i = 3 + random.nextInt(6); i > 0; i--) {
            account.fault(fault().replace('\'', '"'));
        }
        int killLimit = 1 + random.nextInt(4);
        String last = "";
        for (boolean done = false; !done && commands < MAX_COMMANDS; commands++) {
            Optional<Cli.Result> result = kills >= killLimit
                    ? Optional.of(account.migrate(cli, "--yes"))
                    : simulated ? runUntilSimulatedKill() : runUntilKill();
            if (result.isEmpty()) {
                kills++;
            } else {
                last = result.get().toString();
                done = result.get().exit() == 0;
            }
        }
        return check(
                account,
                bots,
                commands,
                kills,
                commands < MAX_COMMANDS
                        ? List.of()
                        : List.of(name + " is not done after " + MAX_COMMANDS + " commands: " + last),
                name);
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

    private void setBehavior(TestBots.Bot bot) {
        switch (random.nextInt(12)) {
            case 0 ->
                account.behavior(
                        bot,
                        "fail",
                        "reason",
                        "An error occurred (ThrottlingException) when calling the InvokeModel operation",
                        "times",
                        1);
            case 1 -> account.behavior(bot, "failToStart", "times", 1);
            case 2 -> account.behavior(bot, "exit", "times", 1);
            default -> {}
        }
    }

    private String fault() {
        int skip = random.nextInt(bots.length + 2);
        int times = 1 + random.nextInt(3);
        int millis = simulated ? 1 : 100 + random.nextInt(1500);
        return switch (random.nextInt(12)) {
            case 0 -> String.format(ERROR, "RunTask", skip, times, 400, "ThrottlingException", "Rate exceeded");
            case 1 ->
                String.format(
                        ERROR,
                        "RunTask",
                        skip,
                        times,
                        400,
                        "InvalidParameterException",
                        "Error retrieving subnet information: Rate exceeded (ErrorCode: Throttling)");
            case 2 -> String.format(ERROR, "RunTask", skip, times, 500, "ServerException", "Service Unavailable");
            case 3 ->
                String.format(
                        FAILURES,
                        skip,
                        times,
                        "Capacity is unavailable at this time. Please try again later or in a different availability"
                                + " zone");
            case 4 ->
                String.format(
                        FAILURES,
                        skip,
                        times,
                        "You’ve reached the limit on the number of vCPUs you can run concurrently");
            case 5 -> String.format(CUT_BEFORE, "RunTask", skip, millis);
            case 6, 7 -> String.format(CUT_AFTER, "RunTask", skip, millis);
            case 8 -> String.format(SLOW, "RunTask", skip, millis);
            case 9 -> String.format(ERROR, "DescribeTasks", skip, times, 500, "ServerException", "Service Unavailable");
            case 10 ->
                String.format(
                        ERROR, "GetItem", skip, times, 400, "ProvisionedThroughputExceededException", "Slow down");
            default ->
                String.format(
                        CUT_AFTER,
                        List.of("DescribeTasks", "GetItem", "ListTasks").get(random.nextInt(3)),
                        skip,
                        0);
        };
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
            case 1 -> () -> account.requests("RunTask").size() >= arrived || late.getAsBoolean();
            case 2 -> () -> account.answered("RunTask") >= answered || late.getAsBoolean();
            default -> () -> cli.journalLines(type).size() >= lines || late.getAsBoolean();
        };
    }

    /**
     * Checks in the embedded AWS that each bot has exactly one successful task, that this task wrote the bot's status,
     * and that no two tasks of a bot ran at the same time.
     */
    static Tally check(
            TestAccount account, TestBots.Bot[] bots, int commands, int kills, List<String> failures, String name) {
        int missed = 0;
        int startedTwice = 0;
        List<String> all = new ArrayList<>(failures);
        List<JsonObject> tasks = account.tasks();
        for (TestBots.Bot bot : bots) {
            List<JsonObject> tasksOfBot = tasks.stream()
                    .filter(t -> t.get("sk").getAsString().equals(bot.sk()))
                    .sorted(Comparator.comparing(t -> t.get("requestedAt").getAsBigDecimal()))
                    .toList();
            List<JsonObject> successful = tasksOfBot.stream()
                    .filter(t -> t.get("behavior").getAsString().equals("succeed"))
                    .toList();
            Map<String, AttributeValue> item = account.item(bot);
            if (successful.isEmpty()
                    || !item.get("SyncStatus").s().equals("SUCCEEDED")
                    || !successful
                            .get(successful.size() - 1)
                            .get("taskArn")
                            .getAsString()
                            .endsWith(item.get("LastExecId").s())) {
                missed++;
                all.add(name + ": missed " + bot.sk() + " "
                        + item.get("SyncStatus").s() + " " + tasksOfBot);
            }
            if (successful.size() > 1 || overlap(tasksOfBot)) {
                startedTwice++;
                all.add(name + ": started twice " + bot.sk() + " " + tasksOfBot);
            }
        }
        return new Tally(1, commands, kills, tasks.size(), missed, startedTwice, all);
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
