//SOURCES BotKeys.java ConversationTable.java DynamoDbLocal.java

/**
 * DynamoDB Local, which is AWS's own engine, and the conversation table in it, with the writes of app and container.
 * The bots in the table come from {@code scenario}. It imports {@code stack} and {@code wire}; ecs, scenario and the
 * root may import it.
 */
package lib.rehearsal.dynamodb;
