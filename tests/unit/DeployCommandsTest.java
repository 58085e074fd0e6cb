package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lib.model.StackKind;
import lib.prepare.DeployCommands;
import lib.prepare.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a deploy destroys, and the commands that keep it. */
class DeployCommandsTest {
    private static final Instant NOW = Instant.parse("2026-11-30T09:05:00Z");
    private static final Target.Loss ALL = new Target.Loss(true, true);
    /** Amazon S3 user guide, "General purpose bucket naming rules". */
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9-]{1,61}[a-z0-9]");
    /** RDS API reference, CreateDBClusterSnapshot. */
    private static final Pattern SNAPSHOT = Pattern.compile("(?!.*--)[a-zA-Z][a-zA-Z0-9-]{0,61}[a-zA-Z0-9]");

    private static DeployCommands commands(String profile) {
        return new DeployCommands(
                "BedrockChatStack", "eu-west-1", profile, "chat-cluster", "chat-documents", "chat-copy");
    }

    @ParameterizedTest
    @CsvSource({
        "V0, true, V1_3_2, true, false",
        "V0, true, V1_4_0, true, true",
        "V1, true, V1_3_2, false, false",
        "V1, true, V1_4_0, false, true",
        "V1, false, V1_3_2, false, false",
        "V1, false, V1_4_0, false, false"
    })
    void aDeployDestroysWhatItReplacesOrNoLongerHas(
            StackKind kind, boolean ownsBucket, Target target, boolean vectors, boolean files) {
        assertEquals(new Target.Loss(vectors, files), target.over(kind, ownsBucket));
    }

    @Test
    void everythingIsKeptInThisOrder() {
        List<DeployCommands.Step> before = commands("").before(true, false, ALL, NOW);
        String where = " --region eu-west-1";
        assertEquals(
                List.of(
                        "aws rds start-db-cluster --db-cluster-identifier chat-cluster" + where,
                        "aws rds wait db-cluster-available --db-cluster-identifier chat-cluster" + where,
                        "aws rds create-db-cluster-snapshot --db-cluster-identifier chat-cluster"
                                + " --db-cluster-snapshot-identifier bedrockchatstack-before-v1-20261130-0905" + where,
                        "aws rds wait db-cluster-snapshot-available --db-cluster-snapshot-identifier"
                                + " bedrockchatstack-before-v1-20261130-0905" + where,
                        "aws s3 mb s3://chat-copy" + where,
                        "aws s3 sync s3://chat-documents s3://chat-copy" + where),
                lines(before));
    }

    @Test
    void afterwardsTheStackNamesTheNewBucketWhichMayBeInAnotherRegion() {
        assertEquals(
                List.of(
                        "NEW_BUCKET=$(aws cloudformation describe-stacks --stack-name BedrockChatStack --query"
                                + " \"Stacks[0].Outputs[?OutputKey=='DocumentBucketName'].OutputValue\" --output text"
                                + " --region eu-west-1 --profile work)",
                        "NEW_REGION=$(aws s3api get-bucket-location --bucket \"$NEW_BUCKET\" --query"
                                + " \"LocationConstraint || 'us-east-1'\" --output text"
                                + " --region eu-west-1 --profile work)",
                        "aws s3 sync s3://chat-copy \"s3://$NEW_BUCKET\" --source-region eu-west-1"
                                + " --region \"$NEW_REGION\" --profile work",
                        "restore",
                        "migrate"),
                lines(commands(" --profile work").after(ALL, List.of("restore", "migrate"))));
    }

    @Test
    void whatIsNotDestroyedNeedsNoCommand() {
        assertEquals(List.of(), commands("").before(false, false, new Target.Loss(false, false), NOW));
        assertEquals(List.of(), commands("").after(new Target.Loss(false, false), List.of()));
        assertFalse(lines(commands("").before(false, false, new Target.Loss(false, true), NOW)).stream()
                .anyMatch(line -> line.contains("aws rds")));
        assertFalse(lines(commands("").before(false, false, new Target.Loss(true, false), NOW)).stream()
                .anyMatch(line -> line.contains("aws s3")));
    }

    @Test
    void theBucketForTheCopyIsMadeOnce() {
        List<String> again = lines(commands("").before(false, true, ALL, NOW));
        assertTrue(again.stream().noneMatch(line -> line.startsWith("aws s3 mb")), again::toString);
        assertTrue(again.stream().anyMatch(line -> line.startsWith("aws s3 sync")), again::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"it's", "a b", "$(id)", "`id`", "x;y", "new\nline"})
    void namesAreQuotedForTheShell(String name) {
        DeployCommands commands = new DeployCommands(name, "eu-west-1", "", name, name, name);
        String quoted = "'" + name.replace("'", "'\\''") + "'";
        Stream.concat(
                        lines(commands.before(true, false, ALL, NOW)).stream(),
                        lines(commands.after(ALL, List.of())).stream())
                .filter(line -> line.contains(name))
                .forEach(line -> assertTrue(
                        line.contains(quoted) || line.contains("'s3://" + quoted.substring(1)), line));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BedrockChatStack",
                "Dev-BedrockChatStack",
                "A-very-long-name-of-a-stack-with-more-characters-than-a-bucket-may-have-in-all-the-world",
                "twenty-nine-characters-and-a-hyphen"
            })
    void theNamesAreValidForEachService(String stack) {
        String bucket = DeployCommands.copyBucket(stack, "123456789012", "ap-southeast-1");
        assertTrue(BUCKET.matcher(bucket).matches(), bucket);
        assertEquals(bucket, DeployCommands.copyBucket(stack, "123456789012", "ap-southeast-1"));
        String snapshot = DeployCommands.snapshot(stack, NOW);
        assertTrue(SNAPSHOT.matcher(snapshot).matches(), snapshot);
    }

    private static List<String> lines(List<DeployCommands.Step> steps) {
        return steps.stream().flatMap(step -> step.commands().stream()).toList();
    }
}
