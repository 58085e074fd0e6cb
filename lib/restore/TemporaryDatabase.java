package lib.restore;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import lib.aws.RdsClusters.Snapshot;
import lib.aws.RestoreDatabase;
import lib.aws.Stacks;
import lib.cli.Session;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.UserException;
import lib.common.Wait;
import lib.restore.RestoreProgress.Step;
import lib.retry.ServiceException;

/**
 * The lifecycle of the temporary database's stack. Its state in CloudFormation decides what comes next, so a run can
 * continue wherever an earlier one has ended.
 */
final class TemporaryDatabase {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(15);
    private static final Duration CREATION_LIMIT = Duration.ofHours(2);
    private static final Duration OPENING_LIMIT = Duration.ofMinutes(20);
    private static final Duration DELETION_LIMIT = Duration.ofHours(2);
    /** Credentials that have expired make a deletion fail. */
    private static final int DELETIONS = 3;

    private static final String IN_PROGRESS = "CREATE_IN_PROGRESS";
    private static final String DELETING = "DELETE_IN_PROGRESS";
    private static final String DELETED = "DELETE_COMPLETE";

    /**
     * The stacks of this command before a run.
     *
     * @param name of the stack of this restore
     * @param own the stack with that name, which an earlier run of this restore has left, or null
     * @param flaw why no run can continue with it, so that it is deleted first; empty if one can
     * @param differences between it and what would be created now
     * @param others from other snapshots
     */
    record Found(
            String name, Stacks.State own, String flaw, List<String> differences, List<Stacks.State> others) {
        boolean isReplaced() {
            return !flaw.isEmpty();
        }
    }

    private final Restore restore;
    private final Stacks stacks;
    private final Stacks.Definition definition;
    private final Snapshot snapshot;
    private final Leftovers leftovers;
    private final RestoreProgress progress;
    private final Session session;
    private final Set<String> seen = new HashSet<>();

    TemporaryDatabase(Restore restore, Stacks.Definition definition, Snapshot snapshot) {
        this.restore = restore;
        this.stacks = restore.stacks();
        this.definition = definition;
        this.snapshot = snapshot;
        this.leftovers = restore.leftovers();
        this.progress = restore.progress();
        this.session = restore.session();
    }

    /** The stack as it is now; empty if there is none. Fails if this command did not create it for this restore. */
    Optional<Stacks.State> find() {
        String appStack = restore.settings().stack();
        Optional<Stacks.State> found = stacks.describe(definition.name());
        found.filter(stack -> !TemporaryStack.isOurs(stack, appStack, snapshot)).ifPresent(stack -> {
            throw UserException.badSettings(
                    "Stack %s exists, but its tags do not name this command, stack %s and snapshot %s."
                            + " It is left alone: delete it yourself.",
                    stack.name(), appStack, snapshot.name());
        });
        found.filter(stack -> TemporaryStack.viaOf(stack) != restore.options().how.via).ifPresent(stack -> {
            throw UserException.badSettings(
                            "Stack %s was created by restore --via %s. Continue that restore, or remove the stack"
                                    + " first.",
                            stack.name(), TemporaryStack.viaOf(stack))
                    .next("to remove it", "restore", "--clean-up");
        });
        return found;
    }

    /** The stacks as they are now. Fails as {@link #find} does. */
    Found look() {
        Optional<Stacks.State> own = find();
        return new Found(
                definition.name(),
                own.orElse(null),
                own.map(this::flaw).orElse(""),
                own.map(stack -> TemporaryStack.differences(stack, definition)).orElse(List.of()),
                restore.ownStacks().stream()
                        .filter(other -> !other.name().equals(definition.name()))
                        .toList());
    }

    /** Why no run can continue with this stack; empty if one can. */
    private String flaw(Stacks.State stack) {
        if (!isComplete(stack) && !stack.status().equals(IN_PROGRESS)) {
            return "is in state " + stack.status();
        }
        return TemporaryStack.differences(stack, definition).isEmpty() ? "" : "was created with other settings";
    }

    /** Creates the stack, or continues with the one that exists, and returns it when it is complete. */
    Stacks.State create() throws InterruptedException {
        progress.begin(Step.CREATE);
        Optional<Stacks.State> found = find();
        String flaw = found.map(this::flaw).orElse("");
        if (!flaw.isEmpty()) {
            say("stack " + definition.name() + " " + flaw + ": it is deleted first");
            delete();
            progress.begin(Step.CREATE);
        }
        if (found.isPresent() && flaw.isEmpty()) {
            say("continuing with stack " + definition.name() + " (" + found.get().status() + ")");
            news(found.get());
        } else {
            say("creating stack " + definition.name());
            begin();
        }
        String id = find().orElseThrow(() -> failed("it was deleted meanwhile")).id();
        Stacks.State stack = Wait.until(
                session.clock(),
                CREATION_LIMIT,
                POLL_INTERVAL,
                () -> reported(id),
                seen -> !seen.status().equals(IN_PROGRESS));
        if (stack.status().equals(IN_PROGRESS)) {
            throw failed("it is still being created after " + Text.span(CREATION_LIMIT));
        }
        if (!isComplete(stack)) {
            String reason = stacks.firstFailure(id)
                    .map(StackEvents::failure)
                    .orElse("it is in state " + stack.status());
            say("the creation has failed (" + reason + "); CloudFormation deletes what it has created");
            delete();
            throw failed(reason);
        }
        return stack;
    }

