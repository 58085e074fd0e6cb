package lib.rehearsal.database;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lib.rehearsal.clock.OpenWork;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.Json;

/** The Data API of Aurora Serverless v2: ExecuteStatement outside transactions, run by a real PostgreSQL. */
public final class RdsDataApi {
    private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(45);
    private static final int MAX_REQUEST_BYTES = 4 << 20, MAX_SQL_CHARACTERS = 65_536;
    private static final Set<String> PARAMETERS =
            Set.of("resourceArn", "secretArn", "database", "sql", "parameters", "continueAfterTimeout");
    private static final String CANCELED = "57014", NO_SUCH_DATABASE = "3D000"; // SQLSTATEs
    private final AuroraClusters aurora;
    private final OpenWork openWork;
    private volatile Duration timeout = DEFAULT_TIMEOUT;

    /** @param openWork counts statements that continue */
    public RdsDataApi(AuroraClusters aurora, OpenWork openWork) {
        this.aurora = aurora;
        this.openWork = openWork;
    }

    /** @param timeout of a statement, in real time */
    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    /** @throws AwsError if the Data API would return an error, or if the operation is not implemented */
    public JsonObject handle(AwsRequest request) {
        if (AwsResponse.utf8(request.body()).length > MAX_REQUEST_BYTES) {
            throw new AwsError(400, "BadRequestException", "The request exceeds the size limit 4 MB.");
        }
        JsonObject parameters = request.parameters();
        checkParameters(parameters);
        DbCluster cluster = checkCluster(parameters);
        NamedParameterSql sql =
                NamedParameterSql.of(Json.string(parameters, "sql").orElseThrow());
        List<JsonElement> values = Json.list(parameters, "parameters");
        ConnectionPool.Work<JsonObject> work = connection -> execute(connection, sql, values);
        return Json.member(parameters, "continueAfterTimeout").map(JsonElement::getAsBoolean).orElse(false)
                ? runInBackground(cluster, work)
                : run(cluster, timeout, work);
    }

    private static void checkParameters(JsonObject request) {
        for (String name : List.of("resourceArn", "secretArn", "sql")) {
            if (Json.string(request, name).isEmpty()) {
                throw AwsError.validation("1 validation error detected: Value null at '" + name
                        + "' failed to satisfy constraint: Member must not be null");
            }
        }
        if (Json.string(request, "sql").orElseThrow().length() > MAX_SQL_CHARACTERS) {
            throw AwsError.validation("1 validation error detected: Value at 'sql' failed to satisfy constraint: "
                    + "Member must have length less than or equal to " + MAX_SQL_CHARACTERS);
        }
        for (String name : request.keySet()) {
            if (!PARAMETERS.contains(name)) {
                throw AwsError.validation("The embedded AWS does not implement " + name + ".");
            }
        }
    }

    /** Returns the cluster that the request names, if the caller may use it now. */
    private DbCluster checkCluster(JsonObject request) {
        String arn = Json.string(request, "resourceArn").orElseThrow();
        String secret = Json.string(request, "secretArn").orElseThrow();
        DbCluster cluster = aurora.all().stream()
                .filter(each -> each.identity().arn().equals(arn))
                .findFirst()
                .orElseThrow(() -> notEnabled(arn));
        DbCluster.State state = cluster.stateForCall();
        if (state == DbCluster.State.NOT_PERMITTED) {
            throw accessDenied("rds-data:ExecuteStatement", arn);
        }
        if (state == DbCluster.State.NOT_ENABLED) {
            throw notEnabled(arn);
        }
        if (state == DbCluster.State.NO_INSTANCE) {
            throw new AwsError(404, "DatabaseNotFoundException", "The DB cluster doesn't have a DB instance.");
        }
        if (state == DbCluster.State.SECRET_NOT_PERMITTED) {
            throw accessDenied("secretsmanager:GetSecretValue", secret);
        }
        if (!secret.equals(aurora.secretArn(cluster))) {
            throw new AwsError(400, "SecretsErrorException", "Secrets Manager can't find the specified secret.");
        }
        if (state == DbCluster.State.STOPPED) { // the API reference names no error for it; this one fits best
            throw new AwsError(
                    504, "DatabaseUnavailableException", "The writer instance in the DB cluster isn't available.");
        }
        if (state == DbCluster.State.PAUSED) {
            throw new AwsError(
                    400,
                    "DatabaseResumingException",
                    "The Aurora DB instance is resuming after being "
                            + "auto-paused. Please wait a few seconds and try again.");
        }
        if (!cluster.isSecretActive()) {
            throw databaseError(
                    "FATAL: password authentication failed for user \"" + AuroraServer.MASTER + "\"", "28P01");
        }
        try {
            cluster.awaitServer();
        } catch (SQLException e) { // there is no PostgreSQL for this system
            throw notEnabled(arn);
        }
        Json.string(request, "database")
                .filter(name -> !name.equals(AuroraClusters.DATABASE))
                .ifPresent(name -> {
                    throw databaseError("FATAL: database \"" + name + "\" does not exist", NO_SUCH_DATABASE);
                });
        return cluster;
    }

