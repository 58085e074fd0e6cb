//SOURCES BedrockChatStack.java CloudFormation.java Sts.java

/**
 * The names and outputs of the deployed Bedrock Chat, and the two services that describe it: CloudFormation and STS.
 * The resources themselves are in the packages of their services. It imports {@code wire}; dynamodb, database, ecs,
 * scenario and the root may import it.
 */
package lib.rehearsal.stack;
