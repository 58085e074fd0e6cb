package tests;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.rds.model.DBCluster;
import tests.support.Cli;
import tests.support.SdkClients;
import tests.support.TestAccount;
import tests.support.TestBots;

/**
 * Compares the copy of {@code restore} with PostgreSQL's client programs: the same rows between the same two servers,
 * into the table with its indexes, on a stand-in for pgvector whose values are texts.
 */
final class RestoreBenchmark {
    private static final int ROWS = 20_000, BOTS = 200;
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
    private static final String USER = "bench", PASSWORD = "bench", DATABASE = "postgres";

    /** An address of a server, for PostgreSQL's client programs. */
    private record Server(String host, String port) {
        String connection() {
            return "\"host=" + host + " port=" + port + " user=" + USER + " dbname=" + DATABASE + " sslmode=require\"";
        }
    }

    private RestoreBenchmark() {}

    static void run() throws Exception {
        copy();
        memory();
    }

    private static void copy() {
        System.out.printf(
                "%,d rows of %d bots, from server to server, into the table with its indexes (stand-in for pgvector)%n",
                ROWS, BOTS);
        TestAccount account = account(ROWS, RANDOM_VECTOR);
        Cli.Result result = account.migrate("restore", "--yes", "--keep", "--no-reindex", "--json", "-");
        if (result.exit() != 0) {
            throw new IllegalStateException(result.toString());
        }
        double tool = ROWS / secondsOfCopy(account);
        Benchmark.row("  rows a second, restore", format(tool), "", "");
        String cluster = temporaryCluster(account).dbClusterIdentifier();
        Server source = server(account, cluster), target = server(account, null);
        compare(
                account,
                tool,
                "pg_dump -Fc | pg_restore (a DMS full load)",
                "pg_dump -Fc -a -t items " + source.connection() + " | pg_restore -a -d " + target.connection());
        compare(
                account,
                tool,
                "binary COPY through a pipe",
                "psql -qc 'COPY items TO STDOUT (FORMAT binary)' " + source.connection()
                        + " | psql -qc 'COPY items FROM STDIN (FORMAT binary)' " + target.connection());
        account.remove();
    }

    /** Runs a shell command that copies the rows into the emptied table. */
    private static void compare(TestAccount account, double tool, String what, String command) {
        for (String program : List.of("pg_dump", "pg_restore", "psql")) {
            if (command.contains(program)
                    && new Cli().run("sh", "-c", "command -v " + program).exit() != 0) {
                Benchmark.row("  rows a second, " + what, "", "no " + program, "");
                return;
            }
        }
        account.sqlAsAdministrator(null, "TRUNCATE items; CHECKPOINT; SELECT 1");
        long start = System.nanoTime();
        Cli.Result result = new Cli().with("PGPASSWORD", PASSWORD).run("sh", "-c", command);
        double rate = ROWS / ((System.nanoTime() - start) / 1e9);
        int rows = account.sqlAsAdministrator(null, "SELECT count(*) FROM items")
                .get(0)
                .get(0)
                .getAsInt();
        if (result.exit() != 0 || rows != ROWS) {
            throw new IllegalStateException(rows + " rows were copied: " + result);
        }
        Benchmark.row("  rows a second, " + what, "", format(rate), Benchmark.times(tool / rate));
    }

    private static void memory() throws Exception {
        System.out.println("Peak memory of ./migrate.java restore (resident set)");
        for (int rows : List.of(FEW_ROWS, MANY_ROWS)) {
            TestAccount account = account(rows, SHORT_VECTOR);
            double peak = Benchmark.peak(account, account.cli(), "restore", "--yes", "--no-reindex");
            Benchmark.row(String.format("  %,d rows, MB", rows), String.format("%.0f", peak), "", "");
            account.remove();
        }
    }

    /** Returns an account with a snapshot of that many rows, whose bots have no rows yet. */
    private static TestAccount account(int rows, String vector) {
        TestAccount account = TestAccount.withOwnDatabaseInRealTime().set("resourceSeconds", 1);
        account.put(TestBots.bots(BOTS));
        account.snapshot(Map.of("id", "before", "sql", INSERT.formatted(TestBots.USER, vector, BOTS, rows)));
        return account;
    }

    /**
     * Returns the time from the first statement that fetches rows until the last that inserts some has been answered.
     */
    private static double secondsOfCopy(TestAccount account) {
        List<JsonObject> requests = account.requests();
        int[] copying = IntStream.range(0, requests.size())
                .filter(i -> Stream.of("fetch(", "insert_rows(")
                        .anyMatch(function -> sql(requests.get(i)).contains("bedrock_chat_restore." + function)))
                .toArray();
        JsonObject first = requests.get(copying[0]), afterLast = requests.get(copying[copying.length - 1] + 1);
        return (millis(afterLast) - millis(first)) / 1000.0;
    }

    private static String sql(JsonObject request) {
        JsonObject body = request.getAsJsonObject("body");
        boolean selects = body.has("sql") && body.get("sql").getAsString().startsWith("SELECT");
        return selects ? body.get("sql").getAsString() : "";
    }

    private static long millis(JsonObject request) {
        return request.get("realMillis").getAsLong();
    }

    private static DBCluster temporaryCluster(TestAccount account) {
        return SdkClients.rds(account).describeDBClusters().dbClusters().stream()
                .filter(cluster -> !cluster.dbClusterArn().equals(account.clusterArn()))
                .findFirst()
                .orElseThrow();
    }

    /** Creates a user for the client programs, and returns the server's address. */
    private static Server server(TestAccount account, String cluster) {
        account.sqlAsAdministrator(
                cluster, "CREATE ROLE " + USER + " SUPERUSER LOGIN PASSWORD '" + PASSWORD + "'; SELECT 1");
        List<String> address = account
                .sqlAsAdministrator(cluster, "SELECT host(inet_server_addr()), inet_server_port()::text")
                .get(0)
                .stream()
                .map(each -> each.getAsString())
                .toList();
        return new Server(address.get(0), address.get(1));
    }

    private static String format(double rate) {
        return String.format("%,.0f", rate);
    }
}
