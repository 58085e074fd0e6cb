//FILES rehearsal/=EmbeddedAws.java rehearsal/=RequestHistory.java rehearsal/=RequestRouter.java
//FILES rehearsal/=SimulatedAccount.java rehearsal/=SimulatedAccounts.java rehearsal/=SnapshotRequest.java
//FILES rehearsal/=TestControlApi.java
//FILES rehearsal/scenario/=scenario/package-info.java rehearsal/scenario/=scenario/BotItem.java
//FILES rehearsal/scenario/=scenario/FailureScenario.java rehearsal/scenario/=scenario/Fault.java
//FILES rehearsal/scenario/=scenario/FaultInjector.java rehearsal/scenario/=scenario/RestoreScenario.java
//FILES rehearsal/scenario/=scenario/SampleBots.java rehearsal/scenario/=scenario/SampleConversation.java
//FILES rehearsal/scenario/=scenario/Scenario.java
//FILES rehearsal/ecs/=ecs/package-info.java rehearsal/ecs/=ecs/EcsApi.java rehearsal/ecs/=ecs/EcsCluster.java
//FILES rehearsal/ecs/=ecs/EmbeddingContainer.java rehearsal/ecs/=ecs/EventBridgePipe.java
//FILES rehearsal/ecs/=ecs/FargateScheduler.java rehearsal/ecs/=ecs/IdempotencyTokens.java
//FILES rehearsal/ecs/=ecs/RowSources.java rehearsal/ecs/=ecs/RunTaskValidator.java rehearsal/ecs/=ecs/SourceCounts.java
//FILES rehearsal/ecs/=ecs/Task.java rehearsal/ecs/=ecs/TaskBehavior.java rehearsal/ecs/=ecs/TaskBehaviors.java
//FILES rehearsal/ecs/=ecs/TaskDefinition.java rehearsal/ecs/=ecs/TaskDurations.java rehearsal/ecs/=ecs/TaskJson.java
//FILES rehearsal/cloudformation/=cloudformation/package-info.java
//FILES rehearsal/cloudformation/=cloudformation/CloudFormation.java
//FILES rehearsal/cloudformation/=cloudformation/DbClusterType.java
//FILES rehearsal/cloudformation/=cloudformation/DbInstanceType.java
//FILES rehearsal/cloudformation/=cloudformation/Intrinsics.java
//FILES rehearsal/cloudformation/=cloudformation/PhysicalIds.java
//FILES rehearsal/cloudformation/=cloudformation/ResourceFailure.java
//FILES rehearsal/cloudformation/=cloudformation/ResourceFault.java
//FILES rehearsal/cloudformation/=cloudformation/ResourceType.java
//FILES rehearsal/cloudformation/=cloudformation/SecurityGroups.java rehearsal/cloudformation/=cloudformation/Stack.java
//FILES rehearsal/cloudformation/=cloudformation/StackOperations.java
//FILES rehearsal/cloudformation/=cloudformation/StackRequests.java
//FILES rehearsal/cloudformation/=cloudformation/StackXml.java
//FILES rehearsal/cloudformation/=cloudformation/SubnetGroups.java
//FILES rehearsal/cloudformation/=cloudformation/Template.java
//FILES rehearsal/cloudformation/=cloudformation/TemplateParameters.java
//FILES rehearsal/cloudformation/=cloudformation/YamlTemplate.java
//FILES rehearsal/database/=database/package-info.java
//FILES rehearsal/database/=database/AuroraClusters.java rehearsal/database/=database/AuroraServer.java
//FILES rehearsal/database/=database/AuroraServers.java rehearsal/database/=database/ChunkRows.java
//FILES rehearsal/database/=database/ClusterDatabase.java rehearsal/database/=database/ClusterSnapshot.java
//FILES rehearsal/database/=database/ClusterSnapshots.java rehearsal/database/=database/ConnectionPool.java
//FILES rehearsal/database/=database/DataApiParameters.java rehearsal/database/=database/DataApiResult.java
//FILES rehearsal/database/=database/DbCluster.java rehearsal/database/=database/DirectSql.java
//FILES rehearsal/database/=database/EngineVersions.java rehearsal/database/=database/NamedParameterSql.java
//FILES rehearsal/database/=database/PgvectorSubstitute.java rehearsal/database/=database/PostgresBinaries.java
//FILES rehearsal/database/=database/PostgresServer.java rehearsal/database/=database/RdsApi.java
//FILES rehearsal/database/=database/RdsDataApi.java rehearsal/database/=database/RdsXml.java
//FILES rehearsal/database/=database/SharedPostgres.java rehearsal/database/=database/SnapshotContent.java
//FILES rehearsal/database/=database/StackClusters.java
//FILES rehearsal/database/=database/TlsCertificate.java rehearsal/database/=database/Ulid.java
//FILES rehearsal/dynamodb/=dynamodb/package-info.java rehearsal/dynamodb/=dynamodb/BotKeys.java
//FILES rehearsal/dynamodb/=dynamodb/ConversationTable.java rehearsal/dynamodb/=dynamodb/DynamoDbLocal.java
//FILES rehearsal/stack/=stack/package-info.java rehearsal/stack/=stack/BedrockChatStack.java
//FILES rehearsal/stack/=stack/DeployedStacks.java rehearsal/stack/=stack/Sts.java
//FILES rehearsal/clock/=clock/package-info.java rehearsal/clock/=clock/SimulatedClock.java
//FILES rehearsal/clock/=clock/TokenBucket.java
//FILES rehearsal/wire/=wire/package-info.java rehearsal/wire/=wire/AwsError.java rehearsal/wire/=wire/AwsRequest.java
//FILES rehearsal/wire/=wire/AwsResponse.java rehearsal/wire/=wire/AwsService.java rehearsal/wire/=wire/Json.java
//FILES rehearsal/wire/=wire/QueryForm.java rehearsal/wire/=wire/QueryXml.java

/**
 * The embedded AWS, a program of its own: {@code EmbeddedAws} starts it, and the classes here route each
 * request to the simulated account of its caller. What the services do is in the packages below; the root imports all
 * of them, and further imports run down only: scenario, ecs, cloudformation, database and dynamodb,
 * stack, clock and wire. Nothing else
 * in the project imports any of it: the tool lists this file as a source, whose {@code //FILES} become resources of the
 * tool, and starts them as a process of its own.
 */
package lib.rehearsal;
