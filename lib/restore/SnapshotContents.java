package lib.restore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lib.aws.RdsClusters.Snapshot;
import lib.cli.Session;
import lib.common.Text;
import lib.model.MigrationId;

/**
 * The bots of which snapshots have rows, as earlier runs of this user have seen. A snapshot never changes, so no
 * temporary database is created to see the same again. The file is no journal: without it, a run only looks once more.
 */
final class SnapshotContents {
    private static final String SEPARATOR = "\t";

    private final Path file;
    private final Session session;

    SnapshotContents(MigrationId id, Session session) {
        this.file = session.rehearsalFolder()
                .orElse(session.userFolders().journals())
                .resolve(id.account() + "-" + id.region() + "-" + id.table() + ".snapshots");
        this.session = session;
    }

    /** The beginning of the snapshot's line; a later snapshot can have the same name. */
    private static String key(Snapshot snapshot) {
        return snapshot.arn() + SEPARATOR + snapshot.age();
    }

    /** The ids of the bots; empty if no run has looked. */
    Optional<Set<String>> of(Snapshot snapshot) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> (line + SEPARATOR).startsWith(key(snapshot) + SEPARATOR))
                    .map(line -> line.substring(key(snapshot).length()).strip())
                    .map(bots -> Set.of(bots.split(SEPARATOR)))
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            warn(e);
            return Optional.empty();
        }
    }

    /** Notes that the snapshot has rows of these bots, and of no others. */
    void remember(Snapshot snapshot, Set<String> bots) {
        if (of(snapshot).isPresent()) {
            return;
        }
        String line = key(snapshot) + SEPARATOR + String.join(SEPARATOR, bots) + "\n";
        try {
            Files.createDirectories(file.getParent());
            Files.write(
                    file, line.getBytes(StandardCharsets.UTF_8), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            warn(e);
        }
    }

    private void warn(Exception e) {
        session.console()
                .warn("which bots the snapshot has cannot be remembered (" + Text.oneLine(e.toString(), 200)
                        + "): a later run creates the temporary database to look again.");
    }
}
