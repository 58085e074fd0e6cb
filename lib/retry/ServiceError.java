package lib.retry;

/** An error of a service, classified by what can be done about it. */
public sealed interface ServiceError {
    /** The service's own code and message, on one line. */
    String text();

    /** Too many requests: retry later. */
    record Throttled(String text) implements ServiceError {}

    /** No capacity, or the account's quota is exhausted: retry when a task has ended. */
    record NoCapacity(String text) implements ServiceError {}

    /** It is unknown whether the request took effect (server error, broken connection): repeat it unchanged. */
    record OutcomeUnknown(String text) implements ServiceError {}

    /** AWS no longer accepts the credentials, and they may be renewed: retry later. */
    record CredentialsExpired(String text) implements ServiceError {}

    /** The signature's time is not AWS's: nothing has happened, and the same request with a new signature may pass. */
    record ClockSkew(String text) implements ServiceError {}

    /** A new IAM entry may not have propagated yet: retry, but only for a few minutes. */
    record NotPropagated(String text) implements ServiceError {}

    /** The database cluster was paused and is resuming: retry in a while. */
    record DatabaseResuming(String text) implements ServiceError {}

    /**
     * The database cluster has no instance that works, or is stopped: retry for a while, because an instance may be
     * starting.
     */
    record DatabaseDown(String text) implements ServiceError {}

    /** The statement exceeds the Data API's time limit: retry with less work. */
    record StatementTimeout(String text) implements ServiceError {}

    /** The result exceeds the Data API's size limit: retry with a smaller page. */
    record ResultTooLarge(String text) implements ServiceError {}

    /** The request for this bot is rejected for good; those for other bots may be accepted. */
    record BotRejected(String text) implements ServiceError {}

    /** Affects every bot: permissions, credentials, a missing cluster. */
    record Fatal(String text, Cause cause) implements ServiceError {
        /** The causes that callers distinguish. */
        public enum Cause {
            ACCESS_DENIED,
            NOT_FOUND,
            /** AWS no longer accepts them, and they cannot be renewed while the process runs. */
            CREDENTIALS_LOST,
            /** The account has not signed up for the service, or not enabled the region. */
            NOT_SUBSCRIBED,
            /** A response without an error code of AWS, as of a proxy. */
            NOT_AWS,
            OTHER
        }

        public boolean isAccessDenied() {
            return cause == Cause.ACCESS_DENIED;
        }

        public boolean isNotFound() {
            return cause == Cause.NOT_FOUND;
        }
    }

    /** Whether AWS no longer accepts the credentials, and they cannot be renewed while the process runs. */
    default boolean areCredentialsLost() {
        return this instanceof Fatal fatal && fatal.cause() == Fatal.Cause.CREDENTIALS_LOST;
    }

    /** What the user can do about an error that is not retryable, or lasts, as a sentence. */
    default String remedy() {
        if (this instanceof ClockSkew) {
            return "Set the clock of this machine.";
        }
        return switch (this instanceof Fatal fatal ? fatal.cause() : Fatal.Cause.OTHER) {
            case CREDENTIALS_LOST -> "Set new ones in the environment.";
            case NOT_SUBSCRIBED ->
                "Complete the account's sign-up in the AWS console, or enable the region there.";
            case NOT_AWS ->
                "Something between this machine and AWS has answered: check the proxy (HTTPS_PROXY) and the endpoint.";
            case ACCESS_DENIED -> "Grant the missing permission (lib/docs/permissions.md: IAM policy).";
            case NOT_FOUND -> "Check the settings.";
            case OTHER ->
                "Check the permissions (lib/docs/permissions.md: IAM policy) and the settings.";
        };
    }

    /** Whether the same request may succeed later. */
    default boolean isRetryable() {
        return !(this instanceof BotRejected
                || this instanceof Fatal
                || this instanceof StatementTimeout
                || this instanceof ResultTooLarge);
    }

    /** The reason for a pause after this error, for the screen. */
    default String waitingFor() {
        if (this instanceof NoCapacity) {
            return "waiting for capacity";
        }
        if (this instanceof Throttled) {
            return "throttled, slowing down";
        }
        if (this instanceof DatabaseResuming || this instanceof DatabaseDown) {
            return "waiting for the database";
        }
        if (this instanceof NotPropagated) {
            return "waiting for IAM to propagate";
        }
        if (this instanceof CredentialsExpired) {
            return "the credentials have expired (renew them, and the run continues)";
        }
        if (this instanceof ClockSkew) {
            return "AWS rejects the time of this machine's clock (set it if this lasts, and the run continues)";
        }
        return isRetryable() ? "no clear response from AWS" : "rejected by AWS";
    }
}
