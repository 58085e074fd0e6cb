///usr/bin/env true; exec sh "$(dirname "$(readlink -f "$0")")/../lib/jbang" "$0" "$@"
//DESCRIPTION Measures what the tool takes: read units, starts a second, seconds, memory, and the copy of restore.
//JAVA 17+
//DEPS org.junit.jupiter:junit-jupiter:6.1.0
//SOURCES ../migrate.java support/package-info.java RestoreBenchmark.java
//JAVAC_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8
//RUNTIME_OPTIONS -XX:+UseSerialGC
package tests;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import tests.support.Bundle;
import tests.support.Cli;
import tests.support.FileServer;
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.TestBots;

/**
 * Prints figures, each beside what it stands for. The arguments select parts: {@code find}, {@code starts},
 * {@code start}, {@code ways}, {@code memory}, {@code quota}, {@code restore}; {@code short} is for comparing two
 * versions. An argument that is a folder, such as {@code ../before}, is a checkout whose tool is measured instead.
 */
public final class Benchmark {
    private interface Part {
        void run() throws Exception;
    }

    private static final int REPETITIONS = 5;
    private static final Duration LATENCY = Duration.ofMillis(100);
    private static final double MEBIBYTE_IN_KIB = 1024;

    /** The checkout whose tool is measured. */
    private final Path checkout;

    Benchmark(Path checkout) {
        this.checkout = checkout;
    }

    public static void main(String... arguments) throws Exception {
        Path checkout = Stream.of(arguments)
                .filter(argument -> argument.contains("/"))
                .map(folder -> Path.of(folder).toAbsolutePath().normalize())
                .findFirst()
                .orElse(Cli.ROOT);
        new Benchmark(checkout)
                .run(Stream.of(arguments).filter(argument -> !argument.contains("/")).toList());
        System.exit(0);
    }

    private void run(List<String> chosen) throws Exception {
        Map<String, Part> parts = new LinkedHashMap<>();
        parts.put("find", this::find);
        parts.put("starts", this::starts);
        parts.put("start", this::start);
        parts.put("ways", this::ways);
        parts.put("memory", this::memory);
        parts.put("quota", this::quota);
        parts.put("restore", () -> new RestoreBenchmark(this).run());
        Map<String, Part> shortened = new LinkedHashMap<>();
        shortened.put("start", this::start);
        shortened.put("memory", this::memoryOfBots);
        shortened.put("restore", () -> new RestoreBenchmark(this).copy(200, 100));
        Map<String, Part> all = chosen.contains("short") ? shortened : parts;
        if (!chosen.stream().allMatch(name -> name.equals("short") || parts.containsKey(name))) {
            throw new IllegalArgumentException("the parts are short, " + String.join(", ", parts.keySet()));
        }
        run("sh", checkout.resolve("lib/jbang").toString(), "build", script().toString());
        System.out.println(machine());
        for (Map.Entry<String, Part> part : all.entrySet()) {
            if (all == shortened || chosen.isEmpty() || chosen.contains(part.getKey())) {
                part.getValue().run();
            }
        }
    }

    private Path script() {
        return checkout.resolve("migrate.java");
    }

    /** Starts {@code ./migrate.java} of the checkout against that account. */
    RunningProcess start(TestAccount account, String... arguments) {
        return account.start(script(), account.cli(), arguments);
    }

    private static Cli.Result run(String... command) {
        return succeeded(new Cli().run(command));
    }

    static Cli.Result succeeded(Cli.Result result) {
        if (result.exit() != 0) {
            throw new IllegalStateException(result.toString());
        }
        return result;
    }

    static void row(String what, String format, Object... values) {
        System.out.printf("  %-68s %s%n", what, String.format(format, values));
    }

