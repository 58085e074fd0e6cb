//SOURCES Clock.java Console.java DaemonThreads.java ExitCode.java JsonFile.java ProcessContext.java
//SOURCES PlainScreen.java RunInterruptedException.java Screen.java ShutdownHook.java TerminalScreen.java Text.java
//SOURCES UserException.java UserFolders.java
/**
 * The small things that every room needs: clock, threads, text, console, user folders, exit codes, and the exception that users see.
 * Nothing here knows of AWS, bots or journals.
 * Every room may import it; it imports no other room.
 */
package lib.common;
