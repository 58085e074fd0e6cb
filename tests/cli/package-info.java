//SOURCES AwsErrorTest.java BotSearchTest.java CommonFailureTest.java ConcurrencyTest.java ConfirmationTest.java
//SOURCES DistributionTest.java ErrorMatrixTest.java ExactlyOnceTest.java ExitCodeTest.java JournalCliTest.java
//SOURCES KillAndResumeStress.java LauncherScriptTest.java OutcomeTest.java OutputTest.java PreflightTest.java
//SOURCES RehearsalTest.java ResumeTest.java RowProofTest.java SettingsTest.java TaskStartTest.java UsageTest.java VerifyTest.java
//SOURCES WaitingBotsTest.java
/**
 * Tests through the command line, which check what reached the embedded AWS. Rules without input and output are tested
 * in unit. It imports lib and support; only the runner imports it.
 */
package tests.cli;
