package tests.support;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The pictures of the documents, each taken from a command that really runs. */
public final class Screenshots {
    public static final Path FOLDER = Path.of("lib/docs/screens");

    private static final int COLUMNS = 100;
    /** The rows of a picture at most. */
    private static final int LONGEST = 45;

    private static final String QUESTION = "\\[y/N";
    /** Bots that succeeded, failed, are running and are waiting, all at once. */
    private static final String EVERY_STATE = "✔ \\d.*✘ \\d.*▸ \\d.*waiting";

    private Screenshots() {}

    /**
     * A picture.
     *
     * @param name the name of its file
     * @param command the command that shows it
     * @param whole everything that the command has shown in the end
     */
    public record Screenshot(String name, String command, TerminalPicture picture, List<String> whole) {
        /** Relative to the checkout. */
        public Path file() {
            return FOLDER.resolve(name + ".svg");
        }

        public String svg() {
            return picture.svg(command);
        }

        /** Everything that the command has shown, on one line. */
        public String words() {
            return String.join(" ", whole).replaceAll("\\s+", " ");
        }
    }

    /** A rehearsal in which bots fail: its question, its progress, and its end. */
    public static List<Screenshot> migrate(Cli cli) {
        String command = "./migrate.java --rehearse=trouble";
        RunningProcess running = start(cli, command);
        running.waitUntil(() -> shows(running, QUESTION));
        TerminalPicture question = picture(running).between("^Scan page", QUESTION);
        running.type("a\n").waitUntil(() -> shows(running, EVERY_STATE) && shows(running, "about .* left"));
        TerminalPicture progress = picture(running).last(20, "^\\d\\d:");
        TerminalPicture end = picture(running.end().exits(1));
        TerminalPicture verdict = end.between("^  ✔ succeeded", "^  in your account");
        return List.of(
                new Screenshot("question", command, question, end.lines()),
                new Screenshot("progress", command, progress, end.lines()),
                new Screenshot("verdict", command, verdict, end.lines()));
    }

    /** A rehearsal of verify in which bots are incomplete. */
    public static List<Screenshot> verify() {
        String command = "./migrate.java verify --rehearse=trouble";
        TerminalPicture end = picture(start(new Cli(), command).end().exits(1));
        return List.of(new Screenshot("verify", command, end.last(LONGEST, "BOT "), end.lines()));
    }

    /** A rehearsal of restore: its plan and its end. */
    public static List<Screenshot> restore() {
        String command = "./migrate.java restore --rehearse";
        RunningProcess running = start(new Cli(), command);
        running.waitUntil(() -> shows(running, QUESTION));
        TerminalPicture plan = picture(running).between("^Plan", QUESTION);
        TerminalPicture end = picture(running.type("y\n").end());
        return List.of(
                new Screenshot("restore-plan", command, plan, end.lines()),
                new Screenshot("restore", command, end.between("16 of 16", "^  in your account"), end.lines()));
    }

    private static RunningProcess start(Cli cli, String command) {
        return PseudoTerminal.start(cli, COLUMNS, ("env TERM=xterm-256color " + command).split(" "));
    }

    private static TerminalPicture picture(RunningProcess running) {
        return PseudoTerminal.picture(running.shown(), COLUMNS);
    }

    private static TerminalPicture picture(Cli.Result result) {
        return PseudoTerminal.picture(result.out(), COLUMNS);
    }

    private static boolean shows(RunningProcess running, String pattern) {
        Pattern wanted = Pattern.compile(pattern);
        return picture(running).lines().stream().anyMatch(line -> wanted.matcher(line).find());
    }
}
