package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import lib.aws.AwsClients;
import lib.aws.DocumentBucket;
import lib.common.Clock;
import lib.model.BotKey;
import lib.retry.Retrier;
import lib.retry.ServiceError;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import tests.support.SdkClients;
import tests.support.TestAccount;
import tests.support.TestBots;

/** The S3 of the embedded AWS, through the SDK's client and through the tool's own reader. */
class EmbeddedS3Test {
    private static final String DOCUMENT_BUCKET = "bedrockregionresour-useast1documentbucket0a1b2c3d-rehearsal0001";
    private static final TestBots.Bot BOT = TestBots.bot(1);
    private static final BotKey KEY = new BotKey(BOT.user(), BOT.sk());

    private final TestAccount account = TestAccount.empty();
    private final S3Client client = SdkClients.s3(account);
    private final List<ServiceError> pauses = new ArrayList<>();
    private final AwsClients clients = new AwsClients(new AwsClients.Access(
            "us-east-1",
            null,
            URI.create(account.endpoint()),
            Map.of("AWS_ACCESS_KEY_ID", account.accessKey(), "AWS_SECRET_ACCESS_KEY", "secret")));

    @AfterEach
    void close() {
        clients.close();
    }

    @Test
    void aListIsInTheOrderOfTheKeysBytes() {
        put("bucket-a", "b/2", "b/1", "b/\uD83D\uDE00", "b/\uFF5E", "c/1", "a/1");
        assertEquals(
                List.of("b/1", "b/2", "b/\uFF5E", "b/\uD83D\uDE00"),
                keys(client.listObjectsV2(r -> r.bucket("bucket-a").prefix("b/"))),
                "UTF-16 would sort the last two the other way round");
        assertEquals(List.of(), keys(client.listObjectsV2(r -> r.bucket("bucket-a").prefix("none/"))));
        assertCode("InvalidArgument", 400, () -> client.listObjectsV2(
                r -> r.bucket("bucket-a").continuationToken("not a token")));
    }

    @Test
    void aBucketIsMissingForeignOrElsewhere() {
        assertThrows(NoSuchBucketException.class, () -> client.listObjectsV2(r -> r.bucket("none")));
        account.control("bucket", Map.of("name", "foreign", "foreign", true));
        assertCode("AccessDenied", 403, () -> client.listObjectsV2(r -> r.bucket("foreign")));
        account.control("bucket", Map.of("name", "far", "region", "eu-central-1"));
        S3Exception redirect = assertCode("PermanentRedirect", 301, () -> client.listObjectsV2(r -> r.bucket("far")));
        assertEquals(
                "eu-central-1",
                redirect.awsErrorDetails().sdkHttpResponse().firstMatchingHeader("x-amz-bucket-region").orElseThrow());
        assertCode("NotImplemented", 501, () -> client.listObjectsV2(
                r -> r.bucket(DOCUMENT_BUCKET).delimiter("/")));
    }

    @Test
    void namesAreReadAsTheyWereUploaded() {
        Set<String> names = Set.of(
                "annual report.pdf",
                "100%.pdf",
                "100%25.pdf",
                "a+b.pdf",
                "a b.pdf",
                "a&b<c>\"d'.pdf",
                "folder/inside.pdf",
                "control\u0001.pdf",
                Normalizer.normalize("Übersicht.pdf", Normalizer.Form.NFC),
                Normalizer.normalize("Übersicht.pdf", Normalizer.Form.NFD),
                "\uD83D\uDE00.pdf");
        put("bucket-a", names.stream().map(name -> TestBots.document(BOT, name)).toArray(String[]::new));
        put("bucket-a", TestBots.document(TestBots.bot(2), "of another bot.pdf"));
        assertEquals(names, bucket("bucket-a").files(KEY));
    }

    @Test
    void tenThousandFilesAreReadPageByPage() {
        List<String> keys = IntStream.range(0, 10_001)
                .mapToObj(n -> TestBots.document(BOT, n + ".pdf"))
                .toList();
        put("bucket-a", keys.toArray(String[]::new));
        assertEquals(10_001, bucket("bucket-a").files(KEY).size());
        assertEquals(11, account.requests("ListObjectsV2").size());
        assertEquals(10_001, bucket("bucket-a").content().objects());
        assertTrue(bucket("bucket-a").content().bytes() > 10_001);
    }

    @Test
    void aListThatIsThrottledIsRepeated() {
        put("bucket-a", TestBots.document(BOT, "manual.pdf"));
        account.error("ListObjectsV2", 2, 503, "SlowDown", "Please reduce your request rate.");
        assertEquals(Set.of("manual.pdf"), bucket("bucket-a").files(KEY));
        assertEquals(2, pauses.size());
        assertTrue(pauses.get(0) instanceof ServiceError.Throttled, pauses.toString());
    }

    private DocumentBucket bucket(String name) {
        return new DocumentBucket(
                clients.s3(),
                name,
                new Retrier(Clock.atSpeed(1000, Instant.now()), () -> 0.5, (error, pause) -> pauses.add(error)));
    }

    private void put(String bucket, String... keys) {
        account.control("bucket", Map.of("name", bucket, "put", List.of(keys)));
    }

    private static List<String> keys(ListObjectsV2Response response) {
        return response.contents().stream().map(object -> object.key()).toList();
    }

    private static S3Exception assertCode(String code, int status, Runnable call) {
        S3Exception error = assertThrows(S3Exception.class, call::run);
        assertEquals(code, error.awsErrorDetails().errorCode());
        assertEquals(status, error.statusCode());
        return error;
    }
}
