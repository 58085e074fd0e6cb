package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bots;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.TestAccount;

/** The header of each command shows who works where: a forgotten endpoint or profile is seen before any answer. */
class AccessTextTest {
    private static final String CALLER = "  account          123456789012, us-east-1, stack BedrockChatStack";
    private final TestAccount account = TestAccount.with(bots(1));

    @ParameterizedTest
    @ValueSource(strings = {"--dry-run", "--status", "verify"})
    void everyCommandShowsAccountRegionStackAndEndpoint(String command) {
        Cli.Result result = account.migrate(command);
        String expected = String.join(
                "\n",
                CALLER,
                "  endpoint         " + account.endpoint() + " (option --endpoint-url): this is not AWS",
                "  table            " + TestAccount.TABLE,
                "  database         postgres of bedrockchatstack-vectorstorecluster5a1b2c3d-rehearsal0001",
                "");
        assertTrue(result.out().startsWith(expected));
    }

    @Test
    void whatTheStackSaysIsShownOnlyIfTheOutputIsVerbose() {
        account.migrate("--dry-run", "--verbose")
                .hasOut(
                        "123456789012, as arn:aws:iam::123456789012:user/rehearsal, us-east-1",
                        TestAccount.TABLE + "  [output DatabaseConversationTableName",
                        "  security groups  sg-0a1b2c3d4e5f60001  [output EmbeddingTaskSecurityGroupId",
                        "  container        Container  [guide]",
                        "  each task        2 vCPU, 4 GB; about $0.099 an hour (us-east-1, June 2026)");
        account.migrate("--dry-run", "--security-group", "sg-0a1b2c3d4e5f60001")
                .hasOut("  security groups  sg-0a1b2c3d4e5f60001  [option --security-group]\n")
                .hasNoOut("  subnets ");
    }

    /** One that names an endpoint of AWS is no reason for a warning; the SDK prefers variables to every file. */
    @Test
    void aForgottenVariableIsNamedAndAnEndpointOfAwsIsShownWithoutAWarning() {
        Cli cli = account.cli()
                .withFile(".aws/config", "[default]\nendpoint_url = localhost:4566\n")
                .with("AWS_ENDPOINT_URL_STS", "https://vpce-0a1b.sts.us-east-1.vpce.amazonaws.com");
        assertEquals(
                Set.of(
                        account.endpoint() + " (variable AWS_ENDPOINT_URL): this is not AWS",
                        "https://vpce-0a1b.sts.us-east-1.vpce.amazonaws.com (variable AWS_ENDPOINT_URL_STS)"),
                Set.copyOf(endpoints(account.startProcess(cli, "--dry-run").end())));
    }

    @ParameterizedTest
    @CsvSource({"true, profile local", "false, the AWS configuration"})
    void theEndpointOfAProfileIsNamed(boolean byOption, String source) {
        String profile =
                """
                [profile local]
                region = us-east-1
                endpoint_url = %s
                aws_access_key_id = %s
                aws_secret_access_key = secret
                """;
        Cli cli = account.cli()
                .withFile(".aws/config", profile.formatted(account.endpoint(), account.accessKey()))
                .without("AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
        Cli.Result result = byOption
                ? account.startProcess(cli, "--dry-run", "--profile", "local").end()
                : account.startProcess(cli.with("AWS_PROFILE", "local"), "--dry-run").end();
        assertEquals(List.of(account.endpoint() + " (" + source + "): this is not AWS"), endpoints(result.exits(0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "AWS_ENDPOINT_URL | localhost:4566 | Variable AWS_ENDPOINT_URL is 'localhost:4566', which is not a URL",
                "AWS_ENDPOINT_URL | http://a b | Variable AWS_ENDPOINT_URL is 'http://a b', which is not a URL",
                "AWS_ENDPOINT_URL_ECS | //host | Variable AWS_ENDPOINT_URL_ECS is '//host', which is not a URL",
                "AWS_REGION | eu west-1 | eu west-1' of variable AWS_REGION is not an AWS region: it contains a blank",
                "AWS_REGION | 'eu-west-1 ' | eu-west-1' of variable AWS_REGION is not an AWS region: it contains a",
                "AWS_REGION | Ireland | Ireland' of variable AWS_REGION is not an AWS region. Give one like"
            })
    void aVariableWithoutTheFormOfItsValueIsNamed(String variable, String value, String message) {
        account.migrate(account.cli().with(variable, value), "--yes").exits(2).hasErr(message);
        assertEquals(List.of(), account.operations());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "endpoint_url = here:4566 | ",
                "services = mine~[services mine]~cloudformation =~  endpoint_url = here:4566 | ",
                "region = us-east-1 | [work]~endpoint_url = here:4566"
            })
    void anEndpointInAFileThatIsNoUrlIsNamed(String lines, String credentials) {
        String profile = "[profile work]~aws_access_key_id = AKIA~aws_secret_access_key = secret~" + lines + "~";
        Cli cli = account.cli().withFile(".aws/config", profile.replace('~', '\n')).without("AWS_ENDPOINT_URL");
        if (credentials != null) {
            cli.withFile(".aws/credentials", credentials.replace('~', '\n') + "\n");
        }
        account.startProcess(cli, "--yes", "--profile", "work")
                .end().exits(2)
                .hasErr("The endpoint of profile work is 'here:4566', which is not a URL");
        assertEquals(List.of(), account.operations());
    }

    @Test
    void anIdentityThatCannotBeReadStopsNothing() {
        account.error("GetCallerIdentity", -1, 403, "AccessDenied", "denied by policy");
        account.migrate("--yes").exits(0)
                .hasOut("  account          unknown, because sts:GetCallerIdentity failed: AccessDenied");
    }

    private static List<String> endpoints(Cli.Result result) {
        String label = "  endpoint         ";
        return result.outLines("^" + Pattern.quote(label)).stream().map(line -> line.replace(label, "")).toList();
    }
}
