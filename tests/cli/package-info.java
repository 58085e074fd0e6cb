//SOURCES AwsErrorTest.java BotSearchTest.java ConcurrencyTest.java ConfirmationTest.java
//SOURCES ConnectionErrorTest.java CredentialsTest.java DatabaseOutageTest.java DatabasePreflightTest.java
//SOURCES DistributionTest.java ErrorMatrixTest.java EventualConsistencyTest.java ExactlyOnceTest.java
//SOURCES ExitCodeTest.java InterruptedStartTest.java JournalCliTest.java KillAndResumeStress.java
//SOURCES LauncherScriptTest.java OutcomeTest.java OutputTest.java PreflightTest.java RehearsalTest.java
//SOURCES ResumeTest.java RowProofTest.java SecondTaskTest.java SettingsTest.java SitemapTest.java
//SOURCES StackTest.java StartTokenTest.java StopTest.java SweepTest.java TaskEndTest.java TaskStartTest.java
//SOURCES TerminalTest.java UsageTest.java VerifyTest.java
/**
 * Tests through the command line, which check what reached the embedded AWS. Rules without input and output are tested
 * in unit. It imports lib and support; only the runner imports it.
 */
package tests.cli;
