package tests.support;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.terminal.Size;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.Assumptions;

/** Runs a command in a terminal, which {@code script} of util-linux provides. */
public final class PseudoTerminal {
    /** More rows than a test prints, so that nothing scrolls out of the screen. */
    private static final int ROWS = 999;
    /** What the terminal prints when its width has changed. */
    private static final String RESIZED = "\036";

    private static final boolean AVAILABLE =
            new Cli().run("sh", "-c", "script --version").out().contains("util-linux");

    private PseudoTerminal() {}

    /** Skips the test if {@code script} is missing, except in CI, where the test then fails. */
    public static void assumeAvailable() {
        Assumptions.assumeTrue(
                AVAILABLE || "true".equals(System.getenv("CI")), "the program script (util-linux) is missing");
    }

    /** Runs the command in a terminal and types the text immediately. */
    public static Cli.Result run(Cli cli, String typed, String... command) {
        return start(cli, 80, command).type(typed).end();
    }

    /** Starts the command in a terminal of this width. */
    public static RunningProcess start(Cli cli, int columns, String... command) {
        return start(cli, "stty cols " + columns + " rows " + ROWS, command);
    }

    /**
     * Starts the command in a terminal whose width changes when the file {@code resized} appears in the folder. The
     * command learns it when the file {@code known} appears.
     */
    public static RunningProcess startResized(Cli cli, int before, int after, Path folder, String... command) {
        String wait = "until [ -e '%s' ]; do sleep 0.1; done; ";
        String resize = (wait + "printf '\\036'; " + wait + "stty -F /dev/tty cols %d")
                .formatted(folder.resolve("resized"), folder.resolve("known"), after);
        return start(cli, "stty cols %d rows %d; (%s) &".formatted(before, ROWS, resize), command);
    }

    /** What a terminal has received since its width has changed; empty before. */
    public static String sinceResized(String output) {
        String[] parts = output.split(RESIZED, 2);
        return parts.length == 2 ? parts[1] : "";
    }

    private static RunningProcess start(Cli cli, String before, String... command) {
        String line = Stream.of(command)
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        return cli.interruptible()
                .with("TERM", "xterm")
                .start("script", "-qfec", before + "\nexec " + line, "/dev/null");
    }

    /** The lines that a terminal shows in the end, without the empty ones. */
    public static List<String> screen(String output, int columns) {
        return screen(output, columns, columns);
    }

    /** The same for {@link #startResized}. */
    public static List<String> screen(String output, int before, int after) {
        return terminal(output, before, after)
                .toString()
                .lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** What a terminal shows in the end, with its colours. */
    public static TerminalPicture picture(String output, int columns) {
        return TerminalPicture.of(terminal(output, columns, columns));
    }

    private static ScreenTerminal terminal(String output, int before, int after) {
        ScreenTerminal screen = new ScreenTerminal(before, ROWS);
        String[] parts = output.split(RESIZED, 2);
        screen.write(parts[0]);
        if (parts.length == 2) {
            screen.setSize(Size.of(after, ROWS));
            screen.write(parts[1]);
        }
        return screen;
    }
}
