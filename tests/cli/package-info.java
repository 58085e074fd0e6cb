//SOURCES AwsErrorTest.java BotSearchTest.java ConcurrencyTest.java ConfirmationTest.java DistributionTest.java
//SOURCES ErrorMatrixTest.java EventualConsistencyTest.java ExactlyOnceTest.java ExitCodeTest.java JournalFileTest.java
//SOURCES KillAndResumeStress.java LauncherScriptTest.java OutcomeTest.java OutputTest.java PreflightTest.java RehearsalTest.java
//SOURCES ResumeTest.java RowProofTest.java SettingsTest.java TaskStartTest.java UsageTest.java VerifyTest.java
/**
 * Tests through the command line, which look at what reached the server. Rules without input and output are tested
 * in unit. It imports lib and support; only the runner imports it.
 */
package tests.cli;
