package tests;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tests.support.TestAccount;
import tests.support.TestBots;

/**
 * Measures the copy of {@code restore} between two PostgreSQL servers on this machine, with a stand-in for pgvector
 * whose values are texts: what the statements take, seen by the stand-in of the Data API, apart from the whole.
 */
final class RestoreBenchmark {
    private static final int FEW_BOTS = 200, MANY_BOTS = 2_000;
    /** Of each of the few bots, and of each of the many. */
    private static final int ROWS_OF_LARGE = 100, ROWS_OF_SMALL = 3;
    private static final int FEW_ROWS = 1_000, MANY_ROWS = 100_000;
    private static final String RANDOM_VECTOR =
            "(SELECT '[' || string_agg((random() - 0.5)::float4::text, ',') || ']' FROM generate_series(1, 1024 + 0 *"
                    + " n))";
    private static final String SHORT_VECTOR = "'[' || repeat('0.5,', 1023) || n || ']'";
    private static final String INSERT =
            """
            INSERT INTO items (id, botid, content, source, embedding)
            SELECT 'R' || lpad(n::text, 25, '0'), bot, 'Passage ' || n || repeat(' of a text as long as a chunk', 30),
                's3://bedrockchatstack-documentbucketae41e5a9-rehearsal0001/%1$s/' || bot || '/documents/manual-' || b
                    || '.pdf',
                (%2$s)::vector
            FROM (SELECT n, 1 + n %% %3$d AS b, '01HTEST' || lpad((1 + n %% %3$d)::text, 19, '0') AS bot
                FROM generate_series(1, %4$d) AS n) AS numbered""";
    /** A call of a function that the tool creates in the databases. */
    private static final Pattern FUNCTION = Pattern.compile("^SELECT .*(?:bedrock_chat_restore\\.|format\\(')(\\w+)\\(");

    private final Benchmark benchmark;

    RestoreBenchmark(Benchmark benchmark) {
        this.benchmark = benchmark;
    }

    void run() throws Exception {
        copy(FEW_BOTS, ROWS_OF_LARGE);
        copy(MANY_BOTS, ROWS_OF_SMALL);
        memory();
    }

    /** Prints the rate, and where the time goes. */
    void copy(int bots, int rowsOfBot) {
        int rows = bots * rowsOfBot;
        System.out.printf(
                "restore of %,d rows of %,d bots, from server to server, into the table with its indexes%n",
                rows, bots);
        TestAccount account = account(rows, bots, RANDOM_VECTOR);
        Benchmark.succeeded(benchmark.start(account, "restore", "--yes").end());
        List<JsonObject> requests = whileCopying(account.requests());
        double seconds = (end(requests.get(requests.size() - 1)) - begin(requests.get(0))) / 1000;
        Benchmark.row("rows a second, with proof, of the whole command", "%,.0f", rows / seconds);
        Benchmark.row("requests to the Data API per bot", "%.1f", requests.size() / (double) bots);
        Benchmark.row("milliseconds per bot, of the whole command", "%.1f", 1000 * seconds / bots);
        Map<String, List<Double>> perFunction = requests.stream()
                .collect(groupingBy(
                        RestoreBenchmark::function, TreeMap::new, mapping(RestoreBenchmark::millis, toList())));
        perFunction.forEach((name, millis) -> Benchmark.row(
                "requests and milliseconds per bot, inside " + name,
                "%.1f, %.1f",
                millis.size() / (double) bots,
                sum(millis) / bots));
        double all = perFunction.values().stream()
                .mapToDouble(RestoreBenchmark::sum)
                .sum();
        Benchmark.row("statements that run at the same time, on average", "%.1f", all / 1000 / seconds);
        account.remove();
    }

    private void memory() throws Exception {
        System.out.println("Peak memory of ./migrate.java restore (resident set)");
        for (int rows : List.of(FEW_ROWS, MANY_ROWS)) {
            TestAccount account = account(rows, FEW_BOTS, SHORT_VECTOR);
            double peak = benchmark.peak(account, "restore", "--yes");
            Benchmark.row("%,d rows".formatted(rows), "%.0f MB", peak);
            account.remove();
        }
    }

    /** Returns an account with a snapshot of that many rows, whose bots have no rows yet. */
    private static TestAccount account(int rows, int bots, String vector) {
        TestAccount account = TestAccount.withOwnDatabaseInRealTime().set("resourceSeconds", 1);
        account.put(TestBots.bots(bots));
        account.snapshot(Map.of("id", "before", "sql", INSERT.formatted(TestBots.USER, vector, bots, rows)));
        return account;
    }

    /** Returns the requests to the Data API from the first that fetches rows to the last that proves a copy. */
    private static List<JsonObject> whileCopying(List<JsonObject> requests) {
        Predicate<JsonObject> copies = request -> List.of("fetch", "checksum").contains(function(request));
        int[] copying = IntStream.range(0, requests.size())
                .filter(i -> copies.test(requests.get(i)))
                .toArray();
        return requests.subList(copying[0], copying[copying.length - 1] + 1).stream()
                .filter(request -> request.get("operation").getAsString().equals("ExecuteStatement"))
                .toList();
    }

    private static String function(JsonObject request) {
        JsonObject body = request.getAsJsonObject("body");
        Matcher call = FUNCTION.matcher(body.has("sql") ? body.get("sql").getAsString() : "");
        return call.find() ? call.group(1) : "other statements";
    }

    private static double begin(JsonObject request) {
        return request.get("realMillis").getAsDouble();
    }

    private static double millis(JsonObject request) {
        return request.get("servedMillis").getAsDouble();
    }

    private static double sum(List<Double> millis) {
        return millis.stream().mapToDouble(each -> each).sum();
    }

    private static double end(JsonObject request) {
        return begin(request) + millis(request);
    }
}
