package lib.aws;

import java.util.List;
import java.util.Map;
import lib.common.Text;
import lib.model.DatabaseLocation;
import lib.retry.ServiceError;
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
import software.amazon.awssdk.services.rdsdata.model.InvalidSecretException;
import software.amazon.awssdk.services.rdsdata.model.RdsDataException;
import software.amazon.awssdk.services.rdsdata.model.SecretsErrorException;
import software.amazon.awssdk.services.rdsdata.model.SqlParameter;
import software.amazon.awssdk.services.rdsdata.model.StatementTimeoutException;
import software.amazon.awssdk.services.rdsdata.model.UnsupportedResultException;

/** The RDS Data API's door: one statement at a time. Its errors leave it as a {@link ServiceException} in plain words. */
public final class DataApi {
    /** PostgreSQL's undefined_table. */
    private static final String NO_SUCH_TABLE = "42P01";

    private final RdsDataClient client;
    private final DatabaseLocation database;

    /** @param client must not retry by itself: what may be repeated is repeated by {@link Retrier} */
    DataApi(RdsDataClient client, DatabaseLocation database) {
        this.client = client;
        this.database = database;
    }

    /** The answer's rows. Values are strings or whole numbers, each bound by its name; there are no array parameters. */
    List<List<Field>> ask(String sql, Map<String, Object> values) {
        return execute(sql, values, false);
    }

    /** Starts what may take longer than the 45 s that the Data API waits; it goes on in the database then. True where it has ended within them. */
    boolean begin(String sql) {
        try {
            execute(sql, Map.of(), true);
            return true;
        } catch (ServiceException e) {
            if (e.getCause() instanceof StatementTimeoutException) {
                return false;
            }
            throw e;
        }
    }

    private List<List<Field>> execute(String sql, Map<String, Object> values, boolean goesOn) {
        try {
            return client.executeStatement(r -> r.resourceArn(database.cluster().value()).secretArn(database.secret().value()).database(database.name())
                    .sql(sql).parameters(values.entrySet().stream().map(value -> parameter(value.getKey(), value.getValue())).toList())
                    .continueAfterTimeout(goesOn)).records();
        } catch (RdsDataException e) {
            throw new ServiceException(sorted(e), e);
        } catch (SdkException e) {
            throw ErrorClassifier.of(e);
        }
    }

    private static SqlParameter parameter(String name, Object value) {
        return SqlParameter.builder().name(name).value(value instanceof Number number ? Field.fromLongValue(number.longValue()) : Field.fromStringValue(value.toString())).build();
    }

    private ServiceError sorted(RdsDataException e) {
        String words = Text.oneLine(e.awsErrorDetails() == null ? String.valueOf(e.getMessage()) : String.valueOf(e.awsErrorDetails().errorMessage()), 300);
        if (e instanceof DatabaseResumingException) {
            return new ServiceError.DatabaseResuming("the database cluster was paused and is waking up");
        }
        if (e instanceof StatementTimeoutException) {
            return new ServiceError.StatementTimeout("the statement took longer than the Data API allows (45 s)");
        }
        if ((e instanceof BadRequestException || e instanceof UnsupportedResultException) && words.matches("(?i).*size limit.*")) {
            return new ServiceError.ResultTooLarge("the answer is larger than the Data API allows (1 MiB)");
        }
        if (e instanceof HttpEndpointNotEnabledException) {
            return fatal("the Data API is not enabled on the database cluster; aws rds enable-http-endpoint --resource-arn " + database.cluster().value() + " does it");
        }
        if (e instanceof DatabaseNotFoundException) {
            return fatal("the database cluster " + database.cluster().value() + " is not there, or has no instance (" + words + ")");
        }
        if (e instanceof SecretsErrorException || e instanceof InvalidSecretException) {
            return fatal("the secret " + database.secret().value() + " cannot be used (" + words + "); allow secretsmanager:GetSecretValue, or give --db-secret-arn");
        }
        if (e instanceof DatabaseErrorException && words.contains(NO_SUCH_TABLE)) {
            return fatal("the database " + database.name() + " has no table of vectors (" + words + "); deploy v1 first, or name another with --database");
        }
        if (e instanceof DatabaseErrorException) {
            return new ServiceError.BotRejected("the database refused the statement: " + words);
        }
        if (e.statusCode() == 403) {
            return fatal("not permitted (" + words + "); allow rds-data:ExecuteStatement and secretsmanager:GetSecretValue, as in the README's IAM policy");
        }
        if (e instanceof DatabaseUnavailableException || e.statusCode() >= 500) {
            return new ServiceError.OutcomeUnknown("the database did not answer (" + words + ")");
        }
        if (e instanceof BadRequestException) {
            return fatal("the Data API refused the request: " + words);
        }
        return ErrorClassifier.of(e).error();
    }

    private static ServiceError fatal(String text) {
        return new ServiceError.Fatal(text, ServiceError.Fatal.Cause.OTHER);
    }
}
