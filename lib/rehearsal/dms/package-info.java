//SOURCES DataMigration.java DataMigrationFault.java DataMigrationStatus.java Dms.java DmsApi.java
//SOURCES DmsChecks.java MigrationProject.java

/**
 * DMS: homogeneous data migrations, and the projects to which they belong. The copy between the servers is in
 * {@code database}, and what CloudFormation creates in {@code cloudformation}. It imports {@code database},
 * {@code stack}, {@code clock} and {@code wire}; cloudformation and the root may import it.
 */
package lib.rehearsal.dms;