    private static AwsError notEnabled(String arn) {
        return new AwsError(400, "HttpEndpointNotEnabledException", "HttpEndpoint is not enabled for resource " + arn);
    }

    private static JsonObject execute(Connection connection, NamedParameterSql sql, List<JsonElement> values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql.jdbc())) {
            for (int i = 0; i < sql.names().size(); i++) {
                bind(statement, i + 1, sql.names().get(i), values);
            }
            if (!statement.execute()) {
                return Json.object("numberOfRecordsUpdated", Math.max(statement.getUpdateCount(), 0));
            }
            return Json.object("records", DataApiResult.records(statement.getResultSet()));
        }
    }

    /** Binds a value; strings are bound as text. */
    private static void bind(PreparedStatement statement, int index, String name, List<JsonElement> values)
            throws SQLException {
        JsonObject value = values.stream()
                .map(JsonElement::getAsJsonObject)
                .filter(each -> Json.string(each, "name").filter(name::equals).isPresent())
                .map(each -> Json.child(each, "value"))
                .findFirst()
                .orElseThrow(() -> AwsError.validation("Cannot find parameter: " + name));
        if (value.has("stringValue")) {
            statement.setString(index, value.get("stringValue").getAsString());
        } else if (value.has("longValue")) {
            statement.setLong(index, value.get("longValue").getAsLong());
        } else {
            throw AwsError.validation("The embedded AWS implements parameters of strings and long numbers only.");
        }
    }

    /** @param limit after which the server cancels it; zero: none */
    private static JsonObject run(DbCluster cluster, Duration limit, ConnectionPool.Work<JsonObject> work) {
        try {
            return cluster.database().use(limit, work);
        } catch (SQLException e) {
            throw error(e);
        }
    }

    /** Runs a statement that continues after its timeout; the caller still gets the error. */
    private JsonObject runInBackground(DbCluster cluster, ConnectionPool.Work<JsonObject> work) {
        openWork.beginWatched();
        CompletableFuture<JsonObject> statement = CompletableFuture.supplyAsync(
                        () -> run(cluster, Duration.ZERO, work), AuroraClusters.BACKGROUND)
                .whenComplete((result, failure) -> openWork.endWatched());
        try {
            return statement.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw statementTimeout("The statement timed out and continues.");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof AwsError error ? error : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AwsError error(SQLException e) {
        if (CANCELED.equals(e.getSQLState())) {
            return statementTimeout("canceling statement due to statement timeout");
        }
        return databaseError(e.getMessage().replace("\n  ", "; "), e.getSQLState());
    }

    private static AwsError databaseError(String message, String sqlState) {
        return new AwsError(400, "DatabaseErrorException", message + "; SQLState: " + sqlState);
    }

    private static AwsError statementTimeout(String message) {
        return new AwsError(400, "StatementTimeoutException", message);
    }

    private static AwsError accessDenied(String action, String resource) {
        return new AwsError(
                403,
                "AccessDeniedException",
                "User: arn:aws:iam::" + BedrockChatStack.ACCOUNT
                        + ":user/rehearsal is not authorized to perform: " + action + " on resource: " + resource
                        + " because no identity-based policy allows the " + action + " action");
    }
}
