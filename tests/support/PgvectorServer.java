package tests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Real pgvector from npm, compiled to WebAssembly, in a process that ends with this one. It is installed once, with
 * pinned versions, into the launcher's cache folder (28 MB).
 */
public final class PgvectorServer implements AutoCloseable {
    private static final Path FILES = Cli.ROOT.resolve("tests/rehearsal/pglite");
    private static final String READY = "READY ";

    private final Process process;
    private final String url;

    private PgvectorServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Returns why it cannot be installed on this machine, or null if it can. */
    public static String missing() {
        for (String program : List.of("node", "npm")) {
            try {
                if (new Cli().run(program, "--version").exit() != 0) {
                    return program + " --version fails";
                }
            } catch (UncheckedIOException e) {
                return "there is no " + program + " on the PATH";
            }
        }
        return null;
    }

    /** Installs it if necessary, and starts it. */
    public static PgvectorServer start() throws IOException {
        Process process = new ProcessBuilder("node", "server.mjs")
                .directory(installed().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String line = process.inputReader().readLine();
        if (line == null || !line.startsWith(READY)) {
            throw new IllegalStateException("pgvector did not start: " + line);
        }
        // It supports only the simple query protocol.
        return new PgvectorServer(
                process,
                "jdbc:postgresql://" + line.substring(READY.length())
                        + "/postgres?user=postgres&password=none&sslmode=disable&preferQueryMode=simple");
    }

    /** Returns its JDBC URL. */
    public String url() {
        return url;
    }

    private static Path installed() throws IOException {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        List<Path> files = List.of(FILES.resolve("package.json"), FILES.resolve("server.mjs"));
        StringBuilder content = new StringBuilder();
        for (Path file : files) {
            content.append(Files.readString(file));
        }
        Path folder = base.resolve("bedrock-chat-migration")
                .resolve("pglite-" + Integer.toHexString(content.toString().hashCode()));
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder.getParent());
            Path unfinished = Files.createTempDirectory(folder.getParent(), "pglite.");
            for (Path file : files) {
                Files.copy(file, unfinished.resolve(file.getFileName()));
            }
            run(unfinished, "npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error");
            Files.move(unfinished, folder);
        }
        return folder;
    }

    private static void run(Path folder, String... command) throws IOException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .inheritIO()
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " ended with exit code " + process.exitValue());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
