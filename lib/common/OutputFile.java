package lib.common;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A file that a command writes at its end because an option names it. */
public final class OutputFile {
    private OutputFile() {}

    /**
     * Fails before anything starts if the file could not be written at the end.
     *
     * @param alternative to a file, for the message; may be empty
     */
    public static void check(String option, String target, String alternative) {
        Path file = Path.of(target).toAbsolutePath();
        if (target.isBlank() || Files.isDirectory(file) || !Files.isWritable(file.getParent())) {
            throw UserException.badSettings(
                    "%s %s: cannot be written. Name a file in an existing folder that you may write to%s.",
                    option, target, alternative);
        }
    }

    /**
     * Writes each file atomically: a reader never sees an incomplete one. A file that cannot be written does not
     * prevent the others.
     *
     * @param contents by file
     * @return the files that could not be written, each with the reason
     */
    public static List<String> write(Map<String, String> contents) {
        List<String> problems = new ArrayList<>();
        contents.forEach((target, content) -> {
            Path file = Path.of(target).toAbsolutePath();
            try {
                write(file, content);
            } catch (IOException e) {
                problems.add(file + ": " + reason(e));
            }
        });
        return problems;
    }

    /** The message of some exceptions is the name of the file alone. */
    private static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "its folder is gone";
        }
        return e instanceof AccessDeniedException ? "access is denied" : e.getMessage();
    }

    /** Writes a file atomically. */
    public static void write(Path file, String content) throws IOException {
        Path part = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.writeString(part, content, StandardCharsets.UTF_8);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
