//SOURCES DataLoad.java
/**
 * The copy of a table by AWS DMS: the data migration from its creation to its deletion. It knows neither bots nor
 * stacks. It imports cli, aws and below; restore may import it.
 */
package lib.dms;
