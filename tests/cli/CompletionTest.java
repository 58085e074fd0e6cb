package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.Bundle;
import tests.support.Cli;
import tests.support.PseudoTerminal;

/** The script of {@code completion}, in real shells. */
class CompletionTest {
    private static final Path FOLDER = Cli.temporaryFolder("completion");
    private static final Path SCRIPT = FOLDER.resolve("migrate.bash");

    @BeforeAll
    static void writeScript() {
        Bundle.write(SCRIPT, script());
    }

    private static String script() {
        Cli.Result result = new Cli().with("AWS_ACCESS_KEY_ID", "unused").startMigrate("completion").end().exits(0);
        assertEquals("", result.err());
        return result.out();
    }

    /** Tab is pressed in a real shell; the command is a program that prints its arguments. */
    @ParameterizedTest
    @CsvSource({"bash --norc -i", "zsh -f -i"})
    void tabCompletesCommandsOptionsAndValues(String shell) {
        PseudoTerminal.assumeAvailable();
        Assumptions.assumeTrue(Bundle.find(shell.split(" ")[0]).isPresent(), "the shell is missing");
        assertCompleted(
                shell,
                SCRIPT,
                Map.of(
                        "./migrate.java --stat\t", "--status",
                        "./migrate.java ver\t --rei\t", "verify --reindex",
                        "./migrate.java restore --via d\t", "restore --via dms",
                        "migrate.java restore --clean-u\t", "restore --clean-up",
                        "migrate.java help outc\t", "help outcomes",
                        "migrate.java iam-policy re\t", "iam-policy restore"));
    }

    @Test
    void anAliasOrAnInstalledAppGetsTheSameCompletion() {
        PseudoTerminal.assumeAvailable();
        Path script = Bundle.write(
                FOLDER.resolve("app.bash"),
                script() + "complete -o default -F _complete_migrate.java bedrock-migrate\n");
        assertCompleted("bash --norc -i", script, Map.of("bedrock-migrate --stat\t", "--status"));
    }

    private static void assertCompleted(String shell, Path script, Map<String, String> typed) {
        for (String name : List.of("migrate.java", "bedrock-migrate")) {
            Bundle.program(FOLDER.resolve(name), "#!/bin/sh\necho \"arguments: $*.\"\n");
        }
        Cli cli = new Cli().in(FOLDER).with("PATH", FOLDER + ":" + System.getenv("PATH"));
        Cli.Result result = PseudoTerminal.run(
                cli, "source " + script + "\n" + String.join("\n", typed.keySet()) + "\nexit\n", shell.split(" "));
        result.exits(0);
        typed.values()
                .forEach(arguments -> assertTrue(
                        result.out().contains("arguments: " + arguments + "."), () -> arguments + ": " + result));
    }
}
