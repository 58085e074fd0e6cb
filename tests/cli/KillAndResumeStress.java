package tests.cli;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tests.support.Cli;
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.TestBots;

/**
 * The proof of "nothing lost, nothing twice": a migration that is killed again and again while things go wrong, and the
 * same command until it says that all is done. The judge is the embedded AWS, never the tool. A seed's number decides
 * its bots, faults and kills.
 */
public final class KillAndResumeStress {
    /** About four minutes on two cores. */
    public static final int DEFAULT_SEEDS = 60;

    private static final int MOST_COMMANDS = 15;
    private static final int AT_ONCE = 2;
    private static final String CUT_BEFORE = "{'operation': '%s', 'skip': %d, 'cut': 'before', 'delayMillis': %d}";
    private static final String CUT_AFTER = "{'operation': '%s', 'skip': %d, 'cut': 'after', 'delayMillis': %d}";
    private static final String SLOW = "{'operation': '%s', 'skip': %d, 'delayMillis': %d}";
    private static final String ERROR =
            "{'operation': '%s', 'skip': %d, 'times': %d, 'error': {'status': %d, 'code': '%s', 'message': '%s'}}";
    private static final String FAILURES =
            "{'operation': 'RunTask', 'skip': %d, 'times': %d, 'failures': {'reason': '%s'}}";

    /** What a seed came to: the commands it took, how many of them were killed, and what the embedded AWS says. */
    record Tally(int seeds, int commands, int kills, int starts, int missed, int twice, List<String> complaints) {
        static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, List.of());

        Tally plus(Tally more) {
            List<String> all = new ArrayList<>(complaints);
            all.addAll(more.complaints);
            return new Tally(
                    seeds + more.seeds,
                    commands + more.commands,
                    kills + more.kills,
                    starts + more.starts,
                    missed + more.missed,
                    twice + more.twice,
                    all);
        }

        boolean isSound() {
            return missed == 0 && twice == 0 && complaints.isEmpty();
        }

