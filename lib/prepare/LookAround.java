package lib.prepare;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import lib.aws.AwsClients;
import lib.aws.BotTable;
import lib.aws.DocumentBucket;
import lib.aws.RdsClusters;
import lib.aws.StackOutputs;
import lib.aws.Stacks;
import lib.aws.VectorStore;
import lib.cli.DeployedApp;
import lib.cli.Session;
import lib.model.Bot;
import lib.model.DatabaseLocation;
import lib.model.Setting;
import lib.model.StackState;
import lib.retry.ServiceException;

/**
 * Reads what a deploy will find. Only the stack's outputs are necessary: whatever else is not permitted, or is not
 * there, costs one line of the result.
 */
final class LookAround {
    private final Session session;
    private final AwsClients aws;
    private final List<String> unknown = new ArrayList<>();

    LookAround(Session session) {
        this.session = session;
        this.aws = session.aws();
    }

    /** @param copy the name of the bucket for the copy, or null for the usual one */
    Present read(StackOutputs stack, String copy) {
        Stacks stacks = session.stacks();
        DeployedApp app = DeployedApp.of(
                stack, look("the resources of the stack", () -> stacks.resources(stack.stack())).orElse(List.of()));
        RdsClusters clusters = new RdsClusters(aws.rds(), session.retrier());
        Optional<RdsClusters.Cluster> cluster = app.cluster()
                .flatMap(id -> look("the database cluster", () -> clusters.cluster(id.value())))
                .flatMap(found -> found);
        boolean isStopped = cluster.filter(RdsClusters.Cluster::isStopped).isPresent();
        Optional<DocumentBucket> bucket = app.bucket().map(this::bucket);
        String copyName = copy == null ? usualCopy(app) : copy;
        Optional<DocumentBucket.Content> files =
                bucket.flatMap(documents -> look("the files in the bucket", documents::content));
        return new Present(
                app,
                app.table().flatMap(this::bots),
                isStopped ? Optional.empty() : rows(app.database()),
                cluster,
                snapshots(clusters, app),
                files,
                copyName,
                files.isEmpty() ? Optional.empty() : comparison(bucket.orElseThrow(), copyName, copy != null),
                look("the versions of Aurora PostgreSQL on offer", clusters::engineVersions),
                importers(stacks, stack),
                failure(stacks, stack),
                List.copyOf(unknown));
    }

    private DocumentBucket bucket(Setting name) {
        return new DocumentBucket(aws.s3(), name.value(), session.retrier());
    }

    private String usualCopy(DeployedApp app) {
        String account = app.account()
                .or(() -> look("the account", () -> aws.caller().account()))
                .orElse("ACCOUNT");
        return DeployCommands.copyBucket(app.stack().stack(), account, aws.region());
    }

    private Optional<Present.Bots> bots(Setting table) {
        return look("the bots in the table", () -> {
            List<Bot> bots = new ArrayList<>();
            new BotTable(aws.dynamoDb(), table.value(), session.retrier())
                    .scanIndex()
                    .forEachRemaining(page -> bots.addAll(page.bots()));
            return new Present.Bots(
                    bots.size(),
                    bots.stream().filter(bot -> !bot.knowledge().isEmpty()).count());
        });
    }

    private Optional<Long> rows(DatabaseLocation database) {
        if (!database.isKnown()) {
            return Optional.empty();
        }
        VectorStore store = new VectorStore(aws, database, session.retrier());
        return look("the rows in the database", () -> {
            store.check();
            return store.rowTotals().stream()
                    .mapToLong(VectorStore.RowTotals::rows)
                    .sum();
        });
    }

    private List<RdsClusters.Snapshot> snapshots(RdsClusters clusters, DeployedApp app) {
        return app.cluster()
                .flatMap(id -> look(
                        "the snapshots of the database",
                        () -> clusters.manualSnapshots().stream()
                                .filter(snapshot -> snapshot.cluster().equals(id.value()))
                                .toList()))
                .orElse(List.of());
    }

    /** A copy that does not exist yet is worth a line only if the user has named it. */
    private Optional<DocumentBucket.Comparison> comparison(DocumentBucket bucket, String copy, boolean isNamed) {
        try {
            return Optional.of(bucket.compareWith(new DocumentBucket(aws.s3(), copy, session.retrier())));
        } catch (ServiceException e) {
            if (isNamed || !e.error().text().startsWith("NoSuchBucket")) {
                note("the copy in s3://" + copy, e);
            }
            return Optional.empty();
        }
    }

    private List<String> importers(Stacks stacks, StackOutputs stack) {
        Optional<List<String>> importers = look("what imports the stack's exports", () -> {
            Set<String> names = new LinkedHashSet<>();
            stack.exports().forEach(export -> names.addAll(stacks.importers(export)));
            return List.copyOf(names);
        });
        return importers.orElse(List.of());
    }

    /** The first resource that failed says why: the others are cancelled because of it. */
    private Optional<String> failure(Stacks stacks, StackOutputs stack) {
        if (stack.state() != StackState.ROLLED_BACK) {
            return Optional.empty();
        }
        return look("the events of the stack", () -> stacks.firstFailure(stack.stack()))
                .flatMap(found -> found)
                .map(event -> event.resource() + ": " + event.reason());
    }

    private <T> Optional<T> look(String what, Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (ServiceException e) {
            note(what, e);
            return Optional.empty();
        }
    }

    private void note(String what, ServiceException e) {
        unknown.add(what + ": " + e.error().text());
    }
}
