//SOURCES BotFilterTest.java BotTest.java CircuitBreakerTest.java ClockTest.java ConcurrencyLimitTest.java
//SOURCES DatabaseLocationTest.java DocumentLinksTest.java DocumentationTest.java ExponentialBackoffTest.java
//SOURCES FargatePriceTest.java JournalFileTest.java JournalRecordTest.java JournalSweepTest.java
//SOURCES JournalTest.java KnowledgeSourceTest.java KnowledgeTest.java MigrationIdTest.java
//SOURCES OutcomeRulesTest.java RateLimiterTest.java RestoreRulesTest.java RetrierTest.java RoomsTest.java
//SOURCES RowCountsTest.java RowVerifierTest.java ServiceErrorTest.java StackStateTest.java
//SOURCES StartBackoffTest.java TaskOutcomeTest.java TaskStateTest.java TextTest.java VerdictTest.java
//FILES tests/unit/=earlier-journal.jsonl
/**
 * Tests of pure rules: backoff, limits, outcomes, judgement by rows, journal records, and the rooms themselves.
 * Nothing here starts a command or a server. It imports lib and support; only the runner imports it.
 */
package tests.unit;
