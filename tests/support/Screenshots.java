package tests.support;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The pictures of the documents, each taken from a command that really runs. */
public final class Screenshots {
    public static final Path FOLDER = Cli.ROOT.resolve("lib/docs/screens");

    private static final int COLUMNS = 100;
    private static final String QUESTION = "\\[y/N";

    private Screenshots() {}

    /** A picture, the command that shows it, and the name of its file. */
    public record Screenshot(String name, String command, TerminalPicture picture) {
        public Path file() {
            return FOLDER.resolve(name + ".svg");
        }

        public String svg() {
            return picture.svg(command);
        }
    }

    /** A rehearsal in which bots fail: its question, its progress, and its end. */
    public static List<Screenshot> migrate() {
        String command = "./migrate.java --rehearse=trouble";
        RunningProcess running = start(new Cli(), "--rehearse=trouble");
        running.waitUntil(() -> shows(running, QUESTION));
        TerminalPicture question = picture(running).between("Scan page|^Settings", QUESTION);
        running.type("a\n").waitUntil(() -> shows(running, "[6-9] done"));
        TerminalPicture progress = picture(running).between("Last page", " done, ");
        Cli.Result end = running.end();
        TerminalPicture verdict = PseudoTerminal.picture(end.out(), COLUMNS).between("^Summary", "^This rehearsal");
        return List.of(
                new Screenshot("question", command, question),
                new Screenshot("progress", command, progress),
                new Screenshot("verdict", command, verdict));
    }

    /** What verify says about the bots of a run in which some failed. */
    public static List<Screenshot> verify() {
        TestAccount account = TestAccount.of("trouble");
        account.migrate("--yes");
        Cli.Result verified = start(account.cli(), "verify").end();
        TerminalPicture picture =
                PseudoTerminal.picture(verified.out(), COLUMNS).between("^Settings|^Verify", "duplicate|complete");
        return List.of(new Screenshot("verify", "./migrate.java verify", picture));
    }

    /** A rehearsal of restore: its plan and its end. */
    public static List<Screenshot> restore() {
        String command = "./migrate.java restore --rehearse";
        RunningProcess running = start(new Cli(), "restore", "--rehearse");
        running.waitUntil(() -> shows(running, QUESTION));
        TerminalPicture plan = picture(running).between("^Plan", QUESTION);
        running.type("y\n").waitUntil(() -> shows(running, "Delete the temporary database now"));
        Cli.Result end = running.type("y\n").end();
        TerminalPicture restored = PseudoTerminal.picture(end.out(), COLUMNS).between("1 of ", "deleted stack");
        return List.of(new Screenshot("restore-plan", command, plan), new Screenshot("restore", command, restored));
    }

    private static RunningProcess start(Cli cli, String... arguments) {
        String[] command = new String[arguments.length + 3];
        System.arraycopy(arguments, 0, command, 3, arguments.length);
        command[0] = "env";
        command[1] = "TERM=xterm-256color";
        command[2] = Cli.MIGRATE;
        return PseudoTerminal.start(cli, COLUMNS, command);
    }

    private static TerminalPicture picture(RunningProcess running) {
        return PseudoTerminal.picture(running.shown(), COLUMNS);
    }

    private static boolean shows(RunningProcess running, String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        return picture(running).lines().stream()
                .anyMatch(line -> wanted.matcher(line).find());
    }
}
