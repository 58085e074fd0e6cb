package tests.support;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lib.common.ProcessContext;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * An AWS account with a Bedrock Chat stack for one test. All tests share one embedded AWS, in which an access key of
 * its own separates each account from the others.
 */
public final class TestAccount {
    public static final String TABLE = "BedrockChatStack-DatabaseConversationTable03F3FD7C-REHEARSAL0001";
    public static final String ECS_CLUSTER = "BedrockChatStack-EmbeddingClusterD1C0AA4F-REHEARSAL";
    /** The bucket of v1.4.0. */
    public static final String DOCUMENT_BUCKET = "bedrockregionresour-useast1documentbucket0a1b2c3d-rehearsal0001";
    public static final String TASK_DEFINITION = "BedrockChatStackEmbeddingTaskDefinitionCF2B0A3F";
    public static final List<String> SUBNETS = List.of("subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002");
    public static final String SECURITY_GROUP = "sg-0a1b2c3d4e5f60001";
    /**
     * How many times faster than the wall clock commands run that need a process of their own. The others run on an
     * {@link AccountClock}.
     */
    public static final int SPEED = 300;

    public static final String VERIFY = "verify";

    /** Returns these words, and options with the names that the stack would give. */
    public static String[] names(String... words) {
        Stream<String> names = Stream.of(
                "--table", TABLE, "--cluster", ECS_CLUSTER, "--task-definition", TASK_DEFINITION,
                "--subnet", SUBNETS.get(0), "--subnet", SUBNETS.get(1), "--security-group", SECURITY_GROUP);
        return Stream.concat(Stream.of(words), names).toArray(String[]::new);
    }

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Map<String, DynamoDbClient> CLIENTS = new ConcurrentHashMap<>();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static String sharedEndpoint;

    private static final Pattern READ_OPERATION = Pattern.compile("(Describe|List|Get)\\w+|Scan");

    private final String accessKey = "TEST" + COUNT.incrementAndGet();
    private long requestsBefore;

    private final String endpoint;
    /** Of the embedded AWS and of the tool's processes; 1 means that all commands run in real time. */
    private final int speed;
    private final AccountClock clock;
    /** The command line of the operator who runs every command that names no other. */
    private final Cli operator;
    /** The last command that ran in a process of its own, at the account's speed; null: none. */
    private RunningProcess process;
    /** When the clock of the last process and the wall clock showed the same time; null: time passes on the clock. */
    private Instant origin;
    private boolean awsIsPaused;

    private TestAccount(String endpoint, int speed, String scenario, Map<String, ?> settings) {
        this(endpoint, speed, scenario, settings, null);
    }

    private TestAccount(String endpoint, int speed, String scenario, Map<String, ?> settings, Random order) {
        this.endpoint = endpoint;
        this.speed = speed;
        Map<String, Object> all = new HashMap<>(settings);
        all.putAll(Map.of("scenario", scenario, "speed", isInRealTime() ? 1 : 0));
        control("install", all);
        clock = new AccountClock(awsTime(), this::sleepInAws, order);
        operator = cli();
    }

    private boolean isInRealTime() {
        return speed == 1;
    }

