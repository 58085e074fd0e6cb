package lib.aws;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import lib.common.ExitCode;
import lib.common.Similar;
import lib.common.Text;
import lib.common.UserException;
import lib.model.Setting;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsClient;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.utils.SdkAutoCloseable;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/** The clients of one run, with one region, one set of credentials and pinned retries. */
public final class AwsClients implements AutoCloseable {
    /**
     * Where the clients connect, and as whom. Null leaves the choice to the environment and the SDK's own chain, as
     * with the AWS CLI.
     *
     * @param environment the environment variables
     */
    public record Access(String region, String profile, URI endpoint, Map<String, String> environment) {
        /** Access to the embedded AWS, with fixed credentials; the user's own are not looked for. */
        public static Access toEmbeddedAws(URI endpoint) {
            return new Access(
                    Region.US_EAST_1.id(),
                    null,
                    endpoint,
                    Map.of("AWS_ACCESS_KEY_ID", "REHEARSAL", "AWS_SECRET_ACCESS_KEY", "rehearsal"));
        }

        /** The profile that was given, or the one that the SDK takes. */
        String profileInUse() {
            return profile != null ? profile : environment.getOrDefault("AWS_PROFILE", "default");
        }
    }

    /**
     * Who the credentials belong to.
     *
     * @param arn of the user or of the assumed role's session
     */
    public record Caller(String account, String arn) {}

    /** It is only shown, so a network without a way to STS must not hold a run up for long. */
    private static final Duration CALLER_TIMEOUT = Duration.ofSeconds(15);

    private static final String ENDPOINT_VARIABLE = "AWS_ENDPOINT_URL";

    private final Access access;
    private final Region region;
    private final String sourceOfRegion;
    private final AwsCredentialsProvider credentials;
    private final PlainErrors plainErrors;
    private final SdkHttpClient http = UrlConnectionHttpClient.builder()
            .connectionTimeout(Duration.ofSeconds(10))
            .socketTimeout(Duration.ofSeconds(60))
            .build();
    private final Deque<SdkAutoCloseable> open = new ArrayDeque<>();
    private final Map<Class<?>, AwsClient> clients = new HashMap<>();
    private final Set<URI> endpoints = new LinkedHashSet<>();
    private Caller caller;

    /** @throws UserException if the region, or an endpoint of the environment, has not the form of one */
    public AwsClients(Access access) {
        this.access = access;
        open.push(http);
        if (access.endpoint() == null) {
            checkEndpointVariables();
        }
        Setting given = regionOf(access);
        check(given);
        region = Region.of(given.value());
        sourceOfRegion = given.source();
        credentials = credentials(access);
        if (credentials instanceof SdkAutoCloseable closeable) {
            open.push(closeable);
        }
        plainErrors = new PlainErrors(this::sourceOfEndpoint, credentials);
    }

