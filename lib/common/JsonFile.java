package lib.common;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The target of {@code --json}: a file, or with {@code -} standard output. */
public final class JsonFile {
    private static final String STANDARD_OUTPUT = "-";

    private JsonFile() {}

    /** Whether standard output belongs to the JSON. */
    public static boolean isStandardOutput(String target) {
        return STANDARD_OUTPUT.equals(target);
    }

    /** Fails before anything starts if the report could not be written at the end. */
    public static void check(String target) {
        if (target == null || isStandardOutput(target)) {
            return;
        }
        Path file = Path.of(target).toAbsolutePath();
        if (target.isBlank() || Files.isDirectory(file) || !Files.isWritable(file.getParent())) {
            throw UserException.badSettings(
                    "--json %s: cannot be written. Name a file in an existing folder that you may write to,"
                            + " or - for standard output.",
                    target);
        }
    }

    /** Writes the JSON atomically: a reader never sees an incomplete file. */
    public static void write(String json, String target, PrintStream stdout) {
        if (isStandardOutput(target)) {
            stdout.println(json);
            return;
        }
        Path file = Path.of(target).toAbsolutePath();
        Path part = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.writeString(part, json + "\n", StandardCharsets.UTF_8);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UserException(
                    ExitCode.INCOMPLETE,
                    "The run has ended, but its report could not be written to " + file + ": " + e.getMessage()
                            + ". The summary on the screen is complete.",
                    e);
        }
    }
}
