//SOURCES ../rehearsal/package-info.java
package lib.cli;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import lib.common.Clock;
import lib.common.ExitCode;
import lib.common.ProcessContext;
import lib.common.UserException;
import lib.common.UserFolders;

/**
 * The embedded AWS, in a process of its own: DynamoDB Local and our SDK cannot share a class path. Its sources are
 * resources of this program, so it is available however the program was started; JBang compiles and caches it.
 */
public final class EmbeddedAwsProcess implements AutoCloseable {
    private static final String RESOURCES = "/rehearsal/";
    private static final String MAIN = "EmbeddedAws.java";
    private static final String SOURCES = "//SOURCES ", FILES = "//FILES ";
    private static final String RUNTIME_OPTIONS = "//RUNTIME_OPTIONS ";
    private static final String READY = "READY ";

    /** A minute of a rehearsal takes a second. */
    private static final double SPEED = 60;

    private static final Gson JSON = new Gson();

    private final Process process;
    private final URI endpoint;
    private final Path folder;
    private final RehearsalClock clock;

    private EmbeddedAwsProcess(Process process, URI endpoint, Path folder) {
        this.process = process;
        this.endpoint = endpoint;
        this.folder = folder;
        BigDecimal now = control("GET", "clock", "").get("now").getAsBigDecimal();
        clock = new RehearsalClock(
                Instant.ofEpochMilli(now.movePointRight(3).longValue()),
                SPEED,
                step -> control("POST", "sleep", "{\"nanos\": " + step.toNanos() + "}"));
    }

    /**
     * Starts it and waits until it is ready. It ends with this process, however this one ends. Its own clock stands
     * still, and is moved by {@link #clock}.
     */
    public static EmbeddedAwsProcess start(ProcessContext context, String scenario) {
        context.err().println("Starting the embedded AWS (the first start downloads Amazon's DynamoDB Local) …");
        try {
            Path folder = Files.createTempDirectory("rehearsal");
            try {
                unpack(folder, URI.create(MAIN));
                return start(context.environment(), folder, scenario);
            } catch (IOException | RuntimeException e) {
                delete(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new UserException(
                    ExitCode.BAD_SETTINGS,
                    "The embedded AWS could not be started: " + e.getMessage() + ". Check that "
                            + System.getProperty("java.io.tmpdir") + " can be written to.",
                    e);
        }
    }

    private static EmbeddedAwsProcess start(Map<String, String> environment, Path folder, String scenario)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (!isWindows()) {
            // Ctrl-C in a terminal reaches the whole process group; the embedded AWS must outlive the run's report.
            command.addAll(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "rehearsal"));
        }
        command.addAll(program(environment, folder));
        command.addAll(List.of("--with-parent", "--speed", "0", "--scenario", scenario));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (line == null || !line.startsWith(READY)) {
            process.destroy();
            throw new UserException(
                    ExitCode.BAD_SETTINGS,
                    "The embedded AWS did not start; see its output above"
                            + (line == null ? "" : " (" + line + ")")
                            + ". Check the network: the first start downloads it from Maven Central.",
                    null);
        }
        return new EmbeddedAwsProcess(
                process, URI.create(line.substring(READY.length()).strip()), folder);
    }

    public URI endpoint() {
        return endpoint;
    }

    /** Returns the clock that it has together with the command. */
    public Clock clock() {
        return clock;
    }

    /** Calls its control API, which AWS does not have. */
    private JsonObject control(String method, String call, String body) {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    endpoint.resolve("/_control/" + call).toURL().openConnection();
            connection.setRequestMethod(method);
            if (!body.isEmpty()) {
                connection.setDoOutput(true);
                connection.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
            }
            try (InputStream in = connection.getInputStream()) {
                return JSON.fromJson(new String(in.readAllBytes(), StandardCharsets.UTF_8), JsonObject.class);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the embedded AWS does not respond: " + e.getMessage(), e);
        }
    }

    /** A folder for files of this rehearsal, deleted with it. */
    public Path folder() {
        return folder;
    }

    /** Copies a source, and what its {@code //SOURCES} and {@code //FILES} lines name, relative to it. */
    private static void unpack(Path folder, URI source) throws IOException {
        Path file = folder.resolve(source.getPath());
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(file.getParent());
        try (InputStream resource = EmbeddedAwsProcess.class.getResourceAsStream(RESOURCES + source)) {
            if (resource == null) {
                throw new IOException("its source " + source + " is missing from this program");
            }
            Files.copy(resource, file);
        }
        for (String name : directives(file, SOURCES)) {
            unpack(folder, source.resolve(name));
        }
        for (String name : directives(file, FILES)) {
            unpack(folder, source.resolve(name.substring(name.indexOf('=') + 1)));
        }
    }

    /** The values of a JBang directive in a source. */
    private static List<String> directives(Path source, String directive) throws IOException {
        List<String> words = new ArrayList<>();
        for (String line : Files.readAllLines(source)) {
            if (line.startsWith(directive)) {
                words.addAll(List.of(line.substring(directive.length()).strip().split("[\\s,]+")));
            }
        }
        return words;
    }

    /**
     * The jar of the embedded AWS next to a portable jar, with its own options; or its source, which JBang compiles.
     */
    private static List<String> program(Map<String, String> environment, Path folder) throws IOException {
        Path main = folder.resolve(MAIN);
        Path jar = Path.of(jar()).resolveSibling("rehearsal").resolve("EmbeddedAws.jar");
        if (!Files.exists(jar)) {
            return List.of(jbang(environment), "run", main.toString());
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(directives(main, RUNTIME_OPTIONS));
        command.addAll(List.of("-jar", jar.toString()));
        return command;
    }

    /** The jar of this program. */
    private static URI jar() {
        try {
            return EmbeddedAwsProcess.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The launcher that started this program, or an installed one. */
    private static String jbang(Map<String, String> environment) {
        String name = isWindows() ? "jbang.cmd" : "jbang";
        List<Path> candidates = new ArrayList<>(List.of(Path.of(environment.getOrDefault("JBANG_LAUNCH_CMD", ""))));
        Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .forEach(candidates::add);
        candidates.add(UserFolders.of(environment).home().resolve(Path.of(".jbang", "bin", name)));
        return candidates.stream()
                .filter(Files::isExecutable)
                .filter(Files::isRegularFile)
                .map(Path::toString)
                .findFirst()
                .orElseThrow(() -> UserException.badSettings("The rehearsal needs JBang, which is not on the PATH."
                        + " Install it (https://www.jbang.dev/download), or run ./migrate.java --rehearse"
                        + " from a clone,%nor, for a portable jar, also export the embedded AWS next to it"
                        + " (lib/docs/ways-in.md: One jar)."));
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() {
        clock.end();
        process.destroy();
        try {
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
