//SOURCES CloudFormation.java DmsResources.java Functions.java Properties.java
//SOURCES RdsResources.java ResourceFailure.java ResourceFault.java ResourceType.java Stack.java
//SOURCES StackOperations.java StackRequest.java StackResources.java StackJson.java Template.java

/**
 * CloudFormation: stacks of the tool's own template, which are created and deleted on the simulated clock
 * (how long each type takes is in {@code ResourceType}). The databases themselves are in {@code database}, and the
 * stacks that were deployed before in {@code stack}. It imports {@code dms}, {@code database},
 * {@code stack}, {@code clock} and {@code wire}; scenario and the root may import it.
 */
package lib.rehearsal.cloudformation;
