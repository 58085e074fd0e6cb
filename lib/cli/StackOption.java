package lib.cli;

import java.util.Optional;
import lib.aws.StackOutputs;
import picocli.CommandLine.Option;

/** The option that names the app. */
public class StackOption {
    @Option(names = "--stack", paramLabel = "NAME", description = "CloudFormation stack (default: ${DEFAULT-VALUE})")
    public String stack = StackOutputs.DEFAULT_STACK;

    /** The stack as it has to be given to another command; empty if that is the default. */
    public Optional<String> otherStack() {
        return Optional.of(stack).filter(name -> !name.equals(StackOutputs.DEFAULT_STACK));
    }
}
