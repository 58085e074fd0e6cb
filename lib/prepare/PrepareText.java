package lib.prepare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lib.aws.DocumentBucket;
import lib.aws.RdsClusters;
import lib.common.Console;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.Tone;
import lib.model.EngineVersion;
import lib.model.StackKind;
import lib.model.StackState;

/** Shows what a deploy will find and destroy, what stands in its way, and the commands that keep everything. */
final class PrepareText {
    private static final String FILE = "cdk/lib/constructs/vectorstore.ts";
    /**
     * The dates of the table in July 2026 (Lambda developer guide, "Runtimes"). The table of June 2025 had 1 October
     * and 1 November 2025: AWS puts the later dates off.
     */
    private static final String NODE_18 = "Node.js 18, deprecated in Lambda since 1 September 2025: new functions are"
            + " to be blocked from 1 February 2027, updates from 3 March 2027";
    /** The aws-cdk-lib that v1 pins (2.132.0 to 2.155.0) has no constant for a later runtime than Node.js 20. */
    private static final String RUNTIME =
            "            runtime: new lambda.Runtime(\"nodejs22.x\", lambda.RuntimeFamily.NODEJS),";

    private final Present present;
    private final Console console;

    PrepareText(Present present, Console console) {
        this.present = present;
        this.console = console;
    }

    /** Everything but the verdict. */
    void show(List<DeployCommands.Step> before, List<DeployCommands.Step> after) {
        showPresent();
        showLosses();
        showObstacles();
        showSteps("To keep everything, before the deploy, in this order:", before);
        showDeploy();
        showSteps("After the deploy:", after);
        present.unknown().forEach(line -> console.warn("not known: " + line));
        console.say("");
    }

    /** The verdict, as the last line. */
    void show(PrepareVerdict verdict) {
        Tone tone = verdict.exitCode() == ExitCode.OK ? Tone.GOOD : Tone.WARNING;
        console.title(console.signed(tone, verdict.sentence()));
    }

    private void showPresent() {
        console.field("stack", present.app().stack().stack() + ", " + version() + ", "
                + present.app().stack().status());
        present.failure()
                .ifPresent(reason -> console.field("", StackState.ROLLED_BACK.meaning() + ". The reason: " + reason));
        present.app().table().ifPresent(table -> console.field("table", table.value()));
        present.bots()
                .ifPresent(bots -> console.field(
                        "", String.format(Locale.ROOT, "%s, %,d of them with knowledge", Text.count(bots.all(), "bot"),
                                bots.withKnowledge())));
        present.app().cluster().ifPresent(cluster -> console.field("database", cluster.value()));
        showDatabase();
        present.snapshots().stream()
                .findFirst()
                .ifPresent(snapshot -> console.field("its snapshot", describe(snapshot)));
        present.app().bucket().ifPresent(bucket -> console.field("files", "s3://" + bucket.value()));
        present.files().ifPresent(files -> console.field("", text(files)));
        present.comparison()
                .filter(files -> files.isComplete())
                .ifPresent(files -> console.field("their copy", "s3://" + present.copy() + ": every file is there"));
    }

    private String version() {
        if (present.app().stack().kind() == StackKind.V0) {
            return "Bedrock Chat v0.4";
        }
        return "Bedrock Chat " + (present.app().ownsBucket() ? "v1.0 to v1.3" : "v1.4.0");
    }

    private void showDatabase() {
        List<String> parts = new ArrayList<>();
        present.cluster().ifPresent(cluster -> {
            parts.add("Aurora PostgreSQL " + cluster.engineVersion());
            parts.add(cluster.status());
        });
        present.rows().ifPresent(rows -> parts.add(Text.count(rows, "row")));
        if (!parts.isEmpty()) {
            console.field("", String.join(", ", parts));
        }
    }

    private static String describe(RdsClusters.Snapshot snapshot) {
        return snapshot.name() + ": " + snapshot.status() + ", " + snapshot.age();
    }

    private static String text(DocumentBucket.Content files) {
        return Text.count(files.objects(), "file") + ", " + size(files.bytes());
    }

    private void showLosses() {
        heading("What a deploy destroys:");
        for (Target target : Target.values()) {
            console.say(String.format(Locale.ROOT, "  %-21s", target.checkout()), loss(target));
        }
    }

    private String loss(Target target) {
        Target.Loss loss = target.over(present.app());
        String version = target.checkout().endsWith(target.tag()) ? "" : target.tag() + ": ";
        if (loss.isNothing()) {
            return version + "nothing";
        }
        List<String> parts = new ArrayList<>();
        if (loss.vectors()) {
            String rows = present.rows().isPresent() ? " (" + Text.count(present.rows().get(), "row") + ")" : "";
            parts.add("every vector" + rows);
        }
        if (loss.files()) {
            String files = present.files().map(all -> " (" + text(all) + ")").orElse("");
            parts.add("every uploaded file" + files);
        }
        return version + String.join(" and ", parts) + (loss.files() ? "" : "; the files stay");
    }

    private void showObstacles() {
        List<Present.Obstacle> obstacles = present.obstacles();
        if (!obstacles.isEmpty()) {
            heading("What stands in the way:");
        }
        obstacles.forEach(obstacle -> {
            console.title(console.signed(Tone.WARNING, Text.capitalized(obstacle.what()) + "."));
            console.say("    " + Text.capitalized(obstacle.remedy()) + ".");
        });
    }

    private void showDeploy() {
        heading("Then deploy, in your clone of the app:");
        console.say("  " + Target.V1_3_2.checkout() + " keeps the files. " + Target.V1_4_0.checkout()
                + " is " + Target.V1_4_0.tag() + ", the last v1.");
        console.sayVerbatim("    git fetch --tags && " + Target.V1_3_2.checkout());
        console.say("  In " + FILE + ", change these two lines, or the deploy is rolled back. They name Aurora"
                + " PostgreSQL 15.3, " + onOffer() + ", and " + NODE_18 + ".");
        console.sayVerbatim("            version: rds.AuroraPostgresEngineVersion.of(\""
                + present.deployVersion().map(EngineVersion::text).orElse("15.x") + "\", \"15\"),");
        console.sayVerbatim(RUNTIME);
        console.sayVerbatim("    cd cdk && npm ci && npx cdk deploy --require-approval never --all");
    }

    private String onOffer() {
        return present.versions()
                .map(versions -> versions.contains("15.3")
                        ? "which is on offer here"
                        : "with which no cluster can be created here any more")
                .orElse("whose standard support ended on 30 September 2025; aws rds describe-db-engine-versions lists"
                        + " what is on offer instead of 15.x");
    }

    private void showSteps(String heading, List<DeployCommands.Step> steps) {
        if (steps.isEmpty()) {
            return;
        }
        heading(heading);
        for (int i = 0; i < steps.size(); i++) {
            console.say("  " + (i + 1) + ". " + steps.get(i).title() + ":");
            steps.get(i).commands().forEach(command -> console.sayVerbatim("    " + command));
        }
    }

    private void heading(String text) {
        console.say("");
        console.say(console.paint(Tone.STRONG, text));
    }

    /** For example {@code 2.3 GB}; powers of 1,000. */
    static String size(long bytes) {
        String[] units = {"kB", "MB", "GB", "TB"};
        double size = bytes / 1000.0;
        int unit = 0;
        while (size >= 999.95 && unit < units.length - 1) {
            size /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", size, units[unit]);
    }
}
