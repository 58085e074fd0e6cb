package lib.report;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import lib.cli.Next;
import lib.common.ExitCode;
import lib.common.UserException;
import lib.model.Bot;
import lib.model.KnowledgeSource;
import lib.model.Obstacle;
import lib.model.Outcome;
import lib.model.OutcomeKind;
import lib.model.RowCounts;
import lib.model.Setting;
import lib.model.Settings;
import lib.model.TaskState;

/** The JSON of {@code --json} in the form of {@link JsonWriter}, version 3. lib/docs/json.md describes its members. */
public record ReportJson(
        @JsonWriter.Inline Header header,
        boolean dryRun,
        RunSettings settings,
        List<RunReport.ScanTotals> scans,
        Map<OutcomeKind, Long> counts,
        boolean rowsCounted,
        Cost cost,
        List<BotsWithProblem> problems,
        List<BotOfRun> bots,
        List<String> notes) {
    private static final int VERSION = 3;

    /**
     * The members that the reports of all commands begin with.
     *
     * @param verdict on the whole, one sentence
     * @param next the commands that follow, as the screen shows them
     */
    public record Header(
            int version,
            String command,
            int exitCode,
            String verdict,
            @JsonWriter.Inline RunContext context,
            List<Next> next) {
        public static Header of(
                String command, RunContext context, ExitCode exitCode, String verdict, List<Next> next) {
            return new Header(VERSION, command, exitCode.number(), verdict, context, next);
        }
    }

    /** A bot in the reports of all commands; of one that is not in the table the id alone. */
    public record BotItem(
            String id,
            String user,
            String sk,
            String title,
            List<String> files,
            List<String> urls,
            List<String> sitemaps) {
        public static BotItem of(Bot bot) {
            return new BotItem(
                    bot.key().id(),
                    bot.key().pk(),
                    bot.key().sk(),
                    bot.title(),
                    bot.knowledge().files(),
                    bot.knowledge().urls(),
                    bot.knowledge().sitemaps());
        }

        /** @param bot null if it is not in the table */
        public static BotItem of(String id, Bot bot) {
            return bot == null ? new BotItem(id, null, null, null, null, null, null) : of(bot);
        }
    }

    /** A bot's rows in the reports of all commands. */
    public record Rows(long chunks, List<String> missing, long duplicateRows) {
        public static Rows of(RowCounts rows, List<KnowledgeSource> knowledge) {
            return of(rows, knowledge, rows.chunks());
        }

        /** The same with another number of chunks: rows of no bot in the table are not counted by source. */
        public static Rows of(RowCounts rows, List<KnowledgeSource> knowledge, long chunks) {
            return new Rows(
                    chunks,
                    rows.missing(knowledge).stream().map(KnowledgeSource::name).toList(),
                    rows.duplicates(knowledge));
        }
    }

    /** The settings of a run, each with its source. */
    public record RunSettings(
            Setting table,
            Setting ecsCluster,
            Setting taskDefinition,
            Setting container,
            List<Setting> subnets,
            List<Setting> securityGroups,
            Setting databaseCluster) {
        static RunSettings of(Settings settings) {
            return new RunSettings(
                    settings.table(),
                    settings.ecsCluster(),
                    settings.taskDefinition(),
                    settings.container(),
                    settings.subnets(),
                    settings.securityGroups(),
                    settings.database().cluster());
        }
    }

    /** @param task the Fargate time */
    public record Usage(Duration task, Optional<Double> dollars) {
        static Usage of(RunReport report, Duration billed) {
            return new Usage(
                    billed,
                    Optional.of(Math.round(report.price().of(billed) * 10_000) / 10_000.0)
                            .filter(dollars -> report.price().isKnown()));
        }
    }

    /** @param prices where and when they were read */
    public record Cost(
            @JsonWriter.Inline Usage usage, double vcpu, double gb, Optional<String> prices) {
        static Cost of(RunReport report) {
            return new Cost(
                    Usage.of(report, report.billed()),
                    report.price().vcpu(),
                    report.price().gb(),
                    report.price().isKnown() ? Optional.of(report.price().source()) : Optional.empty());
        }
    }

    /** @param bots the sort keys; of a bot that is not in the table, its id */
    public record BotsWithProblem(
            Enum<?> problem,
            boolean accepted,
            String reason,
            String remedy,
            Optional<String> logCommand,
            List<String> bots) {
        public static BotsWithProblem of(Problem problem) {
            return new BotsWithProblem(
                    problem.kind(),
                    problem.isAccepted(),
                    problem.reason(),
                    problem.remedy(),
                    problem.logCommand(),
                    problem.bots().stream().map(Problem.Item::key).toList());
        }
    }

    /** @param rows null if they were not counted */
    public record BotOfRun(
            @JsonWriter.Inline BotItem item,
            OutcomeKind outcome,
            String reason,
            String taskId,
            String logStream,
            Instant at,
            @JsonWriter.Inline Rows rows,
            boolean accepted,
            Optional<Obstacle> obstacle,
            List<Attempt> attempts) {
        static BotOfRun of(RunReport report, BotResult result) {
            Outcome outcome = result.outcome();
            RowCounts rows = report.rows().apply(result.bot());
            return new BotOfRun(
                    BotItem.of(result.bot()),
                    outcome.kind(),
                    outcome.reason(),
                    outcome.taskId(),
                    report.logs().stream(outcome),
                    result.at(),
                    rows == null ? null : Rows.of(rows, result.bot().sources()),
                    outcome.isAccepted(),
                    outcome.obstacle(),
                    result.tasks().stream().map(task -> Attempt.of(report, task)).toList());
        }
    }

    /** A task of a bot. */
    public record Attempt(
            String taskArn,
            Instant billedFrom,
            Instant stoppedAt,
            @JsonWriter.Inline Usage usage) {
        static Attempt of(RunReport report, TaskState task) {
            return new Attempt(
                    task.arn(), task.billedFrom(), task.stoppedAt(), Usage.of(report, task.billed()));
        }
    }

    /** The report of a run. */
    static ReportJson of(RunReport report) {
        return new ReportJson(
                Header.of(
                        "migrate",
                        report.context(),
                        report.verdict().exitCode(),
                        report.verdict().sentence(),
                        report.next()),
                report.isDryRun(),
                RunSettings.of(report.settings()),
                report.scans(),
                report.counts(),
                report.rowsCounted(),
                Cost.of(report),
                RunProblems.of(report).stream().map(BotsWithProblem::of).toList(),
                report.bots().stream().map(bot -> BotOfRun.of(report, bot)).toList(),
                Stream.concat(report.earlyEnd().map(UserException::getMessage).stream(), report.notes().stream())
                        .toList());
    }
}
