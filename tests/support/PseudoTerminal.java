package tests.support;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A terminal for a command: that of {@code script} (util-linux). */
public final class PseudoTerminal {
    private PseudoTerminal() {}

    /** Where there is no terminal to be had, the test is skipped; a gate must have one. */
    public static void assumeThere() {
        boolean there = new Cli().run("sh", "-c", "script --version").out().contains("util-linux");
        Assumptions.assumeTrue(
                there || "true".equals(System.getenv("CI")),
                "there is no script of util-linux to make a terminal with");
    }

    /** Runs the command in a terminal into which {@code typed} is typed at once. */
    public static Cli.Result run(Cli cli, String typed, String... command) {
        String line = Stream.of(command)
                .map(word -> "'" + word.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" "));
        List<String> words = List.of("script", "-qfec", line, "/dev/null");
        return cli.with("TERM", "xterm")
                .start(words.toArray(String[]::new))
                .type(typed)
                .end();
    }
}
