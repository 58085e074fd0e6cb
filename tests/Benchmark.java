///usr/bin/env true; exec sh "$(dirname "$(readlink -f "$0")")/../lib/jbang" "$0" "$@"
//DESCRIPTION Measures the cost and speed of the tool, and compares them with the guide's script on the same machine.
//JAVA 17+
//DEPS org.junit.jupiter:junit-jupiter:6.1.0
//SOURCES ../migrate.java support/package-info.java RestoreBenchmark.java
//JAVAC_OPTIONS -encoding UTF-8
//RUNTIME_OPTIONS -XX:+UseSerialGC
package tests;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lib.aws.AwsClients;
import lib.aws.BotTable;
import lib.aws.EmbeddingTasks;
import lib.common.Clock;
import lib.common.Mark;
import lib.embed.BotOutcomes;
import lib.embed.BotSearch;
import lib.embed.EmbeddingRun;
import lib.embed.RunLimits;
import lib.journal.Journal;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.DatabaseLocation;
import lib.model.MigrationId;
import lib.model.Outcome;
import lib.model.ScanPage;
import lib.model.Setting;
import lib.model.Settings;
import lib.proof.RowVerifier;
import lib.retry.ExponentialBackoff;
import lib.retry.Retrier;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tests.support.Bundle;
import tests.support.Cli;
import tests.support.FileServer;
import tests.support.ManyItemsTable;
import tests.support.RunningProcess;
import tests.support.SteppedClock;
import tests.support.TestAccount;
import tests.support.TestBots;

/** Prints a table. The arguments select its parts: find, starts, first, ways, memory, quota, restore. */
public final class Benchmark {
    private static final Duration LATENCY = Duration.ofMillis(100);

    private Benchmark() {}

    public static void main(String... parts) throws Exception {
        Cli.build();
        Map<String, Part> all = new LinkedHashMap<>();
        all.put("find", Benchmark::find);
        all.put("starts", Benchmark::starts);
        all.put("first", Benchmark::first);
        all.put("ways", Benchmark::ways);
        all.put("memory", Benchmark::memory);
        all.put("quota", Benchmark::quota);
        all.put("restore", RestoreBenchmark::run);
        System.out.printf("%-58s %14s %14s %9s%n", "", "this tool", "the script's way", "ratio");
        for (Map.Entry<String, Part> part : all.entrySet()) {
            if (parts.length == 0 || List.of(parts).contains(part.getKey())) {
                part.getValue().run();
            }
        }
        System.exit(0);
    }

    private interface Part {
        void run() throws Exception;
    }

    /** @param better how many times better the figure of this tool is */
    static void row(String what, String tool, String script, String better) {
        System.out.printf("%-58s %14s %14s %9s%n", what, tool, script, better);
    }

    static String times(double ratio) {
        return String.format("%.1f x", ratio);
    }

    private static void find() {
        find("5,000 conversations of 20 KB", 5_000, 20_000);
        find("100,000 conversations of 100 B", 100_000, 100);
    }

    private record Found(int bots, double readUnits, double seconds) {
        static Found by(Iterator<ScanPage> pages) {
            long start = System.nanoTime();
            int bots = 0;
            double units = 0;
            while (pages.hasNext()) {
                ScanPage page = pages.next();
                bots += page.bots().size();
                units += page.readUnits();
            }
            return new Found(bots, units, (System.nanoTime() - start) / 1e9);
        }
    }

    private static void find(String table, int conversations, int size) {
        TestAccount account = TestAccount.empty();
        account.putAll(IntStream.range(0, conversations)
                .mapToObj(i -> TestBots.conversation(i, size))
                .toList());
        account.put(TestBots.bots(500));
        try (AwsClients aws = aws(account)) {
            BotTable botTable =
                    new BotTable(aws.dynamoDb(), TestAccount.TABLE, retrier(Clock.atSpeed(1, Instant.now())));
            Found.by(botTable.scanIndex()); // the first call opens connections and loads classes
            Found index = Found.by(botTable.scanIndex());
            Found script = Found.by(botTable.scanTable());
            System.out.println("500 bots among " + table + " (" + index.bots() + " and " + script.bots() + " found)");
            row(
                    "  read units, index",
                    String.format("%,.1f", index.readUnits()),
                    String.format("%,.1f", script.readUnits()),
                    times(script.readUnits() / index.readUnits()));
            row(
                    "  seconds, index",
                    String.format("%.2f", index.seconds()),
                    String.format("%.2f", script.seconds()),
                    times(script.seconds() / index.seconds()));
        }
    }

