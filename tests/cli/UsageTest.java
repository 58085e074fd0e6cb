package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tests.support.Cli;
import tests.support.TestAccount;

/** The errors for invalid options, and the version. */
class UsageTest {
    /** Invalid options, and the part of them that the error must name. */
    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake("--nonsense", "--nonsense"),
                mistake("nonsense", "nonsense"),
                mistake("--parallel 0", "--parallel"),
                mistake("--parallel 1.5", "1.5"),
                mistake("--parallel many", "many"),
                mistake("--parallel", "--parallel"),
                mistake("--task-timeout never", "never"),
                mistake("--assign-public-ip perhaps", "perhaps"),
                mistake("--rehearse=fun", "fun"),
                mistake("--endpoint-url localhost:4566", "localhost:4566"),
                mistake("--endpoint-url http://[", "http://["),
                mistake("--region=", "--region"),
                mistake("--json /no/such/folder/report.json", "/no/such/folder/report.json"),
                mistake("--json=", "--json"));
    }

    private static Arguments mistake(String options, String named) {
        return Arguments.of(options, named);
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @MethodSource("mistakes")
    void invalidOptionsAreReportedInTwoLinesAndNoRequestIsSent(String options, String named) {
        TestAccount account = TestAccount.empty();
        Cli.Result result = account.migrate(
                Stream.concat(Stream.of("--yes"), Stream.of(options.split(" "))).toArray(String[]::new)).exits(2);
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
