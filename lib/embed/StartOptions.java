package lib.embed;

import java.time.Duration;
import lib.cli.PositiveNumber;
import lib.retry.ConcurrencyLimit;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that control how tasks are started and watched. */
public final class StartOptions {
    public static final String HEADING = "%nStarting and watching tasks:%n";

    @Option(
            names = {"-y", "--yes"},
            description = {"skip all questions", "everything that is offered is started"})
    public boolean yes;

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
            names = "--attempts",
            paramLabel = "N",
            converter = PositiveNumber.class,
            description = "at most N tasks per bot in this run; failures that may be temporary are retried (default:"
                    + " ${DEFAULT-VALUE})")
    public int attempts = 3;

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
            description = "maximum minutes to wait for one task (default: ${DEFAULT-VALUE})")
    public int taskTimeout = 60;

    @Option(names = "--stop-hanging", description = "stop a task that exceeds --task-timeout")
    public boolean stopHanging;

    @Option(names = "--no-wait", description = "exit as soon as the last task is started; no outcome is proved")
    public boolean noWait;

    @Option(
            names = "--keep-going",
            description = "start further bots although one task after the other ends without a success")
    public boolean keepGoing;

    /** Returns what these options say about the run. */
    public RunLimits limits() {
        return new RunLimits(
                parallel,
                Duration.ofSeconds(5),
                Duration.ofMinutes(taskTimeout),
                stopHanging,
                attempts,
                !noWait,
                keepGoing);
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
