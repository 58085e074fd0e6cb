//SOURCES AccessTextTest.java AwsErrorTest.java BotSearchTest.java CommonFailureTest.java CompletionTest.java
//SOURCES ConcurrencyTest.java ConfirmationTest.java ConnectionErrorTest.java CredentialsTest.java
//SOURCES DatabaseOutageTest.java DatabasePreflightTest.java DistributionTest.java EditedBotTest.java
//SOURCES ErrorMatrixTest.java EventualConsistencyTest.java ExactlyOnceTest.java ExitCodeTest.java HelpTest.java
//SOURCES IamPolicyTest.java InterruptedStartTest.java JournalCliTest.java KillAndResumeStress.java
//SOURCES LauncherScriptTest.java OutcomeTest.java OutputTest.java PreflightTest.java RehearsalTest.java
//SOURCES ReportBrowserStress.java ReportPageTest.java RestoreConcurrencyTest.java RestoreDmsResumeTest.java
//SOURCES RestoreDmsTest.java RestoreErrorTest.java RestoreResumeTest.java RestoreScreenTest.java
//SOURCES RestoreStress.java RestoreTest.java ResultScreenTest.java ResumeTest.java RowProofTest.java
//SOURCES ScreenTest.java ScreenshotsTest.java SecondTaskTest.java SettingsTest.java SitemapTest.java
//SOURCES StackTest.java StartTokenTest.java StopTest.java SweepTest.java TaskEndTest.java TaskStartTest.java
//SOURCES TerminalTest.java UsageTest.java VerdictCliTest.java VerifyTest.java WaitingBotsTest.java
/**
 * Tests through the command line, which check what reached the embedded AWS. Rules without input and output are tested
 * in unit. It imports lib and support; only the runner imports it.
 */
package tests.cli;
