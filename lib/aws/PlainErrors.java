package lib.aws;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import lib.common.Text;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Replaces exceptions of the SDK that lack the useful part: a connection that failed (to which endpoint, where that
 * came from, and why), and rejected credentials that cannot be renewed while the process runs.
 */
final class PlainErrors implements ExecutionInterceptor {
    /** The error code of credentials that have expired for good. */
    static final String CREDENTIALS_LOST = "CredentialsLost";

    /** Keys without a session token do not expire, but can be deleted; the services' codes for that. */
    private static final Set<String> KEYS_UNKNOWN = Set.of("UnrecognizedClientException", "InvalidClientTokenId");

    private static final String NO_CONNECTION = "no connection to ";

    private final UnaryOperator<String> sourceOfEndpoint;
    private final AwsCredentialsProvider credentials;

    /**
     * @param sourceOfEndpoint where the endpoint {@code https://host:port} came from, as text
     * @param credentials renewed when AWS rejects them, unless they are fixed
     */
    PlainErrors(UnaryOperator<String> sourceOfEndpoint, AwsCredentialsProvider credentials) {
        this.sourceOfEndpoint = sourceOfEndpoint;
        this.credentials = credentials;
    }

    @Override
    public Throwable modifyException(Context.FailedExecution context, ExecutionAttributes attributes) {
        return context.exception() instanceof SdkException e
                ? plain(e, context.httpRequest().map(SdkHttpRequest::getUri).orElse(null))
                : context.exception();
    }

    /**
     * The exception to throw instead of this one.
     *
     * @param endpoint to which the request was sent, or null if none was
     */
    SdkException plain(SdkException e, URI endpoint) {
        if (e instanceof AwsServiceException response && ErrorClassifier.isExpiry(response)) {
            return rejected(response);
        }
        boolean connectionFailed = e instanceof SdkClientException && causes(e).anyMatch(IOException.class::isInstance);
        return connectionFailed && endpoint != null ? connectionFailed(endpoint, e) : e;
    }

    private AwsServiceException rejected(AwsServiceException e) {
        String code = e.awsErrorDetails().errorCode();
        if (credentials instanceof RenewableCredentials renewable) {
            renewable.renew();
            return e;
        }
        if (credentials.resolveCredentials() instanceof AwsSessionCredentials) {
            return lost(e, "the credentials in AWS_SESSION_TOKEN have expired, and cannot be renewed from outside");
        }
        return KEYS_UNKNOWN.contains(code)
                ? lost(e, "AWS does not know the keys in AWS_ACCESS_KEY_ID, and they cannot be renewed from outside")
                : e;
    }

    /** The same type of exception, as the SDK demands. */
    private static AwsServiceException lost(AwsServiceException e, String what) {
        AwsErrorDetails details = e.awsErrorDetails();
        String message = what + " (" + details.errorCode() + ")";
        return e.toBuilder()
                .awsErrorDetails(details.toBuilder()
                        .errorCode(CREDENTIALS_LOST)
                        .errorMessage(message)
                        .build())
                .build();
    }

    /** The message of the exception, or of the connection failure that the SDK has wrapped in it. */
    static String message(SdkException e) {
        return causes(e)
                .map(Throwable::getMessage)
                .filter(message -> message != null && message.startsWith(NO_CONNECTION))
                .findFirst()
                .orElse(String.valueOf(e.getMessage()));
    }

    private SdkClientException connectionFailed(URI request, Throwable e) {
        String endpoint = request.getScheme() + "://" + request.getRawAuthority();
        return SdkClientException.create(
                NO_CONNECTION + endpoint + " (" + sourceOfEndpoint.apply(endpoint) + "): " + rootCause(e), e);
    }

    /** The root cause in plain words. */
    static String rootCause(Throwable e) {
        Throwable root = causes(e).reduce((first, second) -> second).orElseThrow();
        String message =
                Text.oneLine(root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage(), 200);
        if (root instanceof UnknownHostException) {
            return "unknown host " + message;
        }
        if (root instanceof SocketTimeoutException) {
            return "no response in time (" + message + ")";
        }
        if (causes(e).anyMatch(SSLException.class::isInstance)) {
            return "no trusted TLS connection (" + message + ")";
        }
        return root instanceof IOException
                ? message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1)
                : message;
    }

    private static Stream<Throwable> causes(Throwable e) {
        return Stream.iterate(e, cause -> cause != null, Throwable::getCause);
    }
}
