//SOURCES AfterAttempt.java BotAttempt.java BotOutcomes.java BotPage.java BotSearch.java BotSorter.java
//SOURCES BotState.java EmbedOptions.java EmbeddingRun.java EventLoop.java FreshStart.java JournalSummary.java
//SOURCES Obstacles.java OtherWay.java PageQuestion.java PageText.java Plan.java Preflight.java
//SOURCES ResumePlan.java RowCounter.java RunReporter.java RunningTasks.java Setup.java
//SOURCES StartQueue.java Step.java TableSweep.java TaskStarter.java TaskStopper.java
//SOURCES TaskWatcher.java
/**
 * Embeds the bots again, as the guide describes: preflight, search, start, watch, prove. Other commands have packages
 * of their own. It imports every package below; only the script imports it, never verify or restore.
 */
package lib.embed;
