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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lib.common.ExitCode;
import lib.common.Text;
import lib.common.UserException;

/**
 * A file of JSON objects, one a line, that survives a crash at any moment: a line is on the disk before {@link #append} returns, the
 * operating system's lock keeps a second writer out, and a last line that was cut short is dropped. Any other damage is refused.
 */
public final class JournalFile implements AutoCloseable {
    private final Path path;
    private final List<JsonObject> lines = new ArrayList<>();
    private final FileChannel lock;
    private final FileChannel channel;

    private JournalFile(Path path, boolean writable) throws IOException {
        this.path = path;
        if (writable) {
            Files.createDirectories(path.getParent());
            lock = locked(path.resolveSibling(path.getFileName() + ".lock"));
            channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } else {
            lock = null;
            channel = null;
        }
        try {
            long sound = read(Files.exists(path) ? Files.readAllBytes(path) : new byte[0]);
            if (writable) {
                channel.truncate(sound).position(sound);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Opens it for writing, and makes it where there is none. */
    static JournalFile open(Path path) {
        return opened(path, true);
    }

    /** Reads what is there, and changes nothing. */
    static JournalFile view(Path path) {
        return opened(path, false);
    }

    private static JournalFile opened(Path path, boolean writable) {
        try {
            return new JournalFile(path.toAbsolutePath(), writable);
        } catch (IOException e) {
            throw new UserException(ExitCode.BAD_SETTINGS, "Nothing was started: the journal " + path + " cannot be opened (" + reason(e)
                    + "). Name another place with --journal FILE.", e);
        }
    }

    private static FileChannel locked(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        boolean mine;
        try {
            mine = channel.tryLock() != null;
        } catch (OverlappingFileLockException inThisProcess) {
            mine = false;
        }
        if (!mine) {
            String holder = Files.readString(path).strip();
            channel.close();
            throw UserException.badSettings("Nothing was started: another run is at work with the same journal%s.%nWait for it to end, or end it with Ctrl-C; then run the same command again.",
                    holder.isEmpty() ? "" : " (" + holder + ")");
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(("process " + ProcessHandle.current().pid() + ", since " + Instant.now()).getBytes(StandardCharsets.UTF_8)));
        return channel;
    }

    /** Answers how many bytes are sound. */
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
                lines.remove(lines.size() - 1); // whole by its looks, but nobody was told that it had been written
                return from;
            }
            from = end + 1;
        }
        return from;
    }

    private static JsonObject parse(byte[] line) throws CharacterCodingException {
        return JsonParser.parseString(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString()).getAsJsonObject();
    }

    /** The refusal of a line that cannot be understood. */
    UserException damaged(int line, Exception cause) {
        return new UserException(ExitCode.BAD_SETTINGS, "Nothing was started: line " + line + " of the journal " + path + " cannot be read (" + Text.oneLine(String.valueOf(cause.getMessage()), 120)
                + ").\nRestore the file, or move it away: tasks that are alive are then still found and watched, and every other bot is asked for again.", cause);
    }

    List<JsonObject> lines() {
        return lines;
    }

    /** They are of no more use once they have been replayed. */
    void forgetLines() {
        lines.clear();
    }

    Path path() {
        return path;
    }

    /** Writes a line and forces it to the disk. A line that was written in part is taken back. */
    synchronized void append(JsonObject line) {
        try {
            long before = channel.position();
            try {
                ByteBuffer bytes = ByteBuffer.wrap((JournalRecord.JSON.toJson(line) + "\n").getBytes(StandardCharsets.UTF_8));
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
