package lib.aws;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.UserException;
import lib.model.Setting;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** The outputs of the app's CloudFormation stack. */
public final class StackOutputs {
    private final String stack;
    private final Map<String, String> outputs;

    private StackOutputs(String stack, Map<String, String> outputs) {
        this.stack = stack;
        this.outputs = outputs;
    }

    /** Reads them; fails with a {@link UserException} if the stack cannot be read. */
    public static StackOutputs read(CloudFormationClient client, String stack) {
        try {
            List<Stack> stacks = client.describeStacks(r -> r.stackName(stack)).stacks();
            return new StackOutputs(
                    stack,
                    stacks.stream()
                            .flatMap(s -> s.outputs().stream())
                            .collect(Collectors.toMap(
                                    Output::outputKey, Output::outputValue, (a, b) -> a, TreeMap::new)));
        } catch (CloudFormationException e) {
            boolean missing = String.valueOf(e.getMessage()).contains("does not exist");
            throw new UserException(
                    ExitCode.BAD_SETTINGS,
                    missing
                            ? "Stack " + stack + " does not exist in this account and region."
                                    + " Give --stack or --region, or edit the constants at the top of migrate.java."
                            : "Cannot read the outputs of stack " + stack + ": " + Text.oneLine(e.getMessage(), 200)
                                    + "\n"
                                    + "Grant cloudformation:DescribeStacks, or edit the constants at the top of"
                                    + " migrate.java.",
                    e);
        } catch (SdkException e) {
            throw new UserException(
                    ExitCode.BAD_SETTINGS,
                    "Cannot reach CloudFormation to read the outputs of stack " + stack + ": "
                            + Text.oneLine(e.getMessage(), 200) + "\nCheck the network, --region and --endpoint-url.",
                    e);
        }
    }

    /** The output with exactly this name. */
    public Setting exact(String name) {
        String value = outputs.get(name);
        if (value == null) {
            throw missing(name);
        }
        return setting(name);
    }

    /**
     * The one output whose name is the prefix with CDK's suffix (8 upper-case hex digits; modified deployments may
     * differ).
     *
     * @param option the option that the user can give instead
     */
    public Setting nested(String prefix, String option) {
        List<String> names =
                outputs.keySet().stream().filter(n -> n.startsWith(prefix)).toList();
        List<String> strict =
                names.stream().filter(n -> n.matches(prefix + "[0-9A-F]{8}")).toList();
        List<String> found = strict.isEmpty() ? names : strict;
        if (found.isEmpty()) {
            throw missing(prefix + "…");
        }
        if (found.size() > 1) {
            throw UserException.badSettings(
                    "Stack %s has several outputs %s…: %s. Choose one with %s.",
                    stack, prefix, String.join(", ", found), option);
        }
        return setting(found.get(0));
    }

    public boolean has(String name) {
        return outputs.containsKey(name);
    }

    private Setting setting(String name) {
        return new Setting(outputs.get(name), "output " + name + " of stack " + stack);
    }

    private UserException missing(String name) {
        return UserException.badSettings(
                "Stack %s has no output %s: it has not been deployed as v1 yet.%n"
                        + "Deploy v1 first (npx cdk deploy), or give --stack for another stack.",
                stack, name);
    }
}
