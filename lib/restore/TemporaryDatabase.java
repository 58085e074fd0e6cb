package lib.restore;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import lib.aws.RdsClusters.Snapshot;
import lib.aws.Stacks;
import lib.cli.Session;
import lib.common.ExitCode;
import lib.common.Mark;
import lib.common.Text;
import lib.common.UserException;
import lib.retry.ServiceException;

/**
 * The lifecycle of the temporary database's stack. Its state in CloudFormation decides what comes next, so a run can
 * continue wherever an earlier one has ended.
 */
final class TemporaryDatabase {
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(15);
    private static final Duration CREATION_LIMIT = Duration.ofHours(2);
    private static final Duration DELETION_LIMIT = Duration.ofHours(2);
    private static final int DELETION_ATTEMPTS = 3;
    private static final Pattern EXPIRED =
            Pattern.compile("(?i)expired|security token .* invalid|InvalidClientTokenId");
    private static final Pattern DENIED = Pattern.compile("(?i)not authorized|AccessDenied|permission");
    private static final Pattern QUOTA = Pattern.compile("(?i)quota|limit");
    private static final Pattern CONSEQUENCE = Pattern.compile("(?i)creation cancelled|failed to create: \\[");

    /** What each resource is called on the screen. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("SecurityGroup", "security group"),
            Map.entry("SubnetGroup", "subnet group"),
            Map.entry("Cluster", "database cluster from the snapshot"),
            Map.entry("Instance", "database instance"),
            Map.entry("DmsIngress", "rule that admits DMS"),
            Map.entry("DmsSubnetGroup", "subnet group of DMS"),
            Map.entry("DmsInstanceProfile", "instance profile of DMS"),
            Map.entry("DmsSource", "data provider of the temporary database"),
            Map.entry("DmsTarget", "data provider of the new database"),
            Map.entry("DmsRole", "role of DMS"),
            Map.entry("DmsSecretsRole", "role of DMS for the secrets"),
            Map.entry("MigrationProject", "migration project of DMS"));

    private final Stacks stacks;
    private final Stacks.Definition definition;
    private final String appStack;
    private final Snapshot snapshot;
    private final RestoreOptions options;
    private final Leftovers leftovers;
    private final Session session;
    private final Set<String> seen = new HashSet<>();

    TemporaryDatabase(
            Stacks stacks,
            Stacks.Definition definition,
            String appStack,
            Snapshot snapshot,
            RestoreOptions options,
            Leftovers leftovers,
            Session session) {
        this.stacks = stacks;
        this.definition = definition;
        this.appStack = appStack;
        this.snapshot = snapshot;
        this.options = options;
        this.leftovers = leftovers;
        this.session = session;
    }

    /** The stack as it is now; empty if there is none. Fails if this command did not create it for this restore. */
    Optional<Stacks.State> find() {
        Optional<Stacks.State> found = stacks.describe(definition.name());
        found.filter(stack -> !TemporaryStack.isOurs(stack, appStack, snapshot)).ifPresent(stack -> {
            throw UserException.badSettings(
                    "Stack %s exists, but its tags do not name this command, stack %s and snapshot %s."
                            + " It is left alone. Rename or delete it, and run the same command again.",
                    stack.name(), appStack, snapshot.name());
        });
        found.filter(stack -> TemporaryStack.viaOf(stack) != options.how.via).ifPresent(stack -> {
            throw UserException.badSettings(
                    "Stack %s was created by restore --via %s. Run that command again, or remove the stack first:"
                            + " restore --clean-up.",
                    stack.name(), TemporaryStack.viaOf(stack));
        });
        return found;
    }

    /** What of this stack is not as it would be created now. */
    List<String> differences(Stacks.State stack) {
        return TemporaryStack.differences(stack, definition);
    }

