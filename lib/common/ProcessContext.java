package lib.common;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The environment, the streams and the clock of a process. They are handed to a command, so that a test can run it with
 * its own.
 *
 * @param environment the environment variables
 * @param isTerminal whether standard input and output are both a terminal
 * @param clockSource returns the clock; fails if the environment asks for one that does not exist
 * @param arguments of the command line; empty until a command is called
 */
public record ProcessContext(
        Map<String, String> environment,
        InputStream in,
        PrintStream out,
        PrintStream err,
        boolean isTerminal,
        Supplier<Clock> clockSource,
        List<String> arguments) {
    /** Test hook: how many times faster than the wall clock the tool's clock runs. */
    public static final String CLOCK_SPEED = "BEDROCK_CHAT_MIGRATION_CLOCK_SPEED";
    /** Test hook: the ISO-8601 time at which the tool's clock and the wall clock showed the same time. */
    public static final String CLOCK_ORIGIN = "BEDROCK_CHAT_MIGRATION_CLOCK_ORIGIN";

    /** The script as it was called, if it was called by its path: {@code lib/jbang} sets it. */
    public static final String CALLED_AS = "BEDROCK_CHAT_MIGRATION_CALLED_AS";

    private static final String SCRIPT = "migrate.java";

    /** A context in which no command has been called yet. */
    public ProcessContext(
            Map<String, String> environment,
            InputStream in,
            PrintStream out,
            PrintStream err,
            boolean isTerminal,
            Supplier<Clock> clockSource) {
        this(environment, in, out, err, isTerminal, clockSource, List.of());
    }

    /** This context with the arguments of a command line. */
    public ProcessContext with(String... words) {
        return new ProcessContext(environment, in, out, err, isTerminal, clockSource, List.of(words));
    }

    /** The context of this process. Output is UTF-8 whatever the locale, because titles can be in any script. */
    public static ProcessContext ofThisProcess() {
        return new ProcessContext(
                System.getenv(),
                System.in,
                utf8(FileDescriptor.out),
                utf8(FileDescriptor.err),
                hasTerminal(),
                () -> clock(System.getenv()));
    }

    /**
     * Returns how this tool was called: {@code ./migrate.java}, {@code jbang migrate.java}, {@code java -jar
     * migrate.jar} or the like.
     */
    public String program() {
        String script = environment.getOrDefault(CALLED_AS, "");
        if (script.endsWith("/" + SCRIPT)) {
            return Text.shellWord(script);
        }
        String main = System.getProperty("sun.java.command", "").split(" ")[0];
        return main.endsWith(".jar") ? "java -jar " + Text.shellWord(main) : "jbang " + SCRIPT;
    }

    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
    }

    /**
     * Up to Java 21, there is a console only if input and output are both a terminal. Since Java 22 there is always
     * one, which has a method for this question.
     */
    private static boolean hasTerminal() {
        if (System.console() == null) {
            return false;
        }
        try {
            return (boolean) java.io.Console.class.getMethod("isTerminal").invoke(System.console());
        } catch (NoSuchMethodException before22) {
            return true;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws UserException if the environment asks for a clock that does not exist */
    public Clock clock() {
        return clockSource.get();
    }

    /** The wall clock, or the one that the test hooks in this environment define. */
    public static Clock clock(Map<String, String> environment) {
        try {
            return Clock.atSpeed(
                    Double.parseDouble(environment.getOrDefault(CLOCK_SPEED, "1")),
                    Instant.parse(environment.getOrDefault(
                            CLOCK_ORIGIN, Instant.now().toString())));
        } catch (NumberFormatException | DateTimeParseException e) {
            throw UserException.badSettings(
                    "%s or %s has an invalid value (%s). Unset both.", CLOCK_SPEED, CLOCK_ORIGIN, e.getMessage());
        }
    }
}
