package lib.prepare;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lib.common.Text;
import lib.model.StackKind;

/**
 * The commands that keep vectors and files, ready to paste into a POSIX shell. Each names the region, and what else
 * says where the app is.
 *
 * @param stack the name of the app's stack
 * @param access the options beside the region that all commands need, for example {@code --profile work}; each begins
 *     with a space
 * @param cluster the id of the database cluster; empty if it is unknown
 * @param bucket with the files; empty if it is unknown
 * @param copy the bucket for the copy of the files
 */
public record DeployCommands(String stack, String region, String access, String cluster, String bucket, String copy) {
    /** Commands that belong together, and what they are for. */
    public record Step(String title, List<String> commands) {}

    private static final int MAX_BUCKET = 63, MAX_SNAPSHOT = 63;
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** The name of a bucket that no deploy knows, so none deletes it; the same at every run. */
    public static String copyBucket(String stack, String account, String region) {
        String end = "-files-" + account + "-" + region;
        return plain(stack, MAX_BUCKET - end.length()) + end;
    }

    /** The name of a snapshot that is taken now. */
    public static String snapshot(String stack, Instant now) {
        String end = "-before-v1-" + STAMP.format(now);
        return plain(stack, MAX_SNAPSHOT - end.length()) + end;
    }

    /** What both services take at the beginning of a name: a letter, then letters and digits, and single hyphens. */
    private static String plain(String stack, int limit) {
        String name = stack.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return name.substring(0, Math.min(limit, name.length())).replaceFirst("-$", "");
    }

    /** Starts a stopped cluster, and waits until it runs. */
    Step start() {
        return new Step(
                "start the database",
                List.of(
                        rds("start-db-cluster", cluster),
                        rds("wait db-cluster-available", cluster)));
    }

    private String rds(String operation, String id) {
        return "aws rds " + operation + " --db-cluster-identifier " + Text.shellWord(id) + here();
    }

    /** The options that say where, with the region of the app. */
    private String here() {
        return in(Text.shellWord(region));
    }

    private String in(String regionAsShellWord) {
        return " --region " + regionAsShellWord + access;
    }

    /** Takes a snapshot of the cluster, and waits until it can be used. */
    Step snapshot(Instant now) {
        String name = Text.shellWord(snapshot(stack, now));
        return new Step(
                "a snapshot of the database, from which restore brings the vectors back",
                List.of(
                        "aws rds create-db-cluster-snapshot --db-cluster-identifier " + Text.shellWord(cluster)
                                + " --db-cluster-snapshot-identifier " + name + here(),
                        "aws rds wait db-cluster-snapshot-available --db-cluster-snapshot-identifier " + name
                                + here()));
    }

    /** Creates the bucket for the copy, once. */
    Step makeBucket() {
        return new Step(
                "a bucket for the files that no deploy deletes (once)",
                List.of("aws s3 mb " + Text.shellWord("s3://" + copy) + here()));
    }

    /** Copies the files; repeated, it copies only what is new. */
    Step copyFiles() {
        return new Step(
                "the copy of the files: last, right before the deploy; repeat it as often as you like",
                List.of("aws s3 sync " + Text.shellWord("s3://" + bucket) + " " + Text.shellWord("s3://" + copy)
                        + here()));
    }

    /** Copies the files into the bucket of v1.4.0, which the stack names and which may be in another region. */
    Step putBack() {
        return new Step(
                "after v1.4.0: the files into its new bucket",
                List.of(
                        "NEW_BUCKET=$(aws cloudformation describe-stacks --stack-name " + Text.shellWord(stack)
                                + " --query \"Stacks[0].Outputs[?OutputKey=='" + StackKind.DOCUMENT_BUCKET
                                + "'].OutputValue\" --output text" + here() + ")",
                        "NEW_REGION=$(aws s3api get-bucket-location --bucket \"$NEW_BUCKET\""
                                + " --query \"LocationConstraint || 'us-east-1'\" --output text" + here() + ")",
                        "aws s3 sync " + Text.shellWord("s3://" + copy) + " \"s3://$NEW_BUCKET\" --source-region "
                                + Text.shellWord(region) + in("\"$NEW_REGION\"")));
    }

    /** Brings the vectors back: from the snapshot, and then what it does not have. */
    private static Step bringBack(List<String> commands) {
        return new Step(
                "the vectors: restore copies them from the snapshot; migrate.java embeds what it does not have",
                commands);
    }

    /** The steps before the deploy, in their order. */
    public List<Step> before(boolean isStopped, boolean hasCopy, Target.Loss worst, Instant now) {
        List<Step> steps = new ArrayList<>();
        if (isStopped) {
            steps.add(start());
        }
        if (worst.vectors() && !cluster.isEmpty()) {
            steps.add(snapshot(now));
        }
        if (worst.files() && !bucket.isEmpty()) {
            if (!hasCopy) {
                steps.add(makeBucket());
            }
            steps.add(copyFiles());
        }
        return steps;
    }

    /**
     * The steps after the deploy, in their order.
     *
     * @param commands of this tool that bring the vectors back
     */
    public List<Step> after(Target.Loss worst, List<String> commands) {
        List<Step> steps = new ArrayList<>();
        if (worst.files() && !bucket.isEmpty()) {
            steps.add(putBack());
        }
        if (worst.vectors()) {
            steps.add(bringBack(commands));
        }
        return steps;
    }
}
