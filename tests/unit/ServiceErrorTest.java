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
    private static final String REJECTED = "rejected by AWS";

    private record Case(
            ServiceError error, boolean isRetryable, boolean isRejection, String waitingFor, String remedy) {}

    static List<Case> classes() {
        String temporary = "The error may be temporary.";
        return List.of(
                new Case(new ServiceError.Throttled("t"), true, true, "throttled, slowing down", temporary),
                new Case(new ServiceError.NoCapacity("t"), true, true, "waiting for capacity", temporary),
                new Case(new ServiceError.OutcomeUnknown("t"), true, false, "no clear response from AWS", temporary),
                new Case(
                        new ServiceError.CredentialsExpired("t"),
                        true,
                        true,
                        "the credentials have expired (renew them, and the run continues)",
                        "Renew the credentials."),
                new Case(
                        new ServiceError.NotPropagated("t"),
                        true,
                        true,
                        "waiting for IAM to propagate",
                        "A new role can be used after some minutes; of another one, check the trust policy."),
                new Case(
                        new ServiceError.ClockSkew("t"),
                        true,
                        true,
                        "AWS rejects the time of this machine's clock (set it if this lasts, and the run continues)",
                        "Set the clock of this machine."),
                new Case(new ServiceError.DatabaseResuming("t"), true, false, "waiting for the database", temporary),
                new Case(new ServiceError.DatabaseDown("t"), true, false, "waiting for the database", temporary),
                new Case(
                        new ServiceError.StatementTimeout("t"),
                        false,
                        false,
                        REJECTED,
                        "Try again when the database has less to do, or raise the maximum capacity of its cluster."),
                new Case(
                        new ServiceError.ResultTooLarge("t"),
                        false,
                        false,
                        REJECTED,
                        "Look for a very long source in the table items."),
                new Case(new ServiceError.BotRejected("t"), false, true, REJECTED, "Check the settings."),
                new Case(
                        new Fatal("t", Cause.OTHER),
                        false,
                        true,
                        REJECTED,
                        "Check the permissions (lib/docs/permissions.md: IAM policy) and the settings."));
    }

    @ParameterizedTest
    @MethodSource
    void classes(Case each) {
        assertEquals(each.isRetryable(), each.error().isRetryable());
        assertEquals(each.isRejection(), each.error().isRejection());
        assertEquals(each.waitingFor(), each.error().waitingFor());
        assertEquals(each.remedy(), each.error().remedy());
        assertEquals("t. " + each.remedy(), each.error().explained());
    }

    @Test
    void aRemedyThatIsKnownStandsForTheUsualOne() {
        assertEquals("Wait. Do it.", new Fatal("Wait.", Cause.OTHER, "Do it.").explained());
        assertEquals("t. Check the network.", new ServiceError.OutcomeUnknown("t", "Check the network.").explained());
    }

    @ParameterizedTest
    @EnumSource
    void aFatalErrorHasOneCause(Cause cause) {
        Fatal error = new Fatal("t", cause);
        assertEquals(cause != Cause.NOT_AWS, error.isRejection());
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
}
