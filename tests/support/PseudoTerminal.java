package tests.support;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jline.utils.ScreenTerminal;
import org.junit.jupiter.api.Assumptions;

/** A terminal for a command: that of {@code script} (util-linux). */
public final class PseudoTerminal {
    /** More rows than a test prints, so that nothing scrolls out of the screen. */
    private static final int ROWS = 999;
    /** What the terminal prints when its width has changed. */
    private static final String RESIZED = "\036";

    private PseudoTerminal() {}

    /** If there is no terminal to be had, the test is skipped; the gate must have one. */
    public static void assumeThere() {
        boolean there = new Cli().run("sh", "-c", "script --version").out().contains("util-linux");
        Assumptions.assumeTrue(
                there || "true".equals(System.getenv("CI")),
                "there is no script of util-linux to make a terminal with");
    }

    /** Runs the command in a terminal into which {@code typed} is typed at once. */
    public static Cli.Result run(Cli cli, String typed, String... command) {
        return start(cli, 80, command).type(typed).end();
    }

    /** Starts the command in a terminal of this width. */
    public static RunningProcess start(Cli cli, int columns, String... command) {
        return start(cli, "stty cols " + columns + " rows " + ROWS, command);
    }

    /** Starts the command in a terminal whose width changes when the file appears. */
    public static RunningProcess startResized(Cli cli, int before, int after, String file, String... command) {
        String resize = "stty cols %d rows %d; (while [ ! -e '%s' ]; do sleep 0.1; done; stty cols %d; printf '%s') &"
                .formatted(before, ROWS, file, after, "\\036");
        return start(cli, resize, command);
    }

    private static RunningProcess start(Cli cli, String before, String... command) {
        String line = Stream.of(command)
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        return cli.with("TERM", "xterm").start("script", "-qfec", before + "\nexec " + line, "/dev/null");
    }

    /** The lines that a terminal shows in the end, without the empty ones. */
    public static List<String> screen(String output, int columns) {
        return screen(output, columns, columns);
    }

    /** The same for {@link #startResized}. */
    public static List<String> screen(String output, int before, int after) {
        ScreenTerminal screen = new ScreenTerminal(before, ROWS);
        String[] parts = output.split(RESIZED, 2);
        screen.write(parts[0]);
        if (parts.length == 2) {
            screen.setSize(after, ROWS);
            screen.write(parts[1]);
        }
        return screen.toString()
                .lines()
                .map(String::stripTrailing)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
