//SOURCES AuditVerdictTest.java BotFilterTest.java BotTest.java CircuitBreakerTest.java ClockTest.java
//SOURCES ColumnsTest.java ConcurrencyLimitTest.java ConsoleTest.java DatabaseLocationTest.java
//SOURCES DeployCommandsTest.java DocumentLinksTest.java DocumentationTest.java DuplicateRowsTest.java
//SOURCES ExponentialBackoffTest.java FailureCauseTest.java FargatePriceTest.java GuidesTest.java JournalFileTest.java
//SOURCES JournalRecordTest.java JournalSweepTest.java JournalTest.java KnowledgeSourceTest.java KnowledgeTest.java
//SOURCES MigrationIdTest.java OutcomeRulesTest.java PlanTest.java ProgressTextTest.java RateLimiterTest.java
//SOURCES RemainingTimeTest.java RestoreRulesTest.java RestoreVerdictTest.java RetrierTest.java RoomsTest.java
//SOURCES RowCountsTest.java RowVerifierTest.java ServiceErrorTest.java StackKindTest.java StackStateTest.java
//SOURCES StartBackoffTest.java TaskOutcomeTest.java TaskStateTest.java TextTest.java VerdictTest.java
//SOURCES WordWrapTest.java
//FILES tests/unit/=earlier-journal.jsonl
/**
 * Tests of pure rules: backoff, limits, outcomes, judgement by rows, journal records, and the rooms themselves.
 * Nothing here starts a command or a server. It imports lib and support; only the runner imports it.
 */
package tests.unit;
