//SOURCES AwsErrorTest.java BotSearchTest.java CommonFailureTest.java CompletionTest.java ConcurrencyTest.java
//SOURCES ConfirmationTest.java ConnectionErrorTest.java CredentialsTest.java DatabaseOutageTest.java
//SOURCES DatabasePreflightTest.java DistributionTest.java EditedBotTest.java ErrorMatrixTest.java
//SOURCES EventualConsistencyTest.java ExactlyOnceTest.java ExitCodeTest.java HelpTest.java IamPolicyTest.java
//SOURCES InterruptedStartTest.java JournalCliTest.java KillAndResumeStress.java LauncherScriptTest.java
//SOURCES OutcomeTest.java OutputTest.java PreflightTest.java RehearsalTest.java RestoreConcurrencyTest.java
//SOURCES RestoreErrorTest.java RestoreResumeTest.java RestoreStress.java RestoreTest.java ResumeTest.java
//SOURCES RowProofTest.java SecondTaskTest.java SettingsTest.java SitemapTest.java StackTest.java
//SOURCES StartTokenTest.java StopTest.java SweepTest.java TaskEndTest.java TaskStartTest.java TerminalTest.java
//SOURCES UsageTest.java VerifyTest.java WaitingBotsTest.java
/**
 * Tests through the command line, which check what reached the embedded AWS. Rules without input and output are tested
 * in unit. It imports lib and support; only the runner imports it.
 */
package tests.cli;
