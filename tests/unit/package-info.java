//SOURCES AuditVerdictTest.java BotFilterTest.java BotTest.java CircuitBreakerTest.java ClockTest.java
//SOURCES ColumnsTest.java ConcurrencyLimitTest.java ConsoleTest.java DatabaseLocationTest.java
//SOURCES DocumentLinksTest.java DocumentationTest.java DuplicateRowsTest.java ExponentialBackoffTest.java
//SOURCES FailureCauseTest.java FargatePriceTest.java GuidesTest.java JournalFileTest.java JournalRecordTest.java
//SOURCES JournalSweepTest.java JournalTest.java
//SOURCES KnowledgeSourceTest.java KnowledgeTest.java MigrationIdTest.java OutcomeRulesTest.java PlanTest.java
//SOURCES ProgressTextTest.java RateLimiterTest.java RemainingTimeTest.java
//SOURCES RestoreRulesTest.java RestoreVerdictTest.java RetrierTest.java RoomsTest.java RowCountsTest.java
//SOURCES RowVerifierTest.java ServiceErrorTest.java StackKindTest.java StackStateTest.java StartBackoffTest.java
//SOURCES TaskOutcomeTest.java TaskStateTest.java TextTest.java VerdictTest.java WordWrapTest.java
//FILES tests/unit/=earlier-journal.jsonl
/**
 * Tests of pure rules: backoff, limits, outcomes, judgement by rows, journal records, and the rooms themselves.
 * Nothing here starts a command or a server. It imports lib and support; only the runner imports it.
 */
package tests.unit;
