//SOURCES IamRole.java IamRoles.java

/**
 * The roles of the account, and what their policies allow. Whether a caller is permitted is not checked: tests inject
 * such errors. It imports {@code stack} and {@code wire}; dms, cloudformation and the root may import it.
 */
package lib.rehearsal.iam;
