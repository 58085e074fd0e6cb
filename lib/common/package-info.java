//SOURCES Clock.java Columns.java Console.java DaemonThreads.java ExitCode.java OutputFile.java Paint.java
//SOURCES PlainScreen.java ProcessContext.java RunInterruptedException.java Screen.java ShutdownHook.java
//SOURCES TerminalScreen.java Text.java TextWidth.java Tone.java UserException.java UserFolders.java
/**
 * Small utilities for every package: clock, threads, text, console, user folders, exit codes, and the exception that
 * users see.
 * Nothing here depends on AWS, bots or journals.
 * Every package may import it; it imports no other package.
 */
package lib.common;
