package lib.retry;

/** Carries a {@link ServiceError} out of the package {@code aws}. */
public class ServiceException extends RuntimeException {
    private final ServiceError error;

    /** @param cause the SDK's exception, or null if the service reported the error in a successful response */
    public ServiceException(ServiceError error, Throwable cause) {
        super(error.text(), cause);
        this.error = error;
    }

    public ServiceError error() {
        return error;
    }
}
