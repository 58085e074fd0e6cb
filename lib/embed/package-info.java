//SOURCES BotAttempt.java BotOutcomes.java BotPage.java BotSearch.java BotSettler.java EmbedOptions.java
//SOURCES EmbeddingRun.java Preflight.java ResumePlan.java RowVerificationQueue.java RunLimits.java RunReporter.java
//SOURCES RunningTasks.java TaskStarter.java TaskStarterPool.java TaskStopper.java TaskWatcher.java
/**
 * The guide's way, embedding again: preflight, search, start, watch, prove.
 * Other commands have rooms of their own.
 * It imports every room below; only the script imports it, never verify or restore.
 */
package lib.embed;
