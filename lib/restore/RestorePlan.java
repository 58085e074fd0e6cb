package lib.restore;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lib.aws.RdsClusters;
import lib.aws.RdsClusters.Snapshot;
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
 * @param stackStatus of the stack that an earlier run has left, or null
 * @param deleteCommands remove the temporary database by hand
 * @param isContinued whether an earlier run has left its schema in the new database
 */
record RestorePlan(
        RestoreSettings settings,
        Snapshot snapshot,
        EngineVersion version,
        NewDatabase target,
        String stackName,
        String stackStatus,
        List<String> deleteCommands,
        boolean isContinued,
        RestoreOptions options) {

    /** Removes the temporary database by hand. */
    String deleteCommand() {
        return String.join("; when it is gone: ", deleteCommands);
    }

    /** Whether rows have to be copied, or copies of an earlier run to be proved. */
    boolean needsDatabase() {
        return !target.toCopy().isEmpty() || options.includesDeleted() || isContinued;
    }

    /** Shows everything that will be created, how long it takes, and what it costs. */
    void show(Console console, SettingsText shown) {
        console.say("Plan:");
        line(console, "snapshot", SnapshotFinder.describe(snapshot));
        line(
                console,
                "new database",
                shown.withSource(new Setting(
                        target.cluster().name(), settings.database().cluster().source())));
        line(console, "table", shown.withSource(settings.table()));
        line(console, "bots", bots());
        if (!options.usesDms()) {
            leftAlone().forEach((outcome, n) -> line(console, "", n + " left alone: " + outcome.reason()));
        }
        showStack(console);
        line(console, "and", schema());
        if (options.usesDms()) {
            lines(console, "copies", DmsPlan.copy(this));
        }
        line(console, "index", index());
        line(console, "time", time());
        line(
                console,
                "cost",
                AuroraPrice.hourly() + " while the temporary database exists (price of us-east-1)"
                        + (options.usesDms() ? ", and what DMS charges for a data migration (AWS DMS pricing)" : ""));
        console.sayVerbatim(text("by hand", deleteCommands.get(0)));
        deleteCommands.stream().skip(1).forEach(command -> console.sayVerbatim(text("", command)));
        line(
                console,
                "permissions",
                options.usesDms()
                        ? "lib/docs/reference.md: IAM policy of restore via DMS"
                        : "lib/docs/reference.md: IAM policy of restore");
        console.say("Do not deploy or destroy the app meanwhile: the temporary security group refers to the app's.");
    }

    private void showStack(Console console) {
        String name = "stack " + stackName;
        line(
                console,
                stackStatus == null ? "creates" : "continues",
                stackStatus == null ? name : name + ", which is in state " + stackStatus);
        List<String> resources = List.of(
                "a security group that lets in " + settings.securityGroup().value() + " on port 5432",
                "a subnet group of "
                        + settings.subnets().stream().map(Setting::value).collect(Collectors.joining(", ")),
                "a cluster from the snapshot, Aurora PostgreSQL " + version.text() + upgraded(),
                "an instance db.serverless, not public; RDS keeps its password in a new secret");
        resources.forEach(resource -> line(console, "", resource));
        if (options.usesDms()) {
            DmsPlan.resources(this).forEach(resource -> line(console, "", resource));
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
        if (options.how.noReindex) {
            return "is not rebuilt (--no-reindex)";
        }
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
                + (needsDatabase() ? bots() : "no selected bot lacks rows") + ".";
    }

    private String bots() {
        if (options.usesDms()) {
            return Text.count(target.toCopy().size(), "bot") + " to restore if the snapshot has rows";
        }
        return Text.count(target.toCopy().size(), "bot") + " to copy if the snapshot has rows"
                + (options.includesDeleted() ? ", and the rows of deleted bots" : "");
    }

    private Map<RestoreOutcome, Long> leftAlone() {
        return target.leftAlone().stream()
                .collect(Collectors.groupingBy(RestoredBot::outcome, TreeMap::new, Collectors.counting()));
    }

    private static void lines(Console console, String name, List<String> values) {
        line(console, name, values.get(0));
        values.stream().skip(1).forEach(value -> line(console, "", value));
    }

    private static void line(Console console, String name, String value) {
        console.say(text(name, value));
    }

    private static String text(String name, String value) {
        return String.format("  %-14s%s", name, value);
    }
}
