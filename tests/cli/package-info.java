//SOURCES AwsErrorTest.java BotSearchTest.java CommonFailureTest.java ConcurrencyTest.java ConfirmationTest.java
//SOURCES DistributionTest.java EditedBotTest.java ErrorMatrixTest.java ExactlyOnceTest.java ExitCodeTest.java
//SOURCES JournalCliTest.java KillAndResumeStress.java LauncherScriptTest.java OutcomeTest.java OutputTest.java
//SOURCES PreflightTest.java RehearsalTest.java ResumeTest.java RowProofTest.java SettingsTest.java
//SOURCES TaskStartTest.java UsageTest.java VerifyTest.java WaitingBotsTest.java
/**
 * Tests through the command line, which check what reached the embedded AWS. Rules without input and output are tested
 * in unit. It imports lib and support; only the runner imports it.
 */
package tests.cli;
