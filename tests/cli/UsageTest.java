package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.Cli;
import tests.support.TestAccount;

/** The errors for invalid options, and the version. */
class UsageTest {
    @ParameterizedTest(name = "{displayName} {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--nonsense | --nonsense",
                "nonsense | nonsense",
                "--parallel 0 | --parallel",
                "--parallel 1.5 | 1.5",
                "--parallel many | many",
                "--parallel | --parallel",
                "--task-timeout never | never",
                "--assign-public-ip perhaps | perhaps",
                "--rehearse=fun | fun",
                "--endpoint-url localhost:4566 | localhost:4566",
                "--endpoint-url http://[ | http://[",
                "--region= | --region",
                "--json /no/such/folder/report.json | /no/such/folder/report.json",
                "--json= | --json",
                "--no-proof --accept-missing | --no-proof does not read the database",
                "--dry-run --accept-missing | --accept-missing changes the journal"
            })
    void invalidOptionsAreReportedInTwoLinesAndNoRequestIsSent(String options, String named) {
        TestAccount account = TestAccount.empty();
        Cli.Result result = account.migrate(("--yes " + options).split(" ")).exits(2);
        assertTrue(result.err().startsWith("error: "), result::toString);
        result.hasErr(named);
        assertTrue(result.err().lines().count() <= 2, result::toString);
        assertEquals("", result.out(), result::toString);
        assertEquals(List.of(), account.operations(), result::toString);
    }

    @Test
    void versionIsOneLine() {
        Cli.Result result = new Cli().run(Cli.MIGRATE, "--version").exits(0);
        assertTrue(result.out().matches("bedrock-chat-migration \\d+\\.\\d+.*\\R"), result::toString);
        assertEquals("", result.err(), result::toString);
    }
}
