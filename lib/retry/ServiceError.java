package lib.retry;

/** What a service said instead of doing what it was asked, sorted by what there is to do about it. */
public sealed interface ServiceError {
    /** The service's own code and words, on one line. */
    String text();

    /** Too many requests: the same request again, later. */
    record Throttled(String text) implements ServiceError {
    }

    /** No capacity, or the account's quota is used up: the same request again when a task has ended. */
    record NoCapacity(String text) implements ServiceError {
    }

    /** Nobody knows whether it was done (server error, broken connection): the same request again, word for word. */
    record OutcomeUnknown(String text) implements ServiceError {
    }

    /** The credentials have expired, and somebody may renew them: the same request again, later. */
    record CredentialsExpired(String text) implements ServiceError {
    }

    /** What was made a moment ago may not be known everywhere yet (IAM): the same request again, but not for long. */
    record NotPropagated(String text) implements ServiceError {
    }

    /** The database cluster was paused and is waking up: the same statement again, in a while. */
    record DatabaseResuming(String text) implements ServiceError {
    }

    /** The statement took too long for the Data API: with less to do, it may not. */
    record StatementTimeout(String text) implements ServiceError {
    }

    /** The answer was too large for the Data API: a smaller page may not be. */
    record ResultTooLarge(String text) implements ServiceError {
    }

    /** Final for this bot; others may be accepted. */
    record BotRejected(String text) implements ServiceError {
    }

    /** Would hit every bot: permissions, credentials, a cluster that is not there. */
    record Fatal(String text) implements ServiceError {
    }

    /** Whether time can heal it. */
    default boolean isRetryable() {
        return !(this instanceof BotRejected || this instanceof Fatal || this instanceof StatementTimeout || this instanceof ResultTooLarge);
    }
}