    /** Moves the clock of the embedded AWS. An interrupt of a waiting thread does not end this request. */
    private void sleepInAws(Duration duration) {
        try {
            HttpURLConnection sleep =
                    (HttpURLConnection) controlUri("sleep").toURL().openConnection(Proxy.NO_PROXY);
            sleep.setDoOutput(true);
            sleep.getOutputStream()
                    .write(("{\"nanos\": " + duration.toNanos() + "}").getBytes(StandardCharsets.UTF_8));
            try (InputStream response = sleep.getInputStream()) {
                response.readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the time of the embedded AWS. */
    private Instant awsTime() {
        BigDecimal seconds = get("clock").get("now").getAsBigDecimal();
        return Instant.ofEpochSecond(0, seconds.movePointRight(9).longValue());
    }

    /** Creates an account with an empty table. */
    public static TestAccount empty() {
        return of("empty");
    }

    /** Creates an account with an empty table in another embedded AWS. */
    public static TestAccount emptyAt(String endpoint) {
        return new TestAccount(endpoint, SPEED, "empty", Map.of());
    }

    /** Creates an account with these bots in its table, and their files in its bucket. */
    public static TestAccount with(TestBots.Bot... bots) {
        return empty().put(bots);
    }

    /** Creates an account with the contents of that scenario. */
    public static TestAccount of(String scenario) {
        return new TestAccount(sharedEndpoint(), SPEED, scenario, Map.of());
    }

    /** Creates an account with the contents of that scenario, and that version of the app. */
    public static TestAccount of(String scenario, String version) {
        return new TestAccount(sharedEndpoint(), SPEED, scenario, Map.of("app", version));
    }

    /** Creates an empty account whose database has a server of its own, as the snapshots of a restore need it. */
    public static TestAccount withOwnDatabase() {
        return new TestAccount(sharedEndpoint(), SPEED, "empty", Map.of("ownDatabaseServer", true));
    }

    /** Creates an empty account in which the threads of a command work one at a time, in an order by this. */
    public static TestAccount inOrder(Random order) {
        return new TestAccount(sharedEndpoint(), SPEED, "empty", Map.of(), order);
    }

    /** Creates the same with a database server of its own. */
    public static TestAccount inOrderWithOwnDatabase(Random order) {
        return new TestAccount(sharedEndpoint(), SPEED, "empty", Map.of("ownDatabaseServer", true), order);
    }

    /** Creates an empty account with its own database and the wall clock. */
    public static TestAccount withOwnDatabaseInRealTime() {
        return new TestAccount(sharedEndpoint(), 1, "empty", Map.of("ownDatabaseServer", true));
    }

    /** Creates an empty account with the wall clock. */
    public static TestAccount inRealTime() {
        return new TestAccount(sharedEndpoint(), 1, "empty", Map.of());
    }

    /**
     * Creates an empty account whose tasks take seconds. The clock of its processes is only a little faster than the
     * wall clock, so that something can happen there within an hour even on a slow machine.
     */
    public static TestAccount withShortTasks() {
        Map<String, Integer> durations = Map.of(
                "provisioning", 1, "pending", 1, "shortestEmbedding", 5, "longestEmbedding", 5, "deprovisioning", 1);
        return new TestAccount(sharedEndpoint(), SPEED / 15, "empty", Map.of("durations", durations));
    }

    /** Deploys that version of the app, for example v1.2.4. */
    public TestAccount app(String version) {
        return set("app", version);
    }

    /** Returns the URL of its embedded AWS. */
    public String endpoint() {
        return endpoint;
    }

    /** Pauses the clock of the embedded AWS; the tool's clock continues. */
    public TestAccount pauseClock() {
        return setPaused(true);
    }

    /** Resumes the clock of the embedded AWS. */
    public TestAccount resumeClock() {
        return setPaused(false);
    }

    private TestAccount setPaused(boolean paused) {
        awsIsPaused = paused;
        clock.pauseAws(paused);
        if (isInRealTime() || origin != null) {
            setAwsSpeed(speed);
        }
        return this;
    }

    private void setAwsSpeed(int running) {
        control("clock", Map.of("speed", awsIsPaused ? 0 : running));
    }

    /** Changes a setting of the embedded AWS, for example {@code vcpuQuota} or {@code listPageSize}. */
    public TestAccount set(String name, Object value) {
        control("settings", Map.of(name, value));
        return this;
    }

    /** Lets time pass at once, whatever waits. */
    public TestAccount advance(Duration time) {
        control("clock", Map.of("advanceSeconds", time.toSeconds()));
        if (origin == null) {
            clock.advance(time);
        } else { // a process sees it from its next start on
            origin = origin.minus(time.dividedBy(speed - 1));
        }
        return this;
    }

    /** Lets time pass as for a tool whose machine sleeps meanwhile. */
    public TestAccount sleepMachine(Duration time) {
        control("clock", Map.of("advanceSeconds", time.toSeconds()));
        clock.sleepMachine(time);
        return this;
    }

    /** Lets time pass, a second at a time, until the condition is true. */
    public TestAccount await(String what, BooleanSupplier condition) {
        clock.hold();
        try {
            Waiting.await(what, condition);
        } finally {
            clock.release(Thread.currentThread());
        }
        return this;
    }

    /** Runs {@code ./migrate.java} with these arguments against this account, always with the same home folder. */
    public Cli.Result migrate(String... arguments) {
        return migrate(operator, arguments);
    }

    public Cli.Result migrate(Cli cli, String... arguments) {
        return start(cli, arguments).end();
    }

    /** Runs {@code ./migrate.java --yes --json -} with these options too. */
    public JsonReport report(String... options) {
        return JsonReport.of(migrate(words("--yes --json -", options)));
    }

    /** Runs {@code ./migrate.java verify} with these arguments. */
    public Cli.Result verify(String... arguments) {
        return migrate(words(VERIFY, arguments));
    }

    private static String[] words(String first, String... more) {
        return Stream.concat(Stream.of(first.split(" ")), Stream.of(more)).toArray(String[]::new);
    }

    /** Starts tasks with {@code ./migrate.java --yes}, until that many are journalled, and leaves them running. */
    public void leaveRunning(int tasks, String... options) {
        startAndKill(() -> journalLines("started").size() == tasks, options);
    }

    /** Starts {@code ./migrate.java --yes} with these options, and kills it at that moment, before it has ended. */
    public void startAndKill(BooleanSupplier moment, String... options) {
        assertTrue(start(words("--yes", options)).killWhen(moment), "the command has ended before it was killed");
    }

    /** Runs the command while the clock is paused, and resumes the clock at that moment. */
    public Cli.Result migratePausedUntil(BooleanSupplier moment, String... arguments) {
        Cli.Running running = start(arguments).waitUntil(moment);
        resumeClock();
        return running.end();
    }

    /** Returns whether that many requests for the operation have arrived after this call. */
    public BooleanSupplier more(int count, String operation) {
        long before = arrived(operation);
        return () -> arrived(operation) >= before + count;
    }

    /** Returns the operator's command line; a {@link #cli} is that of another one. */
    public Cli operator() {
        return operator;
    }

    /** Returns the file of the operator's journal. */
    public Path journal() {
        return operator.journal();
    }

    /** Returns the lines of the operator's journal whose type starts with this. */
    public List<String> journalLines(String type) {
        return operator.journalLines(type);
    }

    /** Starts {@code ./migrate.java} with these arguments. */
    public Cli.Running start(String... arguments) {
        return start(operator, arguments);
    }

    public Cli.Running start(Cli cli, String... arguments) {
        boolean isBesideProcess = process != null && process.isAlive();
        if (isInRealTime() || isBesideProcess || cli.needsProcess(arguments)) {
            return forProcess(cli).startMigrate(arguments);
        }
        return startInJvm(clock.forCommand(), cli, arguments);
    }

    private RunningInJvm startInJvm(AccountClock.OfCommand command, Cli cli, String... arguments) {
        endProcessTime();
        requestsBefore = arrived();
        return cli.startMigrate(command, arguments);
    }

    /** Runs {@code ./migrate.java} with these arguments until it is killed at that moment; empty if it was. */
    public Optional<Cli.Result> migrateUntil(AccountClock.Moment moment, Cli cli, String... arguments) {
        AccountClock.OfCommand command = clock.forCommand();
        command.killAt(moment);
        return startInJvm(command, cli, arguments).endUnlessKilled();
    }

    /** Starts {@code ./migrate.java} with these arguments in its own process. */
    public RunningProcess startProcess(String... arguments) {
        return startProcess(operator, arguments);
    }

    public RunningProcess startProcess(Cli cli, String... arguments) {
        process = forProcess(cli).startMigrateProcess(arguments);
        return process;
    }

    /** Starts another copy of the script. */
    public RunningProcess start(Path script, Cli cli, String... arguments) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        process = forProcess(cli).start(command.toArray(String[]::new));
        return process;
    }

    /** Lets time pass at the account's speed from now on, and gives the command line the same time. */
    public Cli forProcess(Cli cli) {
        requestsBefore = arrived();
        if (origin == null) {
            origin = isInRealTime() ? Instant.now() : origin(clock.timeOfDay());
            setAwsSpeed(speed);
        }
        return cli.with(ProcessContext.CLOCK_SPEED, String.valueOf(speed))
                .with(ProcessContext.CLOCK_ORIGIN, origin.toString());
    }

    /** Returns when a clock of this account's speed that shows this time now, and the wall clock, showed the same. */
    private Instant origin(Instant time) {
        Instant now = Instant.now();
        return now.plus(Duration.between(time, now).dividedBy(speed - 1));
    }

    /** Stops the time that passes at the account's speed. */
    private void endProcessTime() {
        if (origin != null) {
            Instant end = origin.plus(Duration.between(origin, Instant.now()).multipliedBy(speed));
            origin = null;
            setAwsSpeed(0);
            clock.setTimeOfDay(end);
        }
    }

    /** Returns a command line with a home folder of its own, whose environment selects this account. */
    public Cli cli() {
        return new Cli()
                .with("AWS_ENDPOINT_URL", endpoint)
                .with("AWS_REGION", "us-east-1")
                .with("AWS_ACCESS_KEY_ID", accessKey)
                .with("AWS_SECRET_ACCESS_KEY", "secret");
    }

    /** Returns every task that was ever started here, with its whole request. */
    public List<JsonObject> tasks() {
        return objects(get("tasks").getAsJsonArray("tasks"));
    }

    /** Returns the last part of the task's ARN. */
    public static String taskId(JsonObject task) {
        String arn = task.get("taskArn").getAsString();
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** Returns the number of tasks with that status now, for example RUNNING. */
    public long tasksIn(String status) {
        return tasks().stream().filter(task -> task.get("lastStatus").getAsString().equals(status)).count();
    }

    /** Raises the vCPU quota above what any test needs. */
    public TestAccount withoutQuota() {
        set("vcpuQuota", 1000);
        return this;
    }

    /** Asserts that each of these bots was started once, and no other. */
    public void assertStarted(TestBots.Bot... bots) {
        assertEquals(Stream.of(bots).map(TestBots.Bot::sk).sorted().toList(), startedBots().stream().sorted().toList());
    }

    /** Returns the sort keys of the bots whose tasks were started by RunTask, in the order of the starts. */
    public List<String> startedBots() {
        return tasks().stream()
                .filter(t -> t.get("starter").getAsString().equals("runTask"))
                .map(t -> t.get("sk").getAsString())
                .toList();
    }

    /** Returns the tasks of that bot in the order of their starts, also those that the pipe started. */
    public List<JsonObject> tasksOf(TestBots.Bot bot) {
        return tasks().stream()
                .filter(t -> t.has("sk") && t.get("sk").getAsString().equals(bot.sk()))
                .toList();
    }

    /** Returns how many tasks each of these bots has had, also those that the pipe started. */
    public List<Integer> taskCounts(TestBots.Bot... bots) {
        return Stream.of(bots).map(bot -> tasksOf(bot).size()).toList();
    }

    /** Checks that the bot has had this many tasks, each requested after the end of the one before. */
    public TestAccount assertOneAfterTheOther(TestBots.Bot bot, int count) {
        List<JsonObject> tasks = tasksOf(bot);
        assertEquals(count, tasks.size(), tasks::toString);
        for (int i = 1; i < count; i++) {
            double end = tasks.get(i - 1).get("stoppedAt").getAsDouble();
            assertTrue(end <= tasks.get(i).get("requestedAt").getAsDouble(), tasks::toString);
        }
        return this;
    }

    /** Returns the tasks that have not stopped. */
    public List<JsonObject> runningTasks() {
        return tasks().stream().filter(t -> !t.get("lastStatus").getAsString().equals("STOPPED")).toList();
    }

    /** Returns every request that arrived for that operation. */
    public List<JsonObject> requests(String operation) {
        return objects(get("history?operation=" + operation).getAsJsonArray("requests"));
    }

    /** Returns the client tokens of the RunTask requests whose bodies contain that text, in order. */
    public List<String> tokens(String text) {
        return requests("RunTask").stream()
                .map(request -> request.getAsJsonObject("body"))
                .filter(body -> body.toString().contains(text))
                .map(body -> body.get("clientToken").getAsString())
                .toList();
    }

    /** Returns the number of requests that arrived for that operation, for waits: the requests are not sent. */
    public long arrived(String operation) {
        return requestCount("operation=" + operation);
    }

    /** Returns the number of requests that arrived with that text in their operation or body. */
    public long arrivedWith(String text) {
        return requestCount("containing=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
    }

    /** Returns the number of requests for that operation that were answered with HTTP status 200. */
    public long answered(String operation) {
        return requestCount("status=200&operation=" + operation);
    }

    /** Returns the number of requests that arrived. */
    public long arrived() {
        return requestCount("");
    }

    private long requestCount(String filter) {
        return get("requestCount?" + filter).get("requests").getAsLong();
    }

    /** Returns every request that arrived. */
    public List<JsonObject> requests() {
        return objects(get("history").getAsJsonArray("requests"));
    }

    /** Returns the operations of the requests since the last start of the command. */
    public List<String> operations() {
        return operations(request -> true);
    }

    /** Returns those of the {@link #operations} that change something; every statement except a SELECT does. */
    public List<String> mutations() {
        return operations(request -> !isRead(request));
    }

    private List<String> operations(Predicate<JsonObject> filter) {
        return requests().stream()
                .skip(requestsBefore)
                .filter(filter)
                .map(request -> request.get("operation").getAsString())
                .toList();
    }

    private static boolean isRead(JsonObject request) {
        String operation = request.get("operation").getAsString();
        return READ_OPERATION.matcher(operation).matches()
                || operation.equals("ExecuteStatement")
                        && request.getAsJsonObject("body")
                                .get("sql")
                                .getAsString()
                                .strip()
                                .regionMatches(true, 0, "SELECT", 0, 6);
    }

    /** Returns every statement that was sent to the Data API, in order. */
    public List<String> statements() {
        return requests("ExecuteStatement").stream()
                .map(request -> request.getAsJsonObject("body").get("sql").getAsString())
                .toList();
    }

    /** Sets the state: available, paused, notEnabled, notPermitted, secretNotPermitted, noInstance, stopped or gone. */
    public TestAccount databaseState(String state) {
        control("database", Map.of("state", state));
        return this;
    }

    /** Pauses the database; it has resumed after that number of calls. */
    public TestAccount pauseDatabase(int calls) {
        control("database", Map.of("state", "paused", "pausedCalls", calls));
        return this;
    }

    /** Returns the ARN of the newest database cluster. */
    public String clusterArn() {
        return get("database").get("clusterArn").getAsString();
    }

    public String secretArn() {
        return get("database").get("secretArn").getAsString();
    }

    /** Runs SQL in the newest cluster's database without the Data API, and returns its rows. */
    public List<List<JsonElement>> sql(String sql) {
        return rows(Map.of("sql", sql));
    }

    /** Runs SQL as a superuser in the database of a cluster; null means the app's newest cluster. */
    public List<List<JsonElement>> sqlAsAdministrator(String cluster, String sql) {
        Map<String, Object> script = new HashMap<>(Map.of("sql", sql, "administrator", true));
        if (cluster != null) {
            script.put("cluster", cluster);
        }
        return rows(script);
    }

    private List<List<JsonElement>> rows(Map<String, ?> script) {
        return control("sql", script).getAsJsonArray("rows").asList().stream()
                .map(row -> row.getAsJsonArray().asList())
                .toList();
    }

    /** Returns the bot's sources in the database, each with the number of its rows. */
    public Map<String, Integer> rows(TestBots.Bot bot) {
        Map<String, Integer> rows = new TreeMap<>();
        sql("SELECT source, count(*) FROM items WHERE botid = '" + bot.id() + "' GROUP BY source")
                .forEach(row -> rows.put(
                        row.get(0).isJsonNull() ? null : row.get(0).getAsString(),
                        row.get(1).getAsInt()));
        return rows;
    }

    /** Returns the number of the bot's rows in the database. */
    public int rowCount(TestBots.Bot bot) {
        return rows(bot).values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Deploys the stack with another, empty database cluster, and returns its ARN. */
    public String replaceCluster() {
        String host = "bedrockchatstack-vectorstorecluster5a1b2c3d-replaced" + COUNT.incrementAndGet()
                + ".cluster-c1.us-east-1.rds.amazonaws.com";
        control("stack", Map.of("change", Map.of("DbConfigHostname", host)));
        return clusterArn();
    }

    public String accessKey() {
        return accessKey;
    }

    /** Returns the largest number of tasks that ran at the same time. */
    public int peakTasks() {
        return get("peak").get("tasks").getAsInt();
    }

    /** Starts a task for that bot as the pipe does, and returns its id. */
    public String startByPipe(TestBots.Bot bot) {
        return taskId(control("runTask", Map.of("pk", bot.user(), "sk", bot.sk())));
    }

    /**
     * Saves the bot's knowledge as the app does when a user edits it: SyncStatus becomes QUEUED, and the pipe starts a
     * task unless the quota rejects it.
     */
    public TestAccount saveInApp(TestBots.Bot bot) {
        saveInAppWithoutPipe(bot, "QUEUED");
        control("runTask", Map.of("pk", bot.user(), "sk", bot.sk()));
        return this;
    }

    /** Saves the bot's knowledge as the app does, with that SyncStatus; the start of the pipe's task is lost. */
    public TestAccount saveInAppWithoutPipe(TestBots.Bot bot, String status) {
        upload(bot);
        table().updateItem(r -> r.overrideConfiguration(this::sign)
                .tableName(TABLE)
                .key(key(bot))
                .updateExpression("SET Knowledge = :knowledge, SyncStatus = :status, SyncStatusReason = :reason")
                .expressionAttributeValues(Map.of(
                        ":knowledge", bot.attributes().get("Knowledge"),
                        ":status", AttributeValue.fromS(status),
                        ":reason", AttributeValue.fromS(""))));
        return this;
    }

    /** Advances the clock of the embedded AWS, which is paused, by that number of seconds. */
    public TestAccount advancePaused(int seconds) {
        control("clock", Map.of("advanceSeconds", seconds));
        return this;
    }

    /** Sets how the container behaves for that bot; {@code options} are names, each followed by its value. */
    public TestAccount behavior(TestBots.Bot bot, String behavior, Object... options) {
        Map<String, Object> body = new HashMap<>(Map.of("bot", bot.id(), "as", behavior));
        for (int i = 0; i < options.length; i += 2) {
            body.put((String) options[i], options[i + 1]);
        }
        control("behavior", body);
        return this;
    }

    /** Injects a fault, in the JSON of the test control API. */
    public TestAccount fault(String json) {
        post("fault", json);
        return this;
    }

    /** Injects a fault with these members of the test control API. */
    public TestAccount fault(Map<String, ?> fault) {
        control("fault", fault);
        return this;
    }

    /** Lets requests for an operation fail with an error; {@code times} -1 means always. */
    public TestAccount error(String operation, int times, int status, String code, String message) {
        return fault(Map.of("operation", operation, "times", times, "error", error(status, code, message)));
    }

    /** Lets requests for an operation fail with an error after a number of others. */
    public TestAccount errorAfter(int others, String operation, int times, int status, String code, String message) {
        return fault(Map.of(
                "operation", operation, "skip", others, "times", times, "error", error(status, code, message)));
    }

    /** Rejects every request for these operations of ECS, DynamoDB or CloudFormation for a missing permission. */
    public TestAccount deny(String... operations) {
        List.of(operations).forEach(each -> error(each, -1, 400, "AccessDeniedException", "not authorized"));
        return this;
    }

    /** Cuts the connection of the next request for an operation, {@code before} or {@code after} its effect. */
    public TestAccount cut(String operation, String when) {
        return fault(Map.of("operation", operation, "cut", when));
    }

    /** Lets statements that contain the text fail with an error; {@code times} -1 means always. */
    public TestAccount statementError(String contains, int times, String code, String message) {
        return fault(Map.of(
                "operation", "ExecuteStatement",
                "contains", contains,
                "times", times,
                "error", error(400, code, message)));
    }

    /** Returns the error of a fault. */
    public static Map<String, ?> error(int status, String code, String message) {
        return Map.of("status", status, "code", code, "message", message);
    }

    /** Limits every page of every Scan to that number of items. */
    public TestAccount scanPageLimit(int items) {
        return fault(Map.of("operation", "Scan", "times", -1, "pageLimit", items));
    }

    /** Stops the task, as a user of the AWS console does. */
    public TestAccount stop(JsonObject task) {
        ecs("StopTask", Map.of("cluster", ECS_CLUSTER, "task", taskId(task)));
        return this;
    }

    /** Starts a task whose container gets that value of EVENT, as anybody with the permission can. */
    public TestAccount startWithEvent(String event) {
        ecs(
                "RunTask",
                Map.of(
                        "cluster",
                        ECS_CLUSTER,
                        "taskDefinition",
                        TASK_DEFINITION,
                        "launchType",
                        "FARGATE",
                        "networkConfiguration",
                        Map.of("awsvpcConfiguration", Map.of("subnets", SUBNETS)),
                        "overrides",
                        Map.of(
                                "containerOverrides",
                                List.of(Map.of(
                                        "name", "Container",
                                        "environment", List.of(Map.of("name", "EVENT", "value", event)))))));
        return this;
    }

    private void ecs(String operation, Map<String, ?> body) {
        send(HttpRequest.newBuilder(URI.create(endpoint))
                .header("X-Amz-Target", "AmazonEC2ContainerServiceV20141113." + operation)
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=" + accessKey + "/20240101/us-east-1/ecs/aws4_request")
                .POST(HttpRequest.BodyPublishers.ofString(new Gson().toJson(body)))
                .build());
    }

    /** Sends a call with that body to the test control API. */
    public JsonObject control(String call, Map<String, ?> body) {
        return post(call, new Gson().toJson(body));
    }

    private JsonObject post(String call, String json) {
        return send(HttpRequest.newBuilder(controlUri(call))
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private JsonObject get(String call) {
        return send(HttpRequest.newBuilder(controlUri(call)).GET().build());
    }

    private URI controlUri(String call) {
        return URI.create(endpoint + "/_control/" + call + (call.contains("?") ? "&" : "?") + "key=" + accessKey);
    }

    private static JsonObject send(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new AssertionError(request.uri() + ": " + response.statusCode() + " " + response.body());
            }
            return JsonParser.parseString(response.body()).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<JsonObject> objects(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false).map(e -> e.getAsJsonObject()).toList();
    }

    public TestAccount put(Map<String, AttributeValue> item) {
        return putAll(List.of(item));
    }

    /** Uploads the files of the bots, which may be in another table. */
    public TestAccount upload(TestBots.Bot... bots) {
        control(
                "bucket",
                Map.of(
                        "put",
                        Stream.of(bots).flatMap(bot -> TestBots.documents(bot.item()).stream()).toList()));
        return this;
    }

    /** Deletes these files of a bot from the bucket. */
    public TestAccount deleteFiles(TestBots.Bot bot, String... names) {
        control(
                "bucket",
                Map.of("remove", Stream.of(names).map(name -> TestBots.document(bot, name)).toList()));
        return this;
    }

    /** Saves the bots, and uploads their files. */
    public TestAccount put(TestBots.Bot... bots) {
        if (List.of(bots).contains(TestBots.MISSED_BY_INDEX)) {
            set("missedByIndex", List.of(TestBots.MISSED_BY_INDEX.sk()));
        }
        return putAll(Stream.of(bots).map(TestBots.Bot::item).toList());
    }

    /** Puts the items into the table, and the files of the bots among them into the bucket. */
    public TestAccount putAll(List<Map<String, AttributeValue>> items) {
        List<String> files = items.stream().flatMap(item -> TestBots.documents(item).stream()).toList();
        if (!files.isEmpty()) {
            control("bucket", Map.of("put", files));
        }
        for (int i = 0; i < items.size(); i += 25) {
            List<WriteRequest> batch = items.subList(i, Math.min(i + 25, items.size())).stream()
                    .map(item -> WriteRequest.builder().putRequest(p -> p.item(item)).build())
                    .toList();
            table().batchWriteItem(r -> r.overrideConfiguration(this::sign).requestItems(Map.of(TABLE, batch)));
        }
        return this;
    }

    public TestAccount clearFaults() {
        send(HttpRequest.newBuilder(controlUri("faults")).DELETE().build());
        return this;
    }

    public Map<String, AttributeValue> item(TestBots.Bot bot) {
        return table()
                .getItem(r -> r.overrideConfiguration(this::sign)
                        .tableName(TABLE)
                        .consistentRead(true)
                        .key(key(bot)))
                .item();
    }

    public TestAccount delete(TestBots.Bot bot) {
        table().deleteItem(r -> r.overrideConfiguration(this::sign)
                .tableName(TABLE)
                .key(key(bot)));
        return this;
    }

    /** Returns everything that the server of a cluster has logged; null means the app's newest cluster. */
    public String databaseLog(String cluster) {
        return get("databaseLog" + (cluster == null ? "" : "?cluster=" + cluster)).get("log").getAsString();
    }

    /** Deletes the account, and stops its database servers. */
    public void remove() {
        send(HttpRequest.newBuilder(controlUri("install")).DELETE().build());
    }

    /** Adds a snapshot with these members of the test control API. */
    public TestAccount snapshot(Map<String, ?> snapshot) {
        control("snapshot", snapshot);
        return this;
    }

    /** Returns a client of its own. */
    public DynamoDbClient dynamoDb() {
        return dynamoDb(endpoint, credentials());
    }

    /** Returns the client that all accounts of an embedded AWS share, each of which signs its own requests. */
    private DynamoDbClient table() {
        return CLIENTS.computeIfAbsent(endpoint, url -> dynamoDb(url, AnonymousCredentialsProvider.create()));
    }

    private static Map<String, AttributeValue> key(TestBots.Bot bot) {
        return Map.of("PK", AttributeValue.fromS(bot.user()), "SK", AttributeValue.fromS(bot.sk()));
    }

    private void sign(AwsRequestOverrideConfiguration.Builder request) {
        request.credentialsProvider(credentials());
    }

    private AwsCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, "secret"));
    }

    private static DynamoDbClient dynamoDb(String endpoint, AwsCredentialsProvider credentials) {
        return DynamoDbClient.builder()
                .endpointOverride(URI.create(endpoint))
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    /** Returns the URL of the embedded AWS that all tests share, and starts it if necessary. */
    public static synchronized String sharedEndpoint() {
        if (sharedEndpoint == null) {
            sharedEndpoint = startEmbeddedAws();
        }
        return sharedEndpoint;
    }

    /** Starts another embedded AWS, which ends with this process, and returns its URL. */
    public static String startEmbeddedAws(String... options) {
        List<String> command = new ArrayList<>(List.of(
                Cli.ROOT.resolve("lib/rehearsal/EmbeddedAws.java").toString(), "--with-parent", "--scenario", "empty"));
        command.addAll(List.of(options));
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("TMPDIR", Cli.temporaryFolder("aws").toString());
            Process process = builder.start();
            BufferedReader out = process.inputReader();
            String line = out.readLine();
            if (line == null || !line.startsWith("READY ")) {
                throw new IllegalStateException("the embedded AWS did not start: " + line);
            }
            return line.substring("READY ".length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
