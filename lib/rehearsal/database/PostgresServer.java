package lib.rehearsal.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import lib.rehearsal.wire.DataFile;

/**
 * A PostgreSQL server on a loopback port, with its data in a temporary folder, below {@code TMPDIR} if that is set. A
 * separate shell waits for the end of its standard input, that is, of this process, however it ends: then it stops the
 * server and removes the folder. If the system has {@code setsid}, the shell runs in a session of its own, so that the
 * server is stopped even after a signal to the whole process group.
 */
final class PostgresServer implements AutoCloseable {
    /**
     * What distinguishes one kind of servers from another. The data of the first is kept for the next.
     *
     * @param superuser its name
     * @param content SQL for the database of a new server
     * @param settings lines for postgresql.conf
     * @param access lines of pg_hba.conf; empty: as initdb writes it
     * @param usesTls whether it has a certificate, server.crt, and its key, server.key
     */
    record Kind(String superuser, String content, String settings, String access, boolean usesTls) {
        private Path template(Path installation) {
            return installation.resolve("data-" + Integer.toHexString((SCRIPT + SETTINGS + this).hashCode()));
        }
    }

    private static final long STOP_TIMEOUT_SECONDS = 10;
    private static final String STARTED = "started";
    private static final String SCRIPT = DataFile.text("postgres.sh"), SETTINGS = DataFile.text("postgresql.conf");

    private static volatile boolean ending;
    private final Process process;
    private final Path folder;
    private final Thread shutdownHook = new Thread(() -> {
        ending = true;
        stop();
    });

    private PostgresServer(Process process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** @param installation the binaries and the superuser's password */
    static PostgresServer start(Path installation, Kind kind, InetSocketAddress address) throws IOException {
        Path folder = Files.createTempDirectory(
                Path.of(System.getenv().getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir"))), "postgres");
        Path template = kind.template(installation);
        if (!Files.isDirectory(template)) {
            Files.writeString(folder.resolve("content"), kind.content);
            Files.writeString(folder.resolve("settings"), SETTINGS + kind.settings);
            Files.writeString(folder.resolve("access"), kind.access);
            if (kind.usesTls) {
                TlsCertificate.create(folder);
            }
        }
        List<String> command = new ArrayList<>();
        for (String setsid : List.of("/usr/bin/setsid", "/bin/setsid")) {
            if (command.isEmpty() && Files.isExecutable(Path.of(setsid))) {
                command.add(setsid);
            }
        }
        command.addAll(List.of("sh", "-c", SCRIPT, "postgres"));
        command.addAll(List.of(installation.toString(), folder.toString(), template.toString(), kind.superuser));
        command.addAll(List.of(address.getHostString(), String.valueOf(address.getPort())));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        PostgresServer server = new PostgresServer(process, folder);
        try {
            Runtime.getRuntime().addShutdownHook(server.shutdownHook);
        } catch (IllegalStateException e) { // this process is ending already
            server.shutdownHook.run();
        }
        String line = process.inputReader().readLine();
        if (!STARTED.equals(line)) {
            throw new IOException("PostgreSQL did not start: " + line);
        }
        return server;
    }

    /** Returns a free port of 127.0.0.1. */
    static InetSocketAddress freeAddress() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress("127.0.0.1", socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns everything that the server has logged. */
    String log() {
        try {
            return Files.readString(folder.resolve("data/log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns whether this process is ending, so that a missing server is no error. */
    static boolean isEnding() {
        return ending;
    }

    /** Stops the server at once, and removes its data. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) { // this process is ending, and the hook stops the server
            return;
        }
        stop();
    }

    private void stop() {
        try {
            process.getOutputStream().close();
            process.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt(); // the shell ends on its own anyway
        }
    }
}
