package lib.restore;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import lib.aws.DataMigrations;
import lib.aws.RdsClusters;
import lib.aws.RestoreDatabase;
import lib.cli.Next;
import lib.common.ExitCode;
import lib.model.Setting;
import lib.proof.DatabaseAudit;
import lib.report.JsonWriter;
import lib.report.ReportJson;
import lib.report.ReportJson.BotItem;
import lib.report.RunContext;

/** The JSON of {@code restore --json}. It shares its header, bots and rows with the report of a run. */
public final class RestoreJson {
    private RestoreJson() {}

    /** The members that a plan and a result have in common. */
    public record Planned(
            RestoreNames settings, RdsClusters.Snapshot snapshot, String engineVersion, String stack, String via) {
        static Planned of(RestorePlan plan) {
            return new Planned(
                    RestoreNames.of(plan),
                    plan.snapshot(),
                    plan.version().text(),
                    plan.stacks().name(),
                    plan.options().how.via.name());
        }
    }

    /** The settings, each with its source. */
    public record RestoreNames(
            Setting table,
            Setting databaseCluster,
            Setting vpc,
            List<Setting> subnets,
            Setting databaseSecurityGroup,
            String fileBucket) {
        static RestoreNames of(RestorePlan plan) {
            RestoreSettings settings = plan.settings();
            return new RestoreNames(
                    settings.table(),
                    settings.database().cluster(),
                    settings.vpc(),
                    settings.subnets(),
                    settings.securityGroup(),
                    settings.bucket());
        }
    }

    /** @param verdict on its rows; null if they were not looked at, like {@code rows} */
    public record RestoredItem(
            @JsonWriter.Inline BotItem item,
            RestoreOutcome outcome,
            String reason,
            long copiedRows,
            DatabaseAudit.Finding verdict,
            @JsonWriter.Inline ReportJson.Rows rows) {
        static RestoredItem of(RestoredBot bot, DatabaseAudit.Line line) {
            return new RestoredItem(
                    BotItem.of(bot.id(), bot.bot()),
                    bot.outcome(),
                    bot.reason(),
                    bot.rows(),
                    line == null ? null : line.finding(),
                    line == null ? null : ReportJson.Rows.of(line.rows(), line.sources()));
        }
    }

    /** The plan of a dry run. */
    public record DryRun(
            @JsonWriter.Inline ReportJson.Header header,
            boolean dryRun,
            @JsonWriter.Inline Planned plan,
            List<RestoredItem> bots,
            List<BotItem> toCopy) {
        static DryRun of(RunContext context, RestorePlan plan, List<Next> next) {
            return new DryRun(
                    ReportJson.Header.of(
                            "restore", context, ExitCode.OK, plan.verdict(context.rehearsal()), next),
                    true,
                    Planned.of(plan),
                    plan.target().leftAlone().stream()
                            .map(bot -> RestoredItem.of(bot, null))
                            .toList(),
                    plan.target().toCopy().stream().map(BotItem::of).toList());
        }
    }

    /** The result of a run. */
    public record Result(
            @JsonWriter.Inline ReportJson.Header header,
            boolean dryRun,
            @JsonWriter.Inline Planned plan,
            Map<RestoreOutcome, Long> counts,
            List<ReportJson.BotsWithProblem> problems,
            List<RestoredItem> bots,
            boolean indexed,
            String embedCommand,
            boolean stackLeft,
            boolean schemaLeft) {
        static Result of(RunContext context, RestoreReport report, Leftovers leftovers) {
            Map<String, DatabaseAudit.Line> lines = report.audit().lines().stream()
                    .collect(Collectors.toMap(DatabaseAudit.Line::botId, Function.identity(), (a, b) -> a));
            return new Result(
                    ReportJson.Header.of(
                            "restore",
                            context,
                            report.verdict().exitCode(),
                            report.verdict().sentence(),
                            report.next()),
                    false,
                    Planned.of(report.plan()),
                    report.counts(),
                    report.problems().stream()
                            .map(ReportJson.BotsWithProblem::of)
                            .toList(),
                    report.bots().stream()
                            .map(bot -> RestoredItem.of(bot, lines.get(bot.id())))
                            .toList(),
                    report.indexed(),
                    report.embedCommand(),
                    leftovers.hasStack(),
                    leftovers.hasSchema());
        }
    }

    /**
     * What exists, for {@code --status}.
     *
     * @param schema empty if that is unknown
     * @param run that works, or was killed
     * @param copied rows by bot
     */
    public record Status(
            @JsonWriter.Inline ReportJson.Header header,
            List<StackItem> stacks,
            List<DataMigrations.State> dataMigrations,
            Optional<Boolean> schema,
            Optional<String> run,
            Map<String, Long> copied) {
        static Status of(RunContext context, RestoreStatus status, List<Next> next) {
            Map<String, Long> copied = new LinkedHashMap<>();
            status.copied().forEach((bot, copy) -> copied.put(bot, copy.rows()));
            return new Status(
                    ReportJson.Header.of(
                            "restore", context, status.exitCode(), status.verdict(context.rehearsal()), next),
                    status.stacks().stream()
                            .map(stack ->
                                    new StackItem(stack.name(), stack.status(), TemporaryStack.snapshotOf(stack)))
                            .toList(),
                    status.dataMigrations(),
                    status.isUnknown()
                            ? Optional.empty()
                            : Optional.of(status.hasSchema()),
                    Optional.ofNullable(status.lease()).map(RestoreDatabase.Lease::holder),
                    copied);
        }
    }

    /** A temporary database. */
    public record StackItem(String name, String status, String snapshot) {}
}
