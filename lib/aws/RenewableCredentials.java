package lib.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Credentials that can be renewed while the process runs, by signing in again or with new keys. The SDK's provider
 * reads a profile, and the token of its session, only once (SDK 2.40.2, ProfileCredentialsProvider and
 * SsoProfileCredentialsProviderFactory), so after each rejection another one is made. Used by several threads.
 */
final class RenewableCredentials implements AwsCredentialsProvider, SdkAutoCloseable {
    private final Supplier<AwsCredentialsProvider> provider;
    private AwsCredentialsProvider current;

    /** @param provider makes the SDK's provider */
    RenewableCredentials(Supplier<AwsCredentialsProvider> provider) {
        this.provider = provider;
    }

    @Override
    public synchronized AwsCredentials resolveCredentials() {
        if (current == null) {
            current = provider.get();
        }
        try {
            return current.resolveCredentials();
        } catch (RuntimeException e) { // the SDK also throws what is no SdkException, for example for a bad profile
            renew();
            throw e;
        }
    }

    /** Looks for credentials anew before the next request: AWS has rejected these. */
    synchronized void renew() {
        close();
        current = null;
    }

    @Override
    public synchronized void close() {
        if (current instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }
}