    private static void starts() {
        int bots = 300;
        double tool = startsPerSecond(bots, true);
        double script = startsPerSecond(40, false);
        System.out.println(
                "RunTask, answers after 100 ms, service limit 20 a second, no burst above it, quota out of the way");
        row(
                "  starts a second, " + bots + " bots",
                String.format("%.1f", tool),
                String.format("%.1f", script),
                times(tool / script));
        row(
                "  share of the limit",
                String.format("%.0f %%", tool / 20 * 100),
                String.format("%.0f %%", script / 20 * 100),
                "");
    }

    private static double startsPerSecond(int bots, boolean withTool) {
        TestAccount account = TestAccount.inRealTime().put(TestBots.bots(bots));
        account.set("vcpuQuota", 10_000).set("runTaskPerSecond", 20).set("runTaskBurst", 20);
        account.fault("{\"operation\":\"RunTask\",\"times\":-1,\"delayMillis\":" + LATENCY.toMillis() + "}");
        if (withTool) {
            account.migrate("--yes", "--no-wait", "--scan", "index", "--parallel", String.valueOf(bots));
        } else {
            try (AwsClients aws = aws(account)) {
                EmbeddingTasks tasks = new EmbeddingTasks(aws.ecs(), settings(), "ENABLED");
                Stream.of(TestBots.bots(bots))
                        .map(b -> new BotKey(b.user(), b.sk()))
                        .forEach(b -> tasks.start(tasks.request(b, b.id(), "script")));
            }
        }
        List<JsonObject> all = account.requests("RunTask");
        List<JsonObject> requests =
                all.stream().filter(r -> r.get("status").getAsInt() == 200).toList();
        int throttled = all.size() - requests.size();
        long first = requests.get(0).get("realMillis").getAsLong();
        long last = requests.get(requests.size() - 1).get("realMillis").getAsLong();
        if (throttled > 0) {
            System.out.println("  (" + throttled + " starts were throttled)");
        }
        return (requests.size() - 1) * 1000.0 / (last - first);
    }

    /** Measures from the start of the command to the first RunTask request at the server. */
    private static void first() throws IOException {
        double[] whole = IntStream.range(0, 5)
                .mapToDouble(i -> secondsToFirstStart(TestAccount.inRealTime().put(TestBots.bot(i))))
                .sorted()
                .toArray();
        double[] jbang = IntStream.range(0, 5)
                .mapToDouble(i -> seconds(() -> new Cli().run(Cli.MIGRATE, "--version")))
                .sorted()
                .toArray();
        System.out.println("Time to the first start of ./migrate.java --yes, everything cached (median of 5)");
        row("  seconds, all", String.format("%.2f", whole[2]), "", "");
        row("  of which JBang, Java and the command line (--version)", String.format("%.2f", jbang[2]), "", "");
    }

    private static double secondsToFirstStart(TestAccount account) {
        long start = System.currentTimeMillis();
        account.startProcess(account.cli(), "--yes", "--no-wait", "--scan", "index").end();
        return (account.requests("RunTask").get(0).get("realMillis").getAsLong() - start) / 1000.0;
    }

