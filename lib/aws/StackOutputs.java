package lib.aws;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.UserException;
import lib.model.MigrationId;
import lib.model.Setting;
import lib.model.StackKind;
import lib.model.StackState;
import lib.retry.ServiceError;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** The outputs of the app's CloudFormation stack. */
public final class StackOutputs {
    private static final String DEFAULT_STACK = "BedrockChatStack";
    private static final String TABLE = "DatabaseConversationTableName";
    private static final String TABLE_BEFORE_V1 = "ConversationTableName";

    private final String stack;
    private final String status;
    private final Map<String, String> outputs;
    private final List<String> exports;

    private StackOutputs(Stack stack) {
        this.stack = stack.stackName();
        this.status = stack.stackStatusAsString();
        this.outputs = stack.outputs().stream()
                .collect(Collectors.toMap(Output::outputKey, Output::outputValue, (a, b) -> a, TreeMap::new));
        this.exports = stack.outputs().stream()
                .map(Output::exportName)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Reads them; fails with a {@link UserException} if the stack cannot be read. */
    public static StackOutputs read(CloudFormationClient client, String stack) {
        try {
            return new StackOutputs(
                    client.describeStacks(r -> r.stackName(stack)).stacks().get(0));
        } catch (CloudFormationException e) {
            boolean missing = String.valueOf(e.getMessage()).contains("does not exist");
            throw new UserException(
                    ExitCode.BAD_SETTINGS,
                    missing
                            ? "Stack " + stack + " does not exist in this account and region."
                                    + " Give --stack or --region, or edit the constants at the top of migrate.java."
                            : "Cannot read the outputs of stack " + stack + ": " + Text.oneLine(e.getMessage(), 200)
                                    + "\n" + remedy(ErrorClassifier.of(e).error()),
                    e);
        } catch (SdkException e) {
            throw new UserException(
                    ExitCode.BAD_SETTINGS,
                    "Cannot reach CloudFormation to read the outputs of stack " + stack + ": "
                            + Text.oneLine(PlainErrors.message(e), 200)
                            + "\nCheck the network, --region and --endpoint-url.",
                    e);
        }
    }

    private static String remedy(ServiceError error) {
        return error instanceof ServiceError.Fatal fatal && fatal.isAccessDenied()
                ? "Grant cloudformation:DescribeStacks, or edit the constants at the top of migrate.java."
                : error.remedy();
    }

    /**
     * The output with exactly this name.
     *
     * @param option the option that the user can give instead
     */
    public Setting exact(String name, String option) {
        return find(name).orElseThrow(() -> missing(name, option));
    }

    /** The output with exactly this name; no option can be given instead. */
    public Setting exact(String name) {
        return find(name)
                .orElseThrow(() -> UserException.badSettings(
                        "Stack %s has no output %s, as a changed app may.%nAdd it to the app (upstream's"
                                + " cdk/lib/bedrock-chat-stack.ts has it) and deploy, or give --stack for another"
                                + " stack.",
                        stack, name));
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
            throw missing(prefix + "…", option);
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

    /** The output with exactly this name, if there is one. */
    public Optional<Setting> find(String name) {
        return has(name) ? Optional.of(setting(name)) : Optional.empty();
    }

    public String stack() {
        return stack;
    }

    /** For example UPDATE_COMPLETE. */
    public String status() {
        return status;
    }

    /** Which Bedrock Chat it is. */
    public StackKind kind() {
        return StackKind.of(outputs.keySet());
    }

    /** The names under which other stacks can import its outputs. */
    public List<String> exports() {
        return exports;
    }

    /** Whether the stack's conversation table is this one, a name or an ARN. */
    public boolean hasTable(String table) {
        String name = MigrationId.bare(table);
        return outputs.entrySet().stream()
                .filter(output ->
                        output.getKey().startsWith(TABLE) || output.getKey().equals(TABLE_BEFORE_V1))
                .anyMatch(output -> output.getValue().equals(name));
    }

    /** Why the stack is not ready, for example because a deploy is under way; empty if it is ready. */
    public Optional<String> problem() {
        StackState state = StackState.of(status);
        String more = state == StackState.ROLLED_BACK ? " (" + prepare() + " says more)" : "";
        return state == StackState.READY
                ? Optional.empty()
                : Optional.of("stack " + stack + " is " + status + ": " + state.meaning() + more);
    }

    /** Whether nothing should be started while the stack is in this state. */
    public boolean forbidsStarts() {
        return StackState.of(status).forbidsStarts();
    }

    private Setting setting(String name) {
        return new Setting(outputs.get(name), "output " + name + " of stack " + stack);
    }

    private UserException missing(String name, String option) {
        return UserException.badSettings(
                "Stack %s has no output %s, as a changed app may.%nGive %s, or --stack for another stack.",
                stack, name, option);
    }

    /**
     * Fails unless it is the stack of a v1.
     *
     * @return this
     */
    public StackOutputs requireV1() {
        if (kind() != StackKind.V1) {
            throw UserException.badSettings("%s", forbidsStarts() ? notYet() : notV1());
        }
        return this;
    }

    /**
     * Fails unless it is the stack of a v0.4 or v1.
     *
     * @return this
     */
    public StackOutputs requireBeforeV2() {
        if (kind() != StackKind.V0 && kind() != StackKind.V1) {
            throw UserException.badSettings("%s", notV1());
        }
        return this;
    }

    /** Whether its last deploy was rolled back. */
    public boolean isRolledBack() {
        return StackState.of(status) == StackState.ROLLED_BACK;
    }

    private String notYet() {
        return "Nothing was started: " + problem().orElseThrow() + ", and it has not the outputs of v1.\n"
                + "Wait until the deploy has ended, or give --stack for another stack.";
    }

    private String notV1() {
        return switch (kind()) {
            case V0 -> "Stack " + stack + " is Bedrock Chat v0.4 (" + status + "), and v1 is not deployed yet."
                    + meaning(StackState.of(status)) + "\n"
                    + "Run " + prepare() + ": it says what the deploy would destroy, and how to keep it.";
            case V2_OR_LATER -> "Stack " + stack + " is Bedrock Chat v2 or later: it has neither the vector database nor"
                    + " the embedding tasks of v1, so this tool does not apply to it.\n"
                    + "If another stack is the v1, give it with --stack.";
            case OTHER, V1 -> "Stack " + stack + " has none of the outputs of Bedrock Chat v0.4 or v1.\n"
                    + "Give the stack of the app with --stack, or --region.";
        };
    }

    private static String meaning(StackState state) {
        return state == StackState.READY ? "" : " " + Text.capitalized(state.meaning()) + ".";
    }

    /** The command that looks at this stack before a deploy. */
    public String prepare() {
        return "jbang migrate.java prepare" + (stack.equals(DEFAULT_STACK) ? "" : " --stack " + Text.shellWord(stack));
    }
}
