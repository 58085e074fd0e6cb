//SOURCES Bot.java BotFilter.java BotKey.java Category.java DatabaseLocation.java DuplicateRows.java EngineVersion.java
//SOURCES FailureCause.java FargatePrice.java Knowledge.java KnowledgeSource.java MigrationId.java Obstacle.java
//SOURCES Outcome.java OutcomeKind.java RowCounts.java ScanPage.java Setting.java Settings.java StackKind.java
//SOURCES StackState.java StartRequest.java TaskOutcome.java TaskState.java
/**
 * Records and pure rules: bots, their knowledge, rows, tasks, settings, outcomes.
 * No SDK type, no I/O, no threads.
 * It imports common; every package above it may import it.
 */
package lib.model;
