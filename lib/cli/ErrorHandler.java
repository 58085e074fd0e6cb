package lib.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

    /** Options with which the migration changes nothing in the account. */
    private static final List<String> STARTS_NOTHING =
            List.of("--help", "--version", "--dry-run", "--status", "--rehearse");

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
        ParseResult parsed = line.getParseResult();
        boolean mayHaveStarted =
                !parsed.hasSubcommand() && STARTS_NOTHING.stream().noneMatch(parsed::hasMatchedOption);
        context.err().println(mayHaveStarted
                ? "The journal is complete; --status shows the outcome of every bot."
                : "Give the command again to see its result.");
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
        UserException error = explained(e, parsed);
        err.println("error: " + error.getMessage());
        if ((parsed.hasSubcommand() ? parsed.subcommand() : parsed).hasMatchedOption("--verbose")) {
            e.printStackTrace(err);
        }
        List<Next> next = next(error, whenToContinue(e), Invocation.of(context));
        if (!next.isEmpty()) {
            err.println("\n" + Next.TITLE);
            Next.lines(next, WIDTH).forEach(err::println);
        }
        return error.exitCode().number();
    }

    /** What has happened, for the user. */
    private static UserException explained(Exception e, ParseResult parsed) {
        if (e instanceof UserException user) {
            return user;
        }
        if (e instanceof ServiceException service) {
            ServiceError error = service.error();
            String happened = error.isRejection() ? "AWS rejected the run: " : "a request to AWS failed: ";
            UserException rejected =
                    new UserException(ExitCode.AWS_ERROR, happened + error.text() + "\n" + error.remedy(), e);
            return error.isAccessDenied() ? rejected.needsPolicy(command(parsed)) : rejected;
        }
        boolean isInterrupted = e instanceof RunInterruptedException || e instanceof InterruptedException;
        return new UserException(
                isInterrupted ? ExitCode.INTERRUPTED : ExitCode.INCOMPLETE,
                "unexpected error: " + e + "\nPlease report it with the output of --verbose. Tasks that were started"
                        + " continue on their own.",
                e);
    }

    /** The name of the command, as iam-policy knows it; none for the migration. */
    private static String[] command(ParseResult parsed) {
        if (!parsed.hasSubcommand()) {
            return new String[0];
        }
        ParseResult command = parsed.subcommand();
        Object via = command.matchedOptionValue("--via", "");
        String name = command.commandSpec().name();
        return new String[] {"dms".equals(via.toString()) ? name + "-via-dms" : name};
    }

    /**
     * What the user can type next. If a command could not begin, its user has to change something first, and the
     * message says what; any other is continued by the same command.
     */
    private static List<Next> next(UserException error, String whenToContinue, Invocation invocation) {
        List<Next> next = new ArrayList<>();
        if (error.exitCode() != ExitCode.BAD_SETTINGS) {
            next.add(new Next(whenToContinue, invocation.again(error.done())));
        }
        next.addAll(Next.of(error, invocation));
        return next;
    }

    private static String whenToContinue(Exception e) {
        if (e instanceof ServiceException service && service.error().isTemporary()) {
            return "in a while";
        }
        return e instanceof UserException || e instanceof ServiceException ? "when the cause is fixed" : "to try again";
    }
}
