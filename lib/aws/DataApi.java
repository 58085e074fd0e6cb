package lib.aws;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import lib.common.Text;
import lib.model.DatabaseLocation;
import lib.retry.Retrier;
import lib.retry.ServiceError;
import lib.retry.ServiceError.Fatal;
import lib.retry.ServiceError.Fatal.Cause;
import lib.retry.ServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;
import software.amazon.awssdk.services.rdsdata.model.BadRequestException;
import software.amazon.awssdk.services.rdsdata.model.DatabaseErrorException;
import software.amazon.awssdk.services.rdsdata.model.DatabaseNotFoundException;
import software.amazon.awssdk.services.rdsdata.model.DatabaseResumingException;
import software.amazon.awssdk.services.rdsdata.model.DatabaseUnavailableException;
import software.amazon.awssdk.services.rdsdata.model.Field;
import software.amazon.awssdk.services.rdsdata.model.HttpEndpointNotEnabledException;
import software.amazon.awssdk.services.rdsdata.model.InvalidResourceStateException;
import software.amazon.awssdk.services.rdsdata.model.InvalidSecretException;
import software.amazon.awssdk.services.rdsdata.model.RdsDataException;
import software.amazon.awssdk.services.rdsdata.model.SecretsErrorException;
import software.amazon.awssdk.services.rdsdata.model.SqlParameter;
import software.amazon.awssdk.services.rdsdata.model.StatementTimeoutException;
import software.amazon.awssdk.services.rdsdata.model.UnsupportedResultException;

/** The RDS Data API: one statement at a time. Its errors are {@link ServiceException}s that name cause and remedy. */
final class DataApi {
    /** PostgreSQL's SQLSTATEs (PostgreSQL documentation, appendix A). */
    private static final String UNDEFINED_TABLE = "42P01", INVALID_PASSWORD = "28P01";
    /** A table, a schema or a function that does not exist. */
    private static final Pattern UNDEFINED = Pattern.compile(UNDEFINED_TABLE + "|3F000|42883");

    /**
     * Connections that fail or break, and a server that shuts down or starts: a failover, or a restart (SQLSTATE
     * classes 08, 53 and 57P, or the texts of drivers).
     */
    private static final Pattern CONNECTION_LOST = Pattern.compile(
            "(?i)SQLState: (08|53|57P)|communications link failure|connection .*(closed|reset|refused|lost|terminated)"
                    + "|terminating connection|database system is (starting up|shutting down|in recovery)");

    private static final Pattern STOPPED = Pattern.compile("(?i)cluster .*\\bstopped");

    /** Long enough for a network outage of ten minutes, and for a paused cluster to resume. */
    private static final Duration RETRY_LIMIT = Duration.ofMinutes(15);
    /** The first query fails sooner, unless the cluster is resuming; a failover takes less (Aurora FAQs). */
    private static final Duration FIRST_RETRY_LIMIT = Duration.ofMinutes(1);

    private static final int ROWS_PER_PAGE = 1_000;

    private final AwsClients aws;
    private final RdsDataClient client;
    private final DatabaseLocation database;
    private final Retrier retrier;
    /** Whether the database has executed a statement with this secret. */
    private volatile boolean hasAnswered;

    DataApi(AwsClients aws, DatabaseLocation database, Retrier retrier) {
        this.aws = aws;
        this.client = aws.rdsData();
        this.database = database;
        this.retrier = retrier;
    }

    DatabaseLocation database() {
        return database;
    }

    /**
     * Runs a query, and returns its rows. Parameters are strings or whole numbers, each bound by its name; there are no
     * arrays.
     */
    List<List<Field>> query(String sql, Map<String, Object> parameters) {
        return retrier.call(RETRY_LIMIT, () -> queryOnce(sql, parameters));
    }

