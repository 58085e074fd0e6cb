//SOURCES BotFilterTest.java CircuitBreakerTest.java ClockTest.java ConcurrencyLimitTest.java
//SOURCES DocumentationTest.java ExponentialBackoffTest.java FargatePriceTest.java JournalSweepTest.java
//SOURCES JournalTest.java KnowledgeSourceTest.java KnowledgeTest.java MigrationIdTest.java RateLimiterTest.java
//SOURCES RetrierTest.java RoomsTest.java RowVerifierTest.java StackStateTest.java StartBackoffTest.java
//SOURCES TaskOutcomeTest.java TaskStateTest.java TextTest.java
//FILES tests/unit/=earlier-journal.jsonl
/**
 * Tests of pure rules: backoff, limits, outcomes, judgement by rows, journal records, and the rooms themselves.
 * Nothing here starts a command or a server. It imports lib and support; only the runner imports it.
 */
package tests.unit;
