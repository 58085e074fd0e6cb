package tests.support;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Runs a command in a terminal, which {@code script} of util-linux provides. */
public final class PseudoTerminal {
    private PseudoTerminal() {}

    /** Skips the test if {@code script} is missing, except in CI, where the test then fails. */
    public static void assumeAvailable() {
        boolean available = new Cli().run("sh", "-c", "script --version").out().contains("util-linux");
        Assumptions.assumeTrue(
                available || "true".equals(System.getenv("CI")), "the program script (util-linux) is missing");
    }

    /** Runs the command in a terminal and types the text immediately. */
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