    /**
     * Runs a query page by page, each as large as possible: half as large if the result is larger than 1 MiB.
     *
     * @param sql with the parameter {@code limit}
     * @param parameters those of the first page
     * @param keys the parameters to which the first columns of a page's last row are given for the next page
     * @param smallerIsFaster whether a smaller page also takes less time
     */
    void forEachRow(
            String sql,
            Map<String, Object> parameters,
            List<String> keys,
            boolean smallerIsFaster,
            Consumer<List<Field>> receiver) {
        Map<String, Object> next = new LinkedHashMap<>(parameters);
        int size = ROWS_PER_PAGE;
        for (boolean isLast = false; !isLast; ) {
            next.put("limit", size);
            try {
                List<List<Field>> page = query(sql, next);
                page.forEach(receiver);
                isLast = page.size() < size;
                for (int i = 0; i < keys.size() && !isLast; i++) {
                    next.put(keys.get(i), page.get(page.size() - 1).get(i).stringValue());
                }
                size = ROWS_PER_PAGE;
            } catch (ServiceException e) {
                boolean smallerHelps = e.error() instanceof ServiceError.ResultTooLarge
                        || smallerIsFaster && e.error() instanceof ServiceError.StatementTimeout;
                if (!smallerHelps || size == 1) {
                    throw e;
                }
                size /= 2;
            }
        }
    }

    /**
     * Runs a query without parameters. Fails after a minute if the database is stopped or has no instance, and waits
     * for one that resumes.
     */
    List<List<Field>> firstQuery(String sql) {
        try {
            return retrier.call(FIRST_RETRY_LIMIT, () -> queryOnce(sql, Map.of()));
        } catch (ServiceException e) {
            if (e.error() instanceof ServiceError.DatabaseResuming) {
                return query(sql, Map.of());
            }
            throw e;
        }
    }

    /** Runs a query, and fails at once. */
    List<List<Field>> queryOnce(String sql, Map<String, Object> parameters) {
        return execute(sql, parameters, false);
    }

    /**
     * Runs a statement that may take longer than the 45 s that the Data API waits, and then continues in the database.
     * An error that says that it has not begun is retried; if that is unknown, it must not simply be repeated.
     */
    VectorStore.Begin begin(String sql, Map<String, Object> parameters) {
        return retrier.call(RETRY_LIMIT, () -> beginOnce(sql, parameters));
    }

    private VectorStore.Begin beginOnce(String sql, Map<String, Object> parameters) {
        try {
            execute(sql, parameters, true);
            return VectorStore.Begin.FINISHED;
        } catch (ServiceException e) {
            if (e.error() instanceof ServiceError.StatementTimeout) {
                return VectorStore.Begin.CONTINUES;
            }
            if (e.error() instanceof ServiceError.OutcomeUnknown || e.error() instanceof ServiceError.DatabaseDown) {
                return VectorStore.Begin.UNKNOWN;
            }
            throw e;
        }
    }

    private List<List<Field>> execute(String sql, Map<String, Object> parameters, boolean continueAfterTimeout) {
        List<SqlParameter> sqlParameters = parameters.entrySet().stream()
                .map(p -> parameter(p.getKey(), p.getValue()))
                .toList();
        try {
            List<List<Field>> records = client.executeStatement(
                            r -> r.resourceArn(database.cluster().value())
                                    .secretArn(database.secret().value())
                                    .database(database.name())
                                    .sql(sql)
                                    .parameters(sqlParameters)
                                    .continueAfterTimeout(continueAfterTimeout))
                    .records();
            hasAnswered = true;
            return records;
        } catch (RdsDataException e) {
            throw new ServiceException(classify(e), e);
        } catch (SdkException e) {
            throw ErrorClassifier.of(e);
        }
    }

    private static SqlParameter parameter(String name, Object value) {
        Field field = value instanceof Number number
                ? Field.fromLongValue(number.longValue())
                : Field.fromStringValue(value.toString());
        return SqlParameter.builder().name(name).value(field).build();
    }

