package lib.cli;

import java.io.PrintWriter;
import java.util.List;
import lib.common.RunInterruptedException;
import lib.common.Text;
import lib.common.UserException;
import lib.retry.ServiceException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine;
import software.amazon.awssdk.core.exception.SdkException;

/** Turns whatever ends a run into an exit code and one or two lines on stderr. */
public final class ErrorHandler {
    private ErrorHandler() {
    }

    /** The command line of a script, with this handling of errors. */
    public static CommandLine commandLine(Object script, Object... subcommands) {
        CommandLine line = new CommandLine(script);
        List.of(subcommands).forEach(line::addSubcommand);
        return line
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(ErrorHandler::run)
                .setParameterExceptionHandler(ErrorHandler::badUsage)
                .setExecutionExceptionHandler(ErrorHandler::ended);
    }

    /** An option that is given twice says two things; to take either would be a guess. */
    private static int run(ParseResult whole) {
        ParseResult parsed = whole.hasSubcommand() ? whole.subcommand() : whole;
        if (parsed != whole && !whole.matchedOptions().isEmpty()) {
            throw new ParameterException(whole.commandSpec().commandLine(), "options of " + parsed.commandSpec().name() + " stand after that word: "
                    + whole.matchedOptions().get(0).longestName());
        }
        parsed.matchedOptions().stream().filter(o -> !o.isMultiValue() && o.originalStringValues().size() > 1).findFirst().ifPresent(option -> {
            throw new ParameterException(parsed.commandSpec().commandLine(), "option " + option.longestName() + " was given more than once: "
                    + String.join(", ", option.originalStringValues()));
        });
        return new CommandLine.RunLast().execute(whole);
    }

    private static int badUsage(ParameterException e, String[] arguments) {
        PrintWriter err = e.getCommandLine().getErr();
        err.println("error: " + Text.oneLine(e.getMessage(), 400));
        err.println("Nothing was started. --help lists every option.");
        return UserException.SETTINGS;
    }

    private static int ended(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println("error: " + message(e));
        if ((parsed.hasSubcommand() ? parsed.subcommand() : parsed).hasMatchedOption("--verbose")) {
            e.printStackTrace(err);
        }
        return e instanceof UserException problem ? problem.exitCode()
                : e instanceof ServiceException || e instanceof SdkException ? UserException.REFUSED
                : e instanceof RunInterruptedException || e instanceof InterruptedException ? UserException.INTERRUPTED : UserException.INCOMPLETE;
    }

    private static String message(Exception e) {
        if (e instanceof UserException) {
            return e.getMessage();
        }
        if (e instanceof ServiceException refused) {
            boolean isRetryable = refused.error().isRetryable();
            return "AWS refused the run: " + refused.error().text() + "\n" + (isRetryable
                    ? "It may pass: run the same command again in a while."
                    : "Mend that (the README has the IAM policy), and run the same command again.");
        }
        if (e instanceof SdkException) {
            return "AWS could not be asked: " + Text.oneLine(e.getMessage(), 300) + "\nCheck the credentials, the network and --region.";
        }
        return "this should not happen: " + e + "\n--verbose shows where. Please report it. What was started goes on by itself.";
    }
}
