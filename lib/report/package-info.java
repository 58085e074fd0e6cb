//SOURCES BotResult.java LogCommand.java Problem.java ProgressView.java ReportJson.java ReportWriter.java
//SOURCES RunContext.java RunListener.java RunReport.java Scope.java SettingsText.java SummaryText.java
//SOURCES Verdict.java
/**
 * The progress view, the summary and the JSON of a run.
 * It decides nothing about bots.
 * It imports cli and below; the commands may import it.
 */
package lib.report;
