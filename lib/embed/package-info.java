//SOURCES BotAttempt.java BotOutcomes.java BotPage.java BotSearch.java BotSettler.java BotSorter.java
//SOURCES BotState.java EarlyEnd.java EditedBots.java EmbedOptions.java EmbeddingRun.java
//SOURCES JournalSummary.java Obstacles.java OtherWay.java PageQuestion.java PageText.java Plan.java Preflight.java
//SOURCES ResumePlan.java RowVerificationQueue.java RunReporter.java RunningTasks.java Setup.java
//SOURCES StartOptions.java StartQueue.java TableSweep.java TaskHistory.java TaskStarter.java
//SOURCES TaskStarterPool.java TaskStopper.java TaskWatcher.java
/**
 * Embeds the bots again, as the guide describes: preflight, search, start, watch, prove. Other commands have packages
 * of their own. It imports every package below; only the script imports it, never verify or restore.
 */
package lib.embed;
