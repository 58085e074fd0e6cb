//SOURCES AccessTextTest.java AwsErrorTest.java BotSearchTest.java CompletionTest.java
//SOURCES ConcurrencyTest.java ConfirmationTest.java ConnectionErrorTest.java CredentialsTest.java
//SOURCES DatabaseOutageTest.java DatabasePreflightTest.java DistributionTest.java EditedBotTest.java
//SOURCES ErrorMatrixTest.java EventualConsistencyTest.java ExactlyOnceTest.java ExitCodeTest.java HelpTest.java
//SOURCES IamPolicyTest.java InterruptedStartTest.java JournalCliTest.java KillAndResumeStress.java
//SOURCES LauncherScriptTest.java NotV1Test.java OutcomeTest.java OutputTest.java PreflightTest.java
//SOURCES RehearsalTest.java ReportBrowserStress.java ReportPageTest.java RestoreConcurrencyTest.java
//SOURCES RestoreDmsResumeTest.java RestoreDmsTest.java RestoreErrorTest.java RestoreResumeTest.java
//SOURCES RestoreScreenTest.java RestoreStress.java RestoreTest.java ResultScreenTest.java ResumeTest.java
//SOURCES RowProofTest.java ScreenTest.java ScreenshotsTest.java SecondTaskTest.java SettingsTest.java
//SOURCES SitemapTest.java StackTest.java StartHoldTest.java StartTokenTest.java StopTest.java SweepTest.java
//SOURCES TaskEndTest.java TaskStartTest.java TerminalTest.java UsageTest.java VerdictCliTest.java VerifyTest.java
//SOURCES WaitingBotsTest.java
/**
 * Tests through the command line, which check what reached the embedded AWS. Rules without input and output are tested
 * in unit. It imports lib and support; only the runner imports it.
 */
package tests.cli;
