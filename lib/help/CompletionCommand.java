package lib.help;

import java.util.concurrent.Callable;
import lib.cli.HelpOption;
import lib.common.ExitCode;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code completion}: prints a script that completes commands and options in bash and zsh. */
@Command(
        name = "completion",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Prints the script that completes options in bash and zsh.")
final class CompletionCommand implements Callable<Integer> {
    @Option(
            names = "--name",
            paramLabel = "NAME",
            converter = Name.class,
            description = "name of the command to complete (default: ${DEFAULT-VALUE})")
    private String name = "migrate.java";

    @Mixin
    private final HelpOption help = new HelpOption();

    @Spec
    private CommandSpec self;

    /** The name becomes part of a shell function's. */
    static final class Name implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            if (!value.matches("\\w[\\w.-]*")) {
                throw new TypeConversionException("'" + value + "' is not the name of a command");
            }
            return value;
        }
    }

    @Override
    public Integer call() {
        self.commandLine().getOut().print(AutoComplete.bash(name, self.parent().commandLine()));
        self.commandLine().getOut().flush();
        return ExitCode.OK.number();
    }
}
