//SOURCES AccessTextTest.java AwsErrorTest.java BotSearchTest.java CompletionTest.java
//SOURCES ConcurrencyTest.java ConfirmationTest.java ConnectionErrorTest.java CredentialsTest.java
//SOURCES DatabaseOutageTest.java DatabasePreflightTest.java DistributionTest.java
//SOURCES EditedBotTest.java ErrorMatrixTest.java EventualConsistencyTest.java ExactlyOnceTest.java
//SOURCES ExitCodeTest.java HelpTest.java IamPolicyTest.java InterruptedStartTest.java
//SOURCES JournalCliTest.java KillAndResumeStress.java LauncherScriptTest.java NotV1Test.java
//SOURCES ObstacleTest.java OutcomeTest.java OutputTest.java PolicyConformanceTest.java
//SOURCES PreflightTest.java PrepareTest.java RehearsalTest.java
//SOURCES RemedyTest.java ReportBrowserStress.java ReportPageTest.java RestoreBucketTest.java
//SOURCES RestoreCleanUpTest.java RestoreConcurrencyTest.java RestoreDmsResumeTest.java
//SOURCES RestoreDmsTest.java RestoreErrorTest.java RestoreResumeTest.java RestoreScreenTest.java
//SOURCES RestoreSnapshotsTest.java RestoreStress.java RestoreTest.java ResultScreenTest.java
//SOURCES ResumeTest.java RowProofTest.java ScreenTest.java ScreenshotsTest.java SecondTaskTest.java
//SOURCES SettingsTest.java SitemapTest.java StackTest.java StartHoldTest.java StartTokenTest.java
//SOURCES StopTest.java SweepTest.java TaskEndTest.java TaskStartTest.java TerminalTest.java
//SOURCES UsageTest.java VerdictCliTest.java VerifyTest.java WaitingBotsTest.java
/**
 * Tests through the command line, which check what reached the embedded AWS. Rules without input and output are tested
 * in unit. It imports lib and support; only the runner imports it.
 */
package tests.cli;
