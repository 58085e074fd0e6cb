//SOURCES BotResult.java CountsTable.java DatabaseProblems.java DatabaseVerdict.java JsonWriter.java LogCommand.java
//SOURCES NextOfRun.java Problem.java ProgressText.java ProgressView.java RemainingTime.java ReportJson.java
//SOURCES ReportPage.java ReportWriter.java RunContext.java RunProblems.java RunReport.java Scope.java
//SOURCES SettingsText.java SummaryText.java Verdict.java
//FILES report/=report.html report/=report.css report/=report.js report/=timeline.js report/=table.js
/**
 * The progress view, the summary, the JSON and the HTML page of a run.
 * It decides nothing about bots.
 * It imports cli and below; the commands may import it.
 */
package lib.report;
