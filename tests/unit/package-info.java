//SOURCES BotFilterTest.java CircuitBreakerTest.java ConcurrencyLimitTest.java DocumentationTest.java
//SOURCES ExponentialBackoffTest.java FargatePriceTest.java JournalTest.java KnowledgeSourceTest.java MigrationIdTest.java
//SOURCES RateLimiterTest.java RetrierTest.java RoomsTest.java RowVerifierTest.java StartBackoffTest.java
//SOURCES TaskOutcomeTest.java TextTest.java
//FILES tests/unit/=earlier-journal.jsonl
/**
 * Tests of pure rules: backoff, limits, outcomes, judgement by rows, journal records, and the rooms themselves.
 * Nothing here starts a command or a server. It imports lib and support; only the runner imports it.
 */
package tests.unit;
