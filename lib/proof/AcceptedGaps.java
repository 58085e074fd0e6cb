package lib.proof;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import lib.common.Clock;
import lib.common.Console;
import lib.common.UserException;
import lib.common.UserFolders;
import lib.journal.Journal;
import lib.model.BotKey;
import lib.model.MigrationId;

/** The gaps that the user has accepted with {@code --accept-missing}, as the journal of the migration records them. */
public final class AcceptedGaps {
    private AcceptedGaps() {}

    /**
     * Reads the journal. If it cannot be read, that is a warning, and no gap counts as accepted.
     *
     * @param file null for the usual one
     * @return the accepted sources of a bot
     */
    public static Function<BotKey, List<String>> read(
            Path file, MigrationId id, UserFolders folders, Clock clock, Console console) {
        try {
            Journal journal = Journal.view(file != null ? file : Journal.defaultPath(folders, id), id, clock);
            return bot -> journal.entry(bot).acceptedGaps();
        } catch (UserException e) {
            console.warn(e.getMessage());
            return bot -> List.of();
        }
    }
}
