package lib.rehearsal.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server on a loopback port, with its data in a temporary folder, below {@code TMPDIR} if that is set. A
 * separate shell waits for the end of its standard input, that is, of this process, however it ends: then it stops the
 * server and removes the folder. If the system has {@code setsid}, the shell runs in a session of its own, so that the
 * server is stopped even after a signal to the whole process group.
 */
final class PostgresServer implements AutoCloseable {
    /**
     * What distinguishes one server from another.
     *
     * @param superuser its name
     * @param content SQL for the database of a new server, whose data is then kept for the next
     * @param settings lines for postgresql.conf
     * @param access lines of pg_hba.conf; none: as initdb writes it
     * @param files further files for the server's folder, {@code $folder} in the settings; only the owner can read them
     */
    record Options(
            InetSocketAddress address,
            String superuser,
            String content,
            List<String> settings,
            List<String> access,
            List<Path> files) {}

    private static final long STOP_TIMEOUT_SECONDS = 10;
    private static final String STARTED = "started";
    private static final List<String> SETTINGS = List.of(
            "unix_socket_directories = ''",
            "max_connections = 40",
            "dynamic_shared_memory_type = mmap",
            "shared_buffers = 32MB",
            "fsync = off",
            "synchronous_commit = off",
            "full_page_writes = off",
            "max_wal_senders = 0",
            "wal_level = minimal",
            "autovacuum = off",
            "max_logical_replication_workers = 0");
    /** PostgreSQL does not run as root; under {@code unshare -U} it has no user name, but the rights of the caller. */
    private static final String SCRIPT =
            """
            installation=$1 folder=$2 superuser=$3 template=$4 as=
            trap '' HUP INT TERM PIPE
            cd "$folder" || exit 1
            fail() { echo "$*"; rm -rf "$folder"; exit 1; }
            if [ "$(id -u)" = 0 ]; then
                for as in 'unshare -U' 'setpriv --reuid=65534 --regid=65534 --clear-groups' \\
                        'runuser -u nobody --' none; do
                    uid=$($as id -u 2>/dev/null) && [ "$uid" != 0 ] && break
                done
                [ "$as" = none ] &&
                    fail 'it does not run as root, and neither unshare nor setpriv nor runuser can change the user'
            fi
            pgsql=$installation/pgsql
            cp "$installation/password" password
            [ -d "$template" ] && cp -R "$template" data
            case $as in setpriv*|runuser*) # such a user can read neither root's home nor its files
                cp -R "$pgsql" pgsql && pgsql=$folder/pgsql && chown -R "$uid" "$folder" ;;
            esac
            if ! [ -d data ]; then
                $as "$pgsql/bin/initdb" -D "$folder/data" -U "$superuser" -A password --pwfile=password \\
                    -E UTF8 --locale=C --no-sync --wal-segsize=1 >log 2>&1 &&
                    $as "$pgsql/bin/postgres" --single -j -D "$folder/data" postgres <content >>log 2>&1 &&
                    ! grep ERROR log ||
                    fail "$(tail -n 3 log)"
                cp -R data "$template.$$" && [ ! -d "$template" ] &&
                    mv "$template.$$" "$template" 2>/dev/null ||
                    rm -rf "$template.$$"
            fi
            cat settings >>data/postgresql.conf
            [ -s access ] && cat access >data/pg_hba.conf
            $as "$pgsql/bin/pg_ctl" start -w -t 600 -D "$folder/data" -l "$folder/data/log" \\
                >/dev/null 2>&1 </dev/null || fail "$(tail -n 3 data/log)"
            echo started 2>/dev/null
            cat >/dev/null
            $as "$pgsql/bin/pg_ctl" stop -m immediate -D "$folder/data" >/dev/null 2>&1
            cd / && rm -rf "$folder"
            """;

    /** A command of single-user mode ends with an empty line. Databases that nobody needs would be copied each time. */
    private static final String ONE_DATABASE =
            """
            RESET ROLE;

            UPDATE pg_database SET datistemplate = false;

            DROP DATABASE template0;

            DROP DATABASE template1;

            """;

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
    static PostgresServer start(Path installation, Options options) throws IOException {
        Path folder = Files.createTempDirectory(
                Path.of(System.getenv().getOrDefault("TMPDIR", System.getProperty("java.io.tmpdir"))), "postgres");
        List<String> settings = new ArrayList<>(SETTINGS);
        settings.add("listen_addresses = '" + options.address.getHostString() + "'");
        settings.add("port = " + options.address.getPort());
        options.settings.forEach(line -> settings.add(line.replace("$folder", folder.toString())));
        Files.write(folder.resolve("settings"), settings);
        Files.write(folder.resolve("access"), options.access);
        Files.writeString(folder.resolve("content"), options.content + ONE_DATABASE);
        for (Path file : options.files) {
            Path copy = folder.resolve(file.getFileName());
            Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
            Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-------"));
        }
        List<String> command = new ArrayList<>();
        for (String setsid : List.of("/usr/bin/setsid", "/bin/setsid")) {
            if (command.isEmpty() && Files.isExecutable(Path.of(setsid))) {
                command.add(setsid);
            }
        }
        command.addAll(List.of("sh", "-c", SCRIPT, "postgres"));
        String made = String.join(" ", SCRIPT, ONE_DATABASE, options.superuser, options.content);
        Path template = installation.resolve("data-" + Integer.toHexString(made.hashCode()));
        command.addAll(List.of(installation.toString(), folder.toString(), options.superuser, template.toString()));
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
