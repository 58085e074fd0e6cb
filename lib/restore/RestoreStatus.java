package lib.restore;

import java.time.temporal.ChronoUnit;
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
import lib.common.Tone;
import lib.report.Scope;
import lib.retry.ServiceException;

/**
 * What this command has created and not removed yet.
 *
 * @param hasSchema whether the schema of this command exists in the new database, as far as is known
 * @param problem why that is unknown, as a sentence for the user; empty if it is known
 * @param lease of the run that works, or that was killed; null if there is none
 * @param copied what was copied, by bot
 */
record RestoreStatus(
        List<Stacks.State> stacks,
        List<DataMigrations.State> dataMigrations,
        boolean hasSchema,
        String problem,
        RestoreDatabase.Lease lease,
        Map<String, RestoreDatabase.Copy> copied) {
    /** Looks; a database that is stopped or has no instance is no error. */
    static RestoreStatus of(Restore restore) {
        List<Stacks.State> stacks = restore.ownStacks();
        List<DataMigrations.State> dataMigrations = restore.loads(stacks)
                .map(DataLoad::find)
                .flatMap(Optional::stream)
                .toList();
        RestoreDatabase target = restore.target();
        RestoreDatabase.Schema schema;
        try {
            schema = target.schemaNow();
        } catch (ServiceException e) {
            if (Thread.currentThread().isInterrupted() || e.error().areCredentialsLost()) {
                throw e;
            }
            String problem = "the schema bedrock_chat_restore may still exist in the new database, where it costs"
                    + " nothing: " + e.error().explained();
            return new RestoreStatus(stacks, dataMigrations, false, problem, null, Map.of());
        }
        return new RestoreStatus(
                stacks,
                dataMigrations,
                schema.exists(),
                "",
                schema.hasLease() ? target.lease().orElse(null) : null,
                schema.hasTables() ? target.copied() : Map.of());
    }

    /** Whether nothing is known to exist. */
    boolean isNothing() {
        return stacks.isEmpty() && !hasSchema;
    }

    /** Whether it is unknown if the schema exists. */
    boolean isUnknown() {
        return !problem.isEmpty();
    }

    /** Shows a line for each thing that exists, and one if something is not known. */
    void list(Console console) {
        stacks.forEach(stack -> console.say("stack " + stack.name() + ": " + stack.status() + ", since "
                + stack.created().truncatedTo(ChronoUnit.SECONDS) + ", " + AuroraPrice.hourly() + ", from "
                + TemporaryStack.snapshotOf(stack)));
        dataMigrations.forEach(migration -> console.say(
                DataLoad.describe(migration) + (migration.failure().isEmpty() ? "" : ": " + migration.failure())));
        if (hasSchema) {
            console.say("schema bedrock_chat_restore in the new database: "
                    + Text.count(
                            copied.values().stream()
                                    .mapToLong(RestoreDatabase.Copy::rows)
                                    .sum(),
                            "row")
                    + " of " + Text.count(copied.size(), "bot") + " copied");
        }
        if (lease != null) {
            console.say("run " + lease.holder() + ": working, or killed");
        }
        if (isUnknown()) {
            console.warn(problem);
        }
    }

    void show(Console console, boolean isRehearsal) {
        list(console);
        console.verdict(isNothing() && !isUnknown() ? Tone.GOOD : Tone.WARNING, verdict(isRehearsal));
    }

    /** Success unless it is unknown what exists. */
    ExitCode exitCode() {
        return isUnknown() ? ExitCode.INCOMPLETE : ExitCode.OK;
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
        if (hasSchema) {
            left.add("the schema bedrock_chat_restore");
        }
        if (left.isEmpty()) {
            return isUnknown()
                    ? "No temporary database of restore exists; whether the schema does is unknown."
                    : "Nothing of restore exists.";
        }
        boolean isOne = stacks.size() + (hasSchema ? 1 : 0) == 1;
        return Text.capitalized(String.join(" and ", left)) + " of restore still exist" + (isOne ? "s" : "")
                + (isUnknown() ? "; whether the schema does is unknown." : ".");
    }
}
