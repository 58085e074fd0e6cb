package lib.common;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Where {@code --json} writes: a file, or with {@code -} standard output. */
public final class JsonFile {
    private JsonFile() {
    }

    /** Fails before anything starts where the report could not be written at the end. */
    public static void check(String target) {
        if (target == null || target.equals("-")) {
            return;
        }
        Path file = Path.of(target).toAbsolutePath();
        if (target.isBlank() || Files.isDirectory(file) || !Files.isWritable(file.getParent())) {
            throw UserException.settings("--json %s: cannot be written. Name a file in a folder that exists and that you may write to, or - for standard output.", target);
        }
    }

    /** Writes the JSON as a whole or not at all: a reader never sees half of it. */
    public static void write(String json, String target, PrintStream stdout) {
        if (target.equals("-")) {
            stdout.println(json);
            return;
        }
        Path file = Path.of(target).toAbsolutePath();
        try {
            Path part = file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
            Files.writeString(part, json + "\n", StandardCharsets.UTF_8);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UserException(UserException.INCOMPLETE, "The run has ended, but its report could not be written to " + file + ": " + e.getMessage()
                    + ". The summary on the screen is the whole truth.", e);
        }
    }
}
