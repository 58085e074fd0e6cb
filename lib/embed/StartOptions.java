package lib.embed;

import java.time.Duration;
import java.util.Optional;
import lib.cli.AnswerOptions;
import lib.cli.PositiveNumber;
import lib.retry.ConcurrencyLimit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that control how tasks are started and watched. */
public final class StartOptions extends AnswerOptions {
    public static final String HEADING = "%nStarting and watching tasks:%n";

    @Option(names = "--dry-run", description = "show what would be started; start nothing")
    public boolean dryRun;

    @Option(
            names = "--parallel",
            paramLabel = "N|auto",
            converter = Parallel.class,
            description = {
                "at most N tasks at once",
                "auto (default): as many as quota and capacity allow, up to " + ConcurrencyLimit.MAX_AUTO
            })
    public Integer parallel = 0;

    @Option(
            names = "--assign-public-ip",
            paramLabel = "ENABLED|DISABLED",
            converter = PublicIp.class,
            description = "whether tasks get a public IP address (default: ${DEFAULT-VALUE}, as in the guide's script)")
    public String assignPublicIp = "ENABLED";

    @Option(
            names = "--task-timeout",
            paramLabel = "MINUTES",
            converter = PositiveNumber.class,
            description = {"stop a task that takes longer", "without it, every task is watched to its end"})
    public Integer taskTimeout;

    /** How long a task may take before it is stopped; empty if it may take as long as it needs. */
    Optional<Duration> limitOfTask() {
        return Optional.ofNullable(taskTimeout).map(Duration::ofMinutes);
    }

    static final class Parallel implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String value) {
            return value.equalsIgnoreCase("auto") ? Integer.valueOf(0) : new PositiveNumber().convert(value);
        }
    }

    static final class PublicIp implements ITypeConverter<String> {
        @Override
        public String convert(String value) {
            if (!value.equals("ENABLED") && !value.equals("DISABLED")) {
                throw new TypeConversionException("'" + value + "' is neither ENABLED nor DISABLED");
            }
            return value;
        }
    }
}
