package lib.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.aws.DataMigrations;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.common.Console;
import lib.common.ExitCode;
import lib.common.Text;
import lib.dms.DataLoad;
import lib.report.Scope;

/**
 * What this command has created and not removed yet.
 *
 * @param schema in the new database
 * @param lease of the run that works, or that was killed; null if there is none
 * @param copied what was copied, by bot
 */
record RestoreStatus(
        List<Stacks.State> stacks,
        List<DataMigrations.State> dataMigrations,
        SchemaState schema,
        RestoreDatabase.Lease lease,
        Map<String, RestoreDatabase.Copy> copied) {
    static RestoreStatus of(RestoreServices services) {
        List<Stacks.State> stacks = services.ownStacks();
        RestoreDatabase target = services.target();
        SchemaState schema = SchemaState.of(target);
        boolean hasTables = schema.exists() && target.hasTables();
        return new RestoreStatus(
                stacks,
                services.loads(stacks)
                        .map(DataLoad::find)
                        .flatMap(Optional::stream)
                        .toList(),
                schema,
                hasTables ? target.lease().orElse(null) : null,
                hasTables ? target.copied() : Map.of());
    }

    void show(Console console, String cleanUpCommand, boolean isRehearsal) {
        stacks.forEach(stack -> console.say("stack " + stack.name() + ": " + stack.status() + ", since "
                + stack.created() + ", " + TemporaryStack.cost(stack) + ", from " + TemporaryStack.snapshotOf(stack)));
        dataMigrations.forEach(migration -> console.say(
                DataLoad.describe(migration) + (migration.failure().isEmpty() ? "" : ": " + migration.failure())));
        if (schema.exists()) {
            console.say("schema bedrock_chat_restore in the new database: "
                    + Text.count(
                            copied.values().stream()
                                    .mapToLong(RestoreDatabase.Copy::rows)
                                    .sum(),
                            "row")
                    + " of " + Text.count(copied.size(), "bot") + " copied");
        }
        if (schema.isUnknown()) {
            console.warn(schema.problem());
        }
        if (lease != null) {
            console.say("run " + lease.holder() + ": working, or killed");
        }
        console.say("");
        console.say(verdict(isRehearsal));
        if (!stacks.isEmpty() || schema.exists()) {
            console.say("Remove it with:");
            console.sayVerbatim("  " + cleanUpCommand);
        }
    }

    /** Success unless it is unknown what exists. */
    ExitCode exitCode() {
        return schema.isUnknown() ? ExitCode.INCOMPLETE : ExitCode.OK;
    }

    /** What exists, in one sentence. */
    String verdict(boolean isRehearsal) {
        return (isRehearsal ? Scope.REHEARSAL : "") + sentence();
    }

    private String sentence() {
        List<String> left = new ArrayList<>();
        if (!stacks.isEmpty()) {
            left.add(Text.count(stacks.size(), "temporary database"));
        }
        if (schema.exists()) {
            left.add("the schema bedrock_chat_restore");
        }
        if (left.isEmpty()) {
            return schema.isUnknown()
                    ? "No temporary database of restore exists; whether the schema does is unknown."
                    : "Nothing of restore exists.";
        }
        boolean isOne = stacks.size() + (schema.exists() ? 1 : 0) == 1;
        return Text.capitalized(String.join(" and ", left)) + " of restore still exist" + (isOne ? "s" : "")
                + (schema.isUnknown() ? "; whether the schema does is unknown." : ".");
    }
}
