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
    record Unclear(String text) implements ServiceError {
    }

    /** The credentials have expired, and somebody may renew them: the same request again, later. */
    record Expired(String text) implements ServiceError {
    }

    /** What was made a moment ago may not be known everywhere yet (IAM): the same request again, but not for long. */
    record NotYet(String text) implements ServiceError {
    }

    /** The database cluster was paused and is waking up: the same statement again, in a while. */
    record Resuming(String text) implements ServiceError {
    }

    /** The statement took too long for the Data API: with less to do, it may not. */
    record TooSlow(String text) implements ServiceError {
    }

    /** The answer was too large for the Data API: a smaller page may not be. */
    record TooLarge(String text) implements ServiceError {
    }

    /** Final for this bot; others may be accepted. */
    record FinalForBot(String text) implements ServiceError {
    }

    /** Would hit every bot: permissions, credentials, a cluster that is not there. */
    record FinalForAll(String text) implements ServiceError {
    }

    /** Whether time can heal it. */
    default boolean passes() {
        return !(this instanceof FinalForBot || this instanceof FinalForAll || this instanceof TooSlow || this instanceof TooLarge);
    }
}
