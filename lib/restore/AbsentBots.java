package lib.restore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lib.aws.RdsClusters.Snapshot;
import lib.cli.Session;
import lib.common.Text;
import lib.model.MigrationId;

/**
 * The bots of which a snapshot has no rows, as earlier runs of this user have seen. A snapshot never changes, so no
 * temporary database is created to see the same again. The file is no journal: without it, a run only looks once more.
 */
final class AbsentBots {
    private final Path file;
    private final Session session;

    AbsentBots(MigrationId id, Session session) {
        this.file = session.rehearsalFolder()
                .orElse(session.userFolders().journals())
                .resolve(id.account() + "-" + id.region() + "-" + id.table() + ".not-in-snapshots");
        this.session = session;
    }

    /** The beginning of its lines; a later snapshot can have the same name. */
    private static String key(Snapshot snapshot) {
        return snapshot.arn() + "\t" + snapshot.created() + "\t";
    }

    /** Their ids. */
    Set<String> of(Snapshot snapshot) {
        if (!Files.exists(file)) {
            return Set.of();
        }
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(key(snapshot)))
                    .map(line -> line.substring(key(snapshot).length()))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            warn(e);
            return Set.of();
        }
    }

    /** Notes that the snapshot has no rows of these bots. */
    void add(Snapshot snapshot, List<RestoredBot> bots) {
        Set<String> known = of(snapshot);
        String lines = bots.stream()
                .filter(bot -> !known.contains(bot.id()))
                .map(bot -> key(snapshot) + bot.id() + "\n")
                .collect(Collectors.joining());
        if (lines.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(file.getParent());
            Files.write(
                    file,
                    lines.getBytes(StandardCharsets.UTF_8),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            warn(e);
        }
    }

    private void warn(IOException e) {
        session.console()
                .warn("which bots the snapshot lacks cannot be remembered (" + Text.oneLine(e.toString(), 200)
                        + "): a later run creates the temporary database to look again.");
    }
}
