package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import lib.aws.ErrorClassifier;
import lib.retry.ServiceError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Which class an error of AWS belongs to. What each class means for a run is tested in cli, phase by phase. */
class ErrorClassifierTest {
    private static ServiceError classified(int status, String code, String message) {
        return ErrorClassifier.of(AwsServiceException.builder()
                        .statusCode(status)
                        .awsErrorDetails(AwsErrorDetails.builder()
                                .errorCode(code)
                                .errorMessage(message)
                                .build())
                        .build())
                .error();
    }

    /** The name of the class, and of the cause of a fatal error. */
    private static String name(ServiceError error) {
        String name = error.getClass().getSimpleName();
        return error instanceof ServiceError.Fatal fatal ? name + " " + fatal.cause() : name;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            400 | ThrottlingException | Rate exceeded | Throttled
            400 | ProvisionedThroughputExceededException | exceeded | Throttled
            503 | SlowDown | Reduce your request rate | Throttled
            400 | InvalidParameterException | Error retrieving subnet information: Rate exceeded | Throttled
            400 | InvalidParameterException | Request limit exceeded. (ErrorCode: RequestLimitExceeded) | Throttled
            400 | InvalidParameterException | no subnet (ErrorCode: Throttling) | Throttled
            400 | ClientException | Capacity is unavailable at this time | NoCapacity
            400 | ClientException | You’ve reached the limit on the number of vCPUs | NoCapacity
            400 | ClientException | ECS was unable to assume the role 'x' | NotPropagated
            500 | ServerException | again | OutcomeUnknown
            400 | ServerException | again | OutcomeUnknown
            400 | InternalServerError | again | OutcomeUnknown
            503 | ServiceUnavailable | again | OutcomeUnknown
            504 | | <html>Gateway timeout</html> | OutcomeUnknown
            400 | ExpiredTokenException | The security token included in the request is expired | CredentialsExpired
            403 | ForbiddenException | The security token included in the request is expired | CredentialsExpired
            403 | RequestExpired | Request has expired | CredentialsExpired
            400 | UnrecognizedClientException | The security token is invalid | CredentialsExpired
            403 | InvalidClientTokenId | The security token is invalid | CredentialsExpired
            401 | UnauthorizedException | Session token not found or invalid | CredentialsExpired
            403 | RequestTimeTooSkewed | The difference is too large | ClockSkew
            403 | RequestInTheFuture | Request timestamp is in the future | ClockSkew
            400 | InvalidSignatureException | Signature expired: 1 is now earlier than 2 | ClockSkew
            403 | SignatureDoesNotMatch | Signature not yet current: 2 is still later than 1 | ClockSkew
            403 | SignatureDoesNotMatch | The signature does not match | Fatal OTHER
            400 | AccessDeniedException | not authorized | Fatal ACCESS_DENIED
            403 | AccessDenied | not authorized | Fatal ACCESS_DENIED
            403 | OptInRequired | not subscribed | Fatal NOT_SUBSCRIBED
            400 | SubscriptionRequiredException | not subscribed | Fatal NOT_SUBSCRIBED
            404 | | <html>Please sign in</html> | Fatal NOT_AWS
            400 | ClusterNotFoundException | Cluster not found. | Fatal OTHER
            400 | BlockedException | Your account has been blocked. | Fatal OTHER
            400 | PlatformUnknownException | unknown | Fatal OTHER
            400 | PlatformTaskDefinitionIncompatibilityException | no | Fatal OTHER
            400 | UnsupportedFeatureException | no | Fatal OTHER
            400 | InvalidParameterException | Error retrieving subnet information for [subnet-1] | Fatal OTHER
            400 | InvalidParameterException | The security group 'sg-1' does not exist | Fatal OTHER
            400 | ClientException | TaskDefinition is inactive | Fatal OTHER
            400 | ClientException | TaskDefinition not found. | Fatal OTHER
            400 | ValidationException | assignPublicIp is not valid | Fatal OTHER
            400 | InvalidParameterException | Override for container named x is not a container | Fatal OTHER
            400 | InvalidParameterException | Container Overrides length must be at most 8192 | BotRejected
            400 | ClientException | something about this request | BotRejected
            400 | ValidationException | no | BotRejected
            400 | ConflictException | another request had this token | BotRejected
            """)
    void eachResponseBelongsToAClass(int status, String code, String message, String name) {
        ServiceError error = classified(status, code, message);
        assertEquals(name, name(error), error::text);
    }

    @ParameterizedTest
    @CsvSource({
        "SignatureDoesNotMatch, the signature does not match, 'Check the secret access key.'",
        "ClientException, TaskDefinition not found., 'Check the names in the settings, and --region.'",
        "BlockedException, blocked, 'Check the permissions (lib/docs/permissions.md: IAM policy) and the settings.'"
    })
    void whatIsKnownAboutAnErrorIsItsRemedy(String code, String message, String remedy) {
        assertEquals(remedy, classified(400, code, message).remedy());
    }

    @Test
    void theTextIsTheCodeAndTheMessageOnOneLine() {
        assertEquals("BlockedException: a b", classified(400, "BlockedException", "a\n b").text());
        assertEquals("HTTP 404: not a response of AWS", classified(404, null, null).text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Unable to load credentials from any of the providers in the chain",
                "Failed to refresh the SSO token",
                "The SSO session has expired or is invalid",
                "Token is expired"
            })
    void withoutCredentialsOnesThatWereFoundBeforeAreWaitedFor(String message) {
        assertEquals("CredentialsExpired", name(ErrorClassifier.of(SdkClientException.create(message)).error()));
    }

    @Test
    void aBrokenConnectionLeavesTheResultUnknown() {
        assertEquals("OutcomeUnknown", name(ErrorClassifier.of(SdkClientException.create("Connection reset")).error()));
    }
}
