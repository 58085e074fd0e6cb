package lib.cli;

import java.util.List;
import java.util.Optional;

/** The options of earlier versions, which users still have in scripts and notes, and what serves instead. */
final class RemovedOptions {
    private record Removed(String command, String option, String instead) {}

    private static final String MIGRATE = "migrate.java";
    private static final String RESTORE = "restore";
    private static final List<Removed> ALL = List.of(
            new Removed(
                    MIGRATE,
                    "--scan",
                    "leave it out, because the index is read first and the whole table is swept while tasks run"),
            new Removed(
                    MIGRATE,
                    "--stop-hanging",
                    "give --task-timeout MINUTES, which stops a task that takes longer"),
            new Removed(
                    MIGRATE,
                    "--no-wait",
                    "press Ctrl-C, which leaves the tasks running, and run the same command again to watch them"),
            new Removed(
                    MIGRATE,
                    "--attempts",
                    "leave it out, and run the same command again for the bots that are not done"),
            new Removed(
                    MIGRATE,
                    "--keep-going",
                    "leave it out, and answer the question that a terminal asks after failures in a row"),
            new Removed(MIGRATE, "--again", "give --fresh --bot ID, which embeds a bot once more that is done"),
            new Removed(
                    MIGRATE,
                    "--retry-incomplete",
                    "answer the question about incomplete bots, or give --fresh --bot ID"),
            new Removed(RESTORE, "--parallel", "leave it out, because several bots are copied at once"),
            new Removed(
                    RESTORE,
                    "--no-reindex",
                    "leave it out, because searches need the index that is rebuilt after the copy"),
            new Removed(
                    RESTORE,
                    "--clean-orphans",
                    "leave it out, and answer the question about rows of deleted bots"),
            new Removed(
                    RESTORE,
                    "--db-security-group",
                    "leave it out, because the stack's output DbSecurityGroupId names the group"),
            new Removed("verify", "--sample", "leave it out, because a few random rows are always searched for"));

    private RemovedOptions() {}

    /**
     * Returns the sentence that answers a removed option.
     *
     * @param command the name of the command that rejected it
     * @param word the option as it was typed, with its value if {@code =} joins them
     */
    static Optional<String> answer(String command, String word) {
        String option = word.replaceFirst("=.*", "");
        return ALL.stream()
                .filter(removed -> removed.command.equals(command) && removed.option.equals(option))
                .findFirst()
                .map(removed -> option + " was removed: " + removed.instead + ".");
    }
}