    /** The SDK would fail later, in words that name no variable. */
    private void checkEndpointVariables() {
        access.environment().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith(ENDPOINT_VARIABLE))
                .filter(variable ->
                        !variable.getValue().isBlank() && !ConfiguredEndpoint.isForm(variable.getValue()))
                .min(Map.Entry.comparingByKey())
                .ifPresent(variable -> {
                    throw noEndpoint("Variable " + variable.getKey(), variable.getValue());
                });
    }

    private static UserException noEndpoint(String source, String value) {
        return UserException.badSettings(
                "%s is '%s', which is not a URL like http://localhost:4566. Correct or remove it.",
                source, Text.oneLine(value, 100));
    }

    /** Where an endpoint came from: an option, a variable, or the region. */
    private String sourceOfEndpoint(String endpoint) {
        return optionOrVariable(endpoint)
                .orElseGet(() -> "region " + region + " of " + sourceOfRegion + meant());
    }

    /** The region that was probably meant, if the SDK does not know this one. A new region is unknown, too. */
    private String meant() {
        return Region.regions().contains(region)
                ? ""
                : Similar.closest(region.id(), Region.regions().stream().map(Region::id).toList())
                        .map(known -> "; did you mean " + known + "?")
                        .orElse("");
    }

    private String sourceOfConfigured(String endpoint) {
        return optionOrVariable(endpoint)
                .orElse(access.profile() == null ? "the AWS configuration" : "profile " + access.profile());
    }

    private Optional<String> optionOrVariable(String endpoint) {
        if (access.endpoint() != null) {
            return Optional.of("option --endpoint-url");
        }
        return access.environment().entrySet().stream()
                .filter(variable -> variable.getKey().startsWith(ENDPOINT_VARIABLE)
                        && variable.getValue().startsWith(endpoint))
                .map(Map.Entry::getKey)
                .min(Comparator.naturalOrder())
                .map(variable -> "variable " + variable);
    }

    /** In the order of the AWS CLI: the option, the environment (both variables), the profile, the machine. */
    private static Setting regionOf(Access access) {
        if (access.region() != null) {
            return new Setting(access.region(), "option --region");
        }
        return Stream.of("AWS_REGION", "AWS_DEFAULT_REGION")
                .filter(name -> access.profile() == null && access.environment().containsKey(name))
                .findFirst()
                .map(name -> new Setting(access.environment().get(name), "variable " + name))
                .orElseGet(() -> regionOfProfile(access));
    }

    private static Setting regionOfProfile(Access access) {
        String profile = access.profile();
        try {
            return new Setting(
                    DefaultAwsRegionProviderChain.builder()
                            .profileName(profile)
                            .build()
                            .getRegion()
                            .id(),
                    profile == null ? "your profile or this machine" : "profile " + profile);
        } catch (SdkClientException e) {
            throw new UserException(
                    ExitCode.BAD_SETTINGS,
                    CredentialAdvice.missing(access)
                            .map(missing -> "Profile " + profile + ": " + missing)
                            .orElse("No AWS region is set. Give --region, or set AWS_REGION or the region of your"
                                    + " profile."),
                    e);
        }
    }

    private static void check(Setting region) {
        if (!region.value().matches("[a-z]+(-[a-z0-9]+)+")) {
            String blank = region.value().matches("(?s).*\\s.*") ? ": it contains a blank" : "";
            throw UserException.badSettings(
                    "'%s' of %s is not an AWS region%s. Give one like eu-west-1 with --region.",
                    Text.oneLine(region.value(), 60), region.source(), blank);
        }
    }

    /**
     * The profile if one is given; else, as in the SDK's chain, the environment before everything else. Only the
     * environment cannot be changed while the process runs.
     */
    private static AwsCredentialsProvider credentials(Access access) {
        if (access.profile() != null) {
            return new RenewableCredentials(() -> ProfileCredentialsProvider.create(access.profile()));
        }
        String key = access.environment().getOrDefault("AWS_ACCESS_KEY_ID", "").strip();
        String secret =
                access.environment().getOrDefault("AWS_SECRET_ACCESS_KEY", "").strip();
        String token =
                access.environment().getOrDefault("AWS_SESSION_TOKEN", "").strip();
        if (key.isEmpty() || secret.isEmpty()) {
            return new RenewableCredentials(() -> DefaultCredentialsProvider.builder().build());
        }
        AwsCredentials credentials = token.isEmpty()
                ? AwsBasicCredentials.create(key, secret)
                : AwsSessionCredentials.create(key, secret, token);
        return StaticCredentialsProvider.create(credentials);
    }

    public String region() {
        return region.id();
    }

    /** The partition of the region, as in an ARN: aws, aws-cn, aws-us-gov … */
    public String partition() {
        return PartitionMetadata.of(region).id();
    }

    /**
     * The endpoints that were configured for the clients so far, by an option, a variable or the AWS configuration, in
     * the order of their first use. The SDK itself is asked, because it has more sources than the environment.
     */
    public synchronized List<ConfiguredEndpoint> endpoints() {
        return endpoints.stream()
                .map(url -> new ConfiguredEndpoint(url, sourceOfConfigured(url.toString())))
                .toList();
    }

    /** Fails at once if there are no credentials. */
    public void checkCredentials() {
        try {
            credentials.resolveCredentials();
        } catch (RuntimeException e) { // the SDK also throws what is no SdkException, for example for a bad profile
            throw new UserException(ExitCode.BAD_SETTINGS, "No AWS credentials" + CredentialAdvice.of(access, e), e);
        }
    }

    /** The options of the AWS CLI that select the same region and account, each behind a space. */
    public String cliOptions() {
        String profile = access.profile() == null ? "" : " --profile " + Text.shellWord(access.profile());
        return " --region " + region() + profile;
    }

    /** Who calls; needs no permission. */
    public Caller caller() {
        if (caller == null) {
            StsClient client = client(StsClient.class, StsClient::builder, retries(4));
            GetCallerIdentityResponse identity = ErrorClassifier.classified(() -> client.getCallerIdentity(
                    request -> request.overrideConfiguration(o -> o.apiCallTimeout(CALLER_TIMEOUT))));
            caller = new Caller(identity.account(), identity.arn());
        }
        return caller;
    }

    /** Without retries of its own, like {@link #ecs}: this tool repeats requests on its own clock, and shows it. */
    public DynamoDbClient dynamoDb() {
        return client(DynamoDbClient.class, DynamoDbClient::builder, retries(1));
    }

    public RdsDataClient rdsData() {
        return client(RdsDataClient.class, RdsDataClient::builder, retries(1));
    }

    public RdsClient rds() {
        return client(RdsClient.class, RdsClient::builder, retries(4));
    }

    public CloudFormationClient cloudFormation() {
        return client(CloudFormationClient.class, CloudFormationClient::builder, retries(4));
    }

    public EcsClient ecs() {
        return client(EcsClient.class, EcsClient::builder, retries(1));
    }

    /**
     * Finds a bucket in whatever region it is: S3 answers with its region, and the client repeats the request there.
     * An endpoint of one's own is addressed without the bucket in its host name.
     */
    public S3Client s3() {
        return client(
                S3Client.class,
                () -> S3Client.builder().crossRegionAccessEnabled(true).forcePathStyle(hasOwnEndpointOfS3()),
                retries(1));
    }

    /** A client alone knows, after it was built, which endpoint the SDK has found for it. */
    private boolean hasOwnEndpointOfS3() {
        return build(S3Client.builder(), retries(1))
                .serviceClientConfiguration()
                .endpointOverride()
                .isPresent();
    }

    public DatabaseMigrationClient databaseMigration() {
        return client(DatabaseMigrationClient.class, DatabaseMigrationClient::builder, retries(4));
    }

    /** Pinned, because the SDK's default changes with the SDK and with AWS_RETRY_MODE. */
    private static RetryStrategy retries(int attempts) {
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(attempts)
                .build();
    }

    /** The client of this type, which is built when it is needed first: that takes milliseconds, and memory. */
    private synchronized <C extends AwsClient, B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>> C client(
            Class<C> type, Supplier<B> builder, RetryStrategy retries) {
        if (!clients.containsKey(type)) {
            clients.put(type, build(builder.get(), retries));
        }
        return type.cast(clients.get(type));
    }

    private <C extends AwsClient, B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>> C build(
            B builder, RetryStrategy retries) {
        builder.region(region)
                .credentialsProvider(credentials)
                .overrideConfiguration(o -> o.retryStrategy(retries)
                        .addExecutionInterceptor(plainErrors)
                        .defaultProfileName(access.profile()))
                .httpClient(http);
        if (access.endpoint() != null) {
            builder.endpointOverride(access.endpoint());
        }
        C client = built(builder);
        open.push(client);
        client.serviceClientConfiguration().endpointOverride().ifPresent(this::use);
        return client;
    }

    private static <C> C built(SdkBuilder<?, C> builder) {
        try {
            return builder.build();
        } catch (SdkClientException e) {
            throw UserException.badSettings(
                    "The AWS configuration cannot be used: %s. Correct it.", PlainErrors.rootCause(e));
        }
    }

    /** The SDK takes {@code localhost:4566} for a URL with the scheme localhost, and fails at the first request. */
    private void use(URI endpoint) {
        if (!ConfiguredEndpoint.isForm(endpoint.toString())) {
            throw noEndpoint(
                    "The endpoint of " + sourceOfConfigured(endpoint.toString()), endpoint.toString());
        }
        endpoints.add(endpoint);
    }

    @Override
    public synchronized void close() {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
