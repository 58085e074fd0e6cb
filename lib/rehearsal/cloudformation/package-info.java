//SOURCES CloudFormation.java DbClusterType.java DbInstanceType.java DmsType.java IamRoleType.java
//SOURCES Intrinsics.java PhysicalIds.java ResourceFailure.java ResourceFault.java ResourceType.java
//SOURCES SecurityGroupIngressType.java SecurityGroups.java Stack.java StackOperations.java StackRequests.java
//SOURCES StackXml.java SubnetGroups.java Template.java TemplateParameters.java YamlTemplate.java

/**
 * CloudFormation: templates, and stacks that are created, rolled back and deleted on the simulated clock, with the
 * types of resources that a temporary database needs. The databases themselves are in {@code database}, and the stacks
 * that were deployed before in {@code stack}. It imports {@code dms}, {@code database}, {@code ec2}, {@code iam},
 * {@code stack}, {@code clock} and {@code wire}; scenario and the root may import it.
 */
package lib.rehearsal.cloudformation;
