///usr/bin/env true; exec sh "$(dirname "$(readlink -f "$0")")/../jbang" "$0" "$@"
//DESCRIPTION An embedded AWS for rehearsals: DynamoDB, ECS, S3, CloudFormation, RDS, DMS on a loopback port.
//JAVA 17+
//DEPS com.amazonaws:DynamoDBLocal:2.6.1
//DEPS com.google.code.gson:gson:2.13.1
//DEPS info.picocli:picocli:4.7.7
//DEPS org.slf4j:slf4j-nop:1.7.36
//DEPS org.postgresql:postgresql:42.7.13 org.tukaani:xz:1.10 org.yaml:snakeyaml:2.5
//SOURCES RequestHistory.java RequestRouter.java SimulatedAccount.java SimulatedAccounts.java
//SOURCES TestControlApi.java
//SOURCES scenario/package-info.java ecs/package-info.java cloudformation/package-info.java
//SOURCES dms/package-info.java
//SOURCES s3/package-info.java database/package-info.java dynamodb/package-info.java stack/package-info.java
//SOURCES clock/package-info.java wire/package-info.java
//JAVAC_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC --release 17 -encoding UTF-8
//RUNTIME_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
//RUNTIME_OPTIONS -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8
//RUNTIME_OPTIONS -Dsun.stdout.encoding=UTF-8 -Dsun.stderr.encoding=UTF-8
//RUNTIME_OPTIONS -Dsun.net.httpserver.nodelay=true
//RUNTIME_OPTIONS -Dsun.net.httpserver.idleInterval=3600 -Dsun.net.httpserver.maxIdleConnections=1000
//RUNTIME_OPTIONS -Dlog4j2.loggerContextFactory=org.apache.logging.log4j.simple.SimpleLoggerContextFactory
//RUNTIME_OPTIONS -Dorg.apache.logging.log4j.simplelog.level=OFF --enable-native-access=ALL-UNNAMED
package lib.rehearsal;

import com.google.gson.JsonParseException;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import lib.rehearsal.database.SharedPostgres;
import lib.rehearsal.dynamodb.DynamoDbLocal;
import lib.rehearsal.scenario.Fault;
import lib.rehearsal.scenario.Scenario;
import lib.rehearsal.stack.AppVersion;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine;

/** Starts the embedded AWS, prints its address, and runs until it is stopped. */
@Command(
        name = "EmbeddedAws",
        sortOptions = false,
        description = {
            "DynamoDB, ECS, S3, CloudFormation, RDS with its Data API, and DMS of a Bedrock Chat deployment, on a"
                    + " loopback port.",
            "None of it is AWS, and none of it costs money."
        })
public final class EmbeddedAws implements Callable<Integer> {
    private static final String LOOPBACK = "127.0.0.1";
    private static final int SYSTEM_BACKLOG = 0;
    private static final AwsRequest.Caller DEFAULT_CALLER =
            new AwsRequest.Caller(AwsRequest.Caller.DEFAULT_KEY, AwsRequest.Caller.DEFAULT_REGION);

    @Option(
            names = "--port",
            defaultValue = "0",
            description = "Port on 127.0.0.1; 0 selects any free port (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--speed",
            defaultValue = "60",
            description = "Simulated seconds per second; 0 stops the clock (default: ${DEFAULT-VALUE}).")
    private double speed;

    @Option(
            names = "--scenario",
            defaultValue = "ordinary",
            description = "One of ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Scenario scenario;

    @Option(
            names = "--app",
            paramLabel = "VERSION",
            defaultValue = "v1.4.0",
            description = "Deployed version of Bedrock Chat: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private AppVersion app;

    @Option(
            names = "--fault",
            paramLabel = "JSON",
            converter = FaultConverter.class,
            description = "A fault, such as {\"operation\": \"RunTask\", \"cut\": \"after\"}; repeatable.")
    private List<Fault> faults = List.of();

    @Option(
            names = "--postgres",
            paramLabel = "JDBC_URL",
            description =
                    "Store the rows in this PostgreSQL database, over a single connection (default: a server of its"
                            + " own).")
    private String postgresUrl;

    @Option(
            names = "--with-parent",
            description = "Exit when standard input ends, that is, with the process that started this one.")
    private boolean withParent;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and exit.")
    private boolean help;

    @Spec
    private CommandSpec spec;

    public static void main(String... args) {
        CommandLine command = new CommandLine(new EmbeddedAws()).setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws Exception {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getByName(LOOPBACK), port), SYSTEM_BACKLOG);
        } catch (BindException e) {
            spec.commandLine()
                    .getErr()
                    .println("Port " + port + " is taken: " + e.getMessage()
                            + ". Choose another with --port, or omit the option.");
            return CommandLine.ExitCode.USAGE;
        }
        SharedPostgres postgres = SharedPostgres.start(postgresUrl);
        SimulatedAccounts accounts = new SimulatedAccounts(
                new DynamoDbLocal(), postgres, new SimulatedAccounts.Defaults(scenario, app, speed, faults));
        Instant origin = Instant.now();
        accounts.of(DEFAULT_CALLER);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", new RequestRouter(accounts));
        server.start();
        postgres.allowConnections();
        announce("http://" + LOOPBACK + ":" + server.getAddress().getPort(), origin);
        awaitEnd();
        return CommandLine.ExitCode.OK;
    }

    private void announce(String endpoint, Instant origin) {
        System.out.println("READY " + endpoint);
        if (!withParent) {
            String shownSpeed = BigDecimal.valueOf(speed).stripTrailingZeros().toPlainString();
            System.out.print(
                    """

                    This is an embedded AWS, not the real one: scenario %s, Bedrock Chat %s,
                    %s simulated seconds per second.
                    Ctrl-C stops it, and nothing is kept.

                    export AWS_ENDPOINT_URL=%s AWS_REGION=%s
                    export AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=rehearsal
                    export BEDROCK_CHAT_MIGRATION_CLOCK_SPEED=%s
                    export BEDROCK_CHAT_MIGRATION_CLOCK_ORIGIN=%s
                    """
                            .formatted(
                                    scenario,
                                    app,
                                    shownSpeed,
                                    endpoint,
                                    DEFAULT_CALLER.region(),
                                    DEFAULT_CALLER.key(),
                                    // The tool runs on the same clock, so that its waits take as long as the tasks.
                                    speed > 0 ? shownSpeed : "1",
                                    origin));
        }
        System.out.flush();
    }

    private void awaitEnd() throws IOException, InterruptedException {
        if (withParent) {
            System.in.transferTo(OutputStream.nullOutputStream());
        } else {
            Thread.currentThread().join(); // until a signal ends the process
        }
    }

    private static final class FaultConverter implements CommandLine.ITypeConverter<Fault> {
        @Override
        public Fault convert(String json) {
            try {
                return Json.as(Fault.class, Json.parse(json));
            } catch (JsonParseException | IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(e.getMessage());
            }
        }
    }
}
