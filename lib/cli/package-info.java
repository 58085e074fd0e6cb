//SOURCES AccessOptions.java DatabaseOptions.java DeployedApp.java EmbeddedAwsProcess.java ErrorHandler.java
//SOURCES EventLog.java HelpOption.java IamPolicy.java Invocation.java OutputOptions.java PositiveNumber.java
//SOURCES RehearsalClock.java RemovedOptions.java Session.java SettingsResolver.java StackCheck.java
//SOURCES Suggestions.java
/**
 * The parts that all commands share: option groups, session, settings, error handler, the process of the embedded AWS.
 * No command lives here, and no formatting of results.
 * It imports proof and below; report and the commands may import it.
 */
package lib.cli;
