package lib.restore;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
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
    /** A line without it was not written whole. */
    private static final String END = "end";

    private final Path file;
    private final Session session;

    SnapshotContents(MigrationId id, Session session) {
        this.file = session.rehearsalFolder()
                .orElse(session.userFolders().journals())
                .resolve(id.account() + "-" + id.region() + "-" + id.table() + ".snapshots");
        this.session = session;
    }

    /** The ids of the bots; empty if no run has looked. */
    Optional<Set<String>> of(Snapshot snapshot) {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(line -> List.of(line.split(SEPARATOR)))
                    .filter(fields -> isWhole(fields) && fields.subList(0, 2).equals(key(snapshot)))
                    .map(fields -> Set.copyOf(fields.subList(2, fields.size() - 1)))
                    .findFirst();
        } catch (IOException | UncheckedIOException e) {
            warn(e);
            return Optional.empty();
        }
    }

    /** The beginning of the snapshot's line; a later snapshot can have the same name. */
    private static List<String> key(Snapshot snapshot) {
        return List.of(snapshot.arn(), snapshot.age());
    }

    private static boolean isWhole(List<String> fields) {
        return fields.size() > 2 && fields.get(fields.size() - 1).equals(END);
    }

    /** Notes that the snapshot has rows of these bots, and of no others; not if it had no time of creation yet. */
    void remember(Snapshot snapshot, Set<String> bots) {
        if (snapshot.created().isEmpty() || of(snapshot).isPresent()) {
            return;
        }
        List<String> fields = new ArrayList<>(key(snapshot));
        fields.addAll(bots);
        fields.add(END);
        String line = "\n" + String.join(SEPARATOR, fields) + "\n"; // the line before it may not be whole
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
                .warn("which bots the snapshot has cannot be remembered in " + file + " ("
                        + Text.oneLine(e.toString(), 200)
                        + "): a later run creates the temporary database to look again.");
    }
}
