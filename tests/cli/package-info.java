//SOURCES AccessTextTest.java AwsErrorTest.java BotSearchTest.java CommonFailureTest.java ConcurrencyTest.java
//SOURCES ConfirmationTest.java ConnectionErrorTest.java CredentialsTest.java DatabaseOutageTest.java
//SOURCES DatabasePreflightTest.java DistributionTest.java EditedBotTest.java ErrorMatrixTest.java
//SOURCES EventualConsistencyTest.java ExactlyOnceTest.java ExitCodeTest.java InterruptedStartTest.java
//SOURCES JournalCliTest.java KillAndResumeStress.java LauncherScriptTest.java OutcomeTest.java OutputTest.java
//SOURCES PreflightTest.java RehearsalTest.java ReportBrowserStress.java ReportPageTest.java
//SOURCES RestoreConcurrencyTest.java RestoreErrorTest.java RestoreResumeTest.java RestoreStress.java
//SOURCES RestoreTest.java ResumeTest.java RowProofTest.java SecondTaskTest.java SettingsTest.java
//SOURCES SitemapTest.java StackTest.java StartTokenTest.java StopTest.java SweepTest.java TaskEndTest.java
//SOURCES TaskStartTest.java TerminalTest.java UsageTest.java VerifyTest.java WaitingBotsTest.java
/**
 * Tests through the command line, which check what reached the embedded AWS. Rules without input and output are tested
 * in unit. It imports lib and support; only the runner imports it.
 */
package tests.cli;