    /** A request whose response is lost may have created the stack; one that was rejected has not. */
    private void begin() {
        leftovers.stack(definition.name(), true);
        try {
            stacks.create(definition, UUID.randomUUID().toString());
        } catch (ServiceException e) {
            if (!e.error().isRetryable()) {
                leftovers.stackDeleted(definition.name());
            }
            throw e;
        }
    }

    private static boolean isComplete(Stacks.State stack) {
        return stack.status().equals("CREATE_COMPLETE") || stack.status().startsWith("UPDATE_");
    }

    private void say(String event) {
        session.events().say(event);
    }

    /** The stack as it is now; shows what has happened to its resources since the last call. */
    private Stacks.State reported(String id) {
        Stacks.State stack = stacks.describe(id).orElseThrow(() -> failed("it was deleted meanwhile"));
        progress.paidSince(stack.created());
        news(stack).forEach(event -> StackEvents.words(event).ifPresent(this::say));
        return stack;
    }

    /** The events of the resources since the last call. */
    private List<Stacks.Event> news(Stacks.State stack) {
        return stacks.events(stack.id()).stream()
                .filter(event -> seen.add(event.resource() + event.status()))
                .toList();
    }

    private UserException failed(String reason) {
        return new UserException(
                ExitCode.AWS_ERROR,
                "The temporary database could not be created: " + reason + "\n"
                        + StackEvents.remedy(reason, session.aws()),
                null);
    }

    /** The database of a complete stack, as soon as it answers; its secret may become active only then. */
    RestoreDatabase open(Stacks.State stack) throws InterruptedException {
        progress.begin(Step.OPEN);
        say("waiting for the temporary database to answer");
        Answer last = Wait.until(
                session.clock(), OPENING_LIMIT, POLL_INTERVAL, () -> ask(stack), answer -> answer.problem().isEmpty());
        if (!last.problem().isEmpty()) {
            throw new UserException(
                            ExitCode.AWS_ERROR, "The temporary database does not answer: " + last.problem(), null)
                    .next("if that does not help, to remove it", "restore", "--clean-up");
        }
        return last.database();
    }

    /** @param problem why it does not answer; empty if it does */
    private record Answer(RestoreDatabase database, String problem) {}

    private Answer ask(Stacks.State stack) {
        Optional<RestoreDatabase> database = restore.clusters()
                .cluster(stack.outputs().get("ClusterIdentifier"))
                .filter(cluster ->
                        cluster.secret() != null && cluster.secretStatus().equals("active"))
                .map(cluster -> TemporaryStack.location(stack, cluster))
                .map(restore::database);
        if (database.isEmpty()) {
            return new Answer(null, "its password is not active yet");
        }
        try {
            database.get().itemsTable();
            return new Answer(database.get(), "");
        } catch (ServiceException e) {
            return new Answer(null, e.error().text());
        }
    }

    /** Deletes the stack if it exists, and waits until it is gone. */
    void delete() throws InterruptedException {
        progress.begin(Step.DELETE);
        Optional<Stacks.State> found = find();
        if (found.isPresent()) {
            delete(found.get(), restore);
        }
        leftovers.stackDeleted(definition.name());
        progress.paidSince(null);
    }

    /**
     * Deletes a stack of this command, and waits until it is gone. CloudFormation is known to reject that only during
     * an update (serverless/serverless issue 6089), which no stack of this command gets: a creation or a rollback that
     * is under way ends with it.
     */
    static void delete(Stacks.State stack, Restore restore) throws InterruptedException {
        Session session = restore.session();
        session.events().say("deleting stack " + stack.name());
        String status = stack.status();
        String failure = "";
        for (int attempt = 0; attempt < DELETIONS; attempt++) {
            if (!status.equals(DELETING)) {
                restore.stacks().delete(stack.id(), restore.options().how.stackRoleArn);
            }
            status = Wait.until(
                    session.clock(),
                    DELETION_LIMIT,
                    POLL_INTERVAL,
                    () -> restore.stacks().describe(stack.id()).map(Stacks.State::status).orElse(DELETED),
                    seen -> seen.equals(DELETED) || seen.equals("DELETE_FAILED"));
            if (status.equals(DELETED)) {
                session.events().say("deleted stack " + stack.name());
                return;
            }
            failure = StackEvents.deletionFailure(restore.stacks().events(stack.id()));
            session.console().warn("stack " + stack.name() + " was not deleted: " + failure);
        }
        throw new UserException(
                ExitCode.AWS_ERROR,
                "Stack " + stack.name() + " could not be deleted (" + status + "): " + failure
                        + "\nFix the cause, and run restore --clean-up.",
                null);
    }
}
