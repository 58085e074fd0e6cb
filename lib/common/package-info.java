//SOURCES Clock.java ClosingDelay.java Columns.java Console.java DaemonThreads.java ExitCode.java Mark.java
//SOURCES OutputFile.java PlainScreen.java ProcessContext.java Resource.java RunInterruptedException.java
//SOURCES Screen.java ShutdownHook.java Similar.java TerminalScreen.java Text.java TextWidth.java Tone.java
//SOURCES UserException.java UserFolders.java Wait.java WaitingClock.java WordWrap.java
/**
 * Small utilities for every package: clock, threads, text, console, user folders, exit codes, and the exception that
 * users see.
 * Nothing here depends on AWS, bots or journals.
 * Every package may import it; it imports no other package.
 */
package lib.common;
