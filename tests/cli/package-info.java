//SOURCES AwsErrorTest.java BotSearchTest.java ConcurrencyTest.java ConfirmationTest.java DistributionTest.java
//SOURCES ErrorMatrixTest.java EventualConsistencyTest.java ExactlyOnceTest.java ExitCodeTest.java
//SOURCES InterruptedStartTest.java JournalCliTest.java KillAndResumeStress.java LauncherScriptTest.java
//SOURCES OutcomeTest.java OutputTest.java PreflightTest.java RehearsalTest.java ResumeTest.java RowProofTest.java
//SOURCES SecondTaskTest.java SettingsTest.java StartTokenTest.java StopTest.java TaskStartTest.java UsageTest.java
//SOURCES VerifyTest.java
/**
 * Tests through the command line, which check what reached the embedded AWS. Rules without input and output are tested
 * in unit. It imports lib and support; only the runner imports it.
 */
package tests.cli;
