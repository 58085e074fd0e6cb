package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.Summary;
import tests.support.TestAccount;
import tests.support.TestBots;

/** The effect of each AWS error on its bot, on the other bots and on the run. */
class AwsErrorTest {
    enum Effect {
        /** The request is retried, and every bot succeeds. */
        RETRIED,
        /** That bot fails, and the others continue. */
        FAILS_BOT,
        /** The run ends; tasks that were started before continue by themselves. */
        ENDS_RUN
    }

    /**
     * @param fault the members of a fault of the test control API
     * @param times how often it occurs
     * @param message a part of what is shown
     */
    record Case(String name, String operation, Map<String, ?> fault, int times, Effect effect, String message) {
        @Override
        public String toString() {
            return name;
        }

        void inject(TestAccount account, TestBots.Bot bot) {
            Map<String, Object> all = new HashMap<>(fault);
            all.putAll(Map.of("operation", operation, "contains", bot.id(), "times", times));
            account.fault(all);
        }

        boolean hasFailures() {
            return fault.containsKey("failures");
        }

        boolean isRunTask() {
            return operation.equals("RunTask");
        }
    }

    private static final String SKEW = "AWS rejects the time of this machine's clock";

    private static Map<String, ?> failure(String reason) {
        return Map.of("failures", Map.of("reason", reason));
    }

    private static Map<String, ?> error(int status, String code, String message) {
        return Map.of("error", TestAccount.error(status, code, message));
    }

    private static Case runTask(String name, Map<String, ?> fault, int times, Effect effect, String message) {
        return new Case(name, "RunTask", fault, times, effect, message);
    }

    static List<Case> cases() {
        return List.of(
                runTask(
                        "no capacity",
                        failure("Capacity is unavailable at this time. Please try again later or in a different"
                                + " availability zone"),
                        2,
                        Effect.RETRIED,
                        "waiting for capacity"),
                runTask(
                        "vCPU quota",
                        failure("You’ve reached the limit on the number of vCPUs you can run concurrently"),
                        2,
                        Effect.RETRIED,
                        "waiting for capacity"),
                runTask(
                        "task size above the quota",
                        failure("The requested CPU configuration is above your limit"),
                        1,
                        Effect.ENDS_RUN,
                        "above your limit"),
                runTask(
                        "unknown failure",
                        failure("RESOURCE:UNHEARD-OF"),
                        1,
                        Effect.FAILS_BOT,
                        "not started: RESOURCE:UNHEARD-OF"),
                runTask(
                        "throttled",
                        error(400, "ThrottlingException", "Rate exceeded"),
                        3,
                        Effect.RETRIED,
                        "throttled, slowing down"),
                runTask(
                        "EC2 throttled",
                        error(
                                400,
                                "InvalidParameterException",
                                "Error retrieving subnet information for [subnet-1]: Request limit exceeded."
                                        + " (ErrorCode: RequestLimitExceeded)"),
                        1,
                        Effect.RETRIED,
                        "throttled, slowing down"),
                runTask(
                        "role not yet propagated",
                        error(
                                400,
                                "ClientException",
                                "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/Task'"),
                        1,
                        Effect.RETRIED,
                        "unable to assume the role"),
                runTask(
                        "server error",
                        error(500, "ServerException", "Service Unavailable. Please try again later."),
                        2,
                        Effect.RETRIED,
                        "no clear response from AWS"),
                runTask("request lost", Map.of("cut", "before"), 1, Effect.RETRIED, "no clear response from AWS"),
                runTask("response lost", Map.of("cut", "after"), 1, Effect.RETRIED, "no clear response from AWS"),
                runTask(
                        "one bot's parameters",
                        error(400, "InvalidParameterException", "Container Overrides length must be at most 8192"),
                        1,
                        Effect.FAILS_BOT,
                        "not started: InvalidParameterException: Container Overrides length must be at most 8192"),
                runTask(
                        "access denied",
                        error(400, "AccessDeniedException", "User is not authorized to perform: ecs:RunTask"),
                        1,
                        Effect.ENDS_RUN,
                        "AccessDeniedException"),
                runTask(
                        "session expired",
                        error(400, "ExpiredTokenException", "The security token included in the request is expired"),
                        2,
                        Effect.RETRIED,
                        "the credentials have expired"),
                runTask(
                        "signature expired",
                        error(
                                400,
                                "InvalidSignatureException",
                                "Signature expired: 20260301T100000Z is now earlier than 20260301T100500Z"),
                        1,
                        Effect.RETRIED,
                        SKEW),
                runTask(
                        "signature not yet current",
                        error(
                                403,
                                "SignatureDoesNotMatch",
                                "Signature not yet current: 20260301T101000Z is still later than 20260301T100500Z"),
                        1,
                        Effect.RETRIED,
                        SKEW),
                runTask(
                        "request too early",
                        error(403, "RequestInTheFuture", "Request timestamp is in the future"),
                        1,
                        Effect.RETRIED,
                        SKEW),
                new Case(
                        "read with a wrong time",
                        "GetItem",
                        error(
                                403,
                                "RequestTimeTooSkewed",
                                "The difference between the request time and the server's time is too large."),
                        3,
                        Effect.RETRIED,
                        SKEW),
                new Case(
                        "read denied",
                        "GetItem",
                        error(400, "AccessDeniedException", "User is not authorized to perform: dynamodb:GetItem"),
                        1,
                        Effect.ENDS_RUN,
                        "dynamodb:GetItem"),
                new Case(
                        "read throttled",
                        "GetItem",
                        error(
                                400,
                                "ProvisionedThroughputExceededException",
                                "The level of configured provisioned throughput for the table was exceeded."),
                        9,
                        Effect.RETRIED,
                        "throttled, slowing down"));
    }

