//SOURCES BotItem.java FailureScenario.java Fault.java FaultInjector.java SampleBots.java SampleConversation.java
//SOURCES Scenario.java

/**
 * The contents of an account at its start, and what goes wrong in it: sample bots and conversations, the failures of
 * the trouble scenario, and the faults that are injected into requests. The services themselves live in their own
 * packages. It imports {@code ecs}, {@code dynamodb}, {@code stack} and {@code wire}; only the root may import it.
 */
package lib.rehearsal.scenario;
