//FILES rehearsal/=EmbeddedAws.java rehearsal/=RequestHistory.java rehearsal/=RequestRouter.java
//FILES rehearsal/=SimulatedAccount.java rehearsal/=SimulatedAccounts.java
//FILES rehearsal/=TestControlApi.java
//FILES rehearsal/scenario/=scenario/package-info.java rehearsal/scenario/=scenario/BotItem.java
//FILES rehearsal/scenario/=scenario/Fault.java rehearsal/scenario/=scenario/FaultInjector.java
//FILES rehearsal/scenario/=scenario/RestoreScenario.java rehearsal/scenario/=scenario/SampleBots.java
//FILES rehearsal/scenario/=scenario/Scenario.java rehearsal/scenario/=scenario/bots.yaml
//FILES rehearsal/scenario/=scenario/trouble.yaml rehearsal/scenario/=scenario/restore_trouble.yaml
//FILES rehearsal/scenario/=scenario/embedded_trouble.yaml rehearsal/scenario/=scenario/before_trouble.yaml
//FILES rehearsal/ecs/=ecs/package-info.java rehearsal/ecs/=ecs/ContainerInput.java
//FILES rehearsal/ecs/=ecs/EcsApi.java rehearsal/ecs/=ecs/EmbeddingContainer.java
//FILES rehearsal/ecs/=ecs/EventBridgePipe.java rehearsal/ecs/=ecs/FargateScheduler.java
//FILES rehearsal/ecs/=ecs/IdempotencyTokens.java rehearsal/ecs/=ecs/BotKnowledge.java rehearsal/ecs/=ecs/RowSource.java
//FILES rehearsal/ecs/=ecs/RunTaskValidator.java rehearsal/ecs/=ecs/Task.java
//FILES rehearsal/ecs/=ecs/TaskBehavior.java rehearsal/ecs/=ecs/TaskBehaviors.java
//FILES rehearsal/ecs/=ecs/TaskDefinition.java rehearsal/ecs/=ecs/TaskDurations.java
//FILES rehearsal/cloudformation/=cloudformation/package-info.java
//FILES rehearsal/cloudformation/=cloudformation/CloudFormation.java
//FILES rehearsal/cloudformation/=cloudformation/DmsResources.java
//FILES rehearsal/cloudformation/=cloudformation/Functions.java
//FILES rehearsal/cloudformation/=cloudformation/Properties.java
//FILES rehearsal/cloudformation/=cloudformation/RdsResources.java
//FILES rehearsal/cloudformation/=cloudformation/ResourceFailure.java
//FILES rehearsal/cloudformation/=cloudformation/ResourceFault.java
//FILES rehearsal/cloudformation/=cloudformation/ResourceType.java rehearsal/cloudformation/=cloudformation/Stack.java
//FILES rehearsal/cloudformation/=cloudformation/StackOperations.java
//FILES rehearsal/cloudformation/=cloudformation/StackRequest.java
//FILES rehearsal/cloudformation/=cloudformation/StackResources.java
//FILES rehearsal/cloudformation/=cloudformation/StackJson.java rehearsal/cloudformation/=cloudformation/Template.java
//FILES rehearsal/dms/=dms/package-info.java rehearsal/dms/=dms/DataMigration.java
//FILES rehearsal/dms/=dms/DataMigrationFault.java rehearsal/dms/=dms/DataMigrationStatus.java
//FILES rehearsal/dms/=dms/Dms.java rehearsal/dms/=dms/DmsApi.java rehearsal/dms/=dms/DmsChecks.java
//FILES rehearsal/dms/=dms/MigrationProject.java
//FILES rehearsal/database/=database/package-info.java rehearsal/database/=database/AuroraClusters.java
//FILES rehearsal/database/=database/AuroraServer.java rehearsal/database/=database/ChunkRows.java
//FILES rehearsal/database/=database/ClusterDatabase.java rehearsal/database/=database/ClusterSnapshot.java
//FILES rehearsal/database/=database/ClusterSnapshots.java rehearsal/database/=database/ConnectionPool.java
//FILES rehearsal/database/=database/DataApiResult.java rehearsal/database/=database/DbCluster.java
//FILES rehearsal/database/=database/DirectSql.java
//FILES rehearsal/database/=database/TableCopy.java rehearsal/database/=database/NamedParameterSql.java
//FILES rehearsal/database/=database/PostgresBinaries.java
//FILES rehearsal/database/=database/PostgresServer.java rehearsal/database/=database/RdsApi.java
//FILES rehearsal/database/=database/RdsDataApi.java rehearsal/database/=database/SharedPostgres.java
//FILES rehearsal/database/=database/SnapshotContent.java rehearsal/database/=database/TlsCertificate.java
//FILES rehearsal/database/=database/aurora.conf rehearsal/database/=database/aurora.sql
//FILES rehearsal/database/=database/items.sql rehearsal/database/=database/postgres.sh
//FILES rehearsal/database/=database/postgresql.conf rehearsal/database/=database/vector.sql
//FILES rehearsal/s3/=s3/package-info.java rehearsal/s3/=s3/Buckets.java
//FILES rehearsal/s3/=s3/S3Api.java
//FILES rehearsal/dynamodb/=dynamodb/package-info.java rehearsal/dynamodb/=dynamodb/BotKeys.java
//FILES rehearsal/dynamodb/=dynamodb/ConversationTable.java rehearsal/dynamodb/=dynamodb/DynamoDbLocal.java
//FILES rehearsal/stack/=stack/package-info.java rehearsal/stack/=stack/AppVersion.java
//FILES rehearsal/stack/=stack/BedrockChatStack.java rehearsal/stack/=stack/DeployedStacks.java
//FILES rehearsal/stack/=stack/VpcNetwork.java
//FILES rehearsal/clock/=clock/package-info.java rehearsal/clock/=clock/OpenWork.java
//FILES rehearsal/clock/=clock/SimulatedClock.java rehearsal/clock/=clock/TokenBucket.java
//FILES rehearsal/wire/=wire/package-info.java rehearsal/wire/=wire/AwsError.java rehearsal/wire/=wire/AwsRequest.java
//FILES rehearsal/wire/=wire/AwsResponse.java rehearsal/wire/=wire/AwsService.java rehearsal/wire/=wire/DataFile.java
//FILES rehearsal/wire/=wire/Json.java rehearsal/wire/=wire/Page.java rehearsal/wire/=wire/QueryForm.java
//FILES rehearsal/wire/=wire/Xml.java

/**
 * The embedded AWS, a program of its own: {@code EmbeddedAws} starts it, and the classes here route each
 * request to the simulated account of its caller. What the services do is in the packages below; the root imports all
 * of them, and further imports run down only: scenario, ecs, cloudformation, dms, database and dynamodb, s3,
 * stack, clock and wire. Nothing else in the project imports any of it: the tool lists this file as a source,
 * whose {@code //FILES} become resources of the tool, and starts them as a process of its own.
 */
package lib.rehearsal;
