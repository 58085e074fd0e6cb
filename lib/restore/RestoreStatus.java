package lib.restore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.aws.DataMigrations;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.common.Console;
import lib.common.Text;
import lib.dms.DataLoad;
import lib.report.Scope;

/**
 * What this command has created and not removed yet.
 *
 * @param lease of the run that works, or that was killed; null if there is none
 * @param copied the number of copied rows of each bot
 */
record RestoreStatus(
        List<Stacks.State> stacks,
        List<DataMigrations.State> dataMigrations,
        boolean schema,
        RestoreDatabase.Lease lease,
        Map<String, Long> copied) {
    static RestoreStatus of(CleanUp cleanUp, RestoreDatabase target) {
        boolean schema = target.hasTables();
        Optional<RestoreDatabase.Lease> lease = schema ? target.lease() : Optional.empty();
        List<Stacks.State> stacks = cleanUp.stacks();
        return new RestoreStatus(
                stacks,
                cleanUp.dataMigrations(stacks),
                target.exists(),
                lease.orElse(null),
                schema ? target.copied() : Map.of());
    }

    void show(Console console, String cleanUpCommand, boolean isRehearsal) {
        stacks.forEach(stack -> console.say("stack " + stack.name() + ": " + stack.status() + ", since "
                + stack.created() + ", " + AuroraPrice.hourly() + ", from " + TemporaryStack.snapshotOf(stack)));
        dataMigrations.forEach(migration -> console.say(
                DataLoad.describe(migration) + (migration.failure().isEmpty() ? "" : ": " + migration.failure())));
        if (schema) {
            console.say("schema bedrock_chat_restore in the new database: "
                    + Text.count(copied.values().stream().mapToLong(n -> n).sum(), "row") + " of "
                    + Text.count(copied.size(), "bot") + " copied");
        }
        if (lease != null) {
            console.say("run " + lease.holder() + ": working, or killed");
        }
        console.say("");
        console.say(verdict(isRehearsal));
        if (!stacks.isEmpty() || schema) {
            console.say("Remove it with:");
            console.sayVerbatim("  " + cleanUpCommand);
        }
    }

    /** What exists, in one sentence. */
    String verdict(boolean isRehearsal) {
        return (isRehearsal ? Scope.REHEARSAL : "") + sentence();
    }

    private String sentence() {
        if (stacks.isEmpty() && !schema) {
            return "Nothing of restore exists.";
        }
        List<String> left = new ArrayList<>();
        if (!stacks.isEmpty()) {
            left.add(Text.count(stacks.size(), "temporary database"));
        }
        if (schema) {
            left.add("the schema bedrock_chat_restore");
        }
        return Text.capitalized(String.join(" and ", left)) + " of restore still exist"
                + (stacks.size() + (schema ? 1 : 0) == 1 ? "s" : "") + ".";
    }

    /** The members for the JSON report. */
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put(
                "stacks",
                stacks.stream()
                        .map(stack -> Map.of(
                                "name", stack.name(),
                                "status", stack.status(),
                                "snapshot", TemporaryStack.snapshotOf(stack)))
                        .toList());
        json.put(
                "dataMigrations",
                dataMigrations.stream()
                        .map(migration -> Map.of(
                                "name", migration.name(),
                                "status", migration.status(),
                                "percentage", migration.percentage(),
                                "failure", migration.failure()))
                        .toList());
        json.put("schema", schema);
        json.put("run", lease == null ? null : lease.holder());
        json.put("copied", copied);
        return json;
    }
}
