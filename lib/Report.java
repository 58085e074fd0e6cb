package lib;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The whole result of a run, for a person ({@link Screen#summary}) and for a machine ({@link #toJson}).
 *
 * @param bots every bot that was found, each with its outcome
 * @param scans how the bots were looked for, with pages and read units
 * @param notes what else has to be said at the end
 */
public record Report(Settings settings, String region, boolean rehearsal, boolean dryRun, Preflight.Found preflight, List<RollCall.Entry> bots,
        List<Scanned> scans, Instant started, Duration elapsed, List<String> notes, int exitCode) {

    /** Reports a look at things that changed nothing. */
    public static Report ofLook(Stage stage, Settings settings, Preflight.Found found, RollCall roll, Search search, boolean dryRun) {
        return of(stage, settings, found, roll, search, dryRun,
                Stream.concat(search.blindSpots().stream(), Stream.of(dryRun ? "Dry run: nothing was started." : "Nothing was started.")).toList(), search.isComplete() ? Problem.OK : Problem.INCOMPLETE);
    }

    /** Reports a run. A bot that nobody answered for was not started. */
    public static Report of(Stage stage, Settings settings, Preflight.Found found, RollCall roll, Search search, Launcher.End end, boolean waited) {
        roll.close(new Outcome.NotStarted("the run ended before it was asked for"));
        boolean someOpen = roll.count(o -> o instanceof Outcome.Failed || o instanceof Outcome.NotStarted || o instanceof Outcome.Unproved && waited) > 0;
        int exitCode = end.interrupted() ? Problem.INTERRUPTED : end.stopped().map(Problem::exitCode)
                .orElse(someOpen || !search.isComplete() ? Problem.INCOMPLETE : Problem.OK);
        List<String> notes = new ArrayList<>(search.blindSpots());
        if (!search.isComplete()) {
            notes.add("The sweep of the table was not finished: bots that the index lacks may have been missed.");
        }
        if (end.interrupted()) {
            notes.add("Interrupted. Tasks that run go on by themselves, and none was stopped (--stop does that).");
        }
        end.stopped().ifPresent(problem -> notes.add(problem.getMessage()));
        if (stage.playsTrouble() && exitCode == Problem.INCOMPLETE) {
            notes.add("This was a rehearsal of a bad day, and its failures were expected: each comes from the service or the container, not from this tool.");
        } else if (exitCode != Problem.OK && !stage.isRehearsal()) { // what is gone with a rehearsal cannot be gone on with
            notes.add("Run the same command again" + (stage.startedAfresh() ? ", without --fresh," : "") + " to go on: what is done stays done, and what runs is watched, not started a second time.");
        }
        return of(stage, settings, found, roll, search, false, notes, exitCode);
    }

    private static Report of(Stage stage, Settings settings, Preflight.Found found, RollCall roll, Search search, boolean dryRun, List<String> notes, int exitCode) {
        return new Report(settings, stage.aws().region(), stage.isRehearsal(), dryRun, found, roll.entries(), search.scans(), stage.started(),
                Duration.between(stage.started(), stage.time().now()), notes, exitCode);
    }

    /** @param what {@code index LastBotUsedIndex}, {@code table} or {@code sweep of the table} */
    public record Scanned(String what, int pages, double readUnits, boolean complete) {
        @Override
        public String toString() {
            return String.format("%s: %s, %,.1f read units%s", what, Text.count(pages, "page"), readUnits, complete ? "" : " (not finished)");
        }
    }

    private static final List<String> WORDS = List.of("succeeded", "failed", "unproved", "deleted meanwhile", "not started", "skipped");

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
    List<RollCall.Entry> needingAttention() {
        return bots.stream().filter(e -> e.outcome() instanceof Outcome.Failed || e.outcome() instanceof Outcome.Unproved
                || e.outcome() instanceof Outcome.DeletedMeanwhile).toList();
    }

    List<RollCall.Entry> notStarted() {
        return dryRun ? List.of() : bots.stream().filter(e -> e.outcome() instanceof Outcome.NotStarted).toList();
    }

    /** {@code log group: log stream} of the outcome's task, or empty. */
    String logStream(Outcome outcome) {
        return outcome.taskId().isEmpty() || preflight.logPrefix().isEmpty() ? ""
                : preflight.logGroup() + ": " + preflight.logPrefix() + "/" + settings.container().value() + "/" + outcome.taskId();
    }

    /** The JSON of {@code --json}, version 1; the README describes its shape. */
    public String toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", 1);
        json.put("rehearsal", rehearsal);
        json.put("dryRun", dryRun);
        json.put("exitCode", exitCode);
        json.put("started", started.toString());
        json.put("elapsedSeconds", elapsed.toSeconds());
        json.put("region", region);
        Map<String, Object> where = new LinkedHashMap<>();
        where.put("table", settings.table());
        where.put("ecsCluster", settings.ecsCluster());
        where.put("taskDefinition", settings.taskDefinition());
        where.put("container", settings.container());
        where.put("subnets", settings.subnets());
        where.put("securityGroups", settings.securityGroups());
        json.put("settings", where);
        json.put("scans", scans);
        json.put("counts", counts());
        json.put("bots", bots.stream().map(this::bot).toList());
        json.put("notes", notes);
        Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
        return gson.toJson(json);
    }

    private Map<String, Object> bot(RollCall.Entry entry) {
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
        return json;
    }

    /** Writes the JSON as a whole or not at all: a reader never sees half of it. */
    public void write(String target, PrintStream stdout) {
        if (target.equals("-")) {
            stdout.println(toJson());
            return;
        }
        Path file = Path.of(target).toAbsolutePath();
        try {
            Path part = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
            Files.writeString(part, toJson() + "\n", StandardCharsets.UTF_8);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new Problem(Problem.INCOMPLETE, "The run has ended, but its report could not be written to " + file + ": " + e.getMessage()
                    + ". The summary on the screen is the whole truth.", e);
        }
    }

    /** Fails before anything starts where the report could not be written at the end. */
    public static void checkTarget(String target) {
        if (target == null || target.equals("-")) {
            return;
        }
        Path file = Path.of(target).toAbsolutePath();
        if (target.isBlank() || Files.isDirectory(file) || !Files.isWritable(file.getParent())) {
            throw Problem.settings("--json %s: cannot be written. Name a file in a folder that exists and that you may write to, or - for standard output.", target);
        }
    }
}
