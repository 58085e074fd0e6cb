package tests.support;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lib.common.ProcessContext;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * An install of Bedrock Chat for one test, in the embedded AWS that all tests share: an access key of its own sees
 * nothing of the others.
 */
public final class TestAccount {
    public static final String TABLE = "BedrockChatStack-DatabaseConversationTable03F3FD7C-REHEARSAL0001";
    public static final String ECS_CLUSTER = "BedrockChatStack-EmbeddingClusterD1C0AA4F-REHEARSAL";
    public static final String TASK_DEFINITION = "BedrockChatStackEmbeddingTaskDefinitionCF2B0A3F";
    public static final List<String> SUBNETS = List.of("subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002");
    public static final String SECURITY_GROUP = "sg-0a1b2c3d4e5f60001";
    /** The clock of the tests: a task of three minutes takes less than a second. */
    public static final int SPEED = 300;

    public static final String VERIFY = "verify";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static String endpoint;

    private static final Set<String> READING = Set.of(
            "DescribeStacks",
            "DescribeTable",
            "DescribeClusters",
            "DescribeTaskDefinition",
            "DescribeTasks",
            "ListTasks",
            "Scan",
            "GetItem");

    private final String key = "TEST" + COUNT.incrementAndGet();
    private int requestsBefore;

    private final String at;
    private int speed;
    private Instant origin = Instant.now();

    private TestAccount(int speed) {
        this(endpoint(), speed);
    }

    private TestAccount(String at, int speed) {
        this.at = at;
        this.speed = speed;
    }

    /** An empty one in another embedded AWS. */
    public static TestAccount emptyAt(String endpoint) {
        return new TestAccount(endpoint, SPEED).made("empty");
    }

    /** An install with an empty table. */
    public static TestAccount empty() {
        return of("empty");
    }

    public static TestAccount of(String scenario) {
        return new TestAccount(SPEED).made(scenario);
    }

    private TestAccount made(String scenario) {
        control("install", Map.of("scenario", scenario, "speed", speed));
        return this;
    }

    /** Where its embedded AWS is. */
    public String at() {
        return at;
    }

    /**
     * An empty one whose tasks take seconds on a clock that is not much faster than a real one: for what has to happen
     * within an hour, however slow the machine is.
     */
    public static TestAccount unhurried() {
        return unhurried(SPEED / 15);
    }

    public static TestAccount unhurried(int speed) {
        TestAccount install = new TestAccount(speed);
        install.control(
                "install",
                Map.of(
                        "scenario",
                        "empty",
                        "speed",
                        install.speed,
                        "durations",
                        Map.of(
                                "provisioning",
                                1,
                                "pending",
                                1,
                                "shortestEmbedding",
                                5,
                                "longestEmbedding",
                                5,
                                "deprovisioning",
                                1)));
        return install;
    }

    /** An empty one with the wall's clock. */
    public static TestAccount atRealTime() {
        TestAccount install = new TestAccount(1);
        install.control("install", Map.of("scenario", "empty", "speed", 1));
        return install;
    }

    /** Lets its clock stand still; that of the tool goes on. */
    public TestAccount hold() {
        return clock(0);
    }

    /** Lets its clock go on. */
    public TestAccount goOn() {
        return clock(speed);
    }

    /** Lets the tool's clock keep wall time from here on. */
    public TestAccount atWallClock() {
        speed = 1;
        return this;
    }

    /** Changes a setting of the embedded AWS, as {@code vcpuQuota} or {@code listPageSize}. */
    public TestAccount set(String name, Object value) {
        control("settings", Map.of(name, value));
        return this;
    }

    /** Lets that time pass on both sides: at the server at once, for the tool from its next run on. */
    public TestAccount later(Duration time) {
        origin = origin.minusNanos(time.toNanos() / (speed - 1));
        control("clock", Map.of("advanceSeconds", time.toSeconds()));
        return this;
    }

