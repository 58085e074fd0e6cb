//SOURCES BotAttempt.java BotOutcomes.java BotPage.java BotSearch.java BotSettler.java CommonFailures.java
//SOURCES EarlyEnd.java EditedBots.java EmbedOptions.java EmbeddingRun.java Preflight.java ResumePlan.java
//SOURCES RowVerificationQueue.java RunLimits.java RunReporter.java RunningTasks.java StartOptions.java
//SOURCES StartQueue.java TableSweep.java TaskStarter.java TaskStarterPool.java TaskStopper.java
//SOURCES TaskWatcher.java
/**
 * Embeds the bots again, as the guide describes: preflight, search, start, watch, prove. Other commands have packages
 * of their own. It imports every package below; only the script imports it, never verify or restore.
 */
package lib.embed;
