package lib.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lib.aws.DocumentBucket;
import lib.aws.RdsClusters;
import lib.cli.DeployedApp;
import lib.model.EngineVersion;

/**
 * What a deploy will find. Whatever could not be read is empty, and named in {@code unknown}.
 *
 * @param bots how many there are, and how many of them have knowledge
 * @param rows in the vector database
 * @param cluster the present database cluster
 * @param snapshots of that cluster, the newest first
 * @param files in the bucket
 * @param copy the name of the bucket for the copy
 * @param comparison of the copy with the bucket; empty if there is no copy yet
 * @param versions with which a database cluster can be created now
 * @param importers the stacks that import exports of the app's stack
 * @param failure why the last deploy was rolled back, in the words of CloudFormation; empty if it was not
 * @param unknown one line each
 */
public record Present(
        DeployedApp app,
        Optional<Bots> bots,
        Optional<Long> rows,
        Optional<RdsClusters.Cluster> cluster,
        List<RdsClusters.Snapshot> snapshots,
        Optional<DocumentBucket.Content> files,
        String copy,
        Optional<DocumentBucket.Comparison> comparison,
        Optional<List<String>> versions,
        List<String> importers,
        Optional<String> failure,
        List<String> unknown) {
    /** Upstream pins a version of this major version ({@code cdk/lib/constructs/vectorstore.ts}). */
    private static final EngineVersion LOWEST = EngineVersion.of("15.0");

    /** How many bots there are, and how many have knowledge. */
    public record Bots(long all, long withKnowledge) {}

    /** What stands in the way of a deploy, or of keeping everything; and what to do about it. */
    public record Obstacle(String what, String remedy) {}

    boolean isStopped() {
        return cluster.filter(RdsClusters.Cluster::isStopped).isPresent();
    }

    /** What the most destructive deploy destroys. */
    Target.Loss worst() {
        return Target.V1_4_0.over(app);
    }

    /** The version to deploy with, if versions could be read and there is one. */
    Optional<EngineVersion> deployVersion() {
        EngineVersion present = cluster.map(RdsClusters.Cluster::engineVersion)
                .map(EngineVersion::of)
                .orElse(LOWEST);
        return versions.flatMap(available -> EngineVersion.forDeploy(present, available));
    }

    /** What has to be done first, besides the copies. */
    List<Obstacle> obstacles() {
        List<Obstacle> obstacles = new ArrayList<>();
        app.stack()
                .forbidsStarts()
                .ifPresent(problem -> obstacles.add(new Obstacle(problem, "wait until it has ended")));
        if (worst().vectors() && !importers.isEmpty()) {
            obstacles.add(new Obstacle(
                    "the published API " + String.join(", ", importers)
                            + " imports outputs of the stack: CloudFormation rolls back a deploy that replaces the"
                            + " database",
                    "delete it in the app before the deploy, and publish it again afterwards"));
        }
        if (isStopped()) {
            obstacles.add(new Obstacle(
                    "the database is stopped, and a stopped one can be neither snapshotted nor replaced",
                    "start it with the first command below"));
        }
        if (versions.isPresent() && deployVersion().isEmpty()) {
            obstacles.add(new Obstacle(
                    "no version of Aurora PostgreSQL 15 is on offer here that is not below the present one",
                    "ask AWS Support, or deploy in another region"));
        }
        comparison.filter(files -> !files.isComplete()).ifPresent(files -> obstacles.add(new Obstacle(
                "the copy s3://" + copy + " lacks " + files.lacking() + " of " + files.files() + " files, for example "
                        + files.example(),
                "run the copy again: only what is missing or newer is copied")));
        return obstacles;
    }
}