    /** {@code ./migrate.java} with these arguments against this account. */
    public Cli.Result migrate(String... arguments) {
        return migrate(cli(), arguments);
    }

    public Cli.Result migrate(Cli cli, String... arguments) {
        return start(cli, arguments).end();
    }

    /** {@code ./migrate.java verify} with these arguments. */
    public Cli.Result verify(String... arguments) {
        return migrate(Stream.concat(Stream.of(VERIFY), Stream.of(arguments)).toArray(String[]::new));
    }

    /** Starts {@code ./migrate.java} with these arguments. */
    public Cli.Running start(Cli cli, String... arguments) {
        return onThisClock(cli).startMigrate(arguments);
    }

    /** Starts {@code ./migrate.java} with these arguments in a process of its own. */
    public RunningProcess startProcess(Cli cli, String... arguments) {
        return onThisClock(cli).startMigrateProcess(arguments);
    }

    /** Starts another copy of the script. */
    public RunningProcess start(Path script, Cli cli, String... arguments) {
        List<String> command = new ArrayList<>(List.of(script.toString()));
        command.addAll(List.of(arguments));
        return onThisClock(cli).start(command.toArray(String[]::new));
    }

    /** Gives the tool the clock of this account. */
    private Cli onThisClock(Cli cli) {
        requestsBefore = requests().size();
        return cli.with(ProcessContext.CLOCK_SPEED, String.valueOf(speed))
                .with(ProcessContext.CLOCK_ORIGIN, origin.toString());
    }

    /** A command line that finds this install as it would find AWS. */
    public Cli cli() {
        return new Cli()
                .with("AWS_ENDPOINT_URL", at)
                .with("AWS_REGION", "us-east-1")
                .with("AWS_ACCESS_KEY_ID", key)
                .with("AWS_SECRET_ACCESS_KEY", "secret");
    }

    /** Every task that was ever started here, with its whole request. */
    public List<JsonObject> tasks() {
        return objects(ask("tasks").getAsJsonArray("tasks"));
    }

    /** Every task of that bot, whoever started it. */
    public List<JsonObject> tasks(TestBots.Bot bot) {
        return tasks().stream()
                .filter(task -> task.get("sk").getAsString().equals(bot.sk()))
                .toList();
    }

