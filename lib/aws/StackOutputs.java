package lib.aws;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.UserException;
import lib.model.MigrationId;
import lib.model.Setting;
import lib.model.StackKind;
import lib.model.StackState;
import lib.retry.ServiceError;
import lib.retry.ServiceException;

/** The app's CloudFormation stack: its outputs, which Bedrock Chat it is, and whether its database can be filled. */
public final class StackOutputs {
    public static final String DEFAULT_STACK = "BedrockChatStack";
    private static final String SUBNET = "PrivateSubnetId";
    private static final String TABLE = "DatabaseConversationTableName";
    private static final String TABLE_BEFORE_V1 = "ConversationTableName";

    private final Stacks.State stack;
    private final StackState state;

    private StackOutputs(Stacks.State stack) {
        this.stack = stack;
        this.state = StackState.of(stack.status());
    }

    /** Reads them once; fails with a {@link UserException} if the stack cannot be read now. */
    public static StackOutputs read(Stacks stacks, String name) {
        try {
            return stacks.look(name)
                    .map(StackOutputs::new)
                    .orElseThrow(() -> unknown(stacks, name));
        } catch (ServiceException e) {
            throw new UserException(
                    ExitCode.BAD_SETTINGS,
                    "Cannot read the outputs of stack " + name + ": " + e.error().text() + "\n" + remedy(e.error()),
                    e);
        }
    }

    /** Reads them in the course of a command: a request that fails for a while is repeated. */
    public static StackOutputs readAgain(Stacks stacks, String name) {
        return stacks.describe(name).map(StackOutputs::new).orElseThrow(() -> unknown(stacks, name));
    }

    private static UserException unknown(Stacks stacks, String name) {
        return UserException.badSettings(
                "Stack %s does not exist in this account and region.%s"
                        + " Give --stack or --region, or edit the constants at the top of migrate.java.",
                name, others(stacks));
    }

    /** Names the stacks of the region that are a Bedrock Chat, as a sentence; nothing without a permission for all. */
    private static String others(Stacks stacks) {
        try {
            List<String> names = stacks.list().stream()
                    .filter(stack -> StackKind.of(stack.outputs().keySet()) != StackKind.OTHER)
                    .map(Stacks.State::name)
                    .sorted()
                    .toList();
            return names.isEmpty()
                    ? " No stack here is a Bedrock Chat."
                    : " Bedrock Chat is here as " + String.join(", ", names) + ".";
        } catch (ServiceException e) {
            return ""; // the tool needs the permission for one stack only
        }
    }

