//SOURCES AwsErrorTest.java BotSearchTest.java CommonFailureTest.java ConcurrencyTest.java ConfirmationTest.java
//SOURCES ConnectionErrorTest.java CredentialsTest.java DatabaseOutageTest.java DatabasePreflightTest.java
//SOURCES DistributionTest.java EditedBotTest.java ErrorMatrixTest.java EventualConsistencyTest.java
//SOURCES ExactlyOnceTest.java ExitCodeTest.java InterruptedStartTest.java JournalCliTest.java
//SOURCES KillAndResumeStress.java LauncherScriptTest.java OutcomeTest.java OutputTest.java PreflightTest.java
//SOURCES RehearsalTest.java ReportPageTest.java RestoreConcurrencyTest.java RestoreErrorTest.java
//SOURCES RestoreResumeTest.java RestoreStress.java RestoreTest.java ResumeTest.java RowProofTest.java
//SOURCES SecondTaskTest.java SettingsTest.java SitemapTest.java StackTest.java StartTokenTest.java
//SOURCES StopTest.java SweepTest.java TaskEndTest.java TaskStartTest.java TerminalTest.java UsageTest.java
//SOURCES VerifyTest.java WaitingBotsTest.java
/**
 * Tests through the command line, which check what reached the embedded AWS. Rules without input and output are tested
 * in unit. It imports lib and support; only the runner imports it.
 */
package tests.cli;
