package lib.restore;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import lib.aws.RdsClusters;
import lib.aws.RdsClusters.Snapshot;
import lib.cli.Session;
import lib.common.Console;
import lib.common.Text;
import lib.model.EngineVersion;
import lib.model.Setting;
import lib.report.Scope;
import lib.report.SettingsText;

/**
 * What a run will do.
 *
 * @param version that the temporary database will have
 * @param stacks of this command that exist
 */
record RestorePlan(
        RestoreSettings settings,
        Snapshot snapshot,
        EngineVersion version,
        NewDatabase target,
        TemporaryDatabase.Found stacks,
        RestoreOptions options) {
    /** Whether rows have to be copied, or copies of an earlier run to be proved. */
    boolean needsDatabase() {
        return !target.toCopy().isEmpty()
                || options.includesDeleted() && mayHaveDeleted()
                || !target.earlier().unproved().isEmpty()
                || target.earlier().load() != null && !target.earlier().load().proved();
    }

    /** Whether the snapshot may have rows of deleted bots that are not in the new database. */
    private boolean mayHaveDeleted() {
        return target.inSnapshot()
                .map(target::deleted)
                .filter(deleted -> target.withRows().containsAll(deleted))
                .isEmpty();
    }

    /** Whether the new database is changed at all. */
    boolean hasWork() {
        return needsDatabase() || target.earlier().hasSchema();
    }

    /** What to ask before it begins; empty if nothing has to be done. */
    Optional<String> question() {
        if (!needsDatabase()) {
            return hasWork() ? Optional.of("Finish what an earlier run has begun?") : Optional.empty();
        }
        return Optional.of(
                stacks.isReplaced()
                        ? "Delete this stack, create it again and restore?"
                        : "Create the temporary database and restore?");
    }

    /** The bots that an earlier run has restored: those that are selected, or deleted and wanted all the same. */
    List<RestoredBot> proved() {
        Set<String> wanted = new TreeSet<>(NewDatabase.byId(target.selected()).keySet());
        if (options.includesDeleted() || options.usesDms()) {
            wanted.addAll(target.deleted(target.earlier().proved()));
        }
        wanted.retainAll(target.earlier().proved());
        return target.restored(wanted);
    }

    /** Shows everything that will be created, how long it takes, and what it costs. */
    void show(Session session) {
        Console console = session.console();
        SettingsText shown = new SettingsText(session);
        console.say("Plan:");
        console.field("snapshot", SnapshotFinder.describe(snapshot));
        console.field(
                "new database",
                shown.withSource(new Setting(
                        target.cluster().name(), settings.database().cluster().source())));
        console.field("table", shown.withSource(settings.table()));
        console.field("bots", bots());
        if (!options.usesDms()) {
            leftAloneByReason().forEach((outcome, n) -> console.field("", n + " left alone: " + outcome.reason()));
        }
        if (!target.earlier().proved().isEmpty()) {
            console.field("", Text.count(target.earlier().proved().size(), "bot") + " restored by an earlier run");
        }
        showStack(console);
        console.field("and", schema());
        if (options.usesDms()) {
            List<String> copy = new DmsPlan(this).copy();
            console.field("copies", copy.get(0));
            copy.stream().skip(1).forEach(step -> console.field("", step));
        }
        console.field(
                "links",
                settings.bucket().isEmpty()
                        ? "to files stay as the snapshot has them, because today's bucket is unknown"
                        : "to files name today's bucket " + settings.bucket()
                                + ", whatever the snapshot names; they open once the files are in it");
        console.field("index", index());
        console.field("time", time());
        console.field(
                "cost",
                AuroraPrice.hourly() + " while the temporary database exists"
                        + (options.usesDms() ? ", and what DMS charges for a data migration (AWS DMS pricing)" : ""));
        console.field("by hand", "");
        TemporaryStack.deleteCommands(stacks.name(), options.how.via, session.aws().cliOptions())
                .forEach(command -> console.sayVerbatim("    " + command));
        console.field(
                "permissions",
                options.usesDms()
                        ? "lib/docs/permissions.md: IAM policy of restore via DMS"
                        : "lib/docs/permissions.md: IAM policy of restore");
        console.say("Do not deploy or destroy the app meanwhile: the temporary security group refers to the app's.");
    }

    private void showStack(Console console) {
        stacks.others().forEach(other -> console.field(
                "exists",
                "stack " + other.name() + ", from " + TemporaryStack.snapshotOf(other) + ": "
                        + AuroraPrice.hourly() + "; restore --clean-up removes it"));
        String name = "stack " + stacks.name();
        if (stacks.own() == null) {
            console.field("creates", name);
        } else if (stacks.isReplaced()) {
            List<String> differences = stacks.differences();
            console.field("replaces", name + ", which " + stacks.flaw() + (differences.isEmpty() ? "" : ":"));
            differences.forEach(difference -> console.field("", difference));
        } else {
            console.field("continues", name + ", which is in state " + stacks.own().status());
        }
        List<String> resources = List.of(
                "a security group that lets in " + settings.securityGroup().value() + " on port 5432",
                "a subnet group of "
                        + settings.subnets().stream().map(Setting::value).collect(Collectors.joining(", ")),
                "a cluster from the snapshot, Aurora PostgreSQL " + version.text() + upgraded(),
                "an instance db.serverless, not public; RDS keeps its password in a new secret");
        resources.forEach(resource -> console.field("", resource));
        if (options.usesDms()) {
            new DmsPlan(this).resources().forEach(resource -> console.field("", resource));
        }
    }

    private String schema() {
        return options.usesDms()
                ? "the schema bedrock_chat_restore in the new database, which is dropped at the end"
                : "the schema bedrock_chat_restore in the new database, with a link to the temporary one;"
                        + " both are dropped at the end";
    }

    private String time() {
        return options.usesDms()
                ? DmsPlan.TIME
                : "about 20 to 40 minutes, most of them for the temporary database (estimate)";
    }

    private String upgraded() {
        return version.text().equals(snapshot.engineVersion())
                ? ""
                : " (the snapshot's " + snapshot.engineVersion() + " can no longer be created)";
    }

    private String index() {
        String capacity = capacity();
        return "idx_items_embedding is rebuilt after the copy, which loads the new database for minutes"
                + (capacity.isEmpty() ? "" : " (" + capacity + ")");
    }

    private String capacity() {
        RdsClusters.Cluster cluster = target.cluster();
        DecimalFormat number = new DecimalFormat("0.#", DecimalFormatSymbols.getInstance(Locale.ROOT));
        return cluster.maxCapacity() == 0
                ? ""
                : number.format(cluster.minCapacity()) + " to " + number.format(cluster.maxCapacity()) + " ACU";
    }

    /** What a dry run says, in one sentence. */
    String verdict(boolean isRehearsal) {
        return (isRehearsal ? Scope.REHEARSAL : "") + "Dry run: nothing was created; "
                + (needsDatabase() ? bots() : nothing()) + ".";
    }

    /** Why no rows are copied. */
    String nothing() {
        long absent = target.leftAlone().stream().filter(RestoredBot::isNotInSnapshot).count();
        return absent == 0
                ? "no selected bot lacks rows"
                : "the snapshot has no rows of the " + Text.count(absent, "bot") + " without rows";
    }

    private String bots() {
        if (options.usesDms()) {
            return Text.count(target.toCopy().size(), "bot") + " to restore if the snapshot has rows";
        }
        return Text.count(target.toCopy().size(), "bot") + " to copy if the snapshot has rows"
                + (options.includesDeleted() ? ", and the rows of deleted bots" : "");
    }

    private Map<RestoreOutcome, Long> leftAloneByReason() {
        return target.leftAlone().stream()
                .collect(Collectors.groupingBy(RestoredBot::outcome, TreeMap::new, Collectors.counting()));
    }
}
