//SOURCES Clock.java DaemonThreads.java JsonFile.java RunInterruptedException.java ShutdownHook.java Text.java
//SOURCES UserException.java
/**
 * The small things that every room needs: clock, threads, text, console, user folders, exit codes, and the exception that users see.
 * Nothing here knows of AWS, bots or journals.
 * Every room may import it; it imports no other room.
 */
package lib.common;
