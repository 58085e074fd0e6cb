package lib.retry;

/** Carries a {@link ServiceError} out of a service room. */
public final class ServiceException extends RuntimeException {
    private final ServiceError error;

    public ServiceException(ServiceError error, Throwable cause) {
        super(error.text(), cause);
        this.error = error;
    }

    public ServiceError error() {
        return error;
    }
}
