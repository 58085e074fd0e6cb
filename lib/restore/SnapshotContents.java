package lib.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lib.aws.RdsClusters.Snapshot;
import lib.cli.Session;
import lib.common.OutputFile;
import lib.common.Text;
import lib.model.MigrationId;

/**
 * The bots of which snapshots have rows, as earlier runs of this user have seen. A snapshot never changes, so no
 * temporary database is created to see the same again. Each snapshot has a file of its own, with an id in each line. It
 * is no journal: without it, a run only looks once more.
 */
final class SnapshotContents {
    /** The last line; a file without it is not whole, as after a loss of power. */
    private static final String END = "end";

    private final String prefix;
    private final Path folder;
    private final Session session;

    SnapshotContents(MigrationId id, Session session) {
        this.prefix = id.account() + "-" + id.region() + "-" + id.table() + "-";
        this.folder = session.rehearsalFolder().orElse(session.userFolders().journals());
        this.session = session;
    }

    /** The ids of the bots; empty if no run has looked. */
    Optional<Set<String>> of(Snapshot snapshot) {
        Path file = file(snapshot);
        try {
            return Files.exists(file)
                    ? Optional.of(Files.readAllLines(file))
                            .filter(lines -> lines.contains(END))
                            .map(lines -> Set.copyOf(lines.subList(0, lines.indexOf(END))))
                    : Optional.empty();
        } catch (IOException e) {
            warn(e);
            return Optional.empty();
        }
    }

    /** A later snapshot can have the same name. */
    private Path file(Snapshot snapshot) {
        byte[] hash = Text.sha256(snapshot.arn() + " " + snapshot.age());
        return folder.resolve(prefix + HexFormat.of().formatHex(hash, 0, 4) + ".snapshot");
    }

    /** Notes that the snapshot has rows of these bots, and of no others; not if it had no time of creation yet. */
    void remember(Snapshot snapshot, Set<String> bots) {
        if (snapshot.created().isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(folder);
            OutputFile.write(file(snapshot), bots.stream().map(id -> id + "\n").collect(Collectors.joining()) + END);
        } catch (IOException e) {
            warn(e);
        }
    }

    private void warn(IOException e) {
        session.console()
                .warn("which bots the snapshot has cannot be remembered in " + folder + " ("
                        + Text.oneLine(e.toString(), 200)
                        + "): a later run creates the temporary database to look again.");
    }
}
