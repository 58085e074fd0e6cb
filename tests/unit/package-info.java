//SOURCES BotFilterTest.java BotTest.java CircuitBreakerTest.java ClockTest.java ConcurrencyLimitTest.java
//SOURCES DatabaseLocationTest.java DocumentationTest.java ExponentialBackoffTest.java FargatePriceTest.java
//SOURCES JournalFileTest.java JournalRecordTest.java JournalSweepTest.java JournalTest.java
//SOURCES KnowledgeSourceTest.java KnowledgeTest.java MigrationIdTest.java OutcomeRulesTest.java
//SOURCES RateLimiterTest.java RestoreRulesTest.java RetrierTest.java RoomsTest.java RowCountsTest.java
//SOURCES RowVerifierTest.java ServiceErrorTest.java StackStateTest.java StartBackoffTest.java
//SOURCES TaskOutcomeTest.java TaskStateTest.java TextTest.java
//FILES tests/unit/=earlier-journal.jsonl
/**
 * Tests of pure rules: backoff, limits, outcomes, judgement by rows, journal records, and the rooms themselves.
 * Nothing here starts a command or a server. It imports lib and support; only the runner imports it.
 */
package tests.unit;