    private ServiceError classify(RdsDataException e) {
        String message = Text.oneLine(
                String.valueOf(
                        e.awsErrorDetails() == null
                                ? e.getMessage()
                                : e.awsErrorDetails().errorMessage()),
                500);
        ServiceError usual = ErrorClassifier.of(e).error();
        if (usual instanceof ServiceError.CredentialsExpired
                || usual instanceof ServiceError.ClockSkew
                || usual.areCredentialsLost()) {
            return usual;
        }
        if (e instanceof DatabaseResumingException) {
            return new ServiceError.DatabaseResuming("the database cluster was paused and is resuming");
        }
        if (e instanceof StatementTimeoutException) {
            return new ServiceError.StatementTimeout("the statement exceeded the Data API's limit of 45 s");
        }
        if ((e instanceof BadRequestException || e instanceof UnsupportedResultException)
                && message.matches("(?i).*size limit.*")) {
            return new ServiceError.ResultTooLarge("the result exceeds the Data API's limit of 1 MiB");
        }
        if (e instanceof HttpEndpointNotEnabledException) {
            return new Fatal(
                    "the Data API is not enabled on the database cluster",
                    Cause.OTHER,
                    "Enable it with aws rds enable-http-endpoint --resource-arn "
                            + database.cluster().value() + aws.cliOptions());
        }
        if (e instanceof DatabaseNotFoundException) {
            return new ServiceError.DatabaseDown("the database cluster " + database.clusterName() + " has no instance ("
                    + message + "); deploy v1 again, or wait until its instance is available");
        }
        if (e instanceof DatabaseUnavailableException
                || e instanceof InvalidResourceStateException
                || STOPPED.matcher(message).find()) {
            return new ServiceError.DatabaseDown("the database cluster " + database.clusterName()
                    + " is not available (" + message + "); it is probably stopped, as the app's rdsSchedule does:"
                    + " aws rds start-db-cluster --db-cluster-identifier " + database.clusterName() + aws.cliOptions()
                    + " starts it");
        }
        if (CONNECTION_LOST.matcher(message).find() || hasAnswered && message.contains(INVALID_PASSWORD)) {
            return new ServiceError.OutcomeUnknown("the connection to the database was lost (" + message + ")");
        }
        if (e instanceof SecretsErrorException || e instanceof InvalidSecretException) {
            return new Fatal(
                    "the secret " + database.secret().value() + " cannot be used (" + message + ")",
                    Cause.OTHER,
                    "Grant secretsmanager:GetSecretValue, or give --db-secret-arn.");
        }
        if (e instanceof DatabaseErrorException
                && message.contains(RestoreDatabase.SCHEMA_NAME)
                && UNDEFINED.matcher(message).find()) {
            return new Fatal(
                    "the schema " + RestoreDatabase.SCHEMA_NAME + " is gone (" + message + ")",
                    Cause.NOT_FOUND,
                    "Another run of restore has ended, or restore --clean-up has removed it: restore creates it"
                            + " again.");
        }
        if (e instanceof DatabaseErrorException && message.contains(UNDEFINED_TABLE)) {
            return new Fatal(
                    "the database " + database.name() + " has no vector table (" + message + ")",
                    Cause.NOT_FOUND,
                    "Deploy v1 first, or name another database with --database.");
        }
        if (e instanceof DatabaseErrorException) {
            return new ServiceError.BotRejected("the database rejected the statement: " + message);
        }
        if (e.statusCode() == 403) {
            return new Fatal(
                    "not permitted (" + message + ")",
                    Cause.ACCESS_DENIED,
                    "Grant rds-data:ExecuteStatement and secretsmanager:GetSecretValue"
                            + " (lib/docs/permissions.md: IAM policy).");
        }
        if (e.statusCode() >= 500) {
            return new ServiceError.OutcomeUnknown("the database did not respond (" + message + ")");
        }
        if (e instanceof BadRequestException) {
            return new Fatal("the Data API rejected the request: " + message, Cause.OTHER);
        }
        return usual;
    }
}
