//SOURCES BotItem.java Fault.java FaultInjector.java RestoreScenario.java SampleBots.java Scenario.java
//FILES data/=bots.yaml data/=trouble.yaml data/=restore_trouble.yaml data/=embedded_trouble.yaml
//FILES data/=before_trouble.yaml

/**
 * The contents of an account at its start, and what goes wrong in it: sample bots and conversations, the snapshot
 * of the old database, the failures of the trouble scenarios, and the faults that are injected into requests. The
 * services themselves live in their own packages. It imports {@code ecs}, {@code cloudformation}, {@code database},
 * {@code dynamodb}, {@code s3}, {@code stack}, {@code clock} and {@code wire}; only the root may import it.
 */
package lib.rehearsal.scenario;
