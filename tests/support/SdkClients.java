package tests.support;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rdsdata.RdsDataClient;
import software.amazon.awssdk.services.s3.S3Client;

/** The SDK's clients of an account, without retries. */
public final class SdkClients {
    private SdkClients() {}

    public static CloudFormationClient cloudFormation(TestAccount account) {
        return build(CloudFormationClient.builder(), account);
    }

    public static DatabaseMigrationClient databaseMigration(TestAccount account) {
        return build(DatabaseMigrationClient.builder(), account);
    }

    public static EcsClient ecs(TestAccount account) {
        return build(EcsClient.builder(), account);
    }

    public static RdsClient rds(TestAccount account) {
        return build(RdsClient.builder(), account);
    }

    public static RdsDataClient rdsData(TestAccount account) {
        return build(RdsDataClient.builder(), account);
    }

    public static S3Client s3(TestAccount account) {
        return build(S3Client.builder().forcePathStyle(true), account);
    }

    private static <C, B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>> C build(
            B builder, TestAccount account) {
        return builder.endpointOverride(URI.create(account.endpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(account.accessKey(), "secret")))
                .overrideConfiguration(c -> c.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .httpClient(UrlConnectionHttpClient.create())
                .build();
    }
}
