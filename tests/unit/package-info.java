//SOURCES AccountClockTest.java AfterAttemptTest.java AwsClientsTest.java BotFilterTest.java BotTest.java
//SOURCES CircuitBreakerTest.java ClockTest.java ColumnsTest.java ConcurrencyLimitTest.java ConsoleTest.java
//SOURCES DatabaseLocationTest.java DatabaseVerdictTest.java DeployCommandsTest.java DocumentLinksTest.java
//SOURCES DocumentationTest.java ErrorClassifierTest.java EventLoopTest.java
//SOURCES FailureCauseTest.java FargatePriceTest.java GuidesTest.java InvocationTest.java
//SOURCES JournalRecordTest.java JournalTest.java
//SOURCES KnowledgeTest.java MigrationIdTest.java NextOfRunTest.java PlanTest.java
//SOURCES ProgressTextTest.java RehearsalClockTest.java
//SOURCES RestoreRulesTest.java RetrierTest.java RoomsTest.java RowCountsTest.java
//SOURCES RowVerifierTest.java ServiceErrorTest.java SqlFileTest.java StackKindTest.java
//SOURCES StartGateTest.java TaskOutcomeTest.java TaskStateTest.java TextTest.java VerdictTest.java
//SOURCES WaitTest.java WordWrapTest.java
//FILES tests/unit/=earlier-journal.jsonl
/**
 * Tests of pure rules: backoff, limits, outcomes, judgement by rows, journal records, and the rooms themselves.
 * Nothing here starts a command or a server. It imports lib and support; only the runner imports it.
 */
package tests.unit;
