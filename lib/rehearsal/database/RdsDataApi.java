package lib.rehearsal.database;

import com.google.gson.JsonObject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsRequest;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.AwsService;
import lib.rehearsal.wire.Json;

/** The Data API of Aurora Serverless v2: ExecuteStatement outside transactions, run by a real PostgreSQL. */
public final class RdsDataApi {
    static final Duration USUAL_TIMEOUT = Duration.ofSeconds(45);
    private static final int LARGEST_REQUEST = 4 << 20, LONGEST_SQL = 65_536; // bytes, characters
    private static final String CANCELLED = "57014", NO_SUCH_DATABASE = "3D000";
    private static final Executor THREADS = Executors.newCachedThreadPool(work -> {
        Thread thread = new Thread(work, "statement that goes on");
        thread.setDaemon(true);
        return thread;
    });

    private final AuroraClusters aurora;
    private volatile Duration timeout = USUAL_TIMEOUT;

    public RdsDataApi(AuroraClusters aurora) {
        this.aurora = aurora;
    }

    /** @param timeout of a statement, in real time */
    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    public AwsResponse answer(AwsRequest request) {
        if (!request.operation().equals("ExecuteStatement")) {
            throw new AwsError(400, "ValidationException", "The rehearsal does not play the Data API's " + request.operation() + ".");
        }
        if (AwsResponse.bytes(request.body()).length > LARGEST_REQUEST) {
            throw new AwsError(400, "BadRequestException", "The request exceeds the size limit 4 MB.");
        }
        JsonObject parameters = request.parameters();
        checkForm(parameters);
        checkCluster(parameters);
        NamedParameterSql sql = NamedParameterSql.of(Json.string(parameters, "sql").orElseThrow());
        DataApiParameters values = new DataApiParameters(Json.list(parameters, "parameters"));
        boolean goesOn = isTrue(parameters, "continueAfterTimeout"), withMetadata = isTrue(parameters, "includeResultMetadata");
        ConnectionPool.Work<JsonObject> work = session -> execute(session, sql, values, withMetadata);
        JsonObject result = goesOn ? goingOn(work) : cancelled(work);
        return AwsResponse.json(200, AwsService.RDS_DATA.contentType(), result);
    }

    private static void checkForm(JsonObject request) {
        for (String name : List.of("resourceArn", "secretArn", "sql")) {
            if (Json.string(request, name).isEmpty()) {
                throw invalid("1 validation error detected: Value null at '" + name
                        + "' failed to satisfy constraint: Member must not be null");
            }
        }
        if (Json.string(request, "sql").orElseThrow().length() > LONGEST_SQL) {
            throw invalid("1 validation error detected: Value at 'sql' failed to "
                    + "satisfy constraint: Member must have length less than or equal to " + LONGEST_SQL);
        }
        if (request.has("schema")) {
            throw invalid("The schema parameter isn't supported");
        }
        for (String name : List.of("resultSetOptions", "formatRecordsAs")) {
            if (request.has(name)) {
                throw invalid("The rehearsal does not play " + name + ".");
            }
        }
        Json.string(request, "transactionId").ifPresent(id -> {
            throw new AwsError(404, "TransactionNotFoundException", "Transaction " + id + " is not found");
        });
    }

    private void checkCluster(JsonObject request) {
        String arn = Json.string(request, "resourceArn").orElseThrow(), secret = Json.string(request, "secretArn").orElseThrow();
        AuroraClusters.State state = aurora.called();
        if (state == AuroraClusters.State.NOT_PERMITTED) {
            throw denied("rds-data:ExecuteStatement", arn);
        }
        if (!arn.equals(aurora.clusterArn()) || state == AuroraClusters.State.NOT_ENABLED || state == AuroraClusters.State.GONE) {
            throw new AwsError(400, "HttpEndpointNotEnabledException", "HttpEndpoint is not enabled for resource " + arn);
        }
        if (state == AuroraClusters.State.SECRET_NOT_PERMITTED) {
            throw denied("secretsmanager:GetSecretValue", secret);
        }
        if (!secret.equals(aurora.secretArn())) {
            throw new AwsError(400, "SecretsErrorException", "Secrets Manager can't find the specified secret.");
        }
        if (state == AuroraClusters.State.NO_INSTANCE) {
            throw new AwsError(404, "DatabaseNotFoundException", "The DB cluster doesn't have a DB instance.");
        }
        if (state == AuroraClusters.State.PAUSED) {
            throw new AwsError(400, "DatabaseResumingException",
                    "The Aurora DB instance is resuming after being auto-paused. Please wait a few seconds and try again.");
        }
        Json.string(request, "database").filter(name -> !name.equals(AuroraClusters.DATABASE)).ifPresent(name -> {
            throw new AwsError(400, "DatabaseErrorException", "FATAL: database \"" + name + "\" does not exist; SQLState: " + NO_SUCH_DATABASE);
        });
    }

    private static JsonObject execute(Connection session, NamedParameterSql sql, DataApiParameters values, boolean withMetadata) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(sql.jdbc())) {
            values.bind(statement, sql.names());
            if (!statement.execute()) {
                return Json.object("numberOfRecordsUpdated", Math.max(statement.getUpdateCount(), 0), "generatedFields", List.of());
            }
            DataApiResult result = new DataApiResult(statement.getResultSet());
            return Json.object("records", result.records(), "columnMetadata", withMetadata ? result.metadata() : null, "numberOfRecordsUpdated", 0);
        }
    }

    /** The server cancels it when its time is over. */
    private JsonObject cancelled(ConnectionPool.Work<JsonObject> work) {
        try {
            return aurora.use(timeout, work);
        } catch (SQLException e) {
            throw error(e);
        }
    }

    /** When its time is over the caller hears so, and the statement goes on. */
    private JsonObject goingOn(ConnectionPool.Work<JsonObject> work) {
        CompletableFuture<JsonObject> statement = CompletableFuture.supplyAsync(() -> {
            try {
                return aurora.use(Duration.ZERO, work);
            } catch (SQLException e) {
                throw new CompletionException(e);
            }
        }, THREADS);
        try {
            return statement.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw timedOut("The statement timed out and goes on.");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException sql ? error(sql) : e.getCause() instanceof AwsError aws ? aws : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AwsError error(SQLException e) {
        if (CANCELLED.equals(e.getSQLState())) {
            return timedOut("canceling statement due to statement timeout");
        }
        return new AwsError(400, "DatabaseErrorException", e.getMessage().replace("\n  ", "; ") + "; SQLState: " + e.getSQLState());
    }

    private static AwsError timedOut(String message) {
        return new AwsError(400, "StatementTimeoutException", message);
    }

    private static AwsError denied(String action, String resource) {
        return new AwsError(403, "AccessDeniedException", "User: arn:aws:iam::" + BedrockChatStack.ACCOUNT + ":user/rehearsal is not authorized to perform: " + action
                + " on resource: " + resource + " because no identity-based policy allows the " + action + " action");
    }

    private static AwsError invalid(String message) {
        return new AwsError(400, "ValidationException", message);
    }

    private static boolean isTrue(JsonObject request, String name) {
        return Json.member(request, name).map(each -> each.getAsBoolean()).orElse(false);
    }
}
