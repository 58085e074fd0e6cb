package lib.model;

import java.util.List;

/**
 * A RunTask request for one bot, in the shape of the ECS API, so that it is journaled as it is sent and can be repeated
 * unchanged.
 *
 * @param count always 1
 * @param launchType FARGATE
 * @param clientToken makes repetitions safe: ECS returns the same task again
 */
public record StartRequest(
        String cluster,
        int count,
        String launchType,
        NetworkConfiguration networkConfiguration,
        Overrides overrides,
        String startedBy,
        String taskDefinition,
        String clientToken) {

    public record NetworkConfiguration(AwsVpcConfiguration awsvpcConfiguration) {}

    /** @param assignPublicIp ENABLED or DISABLED */
    public record AwsVpcConfiguration(List<String> subnets, List<String> securityGroups, String assignPublicIp) {}

    public record Overrides(List<ContainerOverride> containerOverrides) {}

    /**
     * What the container is given: up to v1.2.4 it reads the bot's keys from the command's last word, since v1.2.5 from
     * {@link #EVENT} (upstream {@code backend/embedding/main.py}); each version ignores the other.
     *
     * @param environment null in a request of an earlier version of this tool, which only containers up to v1.2.4 read
     */
    public record ContainerOverride(String name, List<String> command, List<Variable> environment) {}

    /** An environment variable. */
    public record Variable(String name, String value) {}

    /** The environment variable with the bot's keys. */
    public static final String EVENT = "EVENT";

    /** Whether every version of the container finds the bot. */
    public boolean suitsEveryVersion() {
        return overrides.containerOverrides().stream().allMatch(container -> container.environment() != null);
    }
}
