package lib;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;

/**
 * The archive of class data that lets Java start in half the time. JBang has it made by the first run after a build ({@code //CDS}),
 * whatever that run does, and never again; so the run that makes it loads everything that a real run needs, and an archive that another
 * version of Java has made is removed, to be made anew.
 */
public final class Archive {
    private static final String MAKING = "-XX:ArchiveClassesAtExit=";
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    private Archive() {
    }

    /** Does what there is to do for the archive; most runs have nothing to do. */
    public static void tend() {
        try {
            Path jar = Path.of(Archive.class.getProtectionDomain().getCodeSource().getLocation().toURI());
            Path archive = jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", ".jsa"));
            Path maker = jar.resolveSibling("java-of-archive");
            String java = System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version");
            if (Files.exists(archive)) {
                if (!Files.exists(maker) || !Files.readString(maker).equals(java)) {
                    Files.deleteIfExists(archive);
                }
            } else if (ManagementFactory.getRuntimeMXBean().getInputArguments().stream().anyMatch(option -> option.startsWith(MAKING))) {
                Files.writeString(maker, java);
                loadWhatARealRunNeeds();
            }
        } catch (IOException | URISyntaxException e) {
            return; // a folder that cannot be written to: the start is slower, and nothing else
        }
    }

    /** Asks each service once, at a server on this machine that answers nothing of use. */
    private static void loadWhatARealRunNeeds() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, EMPTY.length);
            exchange.getResponseBody().write(EMPTY);
            exchange.close();
        });
        server.start();
        URI endpoint = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (Aws aws = new Aws(new Aws.Access(null, null, endpoint, true))) {
            Setting none = new Setting("none", "");
            Settings settings = new Settings(none, none, none, none, List.of(), List.of(), new Database("", none, none, "none"));
            BotKey bot = new BotKey("user", "user#BOT#id");
            EmbeddingTasks tasks = new EmbeddingTasks(aws.ecs(), settings, AssignPublicIp.ENABLED);
            Stream.<Runnable>of(
                    () -> StackOutputs.read(aws.cloudFormation(), "none"),
                    () -> aws.dynamoDb().describeTable(r -> r.tableName("none")),
                    () -> aws.dynamoDb().scan(r -> r.tableName("none")),
                    () -> new BotTable(aws.dynamoDb(), "none", new Asker(Time.atSpeed(1, Instant.now()), (refusal, pause) -> { })).read(bot),
                    () -> aws.ecs().describeTaskDefinition(r -> r.taskDefinition("none")),
                    () -> new VectorStore(aws.rdsData(), settings.database(), new Asker(Time.atSpeed(1, Instant.now()), (refusal, pause) -> { })).check(),
                    tasks::census,
                    () -> tasks.start(tasks.request(bot, "none", "none"))).forEach(Archive::tried);
        } finally {
            server.stop(0);
        }
    }

    private static void tried(Runnable question) {
        try {
            question.run();
        } catch (RuntimeException noUsefulAnswer) {
            return; // an empty answer pleases nobody; the classes are loaded all the same
        }
    }
}
