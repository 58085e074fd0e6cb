//SOURCES BotFilterTest.java BotTest.java CircuitBreakerTest.java ClockTest.java ColumnsTest.java
//SOURCES ConcurrencyLimitTest.java ConsoleTest.java DatabaseLocationTest.java DocumentLinksTest.java
//SOURCES DocumentationTest.java ExponentialBackoffTest.java FargatePriceTest.java GuidesTest.java
//SOURCES JournalFileTest.java JournalRecordTest.java JournalSweepTest.java JournalTest.java
//SOURCES KnowledgeSourceTest.java KnowledgeTest.java MigrationIdTest.java OutcomeRulesTest.java PlanTest.java
//SOURCES ProgressTextTest.java QueryServiceTest.java RateLimiterTest.java RemainingTimeTest.java
//SOURCES RestoreRulesTest.java RetrierTest.java RoomsTest.java RowCountsTest.java RowVerifierTest.java
//SOURCES ServiceErrorTest.java StackStateTest.java StartBackoffTest.java TaskOutcomeTest.java
//SOURCES TaskStateTest.java TextTest.java VerdictTest.java WordWrapTest.java
//FILES tests/unit/=earlier-journal.jsonl
/**
 * Tests of pure rules: backoff, limits, outcomes, judgement by rows, journal records, and the rooms themselves.
 * Nothing here starts a command or a server. It imports lib and support; only the runner imports it.
 */
package tests.unit;
