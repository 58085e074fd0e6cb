//SOURCES AfterAttempt.java BotAttempt.java BotOutcomes.java BotPage.java BotSearch.java BotSorter.java BotState.java
//SOURCES EmbedOptions.java EmbeddingRun.java FreshStart.java JournalSummary.java
//SOURCES Message.java Obstacles.java OtherWay.java PageQuestion.java PageText.java Plan.java Preflight.java ResumePlan.java
//SOURCES RowCounter.java RunReporter.java RunningTasks.java Setup.java StartOptions.java StartQueue.java Step.java
//SOURCES TableSweep.java TaskEnd.java TaskStarter.java TaskStopper.java TaskWatcher.java
/**
 * Embeds the bots again, as the guide describes: preflight, search, start, watch, prove. Other commands have packages
 * of their own. It imports every package below; only the script imports it, never verify or restore.
 */
package lib.embed;
