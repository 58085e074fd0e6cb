//SOURCES AwsErrorTest.java BotSearchTest.java CommonFailureTest.java ConcurrencyTest.java ConfirmationTest.java
//SOURCES ConnectionErrorTest.java CredentialsTest.java DatabaseOutageTest.java DatabasePreflightTest.java
//SOURCES DistributionTest.java EditedBotTest.java ErrorMatrixTest.java EventualConsistencyTest.java
//SOURCES ExactlyOnceTest.java ExitCodeTest.java InterruptedStartTest.java JournalCliTest.java
//SOURCES KillAndResumeStress.java LauncherScriptTest.java OutcomeTest.java OutputTest.java PreflightTest.java
//SOURCES RehearsalTest.java ReportBrowserStress.java ReportPageTest.java RestoreConcurrencyTest.java
//SOURCES RestoreErrorTest.java RestoreResumeTest.java RestoreStress.java RestoreTest.java ResumeTest.java
//SOURCES RowProofTest.java SecondTaskTest.java SettingsTest.java SitemapTest.java StackTest.java
//SOURCES StartTokenTest.java StopTest.java SweepTest.java TaskEndTest.java TaskStartTest.java TerminalTest.java
//SOURCES UsageTest.java VerifyTest.java WaitingBotsTest.java
/**
 * Tests through the command line, which check what reached the embedded AWS. Rules without input and output are tested
 * in unit. It imports lib and support; only the runner imports it.
 */
package tests.cli;