    /** Measures the same for each way to run the tool that the documents name. */
    private static void ways() throws IOException {
        System.out.println("Time to the first start by each way in, everything cached (median of 5)");
        Path folder = Cli.temporaryFolder("ways");
        UnaryOperator<Cli> withJBang = cli -> Bundle.withJBang(cli, folder).in(folder);
        try (FileServer server = new FileServer(Cli.ROOT)) {
            for (String command : List.of(
                    "jbang trust add " + server.url() + "/",
                    "jbang catalog add --name bedrock " + server.url() + "/jbang-catalog.json",
                    "jbang app install --name bedrock-migrate migrate@bedrock",
                    "jbang export portable -O portable/migrate.jar " + Cli.MIGRATE)) {
                withJBang.apply(new Cli()).run("sh", "-c", command);
            }
            Map<String, String> ways = new LinkedHashMap<>();
            ways.put("./migrate.java", Cli.MIGRATE);
            ways.put("jbang run migrate.java", "jbang run " + Cli.MIGRATE);
            ways.put("jbang https://HOST/PATH/migrate.java", "jbang " + server.url() + "/migrate.java");
            ways.put("jbang migrate@bedrock, the catalog", "jbang migrate@bedrock");
            ways.put("bedrock-migrate, the installed app", "bedrock-migrate");
            ways.put("java -jar portable/migrate.jar", "java -jar portable/migrate.jar");
            for (Map.Entry<String, String> way : ways.entrySet()) {
                withJBang.apply(new Cli()).run("sh", "-c", way.getValue() + " --version"); // fills the caches
                withJBang.apply(new Cli()).run("sh", "-c", way.getValue() + " --version");
                double[] all = IntStream.range(0, 5)
                        .mapToDouble(i -> {
                            TestAccount account = TestAccount.inRealTime().put(TestBots.bot(i));
                            long start = System.currentTimeMillis();
                            Cli.Result result = withJBang
                                    .apply(account.cli())
                                    .run("sh", "-c", "exec " + way.getValue() + " --yes --no-wait --scan index");
                            if (result.exit() != 0) {
                                throw new IllegalStateException(result.toString());
                            }
                            return (account.requests("RunTask")
                                                    .get(0)
                                                    .get("realMillis")
                                                    .getAsLong()
                                            - start)
                                    / 1000.0;
                        })
                        .sorted()
                        .toArray();
                row("  seconds, " + way.getKey(), String.format("%.2f", all[2]), "", "");
            }
        }
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void memory() throws Exception {
        System.out.println("Peak memory of ./migrate.java --dry-run (all scans, resident set)");
        double[] bots = new double[3];
        int[] items = {1_000, 100_000}, sizes = {100, 1_000, 10_000};
        for (int n : items) {
            double peak = peak(filled(n, i -> TestBots.conversation(i, 100)));
            row(String.format("  %,d conversations, 0 bots, MB", n), String.format("%.0f", peak), "", "");
        }
        try (ManyItemsTable million = new ManyItemsTable(1_000_000)) {
            TestAccount account = TestAccount.inRealTime();
            row(
                    "  1,000,000 conversations (generated pages), 0 bots, MB",
                    String.format(
                            "%.0f", peak(account, account.cli().with("AWS_ENDPOINT_URL_DYNAMODB", million.endpoint()))),
                    "",
                    "");
        }
        for (int i = 0; i < sizes.length; i++) {
            bots[i] = peak(filled(sizes[i], n -> TestBots.bot(n).item()));
            row(String.format("  %,d bots, MB", sizes[i]), String.format("%.0f", bots[i]), "", "");
        }
        row(
                "  bytes per bot (10,000 against 100)",
                String.format("%,.0f", (bots[2] - bots[0]) * 1024 * 1024 / (sizes[2] - sizes[0])),
                "",
                "");
    }

    /** Fills the table in portions, to limit the memory of this program. */
    private static TestAccount filled(int items, IntFunction<Map<String, AttributeValue>> item) {
        TestAccount account = TestAccount.inRealTime();
        for (int from = 0; from < items; from += 10_000) {
            account.putAll(IntStream.range(from, Math.min(from + 10_000, items))
                    .mapToObj(item)
                    .toList());
        }
        return account;
    }

    /** Returns the peak resident memory in MB; only Linux reports it. */
    private static double peak(TestAccount account) throws Exception {
        return peak(account, account.cli());
    }

    private static double peak(TestAccount account, Cli cli) throws Exception {
        return peak(account, cli, "--dry-run");
    }

    static double peak(TestAccount account, Cli cli, String... arguments) throws Exception {
        RunningProcess run = account.startProcess(cli, arguments);
        Path status = Path.of("/proc/" + run.process().pid() + "/status");
        double peak = Double.NaN;
        while (run.process().isAlive()) {
            try (Stream<String> lines = Files.lines(status)) {
                peak = lines.filter(l -> l.startsWith("VmHWM"))
                        .map(l -> Double.parseDouble(l.replaceAll("\\D", "")) / 1024)
                        .findFirst()
                        .orElse(peak);
            } catch (IOException ended) {
                break;
            }
            Thread.sleep(5);
        }
        Cli.Result result = run.end();
        if (result.exit() != 0) {
            throw new IllegalStateException(result.toString());
        }
        return peak;
    }

    private static void quota() throws Exception {
        System.out.println("1,000 bots on a simulated clock, beside the ideal bots x task time / quota");
        for (int quota : List.of(3, 30, 300)) {
            TestAccount account = TestAccount.inRealTime();
            account.control(
                    "install",
                    Map.of(
                            "scenario",
                            "empty",
                            "speed",
                            0,
                            "vcpuQuota",
                            2 * quota,
                            "durations",
                            Map.of(
                                    "provisioning",
                                    20,
                                    "pending",
                                    25,
                                    "shortestEmbedding",
                                    180,
                                    "longestEmbedding",
                                    180,
                                    "deprovisioning",
                                    15)));
            account.putAll(
                    Stream.of(TestBots.bots(1_000)).map(TestBots.Bot::item).toList());
            Duration elapsed = simulated(account, quota > 50 ? quota : 0);
            Duration ideal = Duration.ofSeconds(240L * 1_000 / quota);
            long rejected = account.requests("RunTask").size() - 1_000;
            row(
                    "  quota of " + quota + " tasks, hours (" + rejected + " starts rejected)",
                    String.format("%.2f", elapsed.toMillis() / 3_600_000.0),
                    "",
                    "");
            row(
                    "  the ideal, hours; how much longer it took",
                    String.format("%.2f", ideal.toMillis() / 3_600_000.0),
                    "",
                    String.format("+%.1f %%", 100.0 * (elapsed.toMillis() - ideal.toMillis()) / ideal.toMillis()));
        }
    }

    private static Duration simulated(TestAccount account, int parallel) throws Exception {
        Path folder = Cli.temporaryFolder("bench");
        SteppedClock clock = new SteppedClock(account);
        Mark start = clock.now();
        MigrationId migration =
                new MigrationId("123456789012", "us-east-1", TestAccount.TABLE, TestAccount.ECS_CLUSTER, "");
        try (AwsClients aws = aws(account);
                Journal journal = Journal.open(folder.resolve("journal.jsonl"), migration, clock)) {
            BotTable table = new BotTable(aws.dynamoDb(), TestAccount.TABLE, retrier(clock));
            EmbeddingTasks tasks = new EmbeddingTasks(aws.ecs(), settings(), "ENABLED");
            BotOutcomes outcomes = new BotOutcomes(clock);
            RowVerifier rows =
                    RowVerifier.of(aws, DatabaseLocation.NONE, new RowVerifier.Options(false, false), retrier(clock));
            List<Bot> bots = new ArrayList<>();
            table.scanIndex().forEachRemaining(page -> bots.addAll(outcomes.add(page.bots())));
            EmbeddingRun embedding = new EmbeddingRun(
                    table,
                    tasks,
                    journal,
                    rows,
                    outcomes,
                    new RunLimits(parallel, Duration.ofSeconds(5), Duration.ofHours(1), false, 3, true, false),
                    clock,
                    new SteppedClock.IgnoringListener(),
                    question -> false);
            embedding.offerLast(new BotSearch.Chosen(bots, Map.of()));
            embedding.run();
            long succeeded = outcomes.results().stream()
                    .filter(result -> result.outcome() instanceof Outcome.Succeeded)
                    .count();
            if (succeeded != 1_000) {
                throw new IllegalStateException(succeeded + " of 1,000 bots succeeded");
            }
        }
        return clock.since(start);
    }

    private static Settings settings() {
        return new Settings(
                new Setting(TestAccount.TABLE, ""),
                new Setting(TestAccount.ECS_CLUSTER, ""),
                new Setting(TestAccount.TASK_DEFINITION, ""),
                new Setting("Container", ""),
                List.of(new Setting("subnet-0a1b2c3d4e5f60001", "")),
                List.of(new Setting("sg-0a1b2c3d4e5f60001", "")),
                DatabaseLocation.NONE);
    }

    private static Retrier retrier(Clock clock) {
        return new Retrier(clock, ExponentialBackoff.RANDOM_JITTER, (error, pause) -> {});
    }

    /** Returns clients with the access key of that account. */
    private static AwsClients aws(TestAccount account) {
        return new AwsClients(new AwsClients.Access(
                "us-east-1",
                null,
                URI.create(TestAccount.sharedEndpoint()),
                Map.of("AWS_ACCESS_KEY_ID", account.accessKey(), "AWS_SECRET_ACCESS_KEY", "secret")));
    }
}
