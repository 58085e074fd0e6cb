package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import lib.cli.Invocation;
import lib.common.ProcessContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Further commands are spelled as the user called this one. */
class InvocationTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "./migrate.java | ./migrate.java",
                "/home/me/my tools/migrate.java | '/home/me/my tools/migrate.java'",
                "migrate.java | jbang migrate.java",
                "./tests/AllTests.java | jbang migrate.java"
            })
    void theProgramIsNamedAsItWasCalled(String calledAs, String program) {
        ProcessContext context = new ProcessContext(
                Map.of(ProcessContext.CALLED_AS, calledAs), InputStream.nullInputStream(), null, null, false, null);
        assertEquals(program, Invocation.of(context).program());
    }

    @Test
    void theSameCommandLacksWhatIsDoneInsteadAndHasMore() {
        Invocation typed = new Invocation(
                "./migrate.java", List.of("--status", "--rehearse=trouble", "--bot", "a b", "--json", "-"));
        assertEquals(
                "./migrate.java --bot 'a b' --json - --stop", typed.again(Set.of("--status", "--rehearse"), "--stop"));
        assertEquals("./migrate.java --bot 'a b'", typed.again(Set.of("--status", "--rehearse", "--json")));
    }

    @Test
    void anotherCommandKeepsTheAccountAndTheApp() {
        Invocation typed = new Invocation(
                "./migrate.java",
                List.of("verify", "--profile=night", "--bot", "B", "--stack", "Chat", "--json", "-", "--table"));
        assertEquals(
                "./migrate.java restore --dry-run --profile=night --stack Chat --table",
                typed.command("restore", "--dry-run"));
        assertEquals(
                "./migrate.java iam-policy verify --profile=night --stack Chat", typed.command("iam-policy", "verify"));
    }

    @Test
    void aCommandNamesBotsUnlessTheyAreTooMany() {
        Invocation typed = new Invocation("./migrate.java", List.of("--region", "eu-west-1", "--bot", "B"));
        assertEquals("./migrate.java --region eu-west-1", typed.commandFor(List.of()));
        assertEquals(
                "./migrate.java --fresh --bot X --bot 'a b' --region eu-west-1",
                typed.commandFor(List.of("X", "a b"), "--fresh"));
        assertEquals(
                "./migrate.java restore --region eu-west-1", typed.commandFor(Collections.nCopies(21, "X"), "restore"));
        assertTrue(Invocation.canName(Collections.nCopies(20, "X")));
        assertFalse(Invocation.canName(Collections.nCopies(21, "X")));
    }

    @ParameterizedTest
    @CsvSource({
        "--endpoint-url=https://me:secret@proxy.example:8443, --endpoint-url=https://proxy.example:8443",
        "http://secret@proxy.example/x, http://proxy.example/x",
        "http://proxy.example/x@y, http://proxy.example/x@y"
    })
    void aPasswordIsNeverRepeated(String typed, String shown) {
        Invocation invocation = new Invocation("./migrate.java", List.of(typed));
        assertEquals("./migrate.java " + shown, invocation.again(Set.of()));
    }
}
