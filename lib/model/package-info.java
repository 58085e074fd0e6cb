//SOURCES Bot.java BotFilter.java BotKey.java CommonCause.java DatabaseLocation.java FargatePrice.java Knowledge.java
//SOURCES KnowledgeSource.java MigrationId.java Outcome.java OutcomeKind.java RowCounts.java ScanPage.java
//SOURCES Setting.java Settings.java StackState.java StartRequest.java TaskOutcome.java TaskState.java TaskUsage.java
/**
 * Records and pure rules: bots, their knowledge, rows, tasks, settings, outcomes.
 * No SDK type, no I/O, no threads.
 * It imports common; every package above it may import it.
 */
package lib.model;
