//SOURCES AccessOptions.java AnswerOptions.java AppOptions.java DatabaseOptions.java DeployedApp.java
//SOURCES EmbeddedAwsProcess.java ErrorHandler.java EventLog.java HelpOption.java Invocation.java Next.java
//SOURCES OutputOptions.java PositiveNumber.java RehearsalClock.java RehearsalOptions.java
//SOURCES SelectionOptions.java Session.java SettingsResolver.java StackOption.java Suggestions.java
/**
 * The parts that all commands share: option groups, session, settings, error handler, the process of the embedded AWS.
 * No command lives here, and no formatting of results.
 * It imports proof and below; report and the commands may import it.
 */
package lib.cli;
