package lib.aws;

import lib.retry.ServiceError;
import lib.retry.ServiceException;

/** ECS has answered a RunTask request with {@code failures[]}: this request has started nothing. */
public final class StartDeclinedException extends ServiceException {
    StartDeclinedException(ServiceError error) {
        super(error, null);
    }
}
