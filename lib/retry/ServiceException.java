package lib.retry;

/** Carries a {@link ServiceError} out of a service room. */
public final class ServiceException extends RuntimeException {
    private final ServiceError refusal;

    public ServiceException(ServiceError refusal, Throwable cause) {
        super(refusal.text(), cause);
        this.refusal = refusal;
    }

    public ServiceError refusal() {
        return refusal;
    }
}
