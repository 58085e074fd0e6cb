package lib.prepare;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lib.aws.DocumentBucket;
import lib.aws.RdsClusters;
import lib.cli.Next;
import lib.model.EngineVersion;
import lib.model.Setting;
import lib.report.JsonWriter;
import lib.report.ReportJson;
import lib.report.RunContext;

/** The JSON of {@code prepare --json}. It shares its header with the reports of the other commands. */
public record PrepareJson(
        @JsonWriter.Inline ReportJson.Header header,
        String stack,
        String stackStatus,
        String stackKind,
        Optional<String> table,
        Optional<String> databaseCluster,
        Optional<String> bucket,
        Optional<Long> bots,
        Optional<Long> botsWithKnowledge,
        Optional<Long> rows,
        Optional<Long> files,
        Optional<Long> bytes,
        Optional<String> engineVersion,
        Optional<String> clusterStatus,
        Optional<String> deployVersion,
        Optional<String> rolledBack,
        List<Destruction> destroys,
        List<Present.Obstacle> obstacles,
        String copy,
        Optional<Long> lacking,
        List<DeployCommands.Step> before,
        List<DeployCommands.Step> after,
        List<String> unknown) {
    /** What the deploy of a version destroys. */
    public record Destruction(String target, boolean vectors, boolean uploads) {
        static Destruction of(Target target, Present present) {
            Target.Loss loss = target.over(present.app());
            return new Destruction(target.tag(), loss.vectors(), loss.files());
        }
    }

    static PrepareJson of(
            RunContext context,
            Present present,
            PrepareVerdict verdict,
            List<DeployCommands.Step> before,
            List<DeployCommands.Step> after,
            List<Next> next) {
        return new PrepareJson(
                ReportJson.Header.of("prepare", context, verdict.exitCode(), verdict.sentence(), next),
                present.app().stack().stack(),
                present.app().stack().status(),
                present.app().stack().kind().name(),
                present.app().table().map(Setting::value),
                present.app().cluster().map(Setting::value),
                present.app().bucket().map(Setting::value),
                present.bots().map(Present.Bots::all),
                present.bots().map(Present.Bots::withKnowledge),
                present.rows(),
                present.files().map(DocumentBucket.Content::objects),
                present.files().map(DocumentBucket.Content::bytes),
                present.cluster().map(RdsClusters.Cluster::engineVersion),
                present.cluster().map(RdsClusters.Cluster::status),
                present.deployVersion().map(EngineVersion::text),
                present.failure(),
                Stream.of(Target.values())
                        .map(target -> Destruction.of(target, present))
                        .toList(),
                present.obstacles(),
                present.copy(),
                present.comparison().map(DocumentBucket.Comparison::lacking),
                before,
                after,
                present.unknown());
    }
}
