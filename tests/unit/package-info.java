//SOURCES BotFilterTest.java ClockTest.java ConcurrencyLimitTest.java DocumentationTest.java
//SOURCES ExponentialBackoffTest.java FargatePriceTest.java JournalTest.java KnowledgeSourceTest.java
//SOURCES MigrationIdTest.java RateLimiterTest.java RetrierTest.java RoomsTest.java RowVerifierTest.java
//SOURCES StartBackoffTest.java TaskOutcomeTest.java TextTest.java
//FILES tests/unit/=earlier-journal.jsonl
/**
 * Tests of pure rules: backoff, limits, outcomes, judgement by rows, journal records, and the rooms themselves.
 * Nothing here starts a command or a server. It imports lib and support; only the runner imports it.
 */
package tests.unit;