    static List<Case> casesThatContinue() {
        return cases().stream().filter(each -> each.effect != Effect.ENDS_RUN).toList();
    }

    static List<Case> casesThatEndTheRun() {
        return cases().stream().filter(each -> each.effect == Effect.ENDS_RUN).toList();
    }

    private static TestAccount account;
    private static Cli.Result result;

    /** Runs one bot at a time, so that the output has a line on each error; the last bot has none. */
    @BeforeAll
    static void runWithEveryErrorThatDoesNotEndIt() {
        List<Case> cases = casesThatContinue();
        account = TestAccount.empty().put(TestBots.bots(cases.size() + 1));
        account.set("durations", Map.of("provisioning", 200)); // a repeated request arrives before the container runs
        for (int i = 0; i < cases.size(); i++) {
            cases.get(i).inject(account, TestBots.bot(i + 1));
        }
        result = account.migrate("--yes", "--parallel", "1", "--json", "-");
    }

    @ParameterizedTest
    @MethodSource("casesThatContinue")
    void aRetryableErrorIsRetriedUnchangedAndAnyOtherFailsOnlyThatBot(Case each) {
        TestBots.Bot bot = TestBots.bot(casesThatContinue().indexOf(each) + 1);
        JsonReport report = JsonReport.of(result);
        boolean retried = each.effect == Effect.RETRIED;
        assertEquals(retried ? "succeeded" : "failed", report.outcome(bot), result::toString);
        result.hasErr(each.message);
        List<String> requests = requests(account, bot);
        int failedStarts = each.isRunTask() ? each.times : 0;
        assertEquals(failedStarts + (retried ? 1 : 0), requests.size(), result::toString);
        int tokens = each.hasFailures() && retried ? requests.size() : 1; // failures[] end an attempt
        assertEquals(tokens, Set.copyOf(requests).size(), () -> "not as expected: " + requests);
        assertEquals(1, withoutTokens(requests).size(), () -> "not identical: " + requests);
        List<String> tasks = account.tasksOf(bot).stream().map(TestAccount::taskId).toList();
        assertEquals(retried ? List.of(report.taskId(bot)) : List.of(), tasks, result::toString);
    }

