//SOURCES CommandHelp.java HelpCommand.java HelpfulCommandLine.java IamPolicy.java IamPolicyCommand.java
//SOURCES PolicyValues.java
//FILES help/=iam-policy.json
/**
 * The commands that explain the tool and prepare its use: help with its topics, shell completion, the IAM policy.
 * Nothing here starts a task or changes anything, and the help is loaded only where it is shown.
 * It imports cli and below; only the script imports it.
 */
package lib.help;
