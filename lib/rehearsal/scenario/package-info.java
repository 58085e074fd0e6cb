//SOURCES BeforeScenario.java BotItem.java EmbeddedScenario.java FailureScenario.java Fault.java FaultInjector.java
//SOURCES RestoreScenario.java SampleBots.java SampleConversation.java Scenario.java

/**
 * The contents of an account at its start, and what goes wrong in it: sample bots and conversations, the snapshot
 * of the old database, the failures of the trouble scenarios, and the faults that are injected into requests. The
 * services themselves live in their own packages. It imports {@code ecs}, {@code cloudformation}, {@code database},
 * {@code dynamodb}, {@code s3}, {@code stack}, {@code clock} and {@code wire}; only the root may import it.
 */
package lib.rehearsal.scenario;
