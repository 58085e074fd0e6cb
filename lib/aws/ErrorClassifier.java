package lib.aws;

import java.util.function.Supplier;
import java.util.regex.Pattern;
import lib.common.Text;
import lib.retry.ServiceError;
import lib.retry.ServiceException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.Failure;

/** Sorts what the SDK throws and what ECS reports in {@code failures[]}. Texts and codes: ECS and EC2 API references, botocore. */
public final class ErrorClassifier {
    private static final Pattern THROTTLING = Pattern.compile("Rate exceeded|RequestLimitExceeded|ErrorCode: Throttling|TooManyRequests");
    private static final Pattern NO_CAPACITY = Pattern.compile("Capacity is unavailable|limit on the number of vCPUs");
    private static final Pattern ROLE_NOT_YET_KNOWN = Pattern.compile("unable to assume the role");
    /** Complaints about what is the same for every bot. */
    private static final Pattern ABOUT_THE_SETTINGS = Pattern.compile(
            "(?i)subnet|security ?group|task ?definition|Override for container named|assignPublicIp|above your limit");
    /** The SDK found credentials at the start of the run, so these are gone for now. */
    private static final Pattern NO_CREDENTIALS = Pattern.compile(
            "(?i)unable to load credentials|failed to (load|refresh) .*(credentials|token)|SSO session|token .*expired");

    private ErrorClassifier() {
    }

    /** The answer, or the refusal. */
    public static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (SdkException e) {
            throw of(e);
        }
    }

    static ServiceException of(SdkException e) {
        ServiceError error = e instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? said(service, service.awsErrorDetails().errorCode(), service.awsErrorDetails().errorMessage())
                : local(e);
        return new ServiceException(error, e);
    }

    private static ServiceError local(SdkException e) {
        String text = Text.oneLine(String.valueOf(e.getMessage()), 400);
        return NO_CREDENTIALS.matcher(text).find() ? new ServiceError.CredentialsExpired(text) : new ServiceError.OutcomeUnknown(text);
    }

    private static ServiceError said(AwsServiceException e, String errorCode, String message) {
        String code = errorCode == null ? "HTTP " + e.statusCode() : errorCode;
        String words = message == null ? "not an answer of AWS" : message;
        String text = Text.oneLine(code + ": " + words, 400);
        if (NO_CAPACITY.matcher(words).find()) {
            return new ServiceError.NoCapacity(text);
        }
        if (e.isThrottlingException() || THROTTLING.matcher(words).find()) {
            return new ServiceError.Throttled(text);
        }
        if (ROLE_NOT_YET_KNOWN.matcher(words).find()) {
            return new ServiceError.NotPropagated(text);
        }
        if (e.statusCode() >= 500 || code.startsWith("ServerException") || code.startsWith("InternalServer")) {
            return new ServiceError.OutcomeUnknown(text);
        }
        if (code.startsWith("ExpiredToken") || code.equals("RequestExpired")) {
            return new ServiceError.CredentialsExpired(text);
        }
        return switch (code) {
            case "InvalidParameterException", "ClientException", "ValidationException" -> ABOUT_THE_SETTINGS.matcher(words).find()
                    ? new ServiceError.Fatal(text)
                    : new ServiceError.BotRejected(text);
            case "ConflictException" -> new ServiceError.BotRejected(text);
            default -> new ServiceError.Fatal(text);
        };
    }

    /** A failure that RunTask reported with HTTP 200. */
    static ServiceException of(Failure failure) {
        String reason = String.valueOf(failure.reason());
        String text = Text.oneLine(failure.detail() == null ? reason : reason + " (" + failure.detail() + ")", 400);
        ServiceError error = NO_CAPACITY.matcher(text).find() ? new ServiceError.NoCapacity(text)
                : ABOUT_THE_SETTINGS.matcher(text).find() ? new ServiceError.Fatal(text)
                : new ServiceError.BotRejected(text);
        return new ServiceException(error, null);
    }
}