    /** Creates the stack, or continues with the one that exists, and returns it when it is complete. */
    Stacks.State create() throws InterruptedException {
        Mark deadline = session.clock().now().plus(CREATION_LIMIT);
        Optional<Stacks.State> found = find();
        if (found.filter(stack -> isUsable(stack) && differences(stack).isEmpty()).isPresent()) {
            say("continuing with stack " + definition.name() + " ("
                    + found.get().status() + ")");
            leftovers.stack(definition.name());
            news(found.get());
        } else {
            if (found.isPresent()) {
                String reason = isUsable(found.get())
                        ? "was created with other settings"
                        : "is in state " + found.get().status();
                say("stack " + definition.name() + " " + reason + ": it is deleted first");
                delete();
            }
            say("creating stack " + definition.name());
            begin();
        }
        for (; ; session.clock().sleep(POLL_INTERVAL)) {
            Stacks.State stack = find().orElseThrow(() -> failed("it was deleted meanwhile", ""));
            report(stack);
            if (isComplete(stack)) {
                return stack;
            }
            if (!stack.status().equals("CREATE_IN_PROGRESS")) {
                throw rolledBack(stack, deadline);
            }
            if (session.clock().now().isAfter(deadline)) {
                throw failed("it is still being created after " + Text.span(CREATION_LIMIT), "");
            }
        }
    }

