//SOURCES AppVersion.java BedrockChatStack.java DeployedStacks.java VpcNetwork.java

/**
 * The names, outputs and status of the deployed Bedrock Chat, and the security groups of its network. The other
 * resources are in the packages of their services. It imports {@code wire}; dynamodb, database,
 * dms, cloudformation, ecs, scenario and the root may import it.
 */
package lib.rehearsal.stack;
