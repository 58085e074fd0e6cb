//SOURCES AccessTextTest.java AwsErrorTest.java BotSearchTest.java CompletionTest.java ConcurrencyTest.java
//SOURCES ConfirmationTest.java ConnectionErrorTest.java CredentialsTest.java DatabaseOutageTest.java
//SOURCES DatabasePreflightTest.java DistributionTest.java EditedBotTest.java ErrorMatrixTest.java
//SOURCES EventualConsistencyTest.java ExactlyOnceTest.java ExitCodeTest.java HelpTest.java IamPolicyTest.java
//SOURCES InterruptedStartTest.java JournalCliTest.java KillAndResumeStress.java LauncherScriptTest.java
//SOURCES NotV1Test.java OutcomeTest.java OutputTest.java PreflightTest.java PrepareTest.java RehearsalTest.java RemedyTest.java
//SOURCES ReportBrowserStress.java ReportPageTest.java RestoreCleanUpTest.java RestoreConcurrencyTest.java
//SOURCES RestoreDmsResumeTest.java RestoreDmsTest.java RestoreErrorTest.java RestoreResumeTest.java
//SOURCES RestoreScreenTest.java RestoreSnapshotsTest.java RestoreStress.java RestoreTest.java ResultScreenTest.java
//SOURCES ResumeTest.java RowProofTest.java ScreenTest.java ScreenshotsTest.java SecondTaskTest.java SettingsTest.java
//SOURCES SitemapTest.java StackTest.java StartHoldTest.java StartTokenTest.java StopTest.java SweepTest.java
//SOURCES TaskEndTest.java TaskStartTest.java TerminalTest.java UsageTest.java VerdictCliTest.java VerifyTest.java
//SOURCES WaitingBotsTest.java
/**
 * Tests through the command line, which check what reached the embedded AWS. Rules without input and output are tested
 * in unit. It imports lib and support; only the runner imports it.
 */
package tests.cli;
