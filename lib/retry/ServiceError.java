package lib.retry;

/** An error of a service, classified by what can be done about it. */
public sealed interface ServiceError {
    /** The remedy of an error that may be over when the request is sent again. */
    String TEMPORARY = "The error may be temporary.";

    /** The service's own code and message, on one line. */
    String text();

    /** What the user can do about an error that is not retryable, or lasts, as a sentence. */
    default String remedy() {
        return TEMPORARY;
    }

    /** The error and its remedy, as sentences. */
    default String explained() {
        return text().replaceFirst("\\.?$", ". ") + remedy();
    }

    /** Too many requests: retry later. */
    record Throttled(String text) implements ServiceError {}

    /** No capacity, or the account's quota is exhausted: retry when a task has ended. */
    record NoCapacity(String text) implements ServiceError {}

    /** It is unknown whether the request took effect (server error, broken connection): repeat it unchanged. */
    record OutcomeUnknown(String text, String remedy) implements ServiceError {
        public OutcomeUnknown(String text) {
            this(text, TEMPORARY);
        }
    }

    /** AWS no longer accepts the credentials, and they may be renewed: retry later. */
    record CredentialsExpired(String text) implements ServiceError {
        @Override
        public String remedy() {
            return "Renew the credentials.";
        }
    }

    /** The signature's time is not AWS's: nothing has happened, and the same request with a new signature may pass. */
    record ClockSkew(String text) implements ServiceError {
        @Override
        public String remedy() {
            return "Set the clock of this machine.";
        }
    }

    /** A new IAM entry may not have propagated yet: retry, but only for a few minutes. */
    record NotPropagated(String text) implements ServiceError {
        @Override
        public String remedy() {
            return "A new role can be used after some minutes; of another one, check the trust policy.";
        }
    }

    /** The database cluster was paused and is resuming: retry in a while. */
    record DatabaseResuming(String text) implements ServiceError {}

    /**
     * The database cluster has no instance that works, or is stopped: retry for a while, because an instance may be
     * starting.
     *
     * @param text with what to do, because it is shown while the database is waited for
     */
    record DatabaseDown(String text) implements ServiceError {}

    /** The statement exceeds the Data API's time limit: retry with less work. */
    record StatementTimeout(String text) implements ServiceError {
        @Override
        public String remedy() {
            return "Try again when the database has less to do, or raise the maximum capacity of its cluster.";
        }
    }

    /** The result exceeds the Data API's size limit: retry with a smaller page. */
    record ResultTooLarge(String text) implements ServiceError {
        @Override
        public String remedy() {
            return "Look for a very long source in the table items.";
        }
    }

    /** The request for this bot is rejected for good; those for other bots may be accepted. */
    record BotRejected(String text) implements ServiceError {
        @Override
        public String remedy() {
            return "Check the settings.";
        }
    }

    /** Affects every bot: permissions, credentials, a missing cluster. */
    record Fatal(String text, Cause cause, String remedy) implements ServiceError {
        /** The causes that callers distinguish. */
        public enum Cause {
            ACCESS_DENIED("Grant the missing permission (lib/docs/permissions.md: IAM policy)."),
            NOT_FOUND("Check the settings."),
            /** AWS no longer accepts them, and they cannot be renewed while the process runs. */
            CREDENTIALS_LOST("Set new ones in the environment."),
            /** The account has not signed up for the service, or not enabled the region. */
            NOT_SUBSCRIBED("Complete the account's sign-up in the AWS console, or enable the region there."),
            /** A response without an error code of AWS, as of a proxy. */
            NOT_AWS("Something between this machine and AWS has answered: check the proxy (HTTPS_PROXY) and the"
                    + " endpoint."),
            OTHER("Check the permissions (lib/docs/permissions.md: IAM policy) and the settings.");

            private final String remedy;

            Cause(String remedy) {
                this.remedy = remedy;
            }
        }

        /** An error with the usual remedy of its cause. */
        public Fatal(String text, Cause cause) {
            this(text, cause, cause.remedy);
        }
    }

    private boolean is(Fatal.Cause cause) {
        return this instanceof Fatal fatal && fatal.cause() == cause;
    }

    default boolean isAccessDenied() {
        return is(Fatal.Cause.ACCESS_DENIED);
    }

    default boolean isNotFound() {
        return is(Fatal.Cause.NOT_FOUND);
    }

    /** Whether AWS no longer accepts the credentials, and they cannot be renewed while the process runs. */
    default boolean areCredentialsLost() {
        return is(Fatal.Cause.CREDENTIALS_LOST);
    }

    /** Whether AWS has rejected the request, and neither a connection, a proxy nor the database has failed. */
    default boolean isRejection() {
        return !(this instanceof OutcomeUnknown
                || this instanceof DatabaseResuming
                || this instanceof DatabaseDown
                || this instanceof StatementTimeout
                || this instanceof ResultTooLarge
                || is(Fatal.Cause.NOT_AWS));
    }

    /** Whether the user can do nothing about it but wait. */
    default boolean isTemporary() {
        return remedy().equals(TEMPORARY);
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
