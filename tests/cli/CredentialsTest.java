package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.RunningProcess;
import tests.support.Summary;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.Waiting;

/** Ways to sign in: which work, what is said about those that do not, and what happens when a session ends. */
class CredentialsTest {
    private static final Bot BOT = bot(1);
    private static final String LOGIN_SESSION = "arn:aws:iam::123456789012:user/somebody";
    private static final String START_URL = "https://example.awsapps.com/start";
    private static final String KEYS_DELETED = "The security token included in the request is invalid.";

    /** A command line whose only credentials are those of its home folder. */
    private static Cli withConfig(TestAccount account, String config) {
        return account.cli()
                .without("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
                .withFile(".aws/config", config);
    }

    private static String hash(String algorithm, String text) throws NoSuchAlgorithmException {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void assertOneOrTwoPlainLines(Cli.Result result, String... texts) {
        result.exits(2).hasErr(texts).hasNoErr("Provider", "Exception");
        assertTrue(result.err().startsWith("error: No AWS credentials"));
        assertTrue(result.err().lines().count() <= 2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"wrok | Did you mean work?", "nobody | There are: admin, work."})
    void aProfileThatDoesNotExistIsAnsweredWithThoseThatDo(String profile, String answer) {
        TestAccount account = TestAccount.empty();
        Cli cli = withConfig(account, "[profile work]\nregion = us-east-1\n[profile admin]\nregion = us-east-1\n");
        account.migrate(cli.without("AWS_REGION"), "--yes", "--profile", profile).exits(2)
                .hasErr("Profile " + profile + ": there is no such profile. " + answer);
        assertOneOrTwoPlainLines(
                account.migrate(cli, "--yes", "--profile", profile, "--region", "us-east-1"),
                "No AWS credentials for profile " + profile + ": there is no such profile. " + answer);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProfileOfAwsLoginWorksOrSaysToSignIn(boolean isSignedIn) throws NoSuchAlgorithmException {
        TestAccount account = TestAccount.with(BOT);
        Cli cli = withConfig(account, "[profile me]\nregion = us-east-1\nlogin_session = " + LOGIN_SESSION + "\n");
        if (isSignedIn) {
            cli.withFile(
                    ".aws/login/cache/" + hash("SHA-256", LOGIN_SESSION) + ".json",
                    """
                    {"accessToken": {"accessKeyId": "%s", "secretAccessKey": "secret", "sessionToken": "token",
                      "accountId": "123456789012", "expiresAt": "%s"},
                     "tokenType": "urn:aws:params:oauth:token-type:access_token_sigv4", "refreshToken": "refresh",
                     "idToken": "id", "clientId": "arn:aws:signin:::devtools/same-device", "dpopKey": "none"}"""
                            .formatted(account.accessKey(), Instant.now().plus(Duration.ofHours(1))));
        }
        Cli.Result result = account.migrate(cli, "--yes", "--profile", "me");
        if (isSignedIn) {
            result.exits(0);
            account.assertStarted(BOT);
        } else {
            assertOneOrTwoPlainLines(result, "for profile me", "aws login");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aProfileThatNeedsAnMfaCodeSaysHowToContinue(boolean option) {
        TestAccount account = TestAccount.with(BOT);
        String config =
                """
                [profile keys]
                aws_access_key_id = %s
                aws_secret_access_key = secret
                [profile admin]
                region = us-east-1
                role_arn = arn:aws:iam::123456789012:role/admin
                source_profile = keys
                mfa_serial = arn:aws:iam::123456789012:mfa/somebody
                """;
        Cli cli = withConfig(account, config.formatted(account.accessKey()));
        assertOneOrTwoPlainLines(
                option
                        ? account.migrate(cli, "--yes", "--profile", "admin")
                        : account.migrate(cli.with("AWS_PROFILE", "admin"), "--yes"),
                "profile admin needs an MFA code",
                "eval \"$(aws configure export-credentials --profile admin --format env)\"");
    }

    @Test
    void aMachineWithoutCredentialsIsToldWhereTheyWereLookedFor() {
        TestAccount account = TestAccount.empty();
        Cli cli = account.cli().without("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY");
        assertOneOrTwoPlainLines(account.migrate(cli, "--yes"), "AWS_ACCESS_KEY_ID", "aws sso login");
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
    private static void signIn(Cli cli, String session, String token) throws NoSuchAlgorithmException {
        cli.withFile(
                ".aws/sso/cache/" + hash("SHA-1", session) + ".json",
                """
                {"accessToken": "%s", "expiresAt": "%s", "region": "us-east-1", "startUrl": "%s"}"""
                        .formatted(token, Instant.now().plus(Duration.ofHours(1)), START_URL));
    }

    /** GetRoleCredentials of AWS IAM Identity Center, which rejects a session that was revoked with HTTP 401. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSessionThatEndsIsWaitedForUntilTheUserHasSignedInAgain(boolean named) throws Exception {
        TestAccount account = TestAccount.with(BOT);
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
            running.end().exits(0).hasOut("the credentials have expired");
            assertEquals(1, account.requests("RunTask").size());
        } finally {
            portal.stop(0);
        }
    }

    /** The new keys belong to another account of the embedded AWS, which shows that they are used. */
    @Test
    void theKeysOfAProfileThatAreDeletedAreWaitedForUntilItHasNewOnes() {
        TestAccount before = TestAccount.with(BOT), after = TestAccount.with(BOT);
        before.error("RunTask", -1, 400, "UnrecognizedClientException", KEYS_DELETED);
        String keys = "[keys]\naws_access_key_id = %s\naws_secret_access_key = secret\n";
        Cli cli = withConfig(before, "[profile keys]\nregion = us-east-1\n")
                .withFile(".aws/credentials", keys.formatted(before.accessKey()));
        after.forProcess(cli); // the command has one clock, and this account another
        RunningProcess running = before.startProcess(cli, "--yes", "--profile", "keys");
        Waiting.await("a second request", () -> before.requests("RunTask").size() >= 2);
        cli.withFile(".aws/credentials", keys.formatted(after.accessKey()));
        running.end().exits(0);
        before.assertStarted();
        after.assertStarted(BOT);
    }

    @ParameterizedTest(name = "{0}, with a session token: {2}")
    @CsvSource({
        "RunTask, 0, false", "GetItem, 1, false", "DescribeTasks, 1, false", "ExecuteStatement, 2, false",
        "RunTask, 0, true", "GetItem, 1, true", "DescribeTasks, 1, true", "ExecuteStatement, 2, true"
    })
    void credentialsOfTheEnvironmentThatAreDeletedOrExpireEndTheRun(String operation, int skip, boolean isSession) {
        TestAccount account = TestAccount.with(BOT);
        if (isSession) {
            account.operator().with("AWS_SESSION_TOKEN", "token");
            account.errorAfter(skip, operation, -1, 400, "ExpiredTokenException", "The security token is expired");
        } else {
            account.errorAfter(skip, operation, -1, 400, "UnrecognizedClientException", KEYS_DELETED);
        }
        Cli.Result result = account.migrate("--yes").exits(3);
        assertEquals(1, account.requests("RunTask").size());
        result.hasOut(
                isSession
                        ? "the credentials in AWS_SESSION_TOKEN have expired, and cannot be renewed from outside"
                        : "AWS does not know the keys in AWS_ACCESS_KEY_ID",
                "Set new ones in the environment.");
        assertTrue(Summary.of(result).verdict().startsWith("AWS ended the run when "));
        account.clearFaults().migrate("--yes").exits(0);
        account.assertStarted(BOT);
    }
}
