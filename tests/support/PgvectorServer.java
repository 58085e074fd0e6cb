package tests.support;

import java.io.IOException;

/** Real pgvector from npm (28 MB), compiled to WebAssembly, in a process that ends with this one. */
public final class PgvectorServer implements AutoCloseable {
    private static final String READY = "READY ";

    private final Process process;
    private final String url;

    private PgvectorServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** Installs it if necessary, and starts it. */
    public static PgvectorServer start() throws IOException {
        Process process = new ProcessBuilder("node", "server.mjs")
                .directory(NpmProgram.installed("tests/rehearsal/pglite").toFile())
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

    @Override
    public void close() {
        process.destroy();
    }
}