    private static String remedy(ServiceError error) {
        return error.isAccessDenied()
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
                        stack(), name));
    }

    /** The bucket with the files of bots; every version from v0.4.0 to v1.4.0 has this output. */
    public Optional<Setting> documentBucket() {
        return find(StackKind.DOCUMENT_BUCKET);
    }

    /** The host name of the database cluster. */
    public Optional<Setting> databaseHost() {
        return find("DbConfigHostname");
    }

    /** The ARN of the secret with the database's password. */
    public Optional<Setting> databaseSecret() {
        return find("DbConfigSecretArn");
    }

    /** All private subnets, because the capacity for tasks is per availability zone; fails if there is none. */
    public List<Setting> privateSubnets() {
        List<Setting> subnets = new ArrayList<>(List.of(exact(SUBNET + 0, "--subnet")));
        for (int i = 1; has(SUBNET + i); i++) {
            subnets.add(setting(SUBNET + i));
        }
        return List.copyOf(subnets);
    }

    /**
     * The one output whose name is the prefix with CDK's suffix (8 upper-case hex digits; modified deployments may
     * differ).
     *
     * @param option the option that the user can give instead
     */
    public Setting nested(String prefix, String option) {
        List<String> names =
                stack.outputs().keySet().stream().filter(n -> n.startsWith(prefix)).toList();
        List<String> strict =
                names.stream().filter(n -> n.matches(prefix + "[0-9A-F]{8}")).toList();
        List<String> found = strict.isEmpty() ? names : strict;
        if (found.isEmpty()) {
            throw missing(prefix + "…", option);
        }
        if (found.size() > 1) {
            throw UserException.badSettings(
                    "Stack %s has several outputs %s…: %s. Choose one with %s.",
                    stack.name(), prefix, String.join(", ", found), option);
        }
        return setting(found.get(0));
    }

    private boolean has(String name) {
        return stack.outputs().containsKey(name);
    }

    /** The output with exactly this name, if there is one. */
    public Optional<Setting> find(String name) {
        return has(name) ? Optional.of(setting(name)) : Optional.empty();
    }

    public String stack() {
        return stack.name();
    }

    /** For example UPDATE_COMPLETE. */
    public String status() {
        return stack.status();
    }

    public StackState state() {
        return state;
    }

    /** Which Bedrock Chat it is. */
    public StackKind kind() {
        return StackKind.of(stack.outputs().keySet());
    }

    /** The names under which other stacks can import its outputs. */
    public List<String> exports() {
        return stack.exports();
    }

    /** Whether the stack's conversation table is this one, a name or an ARN. */
    public boolean hasTable(String table) {
        String name = MigrationId.bare(table);
        return stack.outputs().entrySet().stream()
                .filter(output ->
                        output.getKey().startsWith(TABLE) || output.getKey().equals(TABLE_BEFORE_V1))
                .anyMatch(output -> output.getValue().equals(name));
    }

    /** Why the stack is not ready, for example because a deploy is under way; empty if it is ready. */
    public Optional<String> problem() {
        String more = state == StackState.ROLLED_BACK ? " (the command prepare says more)" : "";
        return state.isReady()
                ? Optional.empty()
                : Optional.of("stack " + stack() + " is " + status() + ": " + state.meaning() + more);
    }

    /** The same, if nothing should be started now: a deploy is under way, or the stack is deleted. */
    public Optional<String> forbidsStarts() {
        return state.forbidsStarts() ? problem() : Optional.empty();
    }

    private Setting setting(String name) {
        return new Setting(stack.outputs().get(name), "output " + name + " of stack " + stack());
    }

    private UserException missing(String name, String option) {
        return UserException.badSettings(
                "Stack %s has no output %s, as a changed app may.%nGive %s, or --stack for another stack.",
                stack(), name, option);
    }

    /**
     * Fails unless it is the stack of a v1.
     *
     * @return this
     */
    public StackOutputs requireV1() {
        if (kind() != StackKind.V1) {
            throw forbidsStarts().map(this::notYet).orElseGet(this::notV1);
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
            throw notV1();
        }
        return this;
    }

    private UserException notYet(String problem) {
        return UserException.badSettings(
                "Nothing was started: %s, and it has not the outputs of v1.%n"
                        + "Wait until the deploy has ended, or give --stack for another stack.",
                problem);
    }

    private UserException notV1() {
        return switch (kind()) {
            case V0 ->
                UserException.badSettings(
                                "Stack %s is Bedrock Chat v0.4 (%s), and v1 is not deployed yet.%s%n"
                                        + "prepare says what the deploy would destroy, and how to keep it.",
                                stack(),
                                status(),
                                state.isReady() ? "" : " " + Text.capitalized(state.meaning()) + ".")
                        .next("before the deploy", "prepare");
            case V2_OR_LATER ->
                UserException.badSettings(
                        "Stack %s is Bedrock Chat v2 or later: it has neither the vector database nor the embedding"
                                + " tasks of v1, so this tool does not apply to it.%n"
                                + "If another stack is the v1, give it with --stack.",
                        stack());
            case OTHER, V1 ->
                UserException.badSettings(
                        "Stack %s has none of the outputs of Bedrock Chat v0.4 or v1.%n"
                                + "Give the stack of the app with --stack, or --region.",
                        stack());
        };
    }
}
