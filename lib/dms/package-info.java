//SOURCES DataLoad.java DmsAccount.java NetworkCheck.java
/**
 * The copy of a table by AWS DMS: what the account needs for it, the data migration from its creation to its deletion,
 * and what it leaves in the network. It knows neither bots nor stacks. It imports cli, aws and below; restore may import
 * it.
 */
package lib.dms;
