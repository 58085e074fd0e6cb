package lib.rehearsal.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;

/** The database servers of one account, by the id of their cluster. They start and stop in the background. */
final class AuroraServers implements AutoCloseable {
    static final Executor BACKGROUND = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "start or stop of a database server");
        thread.setDaemon(true);
        return thread;
    });

    private final Map<String, CompletableFuture<AuroraServer>> servers = new HashMap<>();

    /**
     * Starts the server of a cluster.
     *
     * @param reachable whether other clusters can connect to its endpoint
     * @param content added to the empty table
     */
    synchronized CompletableFuture<ClusterDatabase> start(
            String cluster, PostgresServer.Endpoint endpoint, boolean reachable, AuroraServer.Content content) {
        CompletableFuture<AuroraServer> server = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return AuroraServer.start(endpoint, reachable, content);
                    } catch (IOException | SQLException e) {
                        if (!PostgresServer.isEnding()) {
                            System.err.println("A database server could not be started: " + e.getMessage());
                        }
                        throw new CompletionException(e);
                    }
                },
                BACKGROUND);
        servers.put(cluster, server);
        return server.thenApply(AuroraServer::database);
    }

    /**
     * Returns what the server of a cluster has logged.
     *
     * @throws IllegalArgumentException if the cluster has no server of its own
     */
    String log(String cluster) {
        try {
            return get(cluster).join().log();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized CompletableFuture<AuroraServer> get(String cluster) {
        CompletableFuture<AuroraServer> server = servers.get(cluster);
        if (server == null) {
            throw new IllegalArgumentException("the cluster has no server of its own");
        }
        return server;
    }

    /** Stops the server of a cluster as soon as it runs. */
    synchronized void stop(String cluster) {
        CompletableFuture<AuroraServer> server = servers.remove(cluster);
        if (server != null) {
            server.thenAcceptAsync(AuroraServer::close, BACKGROUND);
        }
    }

    @Override
    public synchronized void close() {
        for (String cluster : servers.keySet().toArray(String[]::new)) {
            stop(cluster);
        }
    }
}
