package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import lib.retry.ServiceError.Fatal.Cause;
import lib.retry.ServiceError.Fatal;
import lib.retry.ServiceError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What each class of errors means for a run, and what the user reads about it. */
class ServiceErrorTest {
    private record Case(ServiceError error, boolean isRetryable, String waitingFor) {}

    static List<Case> classes() {
        String rejected = "rejected by AWS";
        return List.of(
                new Case(new ServiceError.Throttled("t"), true, "throttled, slowing down"),
                new Case(new ServiceError.NoCapacity("t"), true, "waiting for capacity"),
                new Case(new ServiceError.OutcomeUnknown("t"), true, "no clear response from AWS"),
                new Case(
                        new ServiceError.CredentialsExpired("t"),
                        true,
                        "the credentials have expired (renew them, and the run continues)"),
                new Case(new ServiceError.NotPropagated("t"), true, "waiting for IAM to propagate"),
                new Case(
                        new ServiceError.ClockSkew("t"),
                        true,
                        "AWS rejects the time of this machine's clock (set it if this lasts, and the run continues)"),
                new Case(new ServiceError.DatabaseResuming("t"), true, "waiting for the database"),
                new Case(new ServiceError.DatabaseDown("t"), true, "waiting for the database"),
                new Case(new ServiceError.StatementTimeout("t"), false, rejected),
                new Case(new ServiceError.ResultTooLarge("t"), false, rejected),
                new Case(new ServiceError.BotRejected("t"), false, rejected),
                new Case(new Fatal("t", Cause.OTHER), false, rejected));
    }

    @ParameterizedTest
    @MethodSource
    void classes(Case each) {
        assertEquals(each.isRetryable(), each.error().isRetryable());
        assertEquals(each.waitingFor(), each.error().waitingFor());
    }

    @ParameterizedTest
    @EnumSource
    void aFatalErrorHasOneCause(Cause cause) {
        Fatal error = new Fatal("t", cause);
        assertEquals(cause == Cause.ACCESS_DENIED, error.isAccessDenied());
        assertEquals(cause == Cause.NOT_FOUND, error.isNotFound());
        assertEquals(cause == Cause.CREDENTIALS_LOST, error.areCredentialsLost());
        String remedy =
                switch (cause) {
                    case CREDENTIALS_LOST -> "Set new ones in the environment.";
                    case NOT_SUBSCRIBED ->
                        "Complete the account's sign-up in the AWS console, or enable the region there.";
                    case NOT_AWS ->
                        "Something between this machine and AWS has answered: check the proxy (HTTPS_PROXY) and the"
                                + " endpoint.";
                    case ACCESS_DENIED -> "Grant the missing permission (lib/docs/permissions.md: IAM policy).";
                    case NOT_FOUND -> "Check the settings.";
                    case OTHER -> "Check the permissions (lib/docs/permissions.md: IAM policy) and the settings.";
                };
        assertEquals(remedy, error.remedy());
    }

    @Test
    void aClockThatIsWrongIsNoQuestionOfPermissions() {
        ServiceError skew = new ServiceError.ClockSkew("t");
        assertEquals("Set the clock of this machine.", skew.remedy());
    }
}
