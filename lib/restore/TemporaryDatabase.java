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
    private static final String IN_PROGRESS = "CREATE_IN_PROGRESS";
    private static final Pattern EXPIRED =
            Pattern.compile("(?i)expired|security token .* invalid|InvalidClientTokenId");
    private static final Pattern DENIED = Pattern.compile("(?i)not authorized|AccessDenied|permission");
    private static final Pattern QUOTA = Pattern.compile("(?i)quota|limit");
    private static final Pattern CONSEQUENCE = Pattern.compile("(?i)creation cancelled|failed to create: \\[");

    /** What each resource is called on the screen. */
    static final Map<String, String> NAMES = Map.ofEntries(
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

    private final RestoreServices services;
    private final Stacks stacks;
    private final Stacks.Definition definition;
    private final Snapshot snapshot;
    private final RestoreOptions options;
    private final Leftovers leftovers;
    private final RestoreProgress progress;
    private final Session session;
    private final Set<String> seen = new HashSet<>();

    TemporaryDatabase(
            RestoreServices services,
            Stacks.Definition definition,
            Snapshot snapshot,
            RestoreOptions options,
            Leftovers leftovers,
            RestoreProgress progress) {
        this.services = services;
        this.stacks = services.stacks();
        this.definition = definition;
        this.snapshot = snapshot;
        this.options = options;
        this.leftovers = leftovers;
        this.progress = progress;
        this.session = services.session();
    }

    /** The stack as it is now; empty if there is none. Fails if this command did not create it for this restore. */
    Optional<Stacks.State> find() {
        String appStack = services.appStack().name();
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
        progress.begin(Step.CREATE);
        Optional<Stacks.State> found = find();
        if (found.filter(stack -> isUsable(stack) && differences(stack).isEmpty()).isPresent()) {
            say("continuing with stack " + definition.name() + " (" + found.get().status() + ")");
            leftovers.stack(definition.name());
            news(found.get());
        } else {
            if (found.isPresent()) {
                String reason = isUsable(found.get())
                        ? "was created with other settings"
                        : "is in state " + found.get().status();
                say("stack " + definition.name() + " " + reason + ": it is deleted first");
                delete();
                progress.begin(Step.CREATE);
            }
            say("creating stack " + definition.name());
            begin();
        }
        Stacks.State stack = Wait.until(
                session.clock(),
                CREATION_LIMIT,
                POLL_INTERVAL,
                this::reported,
                seen -> !seen.status().equals(IN_PROGRESS));
        if (stack.status().equals(IN_PROGRESS)) {
            throw failed("it is still being created after " + Text.span(CREATION_LIMIT), "");
        }
        if (!isComplete(stack)) {
            throw rolledBack(stack);
        }
        return stack;
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
        return isComplete(stack) || stack.status().equals(IN_PROGRESS);
    }

    private void say(String event) {
        session.events().say(event);
    }

    /** The stack as it is now; shows what has happened to its resources since the last call. */
    private Stacks.State reported() {
        Stacks.State stack = find().orElseThrow(() -> failed("it was deleted meanwhile", ""));
        progress.paidSince(stack.created());
        for (Stacks.Event event : news(stack)) {
            boolean ended =
                    event.status().endsWith("_COMPLETE") || event.status().endsWith("_FAILED");
            if (NAMES.containsKey(event.resource()) && (ended || event.status().equals(IN_PROGRESS))) {
                say(NAMES.get(event.resource()) + ": " + words(event.status()));
            }
        }
        return stack;
    }

    /** The events of the resources since the last call. */
    private List<Stacks.Event> news(Stacks.State stack) {
        return stacks.events(stack.id()).stream()
                .filter(event -> seen.add(event.resource() + event.status()))
                .toList();
    }

    private static String words(String status) {
        return switch (status) {
            case IN_PROGRESS -> "being created";
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
                .map(TemporaryDatabase::failure)
                .orElse("it is in state " + stack.status());
    }

    /** What failed, and why, in CloudFormation's words. */
    static String failure(Stacks.Event event) {
        return NAMES.getOrDefault(event.resource(), event.resource()) + ": " + Text.oneLine(event.reason(), 400);
    }

    /** Waits until CloudFormation has removed what it had created, and offers to delete the rest. */
    private UserException rolledBack(Stacks.State stack) throws InterruptedException {
        String reason = firstFailure(stack);
        say("the creation has failed (" + reason + "); CloudFormation removes what it has created");
        String status = new StackDeletion(stacks, session).awaitRollback(stack);
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

    /** The database of a complete stack, as soon as it answers; its secret may become active only then. */
    RestoreDatabase open(Stacks.State stack) throws InterruptedException {
        progress.begin(Step.OPEN);
        say("waiting for the temporary database to answer");
        Answer last = Wait.until(
                session.clock(), OPENING_LIMIT, POLL_INTERVAL, () -> ask(stack), answer -> answer.problem().isEmpty());
        if (!last.problem().isEmpty()) {
            throw new UserException(
                    ExitCode.AWS_ERROR,
                    "The temporary database does not answer: " + last.problem()
                            + "\nRun the same command again; if that does not help, restore --clean-up removes it.",
                    null);
        }
        return last.database();
    }

    /** @param problem why it does not answer; empty if it does */
    private record Answer(RestoreDatabase database, String problem) {}

    private Answer ask(Stacks.State stack) {
        Optional<RestoreDatabase> database = services.clusters()
                .cluster(stack.outputs().get("ClusterIdentifier"))
                .filter(cluster ->
                        cluster.secret() != null && cluster.secretStatus().equals("active"))
                .map(cluster -> TemporaryStack.location(stack, cluster))
                .map(services::database);
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
            new StackDeletion(stacks, session).delete(found.get(), definition.roleArn());
        }
        leftovers.stackDeleted(definition.name());
        progress.paidSince(null);
    }
}
