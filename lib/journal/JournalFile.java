package lib.journal;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.UserException;

/**
 * A file of JSON objects, one per line, that survives a crash at any moment: a line is on disk before {@link #append}
 * returns, the operating system's lock excludes a second writer, and a truncated last line is dropped. Any other damage
 * is an error.
 */
public final class JournalFile implements AutoCloseable {
    /** Beyond the text that names the holder: what is locked cannot be read on Windows. */
    private static final long LOCKED_BYTE = 1L << 30;

    private final Path path;
    private final List<JsonObject> lines = new ArrayList<>();
    private final FileChannel lock;
    private final FileChannel channel;

    private JournalFile(Path path, boolean writable) throws IOException {
        this.path = path;
        if (writable) {
            Path real = real(path);
            lock = locked(real.resolveSibling(real.getFileName() + ".lock"));
            channel = FileChannel.open(real, StandardOpenOption.APPEND);
        } else {
            lock = null;
            channel = null;
        }
        try {
            long intact = read(Files.exists(path) ? Files.readAllBytes(path) : new byte[0]);
            if (writable) {
                channel.truncate(intact);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Creates the file if it is missing. By whatever links a run finds it, the lock beside it is the same. */
    private static Path real(Path path) throws IOException {
        Files.createDirectories(path.getParent());
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE)
                .close();
        return path.toRealPath();
    }

    /** Opens the file for writing, and creates it if it is missing. */
    static JournalFile open(Path path) {
        return opened(path, true);
    }

    /** Reads the file if it exists, and changes nothing. */
    static JournalFile view(Path path) {
        return opened(path, false);
    }

    private static JournalFile opened(Path path, boolean writable) {
        try {
            return new JournalFile(path.toAbsolutePath(), writable);
        } catch (IOException e) {
            // If there is a journal already, another one would not know what was started.
            String remedy = Files.exists(path)
                    ? "Give yourself access to it; it prevents that bots are started twice."
                    : "Name another file with --journal FILE.";
            throw new UserException(
                    ExitCode.BAD_SETTINGS,
                    "Nothing was started: the journal " + path + " cannot be opened (" + reason(e) + "). " + remedy,
                    e);
        }
    }

    private static FileChannel locked(Path path) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!tryLock(channel)) {
            String holder = Files.readString(path).strip();
            channel.close();
            throw UserException.badSettings(
                    "Nothing was started: another run is using the same journal%s.%n"
                            + "Wait for it to end, or end it with Ctrl-C.",
                    holder.isEmpty() ? "" : " (" + holder + ")");
        }
        channel.truncate(0);
        String holder = "process " + ProcessHandle.current().pid() + ", since "
                + Instant.now().truncatedTo(ChronoUnit.SECONDS);
        channel.write(ByteBuffer.wrap(holder.getBytes(StandardCharsets.UTF_8)));
        return channel;
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock(LOCKED_BYTE, 1, false) != null;
        } catch (OverlappingFileLockException lockedByThisProcess) {
            return false;
        }
    }

    /** Returns the number of intact bytes. */
    private long read(byte[] bytes) {
        int from = 0;
        while (from < bytes.length) {
            int end = from;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            boolean torn = end == bytes.length;
            try {
                lines.add(parse(Arrays.copyOfRange(bytes, from, end)));
            } catch (JsonParseException | IllegalStateException | CharacterCodingException e) {
                if (torn) {
                    return from;
                }
                throw damaged(lines.size() + 1, e);
            }
            if (torn) {
                lines.remove(lines.size() - 1); // it looks complete, but append has not returned
                return from;
            }
            from = end + 1;
        }
        return from;
    }

    private static JsonObject parse(byte[] line) throws CharacterCodingException {
        return JsonParser.parseString(StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(line))
                        .toString())
                .getAsJsonObject();
    }

    /** The error for a line that cannot be read. */
    UserException damaged(int line, Exception cause) {
        Throwable root = cause; // Gson wraps what the record's constructor says
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new UserException(
                ExitCode.BAD_SETTINGS,
                "Nothing was started: line " + line + " of the journal " + path
                        + " cannot be read (" + Text.oneLine(String.valueOf(root.getMessage()), 120)
                        + ").\nRestore the file, or move it away:"
                        + " running tasks are then still found and watched, and every other bot is offered again.",
                cause);
    }

    List<JsonObject> lines() {
        return lines;
    }

    /** Frees the lines once they have been replayed. */
    void discardLines() {
        lines.clear();
    }

    Path path() {
        return path;
    }

    /** Whether lines can be appended. */
    boolean isOpen() {
        return channel != null && channel.isOpen();
    }

    /** Writes a line and forces it to disk. A partially written line is removed again. */
    synchronized void append(JsonObject line) {
        try {
            long before = channel.position();
            try {
                ByteBuffer bytes =
                        ByteBuffer.wrap((JournalRecord.JSON.toJson(line) + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(false);
            } catch (IOException e) {
                channel.truncate(before);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the journal " + path + " cannot be written: " + reason(e), e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
                lock.truncate(0);
                lock.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
