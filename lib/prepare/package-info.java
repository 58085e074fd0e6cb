//SOURCES DeployCommands.java LookAround.java PrepareCommand.java PrepareJson.java PrepareText.java
//SOURCES PrepareVerdict.java Present.java Target.java
/**
 * The prepare command: says before a deploy of v1 what it would destroy, what stands in its way, and how to keep it.
 * It changes nothing, and starts nothing.
 * It imports report, cli, aws and below; only the script imports it.
 */
package lib.prepare;
