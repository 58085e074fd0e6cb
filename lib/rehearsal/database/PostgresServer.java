package lib.rehearsal.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL server on a loopback port, with its data in a temporary folder. A separate shell waits for the end of
 * its standard input, that is, of this process, however it ends: then it stops the server and removes the folder. If
 * the system has {@code setsid}, the shell runs in a session of its own, so that the server is stopped even after a
 * signal to the whole process group.
 */
final class PostgresServer implements AutoCloseable {
    private static final long STOP_TIMEOUT_SECONDS = 10;
    private static final String STARTED = "started";
    /** PostgreSQL does not run as root; under {@code unshare -U} it has no user name, but the rights of the caller. */
    private static final String SCRIPT =
            """
            installation=$1 folder=$2 port=$3 as=
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
            [ -d "$installation/data" ] && cp -R "$installation/data" data
            case $as in setpriv*|runuser*) # such a user can read neither root's home nor its files
                cp -R "$pgsql" pgsql && pgsql=$folder/pgsql && chown -R "$uid" "$folder" ;;
            esac
            if ! [ -d data ]; then
                $as "$pgsql/bin/initdb" -D "$folder/data" -U postgres -A md5 --pwfile=password -E UTF8 --locale=C \\
                    --no-sync >log 2>&1 || fail "$(tail -n 3 log)"
                cp -R data "$installation/data.$$" && [ ! -d "$installation/data" ] &&
                    mv "$installation/data.$$" "$installation/data" 2>/dev/null ||
                    rm -rf "$installation/data.$$"
            fi
            $as "$pgsql/bin/pg_ctl" start -w -t 60 -D "$folder/data" -l "$folder/data/log" \\
                -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c max_connections=40 \\
                    -c dynamic_shared_memory_type=mmap -c shared_buffers=32MB -c fsync=off -c synchronous_commit=off \\
                    -c full_page_writes=off -c max_wal_senders=0 -c wal_level=minimal" \\
                >/dev/null 2>&1 </dev/null || fail "$(tail -n 3 data/log)"
            echo started 2>/dev/null
            cat >/dev/null
            $as "$pgsql/bin/pg_ctl" stop -m immediate -D "$folder/data" >/dev/null 2>&1
            cd / && rm -rf "$folder"
            """;

    private static volatile boolean ending;
    private final Process process;
    private final String url;

    private PostgresServer(Process process, String url) {
        this.process = process;
        this.url = url;
    }

    /** @param installation the binaries and the password */
    static PostgresServer start(Path installation) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>();
        for (String setsid : List.of("/usr/bin/setsid", "/bin/setsid")) {
            if (command.isEmpty() && Files.isExecutable(Path.of(setsid))) {
                command.add(setsid);
            }
        }
        Path folder = Files.createTempDirectory("postgres");
        command.addAll(List.of(
                "sh", "-c", SCRIPT, "postgres", installation.toString(), folder.toString(), String.valueOf(port)));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        PostgresServer server = new PostgresServer(
                process,
                "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=postgres&password="
                        + Files.readString(installation.resolve("password")));
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        } catch (IllegalStateException e) { // this process is ending already
            server.close();
        }
        String line = process.inputReader().readLine();
        if (!STARTED.equals(line)) {
            throw new IOException("PostgreSQL did not start: " + line);
        }
        return server;
    }

    /** Returns the JDBC URL, with the password. */
    String url() {
        return url;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Returns whether this process is ending, so that a missing server is no error. */
    static boolean isEnding() {
        return ending;
    }

    @Override
    public void close() {
        ending = true;
        try {
            process.getOutputStream().close();
            process.waitFor(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (IOException | InterruptedException e) {
            Thread.currentThread().interrupt(); // the shell ends on its own anyway
        }
    }
}