    /** The last part of its ARN. */
    public static String taskId(JsonObject task) {
        String arn = task.get("taskArn").getAsString();
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** How many tasks are in that state now, as RUNNING. */
    public long tasksIn(String status) {
        return tasks().stream()
                .filter(task -> task.get("lastStatus").getAsString().equals(status))
                .count();
    }

    /** As many tasks at once as are wanted. */
    public TestAccount withoutQuota() {
        control("quota", Map.of("vcpu", 1000));
        return this;
    }

    /** Lets the clock of tasks run so many times as fast as the wall's; 0 holds it. */
    public TestAccount clock(int speed) {
        control("clock", Map.of("speed", speed));
        return this;
    }

    /** The sort keys of the bots whose tasks were started by RunTask, in the order of the starts. */
    public List<String> startedBots() {
        return tasks().stream()
                .filter(t -> t.get("starter").getAsString().equals("runTask"))
                .map(t -> t.get("sk").getAsString())
                .toList();
    }

    /** The tasks of that bot, in the order of their starts, whoever started them. */
    public List<JsonObject> tasksOf(TestBots.Bot bot) {
        return tasks().stream()
                .filter(t -> t.get("sk").getAsString().equals(bot.sk()))
                .toList();
    }

    /** The tasks that have not stopped. */
    public List<JsonObject> alive() {
        return tasks().stream()
                .filter(t -> !t.get("lastStatus").getAsString().equals("STOPPED"))
                .toList();
    }

    /** Every request that arrived for that operation. */
    public List<JsonObject> requests(String operation) {
        return objects(ask("history?operation=" + operation).getAsJsonArray("requests"));
    }

    /** Every request that arrived. */
    public List<JsonObject> requests() {
        return objects(ask("history").getAsJsonArray("requests"));
    }

    /** The operations that the command sent which was started last. */
    public List<String> operations() {
        List<JsonObject> all = requests();
        return all.subList(requestsBefore, all.size()).stream()
                .map(r -> r.get("operation").getAsString())
                .toList();
    }

    /** Those of them that change something; an ExecuteStatement does unless it is a SELECT. */
    public List<String> mutations() {
        List<JsonObject> all = requests();
        return all.subList(requestsBefore, all.size()).stream()
                .filter(request -> !isReading(request))
                .map(r -> r.get("operation").getAsString())
                .toList();
    }

    private static boolean isReading(JsonObject request) {
        String operation = request.get("operation").getAsString();
        return READING.contains(operation)
                || operation.equals("ExecuteStatement")
                        && request.getAsJsonObject("body")
                                .get("sql")
                                .getAsString()
                                .strip()
                                .regionMatches(true, 0, "SELECT", 0, 6);
    }

    /** Every statement that the Data API was asked to run, in order. */
    public List<String> statements() {
        return requests("ExecuteStatement").stream()
                .map(request -> request.getAsJsonObject("body").get("sql").getAsString())
                .toList();
    }

    /**
     * What the Data API answers from now on: available, paused, notEnabled, notPermitted, secretNotPermitted,
     * noInstance, stopped or gone.
     */
    public TestAccount database(String state) {
        control("database", Map.of("state", state));
        return this;
    }

    /** So many calls find the database paused; then it has resumed. */
    public TestAccount pausedDatabase(int calls) {
        control("database", Map.of("state", "paused", "pausedCalls", calls));
        return this;
    }

    /** Of the newest database cluster. */
    public String clusterArn() {
        return ask("database").get("clusterArn").getAsString();
    }

    public String secretArn() {
        return ask("database").get("secretArn").getAsString();
    }

    /**
     * Runs SQL in the newest cluster's database, behind the Data API's back: one row of texts, numbers and nulls after
     * another.
     */
    public List<List<JsonElement>> sql(String sql) {
        return StreamSupport.stream(
                        control("sql", Map.of("sql", sql))
                                .getAsJsonArray("rows")
                                .spliterator(),
                        false)
                .map(row -> row.getAsJsonArray().asList())
                .toList();
    }

    /** The bot's sources in the database, each with the number of its rows. */
    public Map<String, Integer> rows(TestBots.Bot bot) {
        Map<String, Integer> rows = new TreeMap<>();
        sql("SELECT source, count(*) FROM items WHERE botid = '" + bot.id() + "' GROUP BY source")
                .forEach(row -> rows.put(
                        row.get(0).isJsonNull() ? null : row.get(0).getAsString(),
                        row.get(1).getAsInt()));
        return rows;
    }

    /** The stack is deployed with another, empty database cluster; its ARN. */
    public String replaceCluster() {
        String region = "us-east-1",
                host =
                        "bedrockchatstack-vectorstorecluster5a1b2c3d-replaced" + COUNT.incrementAndGet()
                                + ".cluster-c1." + region + ".rds.amazonaws.com";
        control("stack", Map.of("change", Map.of("DbConfigHostname", host)));
        return clusterArn();
    }

    public String key() {
        return key;
    }

    public int peakTasks() {
        return ask("peak").get("tasks").getAsInt();
    }

    /** Lets something go wrong; the JSON is that of the control door. */
    public TestAccount fault(String json) {
        post("fault", json);
        return this;
    }

    /** How the container plays that bot. */
    public TestAccount play(TestBots.Bot bot, String as, Object... more) {
        Map<String, Object> order = new java.util.LinkedHashMap<>(Map.of("bot", bot.id(), "as", as));
        for (int i = 0; i < more.length; i += 2) {
            order.put((String) more[i], more[i + 1]);
        }
        control("behavior", order);
        return this;
    }

    /** Lets something go wrong: the members of a fault of the control door. */
    public TestAccount fault(Map<String, ?> fault) {
        control("fault", fault);
        return this;
    }

    /** Somebody stops that task in the console. */
    public TestAccount stop(JsonObject task) {
        send(HttpRequest.newBuilder(URI.create(at))
                .header("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.StopTask")
                .header("Authorization", "AWS4-HMAC-SHA256 Credential=" + key + "/20240101/us-east-1/ecs/aws4_request")
                .POST(HttpRequest.BodyPublishers.ofString(
                        new Gson().toJson(Map.of("cluster", ECS_CLUSTER, "task", taskId(task)))))
                .build());
        return this;
    }

    public JsonObject control(String call, Map<String, ?> order) {
        return post(call, new Gson().toJson(order));
    }

    private JsonObject post(String call, String json) {
        return send(HttpRequest.newBuilder(door(call))
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build());
    }

    private JsonObject ask(String call) {
        return send(HttpRequest.newBuilder(door(call)).GET().build());
    }

    private URI door(String call) {
        return URI.create(at + "/_control/" + call + (call.contains("?") ? "&" : "?") + "key=" + key);
    }

    private static JsonObject send(HttpRequest request) {
        try {
            HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new AssertionError(request.uri() + ": " + answer.statusCode() + " " + answer.body());
            }
            return JsonParser.parseString(answer.body()).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static List<JsonObject> objects(JsonArray array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(e -> e.getAsJsonObject())
                .toList();
    }

    public TestAccount put(Map<String, AttributeValue> item) {
        try (DynamoDbClient client = dynamoDb()) {
            client.putItem(r -> r.tableName(TABLE).item(item));
        }
        return this;
    }

    public TestAccount put(TestBots.Bot... bots) {
        return putAll(Stream.of(bots).map(TestBots.Bot::item).toList());
    }

    public TestAccount putAll(List<Map<String, AttributeValue>> items) {
        try (DynamoDbClient client = dynamoDb()) {
            for (int i = 0; i < items.size(); i += 25) {
                List<WriteRequest> batch = items.subList(i, Math.min(i + 25, items.size())).stream()
                        .map(item -> WriteRequest.builder()
                                .putRequest(p -> p.item(item))
                                .build())
                        .toList();
                client.batchWriteItem(r -> r.requestItems(Map.of(TABLE, batch)));
            }
        }
        return this;
    }

    public TestAccount clearFaults() {
        send(HttpRequest.newBuilder(door("faults")).DELETE().build());
        return this;
    }

    public Map<String, AttributeValue> item(TestBots.Bot bot) {
        try (DynamoDbClient client = dynamoDb()) {
            return client.getItem(r -> r.tableName(TABLE)
                            .consistentRead(true)
                            .key(Map.of("PK", AttributeValue.fromS(bot.user()), "SK", AttributeValue.fromS(bot.sk()))))
                    .item();
        }
    }

    public TestAccount delete(TestBots.Bot bot) {
        try (DynamoDbClient client = dynamoDb()) {
            client.deleteItem(r -> r.tableName(TABLE)
                    .key(Map.of("PK", AttributeValue.fromS(bot.user()), "SK", AttributeValue.fromS(bot.sk()))));
        }
        return this;
    }

    public DynamoDbClient dynamoDb() {
        return DynamoDbClient.builder()
                .endpointOverride(URI.create(at))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(key, "secret")))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }

    public static synchronized String endpoint() {
        if (endpoint == null) {
            endpoint = startEmbeddedAws();
        }
        return endpoint;
    }

    /** Starts one with these options too; it ends with this process. */
    public static String startEmbeddedAws(String... options) {
        List<String> command = new ArrayList<>(List.of(
                Cli.ROOT.resolve("lib/rehearsal/EmbeddedAws.java").toString(), "--with-parent", "--scenario", "empty"));
        command.addAll(List.of(options));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
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
