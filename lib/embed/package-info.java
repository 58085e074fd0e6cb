//SOURCES BotAttempt.java BotOutcomes.java BotPage.java BotSearch.java BotSettler.java BotState.java
//SOURCES CommonFailures.java EarlyEnd.java EditedBots.java EmbedOptions.java EmbeddingRun.java
//SOURCES JournalSummary.java Preflight.java ResumePlan.java RowVerificationQueue.java RunLimits.java
//SOURCES RunReporter.java RunningTasks.java Setup.java StartOptions.java StartQueue.java TableSweep.java
//SOURCES TaskStarter.java TaskStarterPool.java TaskStopper.java TaskWatcher.java
/**
 * Embeds the bots again, as the guide describes: preflight, search, start, watch, prove. Other commands have packages
 * of their own. It imports every package below; only the script imports it, never verify or restore.
 */
package lib.embed;
