//SOURCES AppVersion.java BedrockChatStack.java DeployedStacks.java Sts.java

/**
 * The names, outputs and status of the deployed Bedrock Chat, and STS, which names its account. The resources
 * themselves are in the packages of their services. It imports {@code wire}; dynamodb, database, cloudformation, ecs,
 * scenario and the root may import it.
 */
package lib.rehearsal.stack;
