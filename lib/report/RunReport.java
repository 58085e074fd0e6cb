package lib.report;

import com.google.gson.GsonBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.cli.Session;
import lib.common.Text;
import lib.common.UserException;
import lib.embed.BotOutcomes;
import lib.embed.BotSearch;
import lib.embed.EmbeddingRun;
import lib.embed.Preflight;
import lib.model.Bot;
import lib.model.FargatePrice;
import lib.model.KnowledgeSource;
import lib.model.Outcome;
import lib.model.RowCounts;
import lib.model.Settings;
import lib.model.TaskUsage;
import lib.proof.RowVerifier;

/**
 * The whole result of a run, for a person ({@link SummaryText}) and for a machine ({@link #toJson}).
 *
 * @param roll the tasks of each bot
 * @param bots every bot that was found, each with its outcome
 * @param scans how the bots were looked for, with pages and read units
 * @param notes what else has to be said at the end
 */
public record RunReport(Where where, Preflight.Result preflight, RowVerifier evidence, BotOutcomes roll, List<BotOutcomes.Entry> bots,
        List<Scanned> scans, Instant started, Duration elapsed, List<String> notes, int exitCode) {

    /** What was run, and where. */
    public record Where(Settings settings, String region, boolean rehearsal, boolean dryRun) {
    }

    /** What reports of one run have in common. */
    public record Maker(Session stage, Settings settings, Preflight.Result found, RowVerifier evidence, BotOutcomes roll, BotSearch search) {

        /** Reports a look at things that changed nothing. */
        public RunReport ofLook(boolean dryRun) {
            List<String> notes = new ArrayList<>(search.blindSpots());
            notes.add(dryRun ? "Dry run: nothing was started." : "Nothing was started.");
            return report(dryRun, notes, search.isComplete() ? UserException.OK : UserException.INCOMPLETE);
        }

        /** Reports a run. A bot that nobody answered for was not started. */
        public RunReport of(EmbeddingRun.End end, boolean waited) {
            roll.close(new Outcome.NotStarted("the run ended before it was asked for"));
            boolean someOpen = roll.count(o -> o instanceof Outcome.Failed || o instanceof Outcome.NotStarted
                    || o instanceof Outcome.Incomplete gap && !gap.accepted() || o instanceof Outcome.Unproved && waited) > 0;
            int exitCode = end.interrupted() ? UserException.INTERRUPTED : end.stopped().map(UserException::exitCode)
                    .orElse(someOpen || !search.isComplete() ? UserException.INCOMPLETE : UserException.OK);
            List<String> notes = new ArrayList<>(search.blindSpots());
            if (!search.isComplete()) {
                notes.add("The sweep of the table was not finished: bots that the index lacks may have been missed.");
            }
            if (end.interrupted()) {
                notes.add("Interrupted. Tasks that run go on by themselves, and none was stopped (--stop does that).");
            }
            end.stopped().ifPresent(problem -> notes.add(problem.getMessage()));
            if (roll.count(o -> o instanceof Outcome.Incomplete gap && !gap.accepted()) > 0) {
                notes.add("Incomplete bots are not started again by themselves. Mend their knowledge in the app, or --retry-incomplete starts them again; --accept-missing accepts the gaps.");
            }
            if (exitCode == UserException.OK && waited && evidence.isAvailable() && roll.count(o -> o instanceof Outcome.Succeeded) > 0) {
                notes.add("The index on the vectors was built on the empty table: rebuild it once with verify --reindex.");
            }
            if (stage.playsTrouble() && exitCode == UserException.INCOMPLETE) {
                notes.add("This was a rehearsal of a bad day, and its failures were expected: each comes from the service or the container, not from this tool.");
            } else if (exitCode != UserException.OK && !stage.isRehearsal()) { // what is gone with a rehearsal cannot be gone on with
                notes.add("Run the same command again" + (stage.isFreshStart() ? ", without --fresh or --again," : "") + " to go on: what is done stays done, and what runs is watched, not started a second time.");
            }
            return report(false, notes, exitCode);
        }

        private RunReport report(boolean dryRun, List<String> notes, int exitCode) {
            evidence.lack().ifPresent(notes::add);
            return new RunReport(new Where(settings, stage.aws().region(), stage.isRehearsal(), dryRun), found, evidence, roll, roll.entries(), search.scans(),
                    stage.started(), Duration.between(stage.started(), stage.time().now()), notes, exitCode);
        }
    }

    /** @param what {@code index LastBotUsedIndex}, {@code table} or {@code sweep of the table} */
    public record Scanned(String what, int pages, double readUnits, boolean complete) {
        @Override
        public String toString() {
            return String.format("%s: %s, %,.1f read units%s", what, Text.count(pages, "page"), readUnits, complete ? "" : " (not finished)");
        }
    }

    private static final List<String> WORDS = List.of("succeeded", "incomplete", "failed", "unproved", "deleted meanwhile", "not started", "skipped");

    /** How many bots have each outcome; the sum is the number of bots. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        WORDS.forEach(word -> counts.put(word, bots.stream().filter(e -> e.outcome().word().equals(word)).count()));
        return counts;
    }

    public Map<String, Long> skipReasons() {
        return bots.stream().filter(e -> e.outcome() instanceof Outcome.Skipped)
                .collect(Collectors.groupingBy(e -> e.outcome().reason(), TreeMap::new, Collectors.counting()));
    }

    /** The bots that the summary names with reason, task and log stream. */
    List<BotOutcomes.Entry> needingAttention() {
        return bots.stream().filter(e -> e.outcome() instanceof Outcome.Failed || e.outcome() instanceof Outcome.Unproved
                || e.outcome() instanceof Outcome.Incomplete || e.outcome() instanceof Outcome.DeletedMeanwhile).toList();
    }

    List<BotOutcomes.Entry> notStarted() {
        return where.dryRun() ? List.of() : bots.stream().filter(e -> e.outcome() instanceof Outcome.NotStarted).toList();
    }

    /** {@code log group: log stream} of the outcome's task, or empty. */
    String logStream(Outcome outcome) {
        return outcome.taskId().isEmpty() || preflight.logPrefix().isEmpty() ? ""
                : preflight.logGroup() + ": " + preflight.logPrefix() + "/" + where.settings().container().value() + "/" + outcome.taskId();
    }

    /** The bots whose rows were counted and that have some. */
    List<BotOutcomes.Entry> withRows() {
        return bots.stream().filter(e -> chunks(e) > 0).toList();
    }

    /** Rows of a bot that a search can find; 0 where they were not counted too. */
    long chunks(BotOutcomes.Entry entry) {
        return evidence.of(entry.bot().key()).map(RowCounts::chunks).orElse(0L);
    }

    /** The bots that have rows twice, each with the sources of these. */
    Map<Bot, List<String>> duplicates() {
        Map<Bot, List<String>> duplicates = new LinkedHashMap<>();
        bots.forEach(e -> evidence.of(e.bot().key()).map(RowCounts::duplicateSources).filter(sources -> !sources.isEmpty()).ifPresent(sources -> duplicates.put(e.bot(), sources)));
        return duplicates;
    }

    /** How long all tasks of this run used Fargate. */
    Duration billed() {
        return bots.stream().flatMap(e -> roll.runs(e.bot().key()).stream()).map(TaskUsage::billed).reduce(Duration.ZERO, Duration::plus);
    }

    FargatePrice price() {
        return preflight.price();
    }

    /** The JSON of {@code --json}, version 2; the README describes its shape. */
    public String toJson() {
        Settings settings = where.settings();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", 2);
        json.put("rehearsal", where.rehearsal());
        json.put("dryRun", where.dryRun());
        json.put("exitCode", exitCode);
        json.put("started", started.toString());
        json.put("elapsedSeconds", elapsed.toSeconds());
        json.put("region", where.region());
        Map<String, Object> names = new LinkedHashMap<>();
        names.put("table", settings.table());
        names.put("ecsCluster", settings.ecsCluster());
        names.put("taskDefinition", settings.taskDefinition());
        names.put("container", settings.container());
        names.put("subnets", settings.subnets());
        names.put("securityGroups", settings.securityGroups());
        names.put("databaseCluster", settings.database().cluster());
        json.put("settings", names);
        json.put("scans", scans);
        json.put("counts", counts());
        json.put("rowsCounted", evidence.isAvailable());
        json.put("cost", cost(billed()));
        json.put("bots", bots.stream().map(this::bot).toList());
        json.put("notes", notes);
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json);
    }

    private Map<String, Object> cost(Duration billed) {
        Map<String, Object> cost = used(billed);
        cost.put("vcpu", price().vcpu());
        cost.put("gb", price().gb());
        if (price().isKnown()) {
            cost.put("prices", price().source());
        }
        return cost;
    }

    private Map<String, Object> used(Duration billed) {
        Map<String, Object> used = new LinkedHashMap<>();
        used.put("taskSeconds", billed.toSeconds());
        if (price().isKnown()) {
            used.put("dollars", Math.round(price().of(billed) * 10_000) / 10_000.0);
        }
        return used;
    }

    private Map<String, Object> bot(BotOutcomes.Entry entry) {
        Bot bot = entry.bot();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("user", bot.key().pk());
        json.put("sk", bot.key().sk());
        json.put("id", bot.key().id());
        json.put("title", bot.title());
        json.put("files", bot.knowledge().files());
        json.put("urls", bot.knowledge().urls());
        json.put("sitemaps", bot.knowledge().sitemaps());
        json.put("outcome", entry.outcome().word());
        json.put("reason", entry.outcome().reason());
        json.put("taskId", entry.outcome().taskId());
        json.put("logStream", logStream(entry.outcome()));
        json.put("at", entry.at().toString());
        evidence.of(bot.key()).ifPresent(rows -> {
            json.put("chunks", rows.chunks());
            json.put("missing", rows.missing(bot.sources()).stream().map(KnowledgeSource::name).toList());
            json.put("doubledRows", rows.duplicates());
        });
        json.put("accepted", entry.outcome() instanceof Outcome.Incomplete gap && gap.accepted());
        json.put("attempts", roll.runs(bot.key()).stream().map(this::attempt).toList());
        return json;
    }

    private Map<String, Object> attempt(TaskUsage run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("taskArn", run.taskArn());
        json.put("billedFrom", run.billedFrom() == null ? null : run.billedFrom().toString());
        json.put("stoppedAt", run.stoppedAt() == null ? null : run.stoppedAt().toString());
        json.putAll(used(run.billed()));
        return json;
    }
}
