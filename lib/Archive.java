package lib;

import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;

/**
 * The archive of class data that lets Java start in half the time. JBang has it made by the first run after a build ({@code //CDS}),
 * whatever that run does, and never again; so the run that makes it loads everything that a real run needs. An archive that another
 * version of Java has made, or that was never finished, is removed, to be made anew. {@code lib/jbang} has it made by a run of its own.
 */
public final class Archive {
    private static final String MAKING = "-XX:ArchiveClassesAtExit=";
    /** The first bytes of an archive, which are written last. */
    private static final int MAGIC = 0xf00baba8;
    private static final long ROOM = 64L << 20;
    private static final byte[] EMPTY = "{}".getBytes(StandardCharsets.UTF_8);

    private Archive() {
    }

    /** Does what there is to do for the archive; most runs have nothing to do. */
    public static void tend() {
        try {
            Path jar = Path.of(jar());
            Path archive = jar.resolveSibling(jar.getFileName().toString().replaceFirst("\\.jar$", ".jsa"));
            Path maker = jar.resolveSibling("java-of-archive");
            String java = System.getProperty("java.vm.vendor") + " " + System.getProperty("java.vm.version");
            if (Files.exists(archive)) {
                if (!Files.exists(maker) || !Files.readString(maker).equals(java) || !isFinished(archive)) {
                    Files.deleteIfExists(archive);
                }
            } else if (isMaking()) {
                Files.writeString(maker, java);
                loadWhatARealRunNeeds();
            }
        } catch (IOException e) {
            return; // a folder that cannot be written to: the start is slower, and nothing else
        }
    }

    /**
     * A Java that finds no room for its archive ends with exit code 1, whatever its program says: better to say so before anything starts.
     */
    public static void checkRoom() {
        File folder = new File(jar()).getParentFile();
        if (isMaking() && folder.getUsableSpace() < ROOM) {
            throw Problem.settings("Only %d MB are free in %s, where the first run keeps 30 MB.%nMake room, or set JBANG_CACHE_DIR to a folder with room. "
                    + "Nothing was started.", folder.getUsableSpace() >> 20, folder);
        }
    }

    /** Where this program lies. */
    static URI jar() {
        try {
            return Archive.class.getProtectionDomain().getCodeSource().getLocation().toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isMaking() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream().anyMatch(option -> option.startsWith(MAKING));
    }

    private static boolean isFinished(Path archive) throws IOException {
        try (InputStream bytes = Files.newInputStream(archive)) {
            byte[] first = bytes.readNBytes(Integer.BYTES);
            return first.length == Integer.BYTES && ByteBuffer.wrap(first).order(ByteOrder.nativeOrder()).getInt() == MAGIC;
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
