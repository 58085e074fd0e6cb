package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.RunningProcess;
import tests.support.Summary;
import tests.support.TestAccount;
import tests.support.TestBots;
import tests.support.Waiting;

/** Ways to sign in: which work, what is said about those that do not, and what happens when a session ends. */
class CredentialsTest {
    private static final TestBots.Bot BOT = TestBots.bot(1);
    private static final String LOGIN_SESSION = "arn:aws:iam::123456789012:user/somebody";
    private static final String START_URL = "https://example.awsapps.com/start";
    private static final Map<String, Object> KEYS_DELETED = Map.of(
            "status", 400,
            "code", "UnrecognizedClientException",
            "message", "The security token included in the request is invalid.");

    /** A command line whose only credentials are those of its home folder. */
    private static Cli withConfig(TestAccount account, String config) throws IOException {
        Cli cli = account.cli().without("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
        write(cli.home().resolve(".aws/config"), config);
        return cli;
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static String hash(String algorithm, String text) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertOneOrTwoPlainLines(Cli.Result result) {
        result.exits(2);
        assertTrue(result.err().startsWith("error: No AWS credentials"), result::toString);
        assertTrue(result.err().lines().count() <= 2, result::toString);
        result.hasNoErr("Provider", "Exception");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"wrok | Did you mean work?", "nobody | There are: admin, work."})
    void aProfileThatDoesNotExistIsAnsweredWithThoseThatDo(String profile, String answer) throws IOException {
        TestAccount account = TestAccount.empty();
        Cli cli = withConfig(account, "[profile work]\nregion = us-east-1\n[profile admin]\nregion = us-east-1\n");
        account.migrate(cli.without("AWS_REGION"), "--yes", "--profile", profile)
                .exits(2)
                .hasErr("Profile " + profile + ": there is no such profile. " + answer);
        Cli.Result result = account.migrate(cli, "--yes", "--profile", profile, "--region", "us-east-1");
        assertOneOrTwoPlainLines(result);
        result.hasErr("No AWS credentials for profile " + profile + ": there is no such profile. " + answer);
    }

    @Test
    void aProfileOfAwsLoginWorks() throws Exception {
        TestAccount account = TestAccount.empty().put(BOT);
        Cli cli = withConfig(account, "[profile me]\nregion = us-east-1\nlogin_session = " + LOGIN_SESSION + "\n");
        write(
                cli.home().resolve(".aws/login/cache/" + hash("SHA-256", LOGIN_SESSION) + ".json"),
                """
                {"accessToken": {"accessKeyId": "%s", "secretAccessKey": "secret", "sessionToken": "token",
                  "accountId": "123456789012", "expiresAt": "%s"},
                 "tokenType": "urn:aws:params:oauth:token-type:access_token_sigv4", "refreshToken": "refresh",
                 "idToken": "id", "clientId": "arn:aws:signin:::devtools/same-device", "dpopKey": "none"}"""
                        .formatted(account.accessKey(), Instant.now().plus(Duration.ofHours(1))));
        Cli.Result result = account.migrate(cli, "--yes", "--profile", "me", "--json", "-").exits(0);
        assertEquals("succeeded", JsonReport.of(result).outcome(BOT), result::toString);
    }

    @Test
    void aProfileOfAwsLoginWithoutASessionSaysToSignIn() throws Exception {
        TestAccount account = TestAccount.empty().put(BOT);
        Cli cli = withConfig(account, "[profile me]\nregion = us-east-1\nlogin_session = " + LOGIN_SESSION + "\n");
        Cli.Result result = account.migrate(cli, "--yes", "--profile", "me");
        assertOneOrTwoPlainLines(result);
        result.hasErr("for profile me", "aws login");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aProfileThatNeedsAnMfaCodeSaysHowToContinue(boolean option) throws Exception {
        TestAccount account = TestAccount.empty().put(BOT);
        Cli cli = withConfig(
                account,
                """
                [profile keys]
                aws_access_key_id = %s
                aws_secret_access_key = secret
                [profile admin]
                region = us-east-1
                role_arn = arn:aws:iam::123456789012:role/admin
                source_profile = keys
                mfa_serial = arn:aws:iam::123456789012:mfa/somebody
                """
                        .formatted(account.accessKey()));
        Cli.Result result = option
                ? account.migrate(cli, "--yes", "--profile", "admin")
                : account.migrate(cli.with("AWS_PROFILE", "admin"), "--yes");
        assertOneOrTwoPlainLines(result);
        result.hasErr("profile admin needs an MFA code");
        result.hasErr("eval \"$(aws configure export-credentials --profile admin --format env)\"");
    }

    @Test
    void aMachineWithoutCredentialsIsToldWhereTheyWereLookedFor() {
        TestAccount account = TestAccount.empty();
        Cli cli = account.cli().without("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
        Cli.Result result = account.migrate(cli, "--yes");
        assertOneOrTwoPlainLines(result);
        result.hasErr("AWS_ACCESS_KEY_ID", "aws sso login");
    }

    private static final String LEGACY_SSO =
            """
            [profile sso]
            region = us-east-1
            sso_start_url = %1$s
            sso_region = us-east-1
            sso_account_id = 123456789012
            sso_role_name = admin
            """
                    .formatted(START_URL);
    private static final String SSO_SESSION =
            """
            [sso-session corp]
            sso_start_url = %1$s
            sso_region = us-east-1
            [profile sso]
            region = us-east-1
            sso_session = corp
            sso_account_id = 123456789012
            sso_role_name = admin
            """
                    .formatted(START_URL);

    /** What aws sso login leaves. */
    private static void signIn(Cli cli, String session, String token) throws Exception {
        write(
                cli.home().resolve(".aws/sso/cache/" + hash("SHA-1", session) + ".json"),
                """
                {"accessToken": "%s", "expiresAt": "%s", "region": "us-east-1", "startUrl": "%s"}"""
                        .formatted(token, Instant.now().plus(Duration.ofHours(1)), START_URL));
    }

    /** GetRoleCredentials of AWS IAM Identity Center, which rejects a session that was revoked with HTTP 401. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSessionThatEndsIsWaitedForUntilTheUserHasSignedInAgain(boolean named) throws Exception {
        TestAccount account = TestAccount.empty().put(BOT);
        AtomicBoolean revoked = new AtomicBoolean();
        AtomicInteger rejections =
                new AtomicInteger(); // while the old credentials are valid, the SDK makes do with them
        AtomicReference<Instant> expiry = new AtomicReference<>();
        HttpServer portal = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        portal.createContext("/", exchange -> {
            String token = exchange.getRequestHeaders().getFirst("x-amz-sso_bearer_token");
            boolean rejected = revoked.get() && "old".equals(token);
            if (!rejected) {
                expiry.set(Instant.now().plusSeconds(revoked.get() ? 3600 : 1));
            }
            String body = rejected
                    ? "{\"message\": \"Session token not found or invalid\"}"
                    : """
                    {"roleCredentials": {"accessKeyId": "%s", "secretAccessKey": "secret", "sessionToken": "token",
                      "expiration": %d}}"""
                            .formatted(account.accessKey(), expiry.get().toEpochMilli());
            if (rejected) {
                rejections.addAndGet(Instant.now().isAfter(expiry.get()) ? 1 : 0);
                exchange.getResponseHeaders().set("x-amzn-ErrorType", "UnauthorizedException");
            }
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(rejected ? 401 : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        portal.start();
        try {
            Cli cli = withConfig(account, named ? SSO_SESSION : LEGACY_SSO)
                    .with("AWS_ENDPOINT_URL_SSO", "http://127.0.0.1:" + portal.getAddress().getPort());
            signIn(cli, named ? "corp" : START_URL, "old");
            account.pauseClock();
            Cli.Running running = account.start(cli, "--yes", "--profile", "sso")
                    .waitUntil(() -> !account.tasks().isEmpty());
            revoked.set(true);
            running.waitUntil(() -> rejections.get() >= 3);
            signIn(cli, named ? "corp" : START_URL, "new");
            account.resumeClock();
            Cli.Result result = running.end().exits(0).hasOut("the credentials have expired");
            assertEquals(1, account.requests("RunTask").size(), result::toString);
        } finally {
            portal.stop(0);
        }
    }

    /** The new keys belong to another account of the embedded AWS, which shows that they are used. */
    @Test
    void theKeysOfAProfileThatAreDeletedAreWaitedForUntilItHasNewOnes() throws Exception {
        TestAccount before = TestAccount.empty().put(BOT);
        TestAccount after = TestAccount.empty().put(BOT);
        before.fault(Map.of("operation", "RunTask", "times", -1, "error", KEYS_DELETED));
        String keys = "[keys]\naws_access_key_id = %s\naws_secret_access_key = secret\n";
        Cli cli = withConfig(before, "[profile keys]\nregion = us-east-1\n");
        write(cli.home().resolve(".aws/credentials"), keys.formatted(before.accessKey()));
        after.forProcess(cli); // the command has one clock, and this account another
        RunningProcess running = before.startProcess(cli, "--yes", "--profile", "keys");
        Waiting.await("a second request", () -> before.requests("RunTask").size() >= 2);
        write(cli.home().resolve(".aws/credentials"), keys.formatted(after.accessKey()));
        Cli.Result result = running.end().exits(0);
        assertEquals(List.of(), before.tasks(), result::toString);
        assertEquals(List.of(BOT.sk()), after.startedBots(), result::toString);
    }

    @ParameterizedTest
    @CsvSource({"RunTask, 0, 1", "GetItem, 1, 1", "DescribeTasks, 1, 1", "ExecuteStatement, 2, 1"})
    void keysOfTheEnvironmentThatAreDeletedEndTheRun(String operation, int skip, int starts) {
        TestAccount account = TestAccount.empty().put(BOT);
        account.fault(Map.of("operation", operation, "skip", skip, "times", -1, "error", KEYS_DELETED));
        Cli cli = account.cli();
        Cli.Result result = account.migrate(cli, "--yes").exits(3);
        assertEquals(starts, account.requests("RunTask").size(), result::toString);
        result.hasOut("AWS does not know the keys in AWS_ACCESS_KEY_ID", "Set new ones in the environment.");
        account.clearFaults();
        Cli.Result next = account.migrate(cli, "--yes").exits(0);
        assertEquals(List.of(BOT.sk()), account.startedBots(), next::toString);
    }

    @ParameterizedTest
    @CsvSource({"RunTask, 0, 1", "GetItem, 1, 1", "DescribeTasks, 1, 1", "ExecuteStatement, 2, 1"})
    void credentialsOfTheEnvironmentThatExpireEndTheRun(String operation, int skip, int starts) {
        TestAccount account = TestAccount.empty().put(BOT);
        Cli cli = account.cli().with("AWS_SESSION_TOKEN", "token");
        account.fault(Map.of(
                "operation",
                operation,
                "skip",
                skip,
                "times",
                -1,
                "error",
                Map.of("status", 400, "code", "ExpiredTokenException", "message", "The security token is expired")));
        Cli.Result result = account.migrate(cli, "--yes").exits(3);
        assertEquals(starts, account.requests("RunTask").size(), result::toString);
        result.hasOut("the credentials in AWS_SESSION_TOKEN have expired, and cannot be renewed from outside");
        assertTrue(Summary.of(result).verdict().startsWith("AWS ended the run when "), result::toString);
        account.clearFaults();
        Cli.Result next = account.migrate(cli, "--yes").exits(0);
        assertEquals(List.of(BOT.sk()), account.startedBots(), next::toString);
    }
}