    /** A request whose response is lost may have created the stack; one that was rejected has not. */
    private void begin() {
        leftovers.stack(definition.name());
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

    private static boolean isUsable(Stacks.State stack) {
        return isComplete(stack) || stack.status().equals("CREATE_IN_PROGRESS");
    }

    private void say(String event) {
        session.events().say(event);
    }

    /** Shows what has happened to the resources since the last call. */
    private void report(Stacks.State stack) {
        for (Stacks.Event event : news(stack)) {
            boolean ended =
                    event.status().endsWith("_COMPLETE") || event.status().endsWith("_FAILED");
            if (NAMES.containsKey(event.resource())
                    && (ended || event.status().equals("CREATE_IN_PROGRESS"))) {
                say(NAMES.get(event.resource()) + ": " + words(event.status()));
            }
        }
    }

    /** The events of the resources since the last call. */
    private List<Stacks.Event> news(Stacks.State stack) {
        return stacks.events(stack.id()).stream()
                .filter(event -> seen.add(event.resource() + event.status()))
                .toList();
    }

    private static String words(String status) {
        return switch (status) {
            case "CREATE_IN_PROGRESS" -> "being created";
            case "CREATE_COMPLETE" -> "created";
            case "CREATE_FAILED" -> "failed";
            case "DELETE_COMPLETE" -> "deleted";
            default -> status;
        };
    }

    /** What CloudFormation says about the first resource that failed. */
    private String firstFailure(Stacks.State stack) {
        List<Stacks.Event> failures = stacks.events(stack.id()).stream()
                .filter(event -> event.status().endsWith("CREATE_FAILED"))
                .toList();
        return failures.stream()
                .filter(event -> !CONSEQUENCE.matcher(event.reason()).find())
                .findFirst()
                .or(() -> failures.stream().findFirst())
                .map(event -> NAMES.getOrDefault(event.resource(), event.resource()) + ": "
                        + Text.oneLine(event.reason(), 400))
                .orElse("it is in state " + stack.status());
    }

    /** Waits until CloudFormation has removed what it had created, and offers to delete the rest. */
    private UserException rolledBack(Stacks.State stack, Mark deadline) throws InterruptedException {
        String reason = firstFailure(stack);
        say("the creation has failed (" + reason + "); CloudFormation removes what it has created");
        String status = awaitRollback(stacks, stack, session, deadline);
        boolean isEmpty = status.equals(TemporaryStack.WITHOUT_RESOURCES);
        if (isEmpty) {
            leftovers.emptyStack(stack.name());
        }
        if (session.console().confirm("Delete the failed stack " + stack.name() + " now?", options.yes(session))) {
            delete();
            return failed(reason, "");
        }
        return failed(
                reason,
                " Stack " + stack.name() + " is in state " + status
                        + (isEmpty
                                ? ", without resources; the next run deletes it."
                                : " and may have resources that cost money; the next run deletes it."));
    }

    private UserException failed(String reason, String remains) {
        return new UserException(
                ExitCode.AWS_ERROR,
                "The temporary database could not be created: " + reason + "\n" + remedy(reason) + remains,
                null);
    }

    private String remedy(String reason) {
        if (reason.contains(DmsPlan.VPC_ROLE)) {
            return DmsPlan.createVpcRole(session.aws().partition());
        }
        if (EXPIRED.matcher(reason).find()) {
            return "CloudFormation worked with your credentials, which have expired. Give --stack-role-arn, or use"
                    + " credentials that last for an hour, and run the same command again.";
        }
        if (DENIED.matcher(reason).find()) {
            return "Grant the permission (lib/docs/permissions.md: IAM policy of restore), or give --stack-role-arn,"
                    + " and run the same command again.";
        }
        if (QUOTA.matcher(reason).find()) {
            return "Delete what is no longer needed, or raise the quota in the Service Quotas console, and run the same"
                    + " command again.";
        }
        return "Fix the cause, and run the same command again.";
    }

    /** Deletes the stack if it exists, and waits until it is gone. */
    void delete() throws InterruptedException {
        Optional<Stacks.State> found = find();
        if (found.isPresent()) {
            delete(stacks, found.get(), definition.roleArn(), session);
        }
        leftovers.stackDeleted(definition.name());
    }

    /** Deletes a stack of this command, and waits until it is gone. */
    static void delete(Stacks stacks, Stacks.State stack, String roleArn, Session session) throws InterruptedException {
        Mark deadline = session.clock().now().plus(DELETION_LIMIT);
        session.events().say("deleting stack " + stack.name());
        String status = awaitRollback(stacks, stack, session, deadline);
        for (int attempt = 0; attempt < DELETION_ATTEMPTS; attempt++) {
            if (!status.equals("DELETE_IN_PROGRESS")) {
                stacks.delete(stack.id(), roleArn);
            }
            status = awaitDeletion(stacks, stack, session, deadline);
            if (status.equals("DELETE_COMPLETE")) {
                session.events().say("deleted stack " + stack.name());
                return;
            }
            session.console().warn("stack " + stack.name() + " was not deleted: " + deletionFailure(stacks, stack));
        }
        throw new UserException(
                ExitCode.AWS_ERROR,
                "Stack " + stack.name() + " could not be deleted (" + status + "): " + deletionFailure(stacks, stack)
                        + "\nFix the cause, and run restore --clean-up.",
                null);
    }

    /** The state after a rollback, which cannot be interrupted. */
    private static String awaitRollback(Stacks stacks, Stacks.State stack, Session session, Mark deadline)
            throws InterruptedException {
        String status = stack.status();
        while (status.equals("ROLLBACK_IN_PROGRESS") && session.clock().now().isBefore(deadline)) {
            session.clock().sleep(POLL_INTERVAL);
            status = stacks.describe(stack.id()).map(Stacks.State::status).orElse("DELETE_COMPLETE");
        }
        return status;
    }

    /** The state in which the deletion has ended. */
    private static String awaitDeletion(Stacks stacks, Stacks.State stack, Session session, Mark deadline)
            throws InterruptedException {
        for (; ; session.clock().sleep(POLL_INTERVAL)) {
            String status =
                    stacks.describe(stack.id()).map(Stacks.State::status).orElse("DELETE_COMPLETE");
            boolean ended = status.equals("DELETE_COMPLETE") || status.equals("DELETE_FAILED");
            if (ended || session.clock().now().isAfter(deadline)) {
                return status;
            }
        }
    }

    private static String deletionFailure(Stacks stacks, Stacks.State stack) {
        List<Stacks.Event> failures = stacks.events(stack.id()).stream()
                .filter(event -> event.status().equals("DELETE_FAILED"))
                .toList();
        return failures.stream()
                .filter(event -> NAMES.containsKey(event.resource()))
                .reduce((first, last) -> last)
                .or(() -> failures.stream().findFirst())
                .map(event -> NAMES.getOrDefault(event.resource(), event.resource()) + ": "
                        + Text.oneLine(event.reason(), 400))
                .orElse("CloudFormation gave no reason");
    }
}
