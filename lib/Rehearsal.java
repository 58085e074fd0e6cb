//SOURCES rehearsal/package-info.java
package lib;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The embedded AWS, run as a process of its own: DynamoDB Local and our SDK cannot share a class path. Its sources are resources of this
 * program, so it comes along however the program was started; JBang compiles and keeps it.
 */
public final class Rehearsal implements AutoCloseable {
    /** A rehearsed minute takes a second. */
    public static final double SPEED = 60;
    private static final String FOLDER = "/rehearsal/";
    private static final String MAIN = "EmbeddedAws.java";
    private static final String SOURCES = "//SOURCES ";
    private static final String READY = "READY ";

    private final Process process;
    private final URI endpoint;
    private final Path folder;

    private Rehearsal(Process process, URI endpoint, Path folder) {
        this.process = process;
        this.endpoint = endpoint;
        this.folder = folder;
    }

    /** Starts it and waits until it answers. It ends with this process, however this one ends. */
    public static Rehearsal start(String scenario, PrintStream err) {
        err.println("Starting the embedded AWS (the first time fetches Amazon's DynamoDB Local) …");
        try {
            Path folder = Files.createTempDirectory("rehearsal");
            try {
                unpack(folder, URI.create(MAIN));
                return start(folder, scenario);
            } catch (IOException | RuntimeException e) {
                delete(folder);
                throw e;
            }
        } catch (IOException e) {
            throw new Problem(Problem.SETTINGS, "The embedded AWS could not be started: " + e.getMessage() + ". Check that " + System.getProperty("java.io.tmpdir")
                    + " can be written to.", e);
        }
    }

    private static Rehearsal start(Path folder, String scenario) throws IOException {
        List<String> command = new ArrayList<>();
        if (!isWindows()) {
            // Ctrl-C in a terminal reaches the whole process group; the embedded AWS must outlive the run's last words.
            command.addAll(List.of("sh", "-c", "trap '' INT; exec \"$@\"", "rehearsal"));
        }
        command.addAll(engine(folder));
        command.addAll(List.of("--with-parent", "--speed", String.valueOf(SPEED), "--scenario", scenario));
        Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader answer = process.inputReader(StandardCharsets.UTF_8);
        String line = answer.readLine();
        if (line == null || !line.startsWith(READY)) {
            process.destroy();
            throw new Problem(Problem.SETTINGS, "The embedded AWS did not start; its own words stand above"
                    + (line == null ? "" : " (" + line + ")") + ". Check the network to Maven Central, which it needs the first time.", null);
        }
        return new Rehearsal(process, URI.create(line.substring(READY.length()).strip()), folder);
    }

    public URI endpoint() {
        return endpoint;
    }

    /** A folder for what belongs to this rehearsal alone; it is gone with it. */
    Path folder() {
        return folder;
    }

    /** Copies a source, and every source that its {@code //SOURCES} lines name, relative to it. */
    private static void unpack(Path folder, URI source) throws IOException {
        Path file = folder.resolve(source.getPath());
        if (Files.exists(file)) {
            return;
        }
        Files.createDirectories(file.getParent());
        try (InputStream resource = Rehearsal.class.getResourceAsStream(FOLDER + source)) {
            if (resource == null) {
                throw new IOException("its source " + source + " is missing from this program");
            }
            Files.copy(resource, file);
        }
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith(SOURCES)) {
                for (String name : line.substring(SOURCES.length()).strip().split("[\\s,]+")) {
                    unpack(folder, source.resolve(name));
                }
            }
        }
    }

    /** The embedded AWS that was brought along beside a portable jar, with its own options; or what JBang compiles. */
    private static List<String> engine(Path folder) throws IOException {
        Path brought = Path.of(Archive.jar()).resolveSibling("rehearsal").resolve("EmbeddedAws.jar");
        if (!Files.exists(brought)) {
            return List.of(jbang(), "run", folder.resolve(MAIN).toString());
        }
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        for (String line : Files.readAllLines(folder.resolve(MAIN))) {
            if (line.startsWith("//RUNTIME_OPTIONS ")) {
                command.addAll(List.of(line.substring("//RUNTIME_OPTIONS ".length()).strip().split(" +")));
            }
        }
        command.addAll(List.of("-jar", brought.toString()));
        return command;
    }

    /** The launcher that started us, or an installed one. */
    private static String jbang() {
        String name = isWindows() ? "jbang.cmd" : "jbang";
        Stream<Path> launchers = Stream.concat(
                Stream.of(String.valueOf(System.getenv("JBANG_LAUNCH_CMD"))).map(Path::of),
                Stream.concat(
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)).map(folder -> Path.of(folder, name)),
                        Stream.of(Journal.home().resolve(Path.of(".jbang", "bin", name)))));
        return launchers.filter(Files::isExecutable).filter(Files::isRegularFile).map(Path::toString).findFirst().orElseThrow(() -> Problem.settings(
                "The rehearsal needs JBang, which is not on the PATH. Install it (https://www.jbang.dev/download), or run ./migrate.java --rehearse from a clone,%n"
                        + "or, for a portable jar, export the embedded AWS beside it too (README: One jar)."));
    }

    private static boolean isWindows() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
