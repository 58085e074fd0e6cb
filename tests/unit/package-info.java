//SOURCES AccountClockTest.java AuditVerdictTest.java BotFilterTest.java BotTest.java CircuitBreakerTest.java
//SOURCES ClockTest.java ErrorClassifierTest.java
//SOURCES ColumnsTest.java ConcurrencyLimitTest.java ConsoleTest.java DatabaseLocationTest.java
//SOURCES DeployCommandsTest.java DeployedAppTest.java DocumentLinksTest.java DocumentationTest.java
//SOURCES DuplicateRowsTest.java ExponentialBackoffTest.java FailureCauseTest.java FargatePriceTest.java
//SOURCES GuidesTest.java JournalFileTest.java JournalRecordTest.java JournalSweepTest.java JournalTest.java
//SOURCES KnowledgeSourceTest.java KnowledgeTest.java MigrationIdTest.java OutcomeRulesTest.java PlanTest.java
//SOURCES ProgressTextTest.java RateLimiterTest.java RemainingTimeTest.java RestoreRulesTest.java
//SOURCES RestoreVerdictTest.java RetrierTest.java RoomsTest.java RowCountsTest.java RowVerifierTest.java
//SOURCES ServiceErrorTest.java SqlFileTest.java StackKindTest.java StackStateTest.java StartBackoffTest.java TaskOutcomeTest.java
//SOURCES TaskStateTest.java TextTest.java VerdictTest.java WaitTest.java WordWrapTest.java
//FILES tests/unit/=earlier-journal.jsonl
/**
 * Tests of pure rules: backoff, limits, outcomes, judgement by rows, journal records, and the rooms themselves.
 * Nothing here starts a command or a server. It imports lib and support; only the runner imports it.
 */
package tests.unit;
