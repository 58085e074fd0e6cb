//SOURCES AuditJson.java AuditText.java NextOfVerify.java SampleResult.java VerifyCommand.java
/**
 * The verify command: shows what is in the new database cluster, bot by bot.
 * It starts no tasks.
 * It imports report, cli, proof, aws and below; only the script imports it.
 */
package lib.verify;
