package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots;

/** A service that cannot be reached: the message names the endpoint, where it came from, and the cause. */
class ConnectionErrorTest {
    private static final String REFUSED = "http://127.0.0.1:1";

    private static void assertPlain(Cli.Result result) {
        result.exits(2).hasNoErr("See cause", "Exception", "SDK Attempt Count");
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:1, connection refused",
        "http://no-such-host.invalid, unknown host no-such-host.invalid"
    })
    void anEndpointOfTheOptionIsNamed(String endpoint, String cause) {
        TestAccount account = TestAccount.empty();
        Cli.Result stack = account.migrate("--yes", "--endpoint-url", endpoint);
        assertPlain(stack);
        String message = "no connection to " + endpoint + " (option --endpoint-url): " + cause;
        assertTrue(stack.err().toLowerCase().contains(message), stack::toString);
        Cli.Result table = account.migrate(TestAccount.names("--yes", "--endpoint-url", endpoint, "--no-proof"));
        assertPlain(table);
        assertEquals(
                3,
                table.err().lines().filter(line -> line.toLowerCase().contains(message)).count(),
                table::toString);
    }

    @Test
    void anEndpointOfAVariableIsNamed() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(1));
        Cli.Result one = account.migrate(account.cli().with("AWS_ENDPOINT_URL_ECS", REFUSED), "--yes");
        assertPlain(one);
        one.hasErr("no connection to " + REFUSED + " (variable AWS_ENDPOINT_URL_ECS): connection refused");
    }

    @ParameterizedTest
    @CsvSource({"eu-nowhere-1, ''", "us-esat-1, ; did you mean us-east-1?"})
    void aRegionThatDoesNotExistIsNamedWithOneThatIsSimilar(String region, String hint) {
        Cli cli = TestAccount.empty().cli().without("AWS_ENDPOINT_URL").with("PATH", System.getenv("PATH"));
        Cli.Result result = cli.startMigrate("--yes", "--region", region).end();
        assertPlain(result);
        result.hasErr("no connection to https://cloudformation." + region + ".amazonaws.com (region " + region
                + " of option --region" + hint + "): ");
    }
}
