//SOURCES BotFilterTest.java BotTest.java CircuitBreakerTest.java ClockTest.java ColumnsTest.java
//SOURCES ConcurrencyLimitTest.java ConsoleTest.java DatabaseLocationTest.java DocumentationTest.java
//SOURCES ExponentialBackoffTest.java FargatePriceTest.java JournalFileTest.java JournalRecordTest.java
//SOURCES JournalSweepTest.java JournalTest.java KnowledgeSourceTest.java KnowledgeTest.java
//SOURCES MigrationIdTest.java OutcomeRulesTest.java RateLimiterTest.java RestoreRulesTest.java RetrierTest.java
//SOURCES RoomsTest.java RowCountsTest.java RowVerifierTest.java ServiceErrorTest.java StackStateTest.java
//SOURCES StartBackoffTest.java TaskOutcomeTest.java TaskStateTest.java TextTest.java
//FILES tests/unit/=earlier-journal.jsonl
/**
 * Tests of pure rules: backoff, limits, outcomes, judgement by rows, journal records, and the rooms themselves.
 * Nothing here starts a command or a server. It imports lib and support; only the runner imports it.
 */
package tests.unit;
