//SOURCES VpcNetwork.java

/**
 * The security groups of the app's VPC with their rules, which decide who reaches a database. What is attached to a
 * group is in the packages of the other services. It imports {@code stack}; dms, cloudformation and the root may import
 * it.
 */
package lib.rehearsal.ec2;