    @Test
    void theRunContinuesAfterTheErrorsAndCountsTheFailedBots() {
        result.exits(1);
        JsonReport report = JsonReport.of(result);
        assertEquals(
                "succeeded", report.outcome(TestBots.bot(casesThatContinue().size() + 1)), result::toString);
        assertEquals(
                casesThatContinue().stream().filter(each -> each.effect == Effect.FAILS_BOT).count(),
                report.count("failed"),
                result::toString);
        result.hasNoErr("AWS rejected the run");
    }

    @ParameterizedTest
    @MethodSource("casesThatEndTheRun")
    void anErrorThatConcernsEveryBotEndsTheRun(Case each) {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount account =
                TestAccount.empty().put(bots).behavior(bots[0], "hang"); // its task still runs when the run ends
        each.inject(account, bots[1]);
        Cli.Result result = account.migrate("--yes", "--parallel", "2", "--json", "-").exits(3);
        JsonReport report = JsonReport.of(result);
        assertEquals(
                List.of("unproved", "notStarted", "notStarted"),
                List.of(bots).stream().map(report::outcome).toList(),
                result::toString);
        assertEquals(each.isRunTask() ? 2 : 1, account.requests("RunTask").size(), result::toString);
        assertEquals(List.of(bots[0].sk()), account.startedBots(), result::toString);
        Summary summary = Summary.of(result);
        assertEquals(
                "AWS ended the run when none of the 3 bots was embedded and proved.",
                summary.verdict());
        assertTrue(summary.shows("AWS rejected the run: ", each.message), result::toString);
        assertTrue(summary.shows("1 unproved: its task was still running when the run ended early"), result::toString);
        assertTrue(summary.shows("2 not started: the run ended early"), result::toString);
        assertTrue(summary.shows("Bot 2") && summary.shows("Bot 3"), result::toString);
        assertEquals(List.of(), account.requests("StopTask"));
    }

    /** Returns the bodies of the RunTask requests for that bot, in order. */
    private static List<String> requests(TestAccount account, TestBots.Bot bot) {
        return account.requests("RunTask").stream()
                .map(request -> request.get("body").toString())
                .filter(body -> body.contains(bot.id()))
                .toList();
    }

    private static Set<String> withoutTokens(List<String> requests) {
        return requests.stream()
                .map(request -> request.replaceAll("\"clientToken\":\"[0-9a-f]+\"", ""))
                .collect(Collectors.toSet());
    }

    @Test
    void aSmallQuotaLosesNoBot() {
        TestBots.Bot[] bots = TestBots.bots(6);
        TestAccount account = TestAccount.empty().put(bots);
        account.set("vcpuQuota", 2);
        Cli.Result result = account.migrate("--yes", "--json", "-").exits(0);
        assertEquals(6, JsonReport.of(result).count("succeeded"), result::toString);
        assertEquals(1, account.peakTasks(), result::toString);
        assertEquals(6, account.startedBots().stream().distinct().count(), result::toString);
        assertEquals(6, account.startedBots().size(), result::toString);
        for (TestBots.Bot bot : bots) {
            assertEquals(
                    1, withoutTokens(requests(account, bot)).size(), () -> "not identical: " + requests(account, bot));
        }
        result.hasErr("waiting for capacity");
    }

    @Test
    void throttledReadsOfTheStatusAreRetried() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount account = TestAccount.empty().put(bots);
        // The first read comes before the start; the next ones read the status of the ended task.
        account.fault(Map.of(
                "operation", "GetItem",
                "contains", bots[0].id(),
                "skip", 1,
                "times", 9,
                "error", Map.of("status", 400, "code", "ThrottlingException", "message", "Rate exceeded")));
        Cli.Result result = account.migrate("--yes", "--json", "-").exits(0);
        assertEquals(2, JsonReport.of(result).count("succeeded"), result::toString);
        assertEquals(2, account.requests("RunTask").size(), result::toString);
    }
}
