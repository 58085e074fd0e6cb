package lib.restore;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import lib.aws.RdsClusters.Snapshot;
import lib.aws.Stacks;
import lib.model.Setting;

/** The stack of the temporary database: its name, template, parameters and tags. */
final class TemporaryStack {
    private static final String TEMPLATE = "/restore/temporary-database.yaml";
    private static final String TAG = "bedrock-chat-restore:";
    private static final Duration EXPECTED_LIFETIME = Duration.ofDays(1);

    private TemporaryStack() {}

    /** The template as it is sent. */
    static String template() {
        try (InputStream resource = TemporaryStack.class.getResourceAsStream(TEMPLATE)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A name that a later run of the same restore finds again. */
    static String name(String appStack, Snapshot snapshot) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(snapshot.arn().getBytes(StandardCharsets.UTF_8));
            return appStack + "-restore-" + HexFormat.of().formatHex(hash, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The definition for CloudFormation. */
    static Stacks.Definition definition(
            RestoreSettings settings, Snapshot snapshot, EngineVersion version, String roleArn, Instant now) {
        String expires = now.plus(EXPECTED_LIFETIME)
                .atOffset(ZoneOffset.UTC)
                .toLocalDate()
                .toString();
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("AppStack", settings.stack());
        parameters.put("SnapshotIdentifier", snapshot.arn());
        parameters.put("EngineVersion", version.text());
        parameters.put("VpcId", settings.vpc().value());
        parameters.put(
                "SubnetIds", settings.subnets().stream().map(Setting::value).collect(Collectors.joining(",")));
        parameters.put("NewDatabaseSecurityGroupId", settings.securityGroup().value());
        parameters.put("Expires", expires);
        Map<String, String> tags = new LinkedHashMap<>(ownerTags(settings.stack()));
        tags.put(TAG + "snapshot", snapshot.arn());
        tags.put(TAG + "expires", expires);
        return new Stacks.Definition(name(settings.stack(), snapshot), template(), parameters, tags, roleArn);
    }

    private static Map<String, String> ownerTags(String appStack) {
        return Map.of(TAG + "command", "restore", TAG + "app-stack", appStack);
    }

    /** Whether this command created the stack for that app. */
    static boolean isOurs(Stacks.State stack, String appStack) {
        return stack.tags().entrySet().containsAll(ownerTags(appStack).entrySet());
    }

    /** Whether this command created the stack for that app from that snapshot. */
    static boolean isOurs(Stacks.State stack, String appStack, Snapshot snapshot) {
        return isOurs(stack, appStack) && snapshot.arn().equals(snapshotOf(stack));
    }

    /** The ARN of the snapshot that the stack was made from; empty if its tags do not say. */
    static String snapshotOf(Stacks.State stack) {
        return stack.tags().getOrDefault(TAG + "snapshot", "");
    }
}
