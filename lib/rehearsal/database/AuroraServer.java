package lib.rehearsal.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A PostgreSQL server of its own for one cluster, set up as Aurora does: TLS and a password are required, the master
 * user is no superuser but a member of rds_superuser, and postgres_fdw can be created. It logs every statement.
 */
final class AuroraServer implements AutoCloseable {
    static final String MASTER = "postgres";
    private static final String ADMINISTRATOR = "rdsadmin", SCHEMA = "public", TRUSTED = "trusted = true";
    private static final int CONNECTIONS = 30, ADMINISTRATORS = 2, ATTEMPTS = 20, UNANSWERED = 100;
    /** From where the embedded AWS connects, and nobody else: for it, TLS takes more CPU time than the statements. */
    private static final String INSIDE = "127.255.255.254";
    /** SCRAM asks for a password too, but costs the embedded AWS a tenth of its CPU time. */
    private static final List<String> ACCESS = List.of(
            "hostnossl all all " + INSIDE + "/32 password",
            "hostssl all all 0.0.0.0/0 password",
            "hostssl all all ::/0 password");
    private static final List<String> SETTINGS = List.of(
            "ssl = on",
            "ssl_cert_file = '$folder/" + TlsCertificate.CERTIFICATE + "'",
            "ssl_key_file = '$folder/" + TlsCertificate.KEY + "'",
            "password_encryption = 'scram-sha-256'",
            "shared_preload_libraries = 'pg_stat_statements'",
            "log_statement = 'all'",
            "log_line_prefix = '%m [%p] %u@%d '");
    /** In stock PostgreSQL only a superuser creates postgres_fdw; in Aurora rds_superuser does, and may use it. */
    private static final String ROLES =
            """
            CREATE ROLE rds_superuser;
            GRANT pg_monitor, pg_signal_backend, pg_checkpoint TO rds_superuser WITH ADMIN OPTION;
            CREATE ROLE %1$s LOGIN CREATEDB CREATEROLE IN ROLE rds_superuser;
            ALTER DATABASE postgres OWNER TO %1$s;
            CREATE EXTENSION pg_stat_statements;
            CREATE SCHEMA rdsadmin;
            CREATE FUNCTION rdsadmin.after_create_extension() RETURNS event_trigger
                LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
                BEGIN
                    IF EXISTS (SELECT FROM pg_foreign_data_wrapper WHERE fdwname = 'postgres_fdw') THEN
                        GRANT USAGE ON FOREIGN DATA WRAPPER postgres_fdw TO rds_superuser WITH GRANT OPTION;
                    END IF;
                END $$;
            CREATE EVENT TRIGGER after_create_extension ON ddl_command_end
                WHEN TAG IN ('CREATE EXTENSION') EXECUTE FUNCTION rdsadmin.after_create_extension();
            SET ROLE %1$s;
            """
                    .formatted(MASTER);
    private static final String NEW_PASSWORD =
            """
            SET log_statement = 'none';
            ALTER ROLE %s PASSWORD '%s';
            SELECT pg_stat_statements_reset();
            """;

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
        trustPostgresFdw(installation.resolve("pgsql"));
        InetSocketAddress address = reachable ? endpoint : PostgresServer.freeAddress();
        ServerSocket silence = reachable ? null : silence(endpoint);
        PostgresServer server = PostgresServer.start(
                installation,
                new PostgresServer.Options(
                        address,
                        ADMINISTRATOR,
                        PgvectorSubstitute.TYPE + ROLES + PgvectorSubstitute.TABLE,
                        SETTINGS,
                        ACCESS,
                        TlsCertificate.in(installation)));
        AuroraServer started = new AuroraServer(server, silence);
        try {
            String superuserPassword = Files.readString(installation.resolve("password"));
            return started.setUp(address, pool(address, ADMINISTRATOR, superuserPassword, ADMINISTRATORS), content);
        } catch (IOException | SQLException | RuntimeException e) {
            started.close();
            throw e;
        }
    }

    private ClusterDatabase setUp(
            InetSocketAddress address, ConnectionPool administrators, SnapshotContent content)
            throws SQLException {
        String password = UUID.randomUUID().toString().replace("-", "");
        administrators.use(SCHEMA, Duration.ZERO, connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.execute(NEW_PASSWORD.formatted(MASTER, password));
            }
        });
        ConnectionPool users = pool(address, MASTER, password, CONNECTIONS);
        users.use(SCHEMA, Duration.ZERO, connection -> {
            content.create(connection);
            return null;
        });
        return new ClusterDatabase(users, administrators, SCHEMA, this);
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

    private static synchronized void trustPostgresFdw(Path pgsql) throws IOException {
        for (String folder : List.of("share/postgresql/extension", "share/extension")) {
            Path control = pgsql.resolve(folder).resolve("postgres_fdw.control");
            if (!Files.exists(control)) {
                continue;
            }
            List<String> lines = new ArrayList<>(Files.readAllLines(control));
            if (!lines.contains(TRUSTED)) {
                lines.add(TRUSTED);
                Path part = Files.createTempFile(control.getParent(), "postgres_fdw", "");
                Files.write(part, lines);
                Files.setPosixFilePermissions(part, Files.getPosixFilePermissions(control));
                Files.move(part, control, StandardCopyOption.ATOMIC_MOVE);
            }
        }
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
