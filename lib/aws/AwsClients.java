package lib.aws;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import lib.common.Text;
import lib.common.UserException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** The clients of one run, with one place, one set of credentials and pinned retries. */
public final class AwsClients implements AutoCloseable {
    /**
     * Where and as whom the clients talk. Null leaves the choice to the SDK's own chain, as the AWS CLI has it.
     *
     * @param rehearsal true for the embedded AWS: a person's own credentials are not even looked for
     */
    public record Access(String region, String profile, URI endpoint, boolean rehearsal) {
    }

    private final Access access;
    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http = UrlConnectionHttpClient.builder()
            .connectionTimeout(Duration.ofSeconds(10)).socketTimeout(Duration.ofSeconds(60)).build();
    private final Deque<SdkAutoCloseable> open = new ArrayDeque<>();

    public AwsClients(Access access) {
        this.access = access;
        open.push(http);
        region = access.rehearsal() ? Region.US_EAST_1 : region(access);
        credentials = access.rehearsal()
                ? StaticCredentialsProvider.create(AwsBasicCredentials.create("REHEARSAL", "rehearsal"))
                : access.profile() != null ? ProfileCredentialsProvider.create(access.profile()) : DefaultCredentialsProvider.builder().build();
    }

    /** As the AWS CLI: the option, the environment (both variables), the profile, the machine. */
    private static Region region(Access access) {
        String given = access.region() != null ? access.region() : System.getenv("AWS_REGION") == null && access.profile() == null ? System.getenv("AWS_DEFAULT_REGION") : null;
        if (given != null && !given.matches("[a-z]+(-[a-z0-9]+)+")) {
            throw UserException.settings("'%s' is not an AWS region. Give one like eu-west-1 with --region.", Text.oneLine(given, 60));
        }
        try {
            return given != null ? Region.of(given) : DefaultAwsRegionProviderChain.builder().profileName(access.profile()).build().getRegion();
        } catch (SdkClientException e) {
            throw new UserException(UserException.SETTINGS, "No AWS region is set. Give --region, or set AWS_REGION or the region of your profile.", e);
        }
    }

    public String region() {
        return region.id();
    }

    /** Fails at once, and with a plain word, where no credentials can be had. */
    public void checkCredentials() {
        try {
            credentials.resolveCredentials();
        } catch (SdkClientException e) {
            throw new UserException(UserException.SETTINGS, "No AWS credentials" + (access.profile() == null ? "" : " for profile " + access.profile())
                    + ": " + Text.oneLine(e.getMessage(), 200) + "\nSign in (aws sso login, aws configure), or give --profile.", e);
        }
    }

    /** The account of the credentials; needs no permission. */
    public String account() {
        try {
            return built(StsClient.builder(), retries(4)).getCallerIdentity().account();
        } catch (SdkException e) {
            throw ErrorClassifier.of(e);
        }
    }

    /** Without retries of its own, like {@link #ecs}: what may be repeated is repeated by us, on our clock and where a person sees it. */
    public DynamoDbClient dynamoDb() {
        return built(DynamoDbClient.builder(), retries(1));
    }

    public RdsDataClient rdsData() {
        return built(RdsDataClient.builder(), retries(1));
    }

    public CloudFormationClient cloudFormation() {
        return built(CloudFormationClient.builder(), retries(4));
    }

    public EcsClient ecs() {
        return built(EcsClient.builder(), retries(1));
    }

    /** Pinned, because the SDK's default changes with the SDK and with AWS_RETRY_MODE. */
    private static RetryStrategy retries(int attempts) {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder().maxAttempts(attempts).build();
    }

    private <C extends SdkAutoCloseable, B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>> C built(B builder, RetryStrategy retries) {
        builder.region(region).credentialsProvider(credentials).overrideConfiguration(o -> o.retryStrategy(retries)).httpClient(http);
        if (access.endpoint() != null) {
            builder.endpointOverride(access.endpoint());
        }
        C client = builder.build();
        open.push(client);
        return client;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
