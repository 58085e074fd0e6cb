package lib.restore;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lib.aws.RdsClusters.Snapshot;
import lib.common.ExitCode;
import lib.proof.DatabaseAudit;
import lib.report.ReportJson;
import lib.report.RunContext;

/** The JSON of {@code restore --json}. It shares its header, bots and rows with the report of a run. */
final class RestoreJson {
    private RestoreJson() {}

    /** The plan of a dry run. */
    static Map<String, Object> of(RunContext context, RestorePlan plan) {
        Map<String, Object> json =
                ReportJson.header("restore", context, ExitCode.OK, plan.verdict(context.rehearsal()));
        json.put("dryRun", true);
        json.putAll(plan(plan));
        json.put(
                "bots",
                plan.leftAlone().stream()
                        .map(bot -> bot(bot, Map.of()))
                        .toList());
        json.put("toCopy", plan.target().toCopy().stream().map(ReportJson::bot).toList());
        return json;
    }

    /** The result of a run. */
    static Map<String, Object> of(RunContext context, RestoreReport report, Leftovers leftovers) {
        Map<String, Object> json = ReportJson.header(
                "restore", context, report.exitCode(), report.verdict().sentence());
        json.put("dryRun", false);
        json.putAll(plan(report.plan()));
        Map<String, Long> counts = new LinkedHashMap<>();
        report.counts().forEach((outcome, n) -> counts.put(outcome.jsonName(), n));
        json.put("counts", counts);
        Map<String, DatabaseAudit.Line> lines = report.audit().lines().stream()
                .collect(Collectors.toMap(DatabaseAudit.Line::botId, line -> line, (a, b) -> a));
        json.put("bots", report.bots().stream().map(bot -> bot(bot, lines)).toList());
        json.put("indexed", report.indexed());
        json.put("embedCommand", report.embedCommand());
        json.put("stackLeft", leftovers.hasStack());
        json.put("schemaLeft", leftovers.hasSchema());
        return json;
    }

    /** What exists, for {@code --status}. */
    static Map<String, Object> of(RunContext context, RestoreStatus status) {
        Map<String, Object> json =
                ReportJson.header("restore", context, ExitCode.OK, status.verdict(context.rehearsal()));
        json.putAll(status.json());
        return json;
    }

    private static Map<String, Object> plan(RestorePlan plan) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("table", plan.settings().table());
        settings.put("databaseCluster", plan.settings().database().cluster());
        settings.put("vpc", plan.settings().vpc());
        settings.put("subnets", plan.settings().subnets());
        settings.put("databaseSecurityGroup", plan.settings().securityGroup());
        settings.put("fileBucket", plan.bucket());
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("settings", settings);
        json.put("snapshot", snapshot(plan.snapshot()));
        json.put("engineVersion", plan.version().text());
        json.put("stack", plan.stackName());
        json.put("via", plan.options().how.via.name());
        return json;
    }

    private static Map<String, Object> snapshot(Snapshot snapshot) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", snapshot.name());
        json.put("arn", snapshot.arn());
        json.put("cluster", snapshot.cluster());
        json.put(
                "created",
                snapshot.created().equals(Instant.MAX)
                        ? null
                        : snapshot.created().truncatedTo(ChronoUnit.SECONDS).toString());
        json.put("engineVersion", snapshot.engineVersion());
        json.put("encrypted", snapshot.encrypted());
        return json;
    }

    private static Map<String, Object> bot(RestoredBot bot, Map<String, DatabaseAudit.Line> lines) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", bot.id());
        if (bot.bot() != null) {
            json.putAll(ReportJson.bot(bot.bot()));
        }
        json.put("outcome", bot.outcome().jsonName());
        json.put("reason", bot.reason());
        json.put("copiedRows", bot.rows());
        DatabaseAudit.Line line = lines.get(bot.id());
        if (line != null) {
            json.put("verdict", line.verdict().jsonName());
            json.putAll(ReportJson.rows(line.rows(), line.sources()));
        }
        return json;
    }
}
