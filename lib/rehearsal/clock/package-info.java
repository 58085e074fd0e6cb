//SOURCES OpenWork.java SimulatedClock.java TokenBucket.java

/**
 * The simulated clock with the events that are due on it, the work that keeps it from moving, and the token bucket that
 * limits a rate on it. No service and no wire format lives here. Every package of the embedded AWS may import this one,
 * which imports none.
 */
package lib.rehearsal.clock;
