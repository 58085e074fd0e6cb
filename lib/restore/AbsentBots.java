package lib.restore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lib.cli.Session;
import lib.common.Text;
import lib.model.MigrationId;

/**
 * The bots of which a snapshot has no rows, as earlier runs of this user have seen. A snapshot never changes, so no
 * temporary database is created to see the same again. The file is no journal: without it, a run only looks once more.
 */
final class AbsentBots {
    private static final String SEPARATOR = "\t";

    private final Path file;
    private final String snapshot;
    private final Session session;

    private AbsentBots(Path file, String snapshot, Session session) {
        this.file = file;
        this.snapshot = snapshot;
        this.session = session;
    }

    /** @param snapshot its ARN */
    static AbsentBots of(String snapshot, MigrationId id, Session session) {
        Path folder = session.rehearsalFolder().orElse(session.userFolders().journals());
        String name = id.account() + "-" + id.region() + "-" + id.table() + ".not-in-snapshots";
        return new AbsentBots(folder.resolve(name), snapshot, session);
    }

    /** Their ids. */
    Set<String> ids() {
        if (!Files.exists(file)) {
            return Set.of();
        }
        try {
            return Files.readAllLines(file).stream()
                    .map(line -> line.split(SEPARATOR))
                    .filter(fields -> fields.length == 2 && fields[0].equals(snapshot))
                    .map(fields -> fields[1])
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            warn(e);
            return Set.of();
        }
    }

    /** Notes that the snapshot has no rows of these bots. */
    void add(List<RestoredBot> bots) {
        Set<String> known = ids();
        String lines = bots.stream()
                .filter(bot -> !known.contains(bot.id()))
                .map(bot -> snapshot + SEPARATOR + bot.id() + "\n")
                .collect(Collectors.joining());
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
