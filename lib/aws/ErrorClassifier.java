package lib.aws;

import java.util.function.Supplier;
import java.util.regex.Pattern;
import lib.common.Text;
import lib.retry.ServiceError;
import lib.retry.ServiceError.Fatal.Cause;
import lib.retry.ServiceException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * Classifies the SDK's exceptions and the {@code failures[]} of ECS. Texts and codes: ECS and EC2 API references,
 * botocore.
 */
public final class ErrorClassifier {
    private static final int UNAUTHORIZED = 401;
    private static final Pattern THROTTLING =
            Pattern.compile("Rate exceeded|RequestLimitExceeded|ErrorCode: Throttling|TooManyRequests");
    private static final Pattern NO_CAPACITY = Pattern.compile("Capacity is unavailable|limit on the number of vCPUs");
    private static final Pattern ROLE_NOT_PROPAGATED = Pattern.compile("unable to assume the role");
    /** Errors about settings that are the same for every bot. */
    private static final Pattern ABOUT_SETTINGS = Pattern.compile(
            "(?i)subnet|security ?group|task ?definition|Override for container named|assignPublicIp|above your limit");
    /** Credentials were accepted at the start of the run, so whatever rejects them now says that they are no longer. */
    private static final Pattern REJECTED_CREDENTIALS =
            Pattern.compile("ExpiredToken.*|RequestExpired|UnrecognizedClientException|InvalidClientTokenId");

    /**
     * What AWS rejects before it has any effect: after a pause of this machine, a signature that is more than five
     * minutes old (AWS, "Troubleshoot Signature Version 4 signing"; the codes are those of the SDK's AwsErrorCode).
     */
    private static final Pattern CLOCK_SKEW = Pattern.compile("RequestTimeTooSkewed|RequestInTheFuture");

    private static final Pattern SIGNATURE = Pattern.compile("InvalidSignatureException|SignatureDoesNotMatch");
    private static final Pattern TIME_OF_SIGNATURE = Pattern.compile("(?i)signature expired|not yet current");
    private static final Pattern NOT_SUBSCRIBED = Pattern.compile("OptInRequired|SubscriptionRequiredException");

    private static final Pattern EXPIRED_TOKEN = Pattern.compile("(?i)security token .*expired");
    /** The SDK found credentials at the start of the run, so they are missing only temporarily. */
    private static final Pattern NO_CREDENTIALS = Pattern.compile(
            "(?i)unable to load credentials|failed to (load|refresh) .*(credentials|token)|SSO session|token"
                    + " .*expired");

    private ErrorClassifier() {}

    /**
     * Returns the result of the call.
     *
     * @throws ServiceException if the SDK throws
     */
    static <T> T classified(Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw of(e);
        }
    }

    /** Returns the classified exception, with that of the SDK as its cause. */
    public static ServiceException of(SdkException e) {
        return new ServiceException(classify(e), e);
    }

    private static ServiceError classify(SdkException e) {
        if (e instanceof AwsServiceException response && response.awsErrorDetails() != null) {
            return classifyResponse(
                    response,
                    response.awsErrorDetails().errorCode(),
                    response.awsErrorDetails().errorMessage());
        }
        String text = Text.oneLine(PlainErrors.message(e), 400);
        return NO_CREDENTIALS.matcher(text).find()
                ? new ServiceError.CredentialsExpired(text.replaceFirst(" from any of the providers.*", ""))
                : new ServiceError.OutcomeUnknown(
                        text, "If this lasts, check the network, --region and --endpoint-url.");
    }

    private static ServiceError classifyResponse(AwsServiceException e, String errorCode, String errorMessage) {
        String code = errorCode == null ? "HTTP " + e.statusCode() : errorCode;
        String message = errorMessage == null ? "not a response of AWS" : errorMessage;
        String text = Text.oneLine(code + ": " + message, 400);
        if (code.equals(PlainErrors.CREDENTIALS_LOST)) {
            return new ServiceError.Fatal(message, Cause.CREDENTIALS_LOST);
        }
        if (NO_CAPACITY.matcher(message).find()) {
            return new ServiceError.NoCapacity(text);
        }
        if (isClockSkew(code, message)) {
            return new ServiceError.ClockSkew(text);
        }
        if (SIGNATURE.matcher(code).matches()) {
            return new ServiceError.Fatal(text, Cause.OTHER, "Check the secret access key.");
        }
        if (isExpiry(e)) {
            return new ServiceError.CredentialsExpired(text);
        }
        if (e.isThrottlingException() || THROTTLING.matcher(message).find()) {
            return new ServiceError.Throttled(text);
        }
        if (ROLE_NOT_PROPAGATED.matcher(message).find()) {
            return new ServiceError.NotPropagated(text);
        }
        if (e.statusCode() >= 500 || code.startsWith("ServerException") || code.startsWith("InternalServer")) {
            return new ServiceError.OutcomeUnknown(text);
        }
        if (errorCode == null) {
            return new ServiceError.Fatal(text, Cause.NOT_AWS);
        }
        if (NOT_SUBSCRIBED.matcher(code).matches()) {
            return new ServiceError.Fatal(text, Cause.NOT_SUBSCRIBED);
        }
        if (code.startsWith("AccessDenied")) {
            return new ServiceError.Fatal(text, Cause.ACCESS_DENIED);
        }
        if (e instanceof ResourceNotFoundException || e instanceof NoSuchBucketException) {
            return new ServiceError.Fatal(text, Cause.NOT_FOUND);
        }
        return switch (code) {
            case "InvalidParameterException", "ClientException", "ValidationException" ->
                classifyParameter(message, text);
            case "ConflictException" -> new ServiceError.BotRejected(text);
            default -> new ServiceError.Fatal(text, Cause.OTHER);
        };
    }

    private static boolean isClockSkew(String code, String message) {
        return CLOCK_SKEW.matcher(code).matches()
                || SIGNATURE.matcher(code).matches()
                        && TIME_OF_SIGNATURE.matcher(message).find();
    }

    /**
     * Whether the service rejects the credentials as such. The HTTP status says little: services report expiry with 400
     * or 403, and AWS IAM Identity Center reports a session that was revoked with 401.
     */
    static boolean isExpiry(AwsServiceException e) {
        AwsErrorDetails details = e.awsErrorDetails();
        return details != null
                && (e.statusCode() == UNAUTHORIZED
                        || REJECTED_CREDENTIALS
                                .matcher(String.valueOf(details.errorCode()))
                                .matches()
                        || EXPIRED_TOKEN
                                .matcher(String.valueOf(details.errorMessage()))
                                .find());
    }

    private static ServiceError classifyParameter(String message, String text) {
        return ABOUT_SETTINGS.matcher(message).find()
                ? new ServiceError.Fatal(text, Cause.OTHER, "Check the names in the settings, and --region.")
                : new ServiceError.BotRejected(text);
    }

    /** A failure that RunTask reported with HTTP 200. */
    static StartDeclinedException of(Failure failure) {
        String reason = String.valueOf(failure.reason());
        String text = Text.oneLine(failure.detail() == null ? reason : reason + " (" + failure.detail() + ")", 400);
        ServiceError error =
                NO_CAPACITY.matcher(text).find() ? new ServiceError.NoCapacity(text) : classifyParameter(text, text);
        return new StartDeclinedException(error);
    }
}
