//SOURCES CircuitBreaker.java ConcurrencyLimit.java ExponentialBackoff.java Retrier.java
//SOURCES ServiceError.java ServiceException.java StartGate.java
/**
 * Retrying, exponential backoff, rate and concurrency limits, and the classified errors of a service.
 * No SDK type and no I/O: sleeping and the clock are handed in.
 * It imports common; aws and the packages above it may import it.
 */
package lib.retry;
