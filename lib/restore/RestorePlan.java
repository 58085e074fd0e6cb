package lib.restore;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import lib.aws.RdsClusters.Snapshot;
import lib.common.Console;
import lib.common.Text;
import lib.model.Setting;

/**
 * What a run will do.
 *
 * @param stackName of the temporary database
 * @param stackStatus of the stack that an earlier run has left, or null
 * @param deleteCommand removes the temporary database by hand
 * @param isContinued whether an earlier run has left its schema in the new database
 */
record RestorePlan(
        RestoreSettings settings,
        Snapshot snapshot,
        EngineVersion version,
        NewDatabase target,
        String stackName,
        String stackStatus,
        String deleteCommand,
        boolean isContinued,
        boolean reindex,
        boolean includeDeleted) {

    /** Whether there is nothing to restore and nothing to finish. */
    boolean isEmpty() {
        return target.toCopy().isEmpty() && !includeDeleted && !isContinued && stackStatus == null;
    }

    /** Shows everything that will be created, how long it takes, and what it costs. */
    void show(Console console, String region) {
        console.say("Plan, region " + region + ":");
        line(console, "snapshot", SnapshotFinder.describe(snapshot));
        line(
                console,
                "new database",
                target.cluster().name() + capacity() + "  ["
                        + settings.database().cluster().source() + "]");
        line(
                console,
                "table",
                settings.table().value() + "  [" + settings.table().source() + "]");
        line(console, "bots", bots());
        showStack(console);
        line(
                console,
                "and",
                "the schema bedrock_chat_restore in the new database, with a link to the temporary one;"
                        + " both are dropped at the end");
        line(
                console,
                "index",
                reindex ? "idx_items_embedding is rebuilt after the copy" : "is not rebuilt (--no-reindex)");
        line(console, "time", "about 20 to 40 minutes, most of them for the temporary database (estimate)");
        line(console, "cost", AuroraPrice.hourly() + " while the temporary database exists (price of us-east-1)");
        line(console, "by hand", deleteCommand);
        line(console, "permissions", "README: IAM policy of restore");
        console.say("Do not deploy or destroy the app meanwhile: the temporary security group refers to the app's.");
        target.leftAlone().forEach(bot -> console.say("  left alone: " + bot.label() + " (" + bot.reason() + ")"));
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
    }

    private String upgraded() {
        return version.text().equals(snapshot.engineVersion())
                ? ""
                : " (the snapshot's " + snapshot.engineVersion() + " can no longer be created)";
    }

    private String capacity() {
        return target.cluster().maxCapacity() == 0
                ? ""
                : String.format(
                        Locale.ROOT,
                        ", %s to %s ACU",
                        target.cluster().minCapacity(),
                        target.cluster().maxCapacity());
    }

    private String bots() {
        return Text.count(target.toCopy().size(), "bot") + " to copy if the snapshot has them, "
                + target.leftAlone().size() + " left alone"
                + (includeDeleted ? "; and rows of deleted bots" : "");
    }

    private static void line(Console console, String name, String value) {
        console.say(String.format("  %-14s%s", name, value));
    }
}