        @Override
        public String toString() {
            return String.format(
                    "%d seeds, %d commands, %d killed with -9, %d tasks started: %d bots missed, %d started twice%s",
                    seeds,
                    commands,
                    kills,
                    starts,
                    missed,
                    twice,
                    complaints.isEmpty() ? "" : "\n" + String.join("\n", complaints));
        }
    }

    private final Random random;
    private final TestAccount install;
    private final Cli cli;
    private final TestBots.Bot[] bots;
    private int kills;
    private int commands;

    private KillAndResumeStress(long seed) {
        random = new Random(seed * 7919);
        install = TestAccount.empty();
        cli = install.cli();
        bots = TestBots.bots(3 + random.nextInt(6));
    }

    /** Runs the seeds from..to, a line for each that fails and one at the end. */
    public static boolean run(int from, int to) {
        ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Tally>> tallies = pool.invokeAll(IntStream.rangeClosed(from, to)
                    .mapToObj(seed -> (Callable<Tally>) () -> told(seed))
                    .toList());
            Tally sum = Tally.NOTHING;
            int failed = 0;
            for (Future<Tally> tally : tallies) {
                sum = sum.plus(tally.get());
                failed += tally.get().isSound() ? 0 : 1;
            }
            System.out.println(sum);
            System.out.printf("%n%d passed, %d failed, 0 skipped%n", sum.seeds() - failed, failed);
            return failed == 0 && sum.seeds() > 0;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            pool.shutdown();
        }
    }

    private static Tally told(int seed) {
        Tally tally;
        try {
            tally = ofSeed(seed);
        } catch (RuntimeException | AssertionError e) {
            tally = new Tally(1, 0, 0, 0, 0, 0, List.of("seed " + seed + ": " + e));
        }
        if (!tally.isSound()) {
            System.out.println("FAILED seed " + seed + ": " + tally);
        }
        return tally;
    }

    static Tally ofSeed(long seed) {
        return new KillAndResumeStress(seed).run("seed " + seed);
    }

    private Tally run(String name) {
        install.put(bots).set("vcpuQuota", List.of(2, 6, 6, 6, 100).get(random.nextInt(5)));
        for (TestBots.Bot bot : bots) {
            play(bot);
        }
        for (int i = 3 + random.nextInt(6); i > 0; i--) {
            install.fault(fault().replace('\'', '"'));
        }
        int toKill = 1 + random.nextInt(4);
        String last = "";
        for (boolean done = false; !done && commands < MOST_COMMANDS; commands++) {
            RunningProcess running = install.startProcess(cli, "--yes");
            if (kills < toKill && running.killWhen(moment())) {
                kills++;
                continue;
            }
            Cli.Result result = running.end();
            last = result.toString();
            done = result.exit() == 0;
        }
        return judged(
                install,
                bots,
                commands,
                kills,
                commands < MOST_COMMANDS ? List.of() : List.of(name + " does not come to its end: " + last),
                name);
    }

    private void play(TestBots.Bot bot) {
        switch (random.nextInt(12)) {
            case 0 ->
                install.play(
                        bot,
                        "fail",
                        "reason",
                        "An error occurred (ThrottlingException) when calling the InvokeModel operation",
                        "times",
                        1);
            case 1 -> install.play(bot, "failToStart", "times", 1);
            case 2 -> install.play(bot, "exit", "times", 1);
            default -> {}
        }
    }

    private String fault() {
        int skip = random.nextInt(bots.length + 2);
        int times = 1 + random.nextInt(3);
        int millis = 100 + random.nextInt(1500);
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

    /** When the next kill comes: at a line of the journal, at a request of the server's history, or at any time. */
    private BooleanSupplier moment() {
        int more = 1 + random.nextInt(3);
        String type = List.of("intended", "started", "ended").get(random.nextInt(3));
        int lines = cli.journalled(type).size() + more;
        int arrived = install.requests("RunTask").size() + more;
        long answered = answeredStarts(install) + more;
        long end = System.nanoTime() + (900 + random.nextInt(3000)) * 1_000_000L;
        BooleanSupplier late = () -> System.nanoTime() - end > 3_000_000_000L; // what is waited for may never come
        return switch (random.nextInt(5)) {
            case 0 -> () -> System.nanoTime() > end;
            case 1 -> () -> install.requests("RunTask").size() >= arrived || late.getAsBoolean();
            case 2 -> () -> answeredStarts(install) >= answered || late.getAsBoolean();
            default -> () -> cli.journalled(type).size() >= lines || late.getAsBoolean();
        };
    }

    static long answeredStarts(TestAccount install) {
        return install.requests("RunTask").stream()
                .filter(r -> r.get("status").getAsInt() == 200)
                .count();
    }

    /**
     * Judges by the server's side alone: each bot has exactly one task that its play let succeed, this one wrote its
     * status, and no other was alive at the same time.
     */
    static Tally judged(
            TestAccount install, TestBots.Bot[] bots, int commands, int kills, List<String> complaints, String name) {
        int missed = 0;
        int twice = 0;
        List<String> all = new ArrayList<>(complaints);
        List<JsonObject> tasks = install.tasks();
        for (TestBots.Bot bot : bots) {
            List<JsonObject> own = tasks.stream()
                    .filter(t -> t.get("sk").getAsString().equals(bot.sk()))
                    .sorted(Comparator.comparing(t -> t.get("requestedAt").getAsBigDecimal()))
                    .toList();
            List<JsonObject> good = own.stream()
                    .filter(t -> t.get("behavior").getAsString().equals("succeed"))
                    .toList();
            Map<String, AttributeValue> item = install.item(bot);
            if (good.isEmpty()
                    || !item.get("SyncStatus").s().equals("SUCCEEDED")
                    || !good.get(good.size() - 1)
                            .get("taskArn")
                            .getAsString()
                            .endsWith(item.get("LastExecId").s())) {
                missed++;
                all.add(name + ": missed " + bot.sk() + " "
                        + item.get("SyncStatus").s() + " " + own);
            }
            if (good.size() > 1 || overlap(own)) {
                twice++;
                all.add(name + ": twice " + bot.sk() + " " + own);
            }
        }
        return new Tally(1, commands, kills, tasks.size(), missed, twice, all);
    }

    private static boolean overlap(List<JsonObject> tasks) {
        return IntStream.range(1, tasks.size())
                .anyMatch(i -> !tasks.get(i - 1).has("stoppedAt")
                        || tasks.get(i - 1).get("stoppedAt").isJsonNull()
                        || tasks.get(i - 1)
                                        .get("stoppedAt")
                                        .getAsBigDecimal()
                                        .compareTo(
                                                tasks.get(i).get("requestedAt").getAsBigDecimal())
                                > 0);
    }
}
