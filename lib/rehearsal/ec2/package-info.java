//SOURCES CidrBlock.java Ec2Api.java Ec2Ids.java SecurityGroupRule.java VpcNetwork.java

/**
 * The network of the app's VPC: security groups with their rules, route tables and peering connections. What is
 * attached to a group is in the packages of the other services. It imports {@code stack} and {@code wire}; dms,
 * cloudformation, scenario and the root may import it.
 */
package lib.rehearsal.ec2;
