//SOURCES BotResult.java JsonWriter.java LogCommand.java NextOfRun.java Problem.java ProgressText.java RunProblems.java
//SOURCES ProgressView.java RemainingTime.java
//SOURCES ReportJson.java ReportPage.java ReportWriter.java RunContext.java RunReport.java
//SOURCES Scope.java SettingsText.java SummaryText.java Verdict.java
//FILES report/=report.html report/=report.css report/=report.js
//FILES report/=report.html report/=report.css report/=report.js report/=timeline.js report/=table.js
/**
 * The progress view, the summary, the JSON and the HTML page of a run.
 * It decides nothing about bots.
 * It imports cli and below; the commands may import it.
 */
package lib.report;
