//SOURCES DataMigration.java DataMigrationFault.java DataMigrationStatus.java Dms.java DmsApi.java
//SOURCES DmsChecks.java DmsResources.java MigrationFailure.java SelectionRules.java

/**
 * DMS: homogeneous data migrations, and what they refer to. The copy between the servers is in {@code database}, and
 * the resource types of CloudFormation are in {@code cloudformation}. It imports {@code database}, {@code ec2},
 * {@code iam}, {@code stack}, {@code clock} and {@code wire}; cloudformation, scenario and the root may import it.
 */
package lib.rehearsal.dms;
