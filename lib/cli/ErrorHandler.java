package lib.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import lib.common.ExitCode;
import lib.common.ProcessContext;
import lib.common.RunInterruptedException;
import lib.common.Text;
import lib.common.UserException;
import lib.retry.ServiceError;
import lib.retry.ServiceException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns whatever ends a command into an exit code and one or two lines on standard error. */
public final class ErrorHandler {
    /** The width of the narrowest usual terminal: the one at hand has been given back. */
    private static final int WIDTH = 80;

    private ErrorHandler() {}

    /** The command line of a script, with this error handling. */
    public static CommandLine commandLine(ProcessContext context, Object script, Object... subcommands) {
        CommandLine line = new CommandLine(script);
        List.of(subcommands).forEach(line::addSubcommand);
        return line.setOut(new PrintWriter(context.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(context.err(), true, StandardCharsets.UTF_8))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(ErrorHandler::execute)
                .setParameterExceptionHandler(ErrorHandler::badUsage)
                .setExecutionExceptionHandler((e, command, parsed) -> failed(context, e, command, parsed));
    }

    /**
     * Executes the command line, and returns its exit code. A report that could not be written is an error, although
     * nothing else has failed.
     */
    public static int execute(CommandLine line, ProcessContext context, String... arguments) {
        int exitCode = line.execute(arguments);
        if (!context.out().checkError()) {
            return exitCode;
        }
        context.err().println("error: standard output could not be written: the disk is full, or the pipe was closed.");
        context.err().println("The journal is complete; --status shows the outcome of every bot.");
        return exitCode == ExitCode.OK.number() ? ExitCode.INCOMPLETE.number() : exitCode;
    }

    /** Runs the command, unless an option is given twice, which would be ambiguous. */
    private static int execute(ParseResult whole) {
        ParseResult parsed = whole.hasSubcommand() ? whole.subcommand() : whole;
        if (parsed != whole && !whole.matchedOptions().isEmpty()) {
            throw new ParameterException(
                    whole.commandSpec().commandLine(),
                    "put the options of " + parsed.commandSpec().name() + " after the command name: "
                            + whole.matchedOptions().get(0).longestName());
        }
        parsed.matchedOptions().stream()
                .filter(o -> !o.isMultiValue() && o.originalStringValues().size() > 1)
                .findFirst()
                .ifPresent(option -> {
                    throw new ParameterException(
                            parsed.commandSpec().commandLine(),
                            "option " + option.longestName() + " was given more than once: "
                                    + String.join(", ", option.originalStringValues()));
                });
        return new CommandLine.RunLast().execute(whole);
    }

    private static int badUsage(ParameterException e, String[] arguments) {
        PrintWriter err = e.getCommandLine().getErr();
        String message =
                e instanceof UnmatchedArgumentException unmatched ? Suggestions.message(unmatched) : e.getMessage();
        err.println("error: " + Text.oneLine(message, 400));
        err.println("Nothing was started. --help shows the usage, and help options shows every option.");
        return ExitCode.BAD_SETTINGS.number();
    }

    private static int failed(ProcessContext context, Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        err.println("error: " + message(e));
        if ((parsed.hasSubcommand() ? parsed.subcommand() : parsed).hasMatchedOption("--verbose")) {
            e.printStackTrace(err);
        }
        List<Next> next = next(e, Invocation.of(context), parsed);
        if (!next.isEmpty()) {
            err.println("\n" + Next.TITLE);
            Next.lines(next, WIDTH).forEach(err::println);
        }
        return exitCode(e).number();
    }

    /**
     * What the user can type next. If a command could not begin, its user has to change something first, and the
     * message says what; any other is continued by the same command.
     */
    private static List<Next> next(Exception e, Invocation invocation, ParseResult parsed) {
        List<Next> next = new ArrayList<>();
        if (exitCode(e) != ExitCode.BAD_SETTINGS) {
            Set<String> done = e instanceof UserException user ? user.done() : Set.of();
            next.add(new Next(whenToContinue(e), invocation.again(done)));
        }
        if (e instanceof ServiceException service
                && service.error() instanceof ServiceError.Fatal fatal
                && fatal.isAccessDenied()) {
            next.add(new Next("for the permissions that it needs", invocation.command(policyOf(parsed))));
        }
        if (e instanceof UserException user) {
            next.addAll(Next.of(user, invocation));
        }
        return next;
    }

    /** The words of the command that prints the policy of this one. */
    private static String[] policyOf(ParseResult parsed) {
        if (!parsed.hasSubcommand()) {
            return new String[] {"iam-policy"};
        }
        ParseResult command = parsed.subcommand();
        Object via = command.matchedOptionValue("--via", "");
        String name = command.commandSpec().name();
        return new String[] {"iam-policy", "dms".equals(via.toString()) ? name + "-via-dms" : name};
    }

    private static String whenToContinue(Exception e) {
        if (e instanceof ServiceException service && service.error().remedy().equals(ServiceError.TEMPORARY)) {
            return "in a while";
        }
        return e instanceof UserException || e instanceof ServiceException ? "when the cause is fixed" : "to try again";
    }

    private static ExitCode exitCode(Exception e) {
        if (e instanceof UserException user) {
            return user.exitCode();
        }
        if (e instanceof ServiceException) {
            return ExitCode.AWS_ERROR;
        }
        return e instanceof RunInterruptedException || e instanceof InterruptedException
                ? ExitCode.INTERRUPTED
                : ExitCode.INCOMPLETE;
    }

    private static String message(Exception e) {
        if (e instanceof UserException) {
            return e.getMessage();
        }
        if (e instanceof ServiceException service) {
            return "AWS rejected the run: " + service.error().text() + "\n" + service.error().remedy();
        }
        return "unexpected error: " + e
                + "\n"
                + "Please report it with the output of --verbose. Tasks that were started continue on their own.";
    }
}
