//SOURCES AccessTextTest.java BotSearchTest.java CompletionTest.java ConcurrencyTest.java
//SOURCES ConfirmationTest.java CredentialsTest.java
//SOURCES DistributionTest.java EditedBotTest.java ErrorMatrixTest.java
//SOURCES EventualConsistencyTest.java ExactlyOnceTest.java ExitCodeTest.java FreshTest.java HelpTest.java
//SOURCES IamPolicyTest.java JournalCliTest.java KillAndResumeStress.java
//SOURCES LauncherScriptTest.java ObstacleTest.java OutcomeTest.java OutputTest.java
//SOURCES PolicyConformanceTest.java PreflightTest.java PrepareTest.java RehearsalPaceTest.java
//SOURCES RehearsalTest.java
//SOURCES ReplacedDatabaseTest.java ReportBrowserStress.java ReportPageTest.java
//SOURCES RestoreCleanUpTest.java RestoreConcurrencyTest.java RestoreDmsResumeTest.java RestoreDmsTest.java
//SOURCES RestoreErrorTest.java RestoreResumeTest.java RestoreScreenTest.java RestoreSnapshotsTest.java
//SOURCES RestoreStress.java RestoreTest.java ResultScreenTest.java ResumeTest.java RowProofTest.java
//SOURCES ScreenTest.java ScreenshotsTest.java SecondTaskTest.java SettingsTest.java
//SOURCES StackTest.java StartHoldTest.java SweepTest.java
//SOURCES TaskStartTest.java TerminalTest.java VerifyTest.java
/**
 * Tests through the command line, which check what reached the embedded AWS. Rules without input and output are tested
 * in unit. It imports lib and support; only the runner imports it.
 */
package tests.cli;
