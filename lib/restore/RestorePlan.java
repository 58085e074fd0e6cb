package lib.restore;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lib.aws.LoadedRows;
import lib.aws.RdsClusters;
import lib.aws.RdsClusters.Snapshot;
import lib.aws.Stacks;
import lib.common.Console;
import lib.common.Text;
import lib.model.EngineVersion;
import lib.model.Setting;
import lib.report.Scope;
import lib.report.SettingsText;

/**
 * What a run will do.
 *
 * @param stackName of the temporary database
 * @param stack that an earlier run of this restore has left, or null
 * @param differences of that stack from what would be created now; it is deleted first if there are any
 * @param otherStacks of this command, from other snapshots
 * @param isContinued whether an earlier run has left its schema in the new database
 * @param load of DMS that has begun; null if there is none
 * @param bucket of the bots' files today; empty if it is unknown
 * @param access the options of the AWS CLI that select account and region
 */
record RestorePlan(
        RestoreSettings settings,
        Snapshot snapshot,
        EngineVersion version,
        NewDatabase target,
        String stackName,
        Stacks.State stack,
        List<String> differences,
        List<Stacks.State> otherStacks,
        boolean isContinued,
        LoadedRows.Load load,
        String bucket,
        String access,
        RestoreOptions options) {

    /** The same, with the new database as it is now. */
    RestorePlan with(NewDatabase now) {
        return new RestorePlan(
                settings,
                snapshot,
                version,
                now,
                stackName,
                stack,
                differences,
                otherStacks,
                isContinued,
                load,
                bucket,
                access,
                options);
    }

    /** Removes the temporary database by hand. */
    List<String> deleteCommands() {
        return TemporaryStack.deleteCommands(stackName, options.how.via, access);
    }

    /** Whether rows have to be copied, or copies of an earlier run to be proved. */
    boolean needsDatabase() {
        return !target.toCopy().isEmpty()
                || options.includesDeleted()
                || !target.earlier().unproved(snapshot.arn()).isEmpty()
                || load != null && !load.proved();
    }

    /** Whether the new database is changed at all. */
    boolean hasWork() {
        return needsDatabase() || isContinued;
    }

    /** What to ask before it begins; empty if nothing has to be done. */
    Optional<String> question() {
        if (!needsDatabase()) {
            return isContinued ? Optional.of("Finish what an earlier run has begun?") : Optional.empty();
        }
        return Optional.of(
                differences.isEmpty()
                        ? "Create the temporary database and restore?"
                        : "Delete this stack, create it again and restore?");
    }

    /** The selected bots that are left alone, each with the reason. */
    List<RestoredBot> leftAlone() {
        return target.leftAlone(snapshot.arn());
    }

    /** The bots whose rows an earlier run has copied from this snapshot and not proved, selected or not. */
    List<RestoredBot> unproved() {
        return target.earlier().unproved(snapshot.arn()).stream()
                .map(this::restored)
                .toList();
    }

    /** The ids of the bots that an earlier run has restored from this snapshot. */
    Set<String> provedIds() {
        return target.earlier().proved(snapshot.arn());
    }

    /** Those of them that are selected, or that are deleted and wanted all the same. */
    List<RestoredBot> proved() {
        Set<String> selected = NewDatabase.byId(target.selected()).keySet();
        boolean withDeleted = options.includesDeleted() || options.usesDms();
        return provedIds().stream()
                .filter(id -> selected.contains(id)
                        || withDeleted && !target.all().containsKey(id))
                .map(this::restored)
                .toList();
    }

    private RestoredBot restored(String id) {
        return new RestoredBot(id, target.all().get(id), RestoreOutcome.RESTORED, "", 0);
    }

    /** Shows everything that will be created, how long it takes, and what it costs. */
    void show(Console console, SettingsText shown) {
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
        if (!provedIds().isEmpty()) {
            console.field("", Text.count(provedIds().size(), "bot") + " restored by an earlier run");
        }
        showStack(console);
        console.field("and", schema());
        if (options.usesDms()) {
            List<String> copy = DmsPlan.copy(this);
            console.field("copies", copy.get(0));
            copy.stream().skip(1).forEach(step -> console.field("", step));
        }
        console.field(
                "links",
                bucket.isEmpty()
                        ? "to files stay as the snapshot has them, because today's bucket is unknown"
                        : "to files name today's bucket " + bucket + ", whatever the snapshot names; they open once the"
                                + " files are in it");
        console.field("index", index());
        console.field("time", time());
        console.field(
                "cost",
                AuroraPrice.hourly() + " while the temporary database exists (price of us-east-1)"
                        + (options.usesDms() ? ", and what DMS charges for a data migration (AWS DMS pricing)" : ""));
        console.field("by hand", "");
        deleteCommands().forEach(command -> console.sayVerbatim("    " + command));
        console.field(
                "permissions",
                options.usesDms()
                        ? "lib/docs/permissions.md: IAM policy of restore via DMS"
                        : "lib/docs/permissions.md: IAM policy of restore");
        console.say("Do not deploy or destroy the app meanwhile: the temporary security group refers to the app's.");
    }

    private void showStack(Console console) {
        otherStacks.forEach(other -> console.field(
                "exists",
                "stack " + other.name() + ", from " + TemporaryStack.snapshotOf(other) + ": "
                        + TemporaryStack.cost(other) + "; restore --clean-up removes it"));
        String name = "stack " + stackName;
        if (stack == null) {
            console.field("creates", name);
        } else if (differences.isEmpty()) {
            console.field("continues", name + ", which is in state " + stack.status());
        } else {
            console.field("replaces", name + ", which was created with other settings:");
            differences.forEach(difference -> console.field("", difference));
        }
        List<String> resources = List.of(
                "a security group that lets in " + settings.securityGroup().value() + " on port 5432",
                "a subnet group of "
                        + settings.subnets().stream().map(Setting::value).collect(Collectors.joining(", ")),
                "a cluster from the snapshot, Aurora PostgreSQL " + version.text() + upgraded(),
                "an instance db.serverless, not public; RDS keeps its password in a new secret");
        resources.forEach(resource -> console.field("", resource));
        if (options.usesDms()) {
            DmsPlan.resources(this).forEach(resource -> console.field("", resource));
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
        long absent = leftAlone().stream().filter(RestoredBot::isNotInSnapshot).count();
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
        return leftAlone().stream()
                .collect(Collectors.groupingBy(RestoredBot::outcome, TreeMap::new, Collectors.counting()));
    }
}
