package lib.help;

import com.google.gson.GsonBuilder;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.cli.AccessOptions;
import lib.cli.HelpOption;
import lib.cli.SettingsResolver;
import lib.cli.StackOption;
import lib.common.ExitCode;
import lib.common.ProcessContext;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code iam-policy}: prints the minimum IAM policy of a command, with the names of this account. */
@Command(
        name = "iam-policy",
        description = {
            "Prints the minimum IAM policy of a command as JSON.",
            "Account, region and names are filled in as far as they can be read."
        })
public final class IamPolicyCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..1",
            paramLabel = "prepare|migrate|verify|restore|restore-via-dms",
            converter = Name.class,
            description = "the command (default: ${DEFAULT-VALUE})")
    private IamPolicy command = IamPolicy.MIGRATE;

    @Mixin
    private final StackOption app = new StackOption();

    @ArgGroup(validate = false, heading = AccessOptions.HEADING)
    private final AccessOptions access = new AccessOptions();

    @Mixin
    private final HelpOption help = new HelpOption();

    private final ProcessContext context;
    private final SettingsResolver.Names constants;

    /** @param constants those at the top of the script */
    public IamPolicyCommand(ProcessContext context, SettingsResolver.Names constants) {
        this.context = context;
        this.constants = constants;
    }

    /** The label of the parameter, which an error begins with, lists the names. */
    static final class Name implements ITypeConverter<IamPolicy> {
        @Override
        public IamPolicy convert(String word) {
            return Stream.of(IamPolicy.values())
                    .filter(policy -> policy.toString().equalsIgnoreCase(word))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + word + "' is none of these"));
        }
    }

    @Override
    public Integer call() {
        PolicyValues read = PolicyValues.read(context, access, app.stack, constants, command);
        Set<IamPolicy.Placeholder> missing = command.placeholders();
        missing.removeAll(read.values().keySet());
        context.out()
                .println(new GsonBuilder()
                        .setPrettyPrinting()
                        .disableHtmlEscaping()
                        .create()
                        .toJson(command.document(read.partition(), read.values())));
        if (!missing.isEmpty()) {
            String names = missing.stream().map(Enum::name).collect(Collectors.joining(", "));
            context.err()
                    .println("warning: replace " + names + " before you use this policy; they could not be read: "
                            + read.failure());
        }
        return ExitCode.OK.number();
    }
}
