package lib.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lib.common.ExitCode;
import lib.model.Bot;
import lib.model.KnowledgeSource;
import lib.model.Obstacle;
import lib.model.Outcome;
import lib.model.RowCounts;
import lib.model.Settings;
import lib.model.TaskUsage;

/** The JSON of {@code --json}, version 3. lib/docs/json.md describes its members; all times are whole seconds. */
public final class ReportJson {
    private static final int VERSION = 3;
    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private ReportJson() {}

    /** A JSON object as indented text. */
    public static String text(Object json) {
        return GSON.toJson(json);
    }

    /**
     * The members that the reports of all commands begin with.
     *
     * @param verdict on the whole, one sentence
     */
    public static Map<String, Object> header(String command, RunContext context, ExitCode exitCode, String verdict) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", VERSION);
        json.put("command", command);
        json.put("rehearsal", context.rehearsal());
        json.put("exitCode", exitCode.number());
        json.put("verdict", verdict);
        json.put("account", context.account());
        json.put("region", context.region());
        if (context.endpoint() != null) {
            json.put("endpoint", context.endpoint());
        }
        json.put("started", time(context.started()));
        json.put("elapsedSeconds", context.elapsed().toSeconds());
        return json;
    }

    /** A time as ISO-8601 in whole seconds; null stays null. */
    private static String time(Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** The members that describe a bot in the reports of all commands. */
    public static Map<String, Object> bot(Bot bot) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", bot.key().id());
        json.put("user", bot.key().pk());
        json.put("sk", bot.key().sk());
        json.put("title", bot.title());
        json.put("files", bot.knowledge().files());
        json.put("urls", bot.knowledge().urls());
        json.put("sitemaps", bot.knowledge().sitemaps());
        return json;
    }

    /** The members about a bot's rows in the reports of all commands. */
    public static Map<String, Object> rows(RowCounts rows, List<KnowledgeSource> knowledge) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("chunks", rows.chunks());
        json.put("missing", rows.missing(knowledge).stream().map(KnowledgeSource::name).toList());
        json.put("duplicateRows", rows.duplicates(knowledge));
        return json;
    }

    /** The report of a run. */
    static Map<String, Object> of(RunReport report) {
        Map<String, Object> json = header(
                "migrate",
                report.context(),
                report.verdict().exitCode(),
                report.verdict().sentence());
        json.put("dryRun", report.isDryRun());
        json.put("settings", settings(report.settings()));
        json.put("scans", report.scans());
        Map<String, Long> counts = new LinkedHashMap<>();
        report.counts().forEach((kind, n) -> counts.put(kind.jsonName(), n));
        json.put("counts", counts);
        json.put("rowsCounted", report.rowsCounted());
        json.put("cost", cost(report));
        json.put(
                "problems", Problem.of(report).stream().map(ReportJson::problem).toList());
        json.put(
                "bots",
                report.bots().stream().map(result -> bot(report, result)).toList());
        json.put(
                "notes",
                Stream.concat(report.earlyEnd().stream(), report.notes().stream())
                        .toList());
        return json;
    }

    private static Map<String, Object> problem(Problem problem) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("problem", problem.kind());
        json.put("accepted", problem.isAccepted());
        json.put("reason", problem.reason());
        json.put("remedy", problem.remedy());
        json.put("logCommand", problem.logCommand().orElse(null));
        json.put(
                "bots",
                problem.bots().keySet().stream()
                        .map(result -> result.bot().key().sk())
                        .toList());
        return json;
    }

    private static Map<String, Object> settings(Settings settings) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("table", settings.table());
        json.put("ecsCluster", settings.ecsCluster());
        json.put("taskDefinition", settings.taskDefinition());
        json.put("container", settings.container());
        json.put("subnets", settings.subnets());
        json.put("securityGroups", settings.securityGroups());
        json.put("databaseCluster", settings.database().cluster());
        return json;
    }

    private static Map<String, Object> cost(RunReport report) {
        Map<String, Object> json = usage(report, report.billed());
        json.put("vcpu", report.price().vcpu());
        json.put("gb", report.price().gb());
        if (report.price().isKnown()) {
            json.put("prices", report.price().source());
        }
        return json;
    }

    private static Map<String, Object> usage(RunReport report, Duration billed) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("taskSeconds", billed.toSeconds());
        if (report.price().isKnown()) {
            json.put("dollars", Math.round(report.price().of(billed) * 10_000) / 10_000.0);
        }
        return json;
    }

    private static Map<String, Object> bot(RunReport report, BotResult result) {
        Outcome outcome = result.outcome();
        Map<String, Object> json = bot(result.bot());
        json.put("outcome", outcome.kind().jsonName());
        json.put("reason", outcome.reason());
        json.put("taskId", outcome.taskId());
        json.put("logStream", report.logs().stream(outcome));
        json.put("at", time(result.at()));
        RowCounts rows = report.rows().apply(result.bot());
        if (rows != null) {
            json.putAll(rows(rows, result.bot().sources()));
        }
        Outcome.NotStarted notStarted = outcome instanceof Outcome.NotStarted each ? each : null;
        json.put(
                "accepted",
                outcome instanceof Outcome.Incomplete incomplete && incomplete.accepted()
                        || notStarted != null && notStarted.accepted());
        json.put(
                "obstacle",
                notStarted == null
                        ? null
                        : notStarted.obstacle().map(Obstacle::jsonName).orElse(null));
        json.put(
                "attempts",
                result.tasks().stream().map(task -> attempt(report, task)).toList());
        return json;
    }

    private static Map<String, Object> attempt(RunReport report, TaskUsage task) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("taskArn", task.taskArn());
        json.put("billedFrom", time(task.billedFrom()));
        json.put("stoppedAt", time(task.stoppedAt()));
        json.putAll(usage(report, task.billed()));
        return json;
    }
}
