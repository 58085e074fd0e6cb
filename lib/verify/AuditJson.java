package lib.verify;

import java.util.LinkedHashMap;
import java.util.Map;
import lib.model.DatabaseLocation;
import lib.model.Setting;
import lib.proof.DatabaseAudit;
import lib.report.ReportJson;
import lib.report.RunContext;

/** The JSON of {@code verify --json}. It shares its header, bots and rows with the report of a run. */
final class AuditJson {
    private AuditJson() {}

    static Map<String, Object> of(
            RunContext context,
            Setting table,
            DatabaseLocation database,
            DatabaseAudit audit,
            SampleResult sample,
            AuditVerdict verdict) {
        Map<String, Object> json = ReportJson.header("verify", context, verdict.exitCode(), verdict.sentence());
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("table", table);
        settings.put("databaseCluster", database.cluster());
        json.put("settings", settings);
        Map<String, Long> counts = new LinkedHashMap<>();
        audit.counts().forEach((ofBot, n) -> counts.put(ofBot.jsonName(), n));
        json.put("counts", counts);
        json.put("chunks", audit.chunks());
        json.put("unembedded", audit.unembedded());
        json.put("wrongDimension", audit.wrongDimension());
        json.put("duplicateRows", audit.duplicates());
        if (sample.rows() > 0) {
            json.put("sample", Map.of("rows", sample.rows(), "found", sample.found()));
        }
        json.put("bots", audit.lines().stream().map(AuditJson::bot).toList());
        return json;
    }

    private static Map<String, Object> bot(DatabaseAudit.Line line) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", line.botId());
        if (line.bot() != null) {
            json.putAll(ReportJson.bot(line.bot()));
            json.put("syncStatus", line.bot().status());
        }
        json.put("verdict", line.verdict().jsonName());
        json.putAll(ReportJson.rows(line.rows(), line.sources()));
        json.put("chunks", line.chunks());
        json.put("accepted", line.accepted());
        return json;
    }
}
