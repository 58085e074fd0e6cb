package lib.rehearsal.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import lib.rehearsal.wire.DataFile;

/**
 * A PostgreSQL server of its own for one cluster, set up as Aurora does: TLS and a password are required, the master
 * user is no superuser but a member of rds_superuser, and postgres_fdw can be created. It logs every statement.
 */
final class AuroraServer implements AutoCloseable {
    static final String MASTER = "postgres";
    private static final String ADMINISTRATOR = "rdsadmin", SCHEMA = "public";
    private static final int CONNECTIONS = 30, ADMINISTRATORS = 2, ATTEMPTS = 20, UNANSWERED = 100;
    private static final String CONTENT =
            DataFile.text("vector.sql") + DataFile.text("aurora.sql") + DataFile.text("items.sql");
    private static final String SETTINGS = DataFile.text("aurora.conf");
    /** From where the embedded AWS connects, and nobody else: for it, TLS takes more CPU time than the statements. */
    private static final String INSIDE = "127.255.255.254";
    /** SCRAM asks for a password too, but costs the embedded AWS a tenth of its CPU time. */
    private static final String ACCESS =
            """
            hostnossl all all %s/32 password
            hostssl all all 0.0.0.0/0 password
            hostssl all all ::/0 password
            """
                    .formatted(INSIDE);

    private final PostgresServer server;
    /** Null: the server can be reached. */
    private final ServerSocket silence;

    private AuroraServer(PostgresServer server, ServerSocket silence) {
        this.server = server;
        this.silence = silence;
    }

    /**
     * Starts a server, whose table is empty and has its indexes.
     *
     * @param endpoint where other clusters connect
     * @param reachable whether the network lets them; otherwise the endpoint never answers, and the Data API alone
     *     reaches the server
     * @param content added to the empty table
     */
    static ClusterDatabase start(InetSocketAddress endpoint, boolean reachable, SnapshotContent content)
            throws IOException, SQLException {
        Path installation = PostgresBinaries.install();
        InetSocketAddress address = reachable ? endpoint : PostgresServer.freeAddress();
        ServerSocket silence = reachable ? null : silence(endpoint);
        String password = Files.readString(installation.resolve("password"));
        PostgresServer.Kind kind = new PostgresServer.Kind(
                ADMINISTRATOR, CONTENT.replace("$password", password), SETTINGS, ACCESS, true);
        AuroraServer server = new AuroraServer(PostgresServer.start(installation, kind, address), silence);
        ConnectionPool users = pool(address, MASTER, password, CONNECTIONS);
        try {
            users.use(SCHEMA, Duration.ZERO, content::create);
        } catch (SQLException | RuntimeException e) {
            server.close();
            throw e;
        }
        return new ClusterDatabase(users, pool(address, ADMINISTRATOR, password, ADMINISTRATORS), SCHEMA, server);
    }

    /**
     * Chooses an address with that port. All of 127.0.0.0/8 is this machine on Linux and Windows; elsewhere it is a
     * free port of 127.0.0.1.
     */
    static InetSocketAddress chooseAddress(int port) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        for (int i = 0; i < ATTEMPTS; i++) {
            String host = "127." + random.nextInt(1, 255) + "." + random.nextInt(1, 255) + "." + random.nextInt(1, 255);
            InetSocketAddress endpoint = new InetSocketAddress(host, port);
            if (isFree(endpoint)) {
                return endpoint;
            }
        }
        return PostgresServer.freeAddress();
    }

    /** Whether it is an address of this machine, and not taken. */
    private static boolean isFree(InetSocketAddress address) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(address);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static ConnectionPool pool(InetSocketAddress address, String user, String password, int size) {
        String way = isFree(new InetSocketAddress(INSIDE, 0))
                ? "sslmode=disable&localSocketAddress=" + INSIDE
                : "sslmode=require";
        return ConnectionPool.of(address, way + "&user=" + user + "&password=" + password, size);
    }

    /** Opens a port that takes connections and never answers, as if its packets were dropped. */
    private static ServerSocket silence(InetSocketAddress endpoint) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(endpoint, UNANSWERED);
        return socket;
    }

    /** Returns everything that the server has logged. */
    String log() {
        return server.log();
    }

    @Override
    public void close() {
        server.close();
        if (silence != null) {
            try {
                silence.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