    /** Describes where and of what the figures are. */
    private String machine() throws IOException {
        String processor;
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            processor = lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceFirst(".*: ", ""))
                    .findFirst()
                    .orElse("processor unknown");
        }
        return "%d cores (%s), %s %s, Java %s, load %.1f at the beginning; commit %s; %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor,
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.version"),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                        run("git", "-C", checkout.toString(), "describe", "--always", "--dirty")
                                .out()
                                .strip(),
                        LocalDate.now(ZoneOffset.UTC));
    }

    /** The scan of the whole table is what the guide's script does. */
    private void find() {
        find("5,000 conversations of 20 KB", 5_000, 20_000);
        find("100,000 conversations of 100 B", 100_000, 100);
    }

    private void find(String others, int conversations, int size) {
        TestAccount account = filled(conversations, i -> TestBots.conversation(i, size));
        account.put(TestBots.bots(500));
        System.out.println("500 bots among " + others);
        JsonObject report = succeeded(start(account, "--dry-run", "--json", "-").end()).json();
        for (JsonElement each : report.getAsJsonArray("scans")) {
            JsonObject scan = each.getAsJsonObject();
            row(
                    "read units, pages: " + scan.get("what").getAsString(),
                    "%,.1f, %d",
                    scan.get("readUnits").getAsDouble(),
                    scan.get("pages").getAsInt());
        }
    }

    private void starts() {
        int bots = 300;
        System.out.println("RunTask, answers after 100 ms, service limit 20 a second, no burst above it, no quota");
        TestAccount account = TestAccount.inRealTime().put(TestBots.bots(bots));
        account.set("vcpuQuota", 10_000).set("runTaskPerSecond", 20).set("runTaskBurst", 20);
        account.fault("{\"operation\":\"RunTask\",\"times\":-1,\"delayMillis\":" + LATENCY.toMillis() + "}");
        RunningProcess run = start(account, "--yes", "--parallel", String.valueOf(bots));
        run.waitUntil(() -> accepted(account).size() == bots).destroy();
        List<Long> times = accepted(account);
        row(
                "starts a second, " + bots + " bots",
                "%.1f",
                (times.size() - 1) * 1000.0 / (times.get(times.size() - 1) - times.get(0)));
        row("starts throttled", "%d", account.requests("RunTask").size() - times.size());
    }

    /** Returns when the accepted starts arrived, in milliseconds of the wall clock. */
    private static List<Long> accepted(TestAccount account) {
        return account.requests("RunTask").stream()
                .filter(request -> request.get("status").getAsInt() == 200)
                .map(request -> request.get("realMillis").getAsLong())
                .toList();
    }

    /** Measures from the start of the command to the first RunTask request at the server. */
    private void start() {
        System.out.println("Start of ./migrate.java, everything cached (median of " + REPETITIONS + ")");
        row("seconds to the first start of a task", "%.2f", median(i -> {
            TestAccount account = TestAccount.inRealTime().put(TestBots.bot(i));
            long begin = System.currentTimeMillis();
            return secondsToFirstStart(account, start(account, "--yes"), begin);
        }));
        row("seconds of --version: the launcher, JBang, Java and the command line", "%.2f", median(i -> {
            long begin = System.nanoTime();
            run(script().toString(), "--version");
            return (System.nanoTime() - begin) / 1e9;
        }));
    }

    private static double median(IntToDoubleFunction measurement) {
        return IntStream.range(0, REPETITIONS).mapToDouble(measurement).sorted().toArray()[REPETITIONS / 2];
    }

    /** Ends the command after its first start. */
    private static double secondsToFirstStart(TestAccount account, RunningProcess command, long begin) {
        command.waitUntil(() -> !accepted(account).isEmpty()).destroy();
        if (accepted(account).isEmpty()) {
            throw new IllegalStateException(command.end().toString());
        }
        return (accepted(account).get(0) - begin) / 1000.0;
    }

    /** Measures the same for each way to run the tool that the documents name. */
    private void ways() throws IOException {
        System.out.println("Seconds to the first start of a task, everything cached (median of " + REPETITIONS + ")");
        Path folder = Cli.temporaryFolder("ways");
        UnaryOperator<Cli> withJBang = cli -> Bundle.withJBang(cli, folder).in(folder);
        try (FileServer server = new FileServer(checkout)) {
            for (String command : List.of(
                    "jbang trust add " + server.url() + "/",
                    "jbang catalog add --name bedrock " + server.url() + "/jbang-catalog.json",
                    "jbang app install --name bedrock-migrate migrate@bedrock",
                    "jbang export portable -O portable/migrate.jar " + script())) {
                withJBang.apply(new Cli()).run("sh", "-c", command);
            }
            Map<String, String> ways = new LinkedHashMap<>();
            ways.put("./migrate.java", script().toString());
            ways.put("jbang migrate.java", "jbang run " + script());
            ways.put("jbang https://HOST/PATH/migrate.java", "jbang " + server.url() + "/migrate.java");
            ways.put("jbang migrate@bedrock, the catalog", "jbang migrate@bedrock");
            ways.put("bedrock-migrate, the installed app", "bedrock-migrate");
            ways.put("java -jar portable/migrate.jar", "java -jar portable/migrate.jar");
            ways.forEach((name, way) -> {
                for (int i = 0; i < 2; i++) { // fills the caches
                    succeeded(withJBang.apply(new Cli()).run("sh", "-c", way + " --version"));
                }
                row(name, "%.2f", median(i -> {
                    TestAccount account = TestAccount.inRealTime().put(TestBots.bot(i));
                    long begin = System.currentTimeMillis();
                    RunningProcess command =
                            withJBang.apply(account.cli()).start("sh", "-c", "exec " + way + " --yes");
                    return secondsToFirstStart(account, command, begin);
                }));
            });
        }
    }

    private void memory() throws Exception {
        System.out.println("Peak memory of ./migrate.java --dry-run (resident set)");
        for (int conversations : List.of(1_000, 100_000)) {
            TestAccount account = filled(conversations, i -> TestBots.conversation(i, 100));
            row("%,d conversations".formatted(conversations), "%.0f MB", peak(account, "--dry-run"));
        }
        memoryOfBots();
    }

    private void memoryOfBots() throws Exception {
        int few = 100, many = 10_000;
        double ofFew = peakOfBots(few), ofMany = peakOfBots(many);
        row("the same with %d bots".formatted(few), "%.0f MB", ofFew);
        row("the same with %,d bots".formatted(many), "%.0f MB", ofMany);
        row("a bot", "%.1f KB", (ofMany - ofFew) * MEBIBYTE_IN_KIB / (many - few));
    }

    private double peakOfBots(int bots) throws Exception {
        TestAccount account = filled(bots, i -> TestBots.bot(i).item());
        return peak(account, "--dry-run");
    }

    /** Fills the table in portions, to limit the memory of this program. */
    private static TestAccount filled(int items, IntFunction<Map<String, AttributeValue>> item) {
        TestAccount account = TestAccount.inRealTime();
        for (int from = 0; from < items; from += 10_000) {
            account.putAll(IntStream.range(from, Math.min(from + 10_000, items)).mapToObj(item).toList());
        }
        return account;
    }

    /** Returns the peak resident memory in MB; only Linux reports it. */
    double peak(TestAccount account, String... arguments) throws Exception {
        RunningProcess run = start(account, arguments);
        Path status = Path.of("/proc/" + run.process().pid() + "/status");
        double peak = Double.NaN;
        while (run.process().isAlive()) {
            try (Stream<String> lines = Files.lines(status)) {
                peak = lines.filter(line -> line.startsWith("VmHWM"))
                        .map(line -> Double.parseDouble(line.replaceAll("\\D", "")) / MEBIBYTE_IN_KIB)
                        .findFirst()
                        .orElse(peak);
            } catch (IOException ended) {
                break;
            }
            Thread.sleep(5);
        }
        succeeded(run.end());
        return peak;
    }

    /** Runs in this JVM, on simulated time, so it is always this checkout's tool. */
    private void quota() {
        int bots = 300;
        Map<String, Integer> fourMinutes = Map.of(
                "provisioning", 20,
                "pending", 25,
                "shortestEmbedding", 180,
                "longestEmbedding", 180,
                "deprovisioning", 15);
        System.out.printf("%d bots of 4 minutes, simulated, beside the ideal: bots x task time / quota%n", bots);
        for (int quota : List.of(3, 30, 100)) {
            TestAccount account = TestAccount.empty()
                    .put(TestBots.bots(bots))
                    .set("vcpuQuota", 2 * quota)
                    .set("durations", fourMinutes);
            List<String> arguments = quota > 50
                    ? List.of("--yes", "--json", "-", "--parallel", String.valueOf(quota))
                    : List.of("--yes", "--json", "-");
            JsonObject report = succeeded(account.migrate(arguments.toArray(String[]::new))).json();
            double hours = report.get("elapsedSeconds").getAsDouble() / 3_600;
            double ideal = bots * 4.0 / 60 / quota;
            row(
                    "quota of " + quota + " tasks: hours, ideal, starts that were rejected",
                    "%.2f, %.2f (%+.1f %%), %d",
                    hours,
                    ideal,
                    100 * (hours / ideal - 1),
                    account.requests("RunTask").size() - bots);
        }
    }
}
