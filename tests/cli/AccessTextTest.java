package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots;

/** The header of each command shows who works where: a forgotten endpoint or profile is seen before any answer. */
class AccessTextTest {
    private static final String CALLER = "  account          123456789012, us-east-1, stack BedrockChatStack";
    private final TestAccount account = TestAccount.empty().put(TestBots.bots(1));

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
        assertTrue(result.out().startsWith(expected), result::toString);
    }

    @Test
    void whatTheStackSaysIsShownOnlyIfTheOutputIsVerbose() {
        String verbose = account.migrate("--dry-run", "--verbose").out();
        for (String line : List.of(
                "123456789012, as arn:aws:iam::123456789012:user/rehearsal, us-east-1",
                TestAccount.TABLE + "  [output DatabaseConversationTableName",
                "  security groups  sg-0a1b2c3d4e5f60001  [output EmbeddingTaskSecurityGroupId",
                "  container        Container  [guide]",
                "  each task        2 vCPU, 4 GB; about $0.099 an hour (us-east-1, June 2026)")) {
            assertTrue(verbose.contains(line), () -> line + " is missing in\n" + verbose);
        }
        Cli.Result given = account.migrate("--dry-run", "--security-group", "sg-0a1b2c3d4e5f60001");
        given.hasOut("  security groups  sg-0a1b2c3d4e5f60001  [option --security-group]\n").hasNoOut("  subnets ");
    }

    @Test
    void theHeaderStandsBeforeTheFirstQuestion() {
        Cli.Result result = account.start(account.cli()).type("n\nn\n").end();
        assertTrue(result.out().indexOf(CALLER) < result.out().indexOf("[y/N"), result::toString);
    }

    /** One that names an endpoint of AWS is no reason for a warning; the SDK prefers variables to every file. */
    @Test
    void aForgottenVariableIsNamedAndAnEndpointOfAwsIsShownWithoutAWarning() throws IOException {
        Path config = configuration("[default]\nendpoint_url = localhost:4566\n");
        Cli cli = account.cli()
                .with("HOME", home(config))
                .with("AWS_ENDPOINT_URL_STS", "https://vpce-0a1b.sts.us-east-1.vpce.amazonaws.com");
        Cli.Result result = account.startProcess(cli, "--dry-run").end();
        assertEquals(
                Set.of(
                        "  endpoint         " + account.endpoint() + " (variable AWS_ENDPOINT_URL): this is not AWS",
                        "  endpoint         https://vpce-0a1b.sts.us-east-1.vpce.amazonaws.com"
                                + " (variable AWS_ENDPOINT_URL_STS)"),
                Set.copyOf(endpoints(result)),
                result::toString);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theEndpointOfAProfileIsNamed(boolean byOption) throws IOException {
        Path config = configuration(
                """
                [profile local]
                region = us-east-1
                endpoint_url = %s
                aws_access_key_id = %s
                aws_secret_access_key = secret
                """
                        .formatted(account.endpoint(), account.accessKey()));
        Cli cli = account.cli()
                .with("HOME", home(config))
                .without("AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
        Cli.Result result = byOption
                ? account.startProcess(cli, "--dry-run", "--profile", "local").end()
                : account.startProcess(cli.with("AWS_PROFILE", "local"), "--dry-run").end();
        result.exits(0);
        assertEquals(
                List.of("  endpoint         " + account.endpoint() + " ("
                        + (byOption ? "profile local" : "the AWS configuration") + "): this is not AWS"),
                endpoints(result));
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
        Cli.Result result = account.migrate(account.cli().with(variable, value), "--yes").exits(2).hasErr(message);
        assertEquals(List.of(), account.operations(), result::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "endpoint_url = here:4566 | ",
                "services = mine~[services mine]~cloudformation =~  endpoint_url = here:4566 | ",
                "region = us-east-1 | [work]~endpoint_url = here:4566"
            })
    void anEndpointInAFileThatIsNoUrlIsNamed(String lines, String credentials) throws IOException {
        String profile = "[profile work]~aws_access_key_id = AKIA~aws_secret_access_key = secret~" + lines + "~";
        Path config = configuration(profile.replace('~', '\n'));
        if (credentials != null) {
            Files.writeString(config.resolveSibling("credentials"), credentials.replace('~', '\n') + "\n");
        }
        Cli cli = account.cli().with("HOME", home(config)).without("AWS_ENDPOINT_URL");
        Cli.Result result = account.startProcess(cli, "--yes", "--profile", "work").end().exits(2);
        result.hasErr("The endpoint of profile work is 'here:4566', which is not a URL");
        assertEquals(List.of(), account.operations(), result::toString);
    }

    private static Path configuration(String text) throws IOException {
        Path folder = Files.createDirectory(Cli.temporaryFolder("home").resolve(".aws"));
        return Files.writeString(folder.resolve("config"), text);
    }

    private static String home(Path config) {
        return config.getParent().getParent().toString();
    }

    @Test
    void anIdentityThatCannotBeReadStopsNothing() {
        account.error("GetCallerIdentity", -1, 403, "AccessDenied", "denied by policy");
        Cli.Result result = account.migrate("--yes").exits(0);
        result.hasOut("  account          unknown, because sts:GetCallerIdentity failed: AccessDenied");
    }

    private static List<String> endpoints(Cli.Result result) {
        return result.out().lines().filter(line -> line.startsWith("  endpoint         ")).toList();
    }
}
