package lib.verify;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.cli.Next;
import lib.model.Bot;
import lib.model.DatabaseLocation;
import lib.model.Setting;
import lib.proof.DatabaseAudit;
import lib.report.DatabaseVerdict;
import lib.report.JsonWriter;
import lib.report.Problem;
import lib.report.ReportJson;
import lib.report.ReportJson.BotItem;
import lib.report.RunContext;

/** The JSON of {@code verify --json}. It shares its header, bots and rows with the report of a run. */
public record AuditJson(
        @JsonWriter.Inline ReportJson.Header header,
        AuditSettings settings,
        Map<DatabaseAudit.Finding, Long> counts,
        long chunks,
        long unembedded,
        long wrongDimension,
        long duplicateRows,
        Optional<SampleResult> sample,
        List<ReportJson.BotsWithProblem> problems,
        List<AuditedBot> bots) {
    /** The settings, each with its source. */
    public record AuditSettings(Setting table, Setting databaseCluster) {}

    /** A bot of the table, or rows of one that is not in the table. */
    public record AuditedBot(
            @JsonWriter.Inline BotItem item,
            Optional<String> syncStatus,
            DatabaseAudit.Finding verdict,
            @JsonWriter.Inline ReportJson.Rows rows,
            boolean accepted) {
        static AuditedBot of(DatabaseAudit.Line line) {
            return new AuditedBot(
                    BotItem.of(line.botId(), line.bot()),
                    Optional.ofNullable(line.bot()).map(Bot::status),
                    line.finding(),
                    ReportJson.Rows.of(line.rows(), line.sources(), line.chunks()),
                    line.accepted());
        }
    }

    static AuditJson of(
            RunContext context,
            Setting table,
            DatabaseLocation database,
            DatabaseAudit audit,
            List<Problem> problems,
            SampleResult sample,
            DatabaseVerdict verdict,
            List<Next> next) {
        return new AuditJson(
                ReportJson.Header.of("verify", context, verdict.exitCode(), verdict.sentence(), next),
                new AuditSettings(table, database.cluster()),
                audit.counts(),
                audit.chunks(),
                audit.unembedded(),
                audit.wrongDimension(),
                audit.duplicates(),
                Optional.of(sample).filter(each -> each.rows() > 0),
                problems.stream().map(ReportJson.BotsWithProblem::of).toList(),
                audit.lines().stream().map(AuditedBot::of).toList());
    }
}
