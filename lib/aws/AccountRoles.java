package lib.aws;

import java.time.Duration;
import java.util.Map;
import lib.retry.Retrier;
import lib.retry.ServiceException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** The roles of the account, read through the IAM API. */
public final class AccountRoles {
    private static final Duration RETRY_LIMIT = Duration.ofMinutes(15);
    private static final String NOT_FOUND = "NoSuchEntity";

    private final QueryApi api;
    private final Retrier retrier;

    AccountRoles(QueryApi api, Retrier retrier) {
        this.api = api;
        this.retrier = retrier;
    }

    /** Whether the role exists. */
    public boolean exists(String name) {
        try {
            retrier.call(
                    RETRY_LIMIT, () -> ErrorClassifier.classified(() -> api.call("GetRole", Map.of("RoleName", name))));
            return true;
        } catch (ServiceException e) {
            if (e.getCause() instanceof AwsServiceException cause
                    && NOT_FOUND.equals(cause.awsErrorDetails().errorCode())) {
                return false;
            }
            throw e;
        }
    }
}
