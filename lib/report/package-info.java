//SOURCES BotResult.java ProgressView.java ReportJson.java ReportWriter.java RunContext.java RunListener.java
//SOURCES RunReport.java Scope.java SettingsText.java SummaryText.java Verdict.java
/**
 * The progress view, the summary and the JSON of a run.
 * It decides nothing about bots.
 * It imports cli and below; the commands may import it.
 */
package lib.report;
