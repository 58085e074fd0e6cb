package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.Summary;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;

/**
 * Every class of errors in every phase of a run of two bots: the exit code and the number of started tasks. Which code
 * belongs to which class is tested in unit.
 */
class ErrorMatrixTest {
    /** {@code times} -1 means always; {@code skip} is the number of requests of earlier phases. */
    @ParameterizedTest(name = "{0}: {1} {4}, {3} times, ends with {5} and {6} tasks")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            stack     | DescribeStacks   | 0 | -1 | AccessDenied: not authorized                       | 2 | 0
            stack     | DescribeStacks   | 0 | -1 | ExpiredToken: expired                              | 2 | 0
            stack     | DescribeStacks   | 0 | 2  | Throttling: Rate exceeded                          | 0 | 2
            stack     | DescribeStacks   | 0 | 2  | cut before                                         | 0 | 2
            preflight | DescribeTable    | 0 | -1 | AccessDeniedException: not authorized              | 0 | 2
            preflight | DescribeTable    | 0 | -1 | ResourceNotFoundException: no table                | 2 | 0
            preflight | DescribeTable    | 0 | -1 | UnrecognizedClientException: invalid token         | 2 | 0
            preflight | DescribeClusters | 0 | -1 | cut before                                         | 2 | 0
            preflight | DescribeClusters | 0 | 1  | ThrottlingException: Rate exceeded                 | 0 | 2
            preflight | DescribeTasks    | 0 | -1 | AccessDeniedException: not authorized              | 2 | 0
            list      | ListTasks        | 0 | -1 | AccessDeniedException: not authorized              | 0 | 2
            list      | ListTasks        | 0 | 2  | ThrottlingException: Rate exceeded                 | 0 | 2
            list      | ListTasks        | 0 | -1 | 500 ServerException: again                         | 3 | 0
            scan      | Scan             | 0 | -1 | AccessDeniedException: not authorized              | 3 | 0
            scan      | Scan             | 0 | 2  | ProvisionedThroughputExceededException: slow       | 0 | 2
            scan      | Scan             | 0 | 2  | ExpiredTokenException: expired                     | 0 | 2
            scan      | Scan             | 0 | -1 | cut before                                         | 3 | 0
            sweep     | Scan             | 1 | -1 | AccessDeniedException: not authorized              | 1 | 2
            read      | GetItem          | 0 | -1 | AccessDeniedException: not authorized              | 3 | 0
            read      | GetItem          | 0 | 3  | ProvisionedThroughputExceededException: slow       | 0 | 2
            start     | RunTask          | 0 | -1 | AccessDeniedException: not authorized              | 3 | 0
            start     | RunTask          | 0 | -1 | InvalidParameterException: no such subnet          | 3 | 0
            start     | RunTask          | 0 | 1  | InvalidParameterException: overrides are too long  | 1 | 1
            start     | RunTask          | 0 | 3  | ClientException: ECS was unable to assume the role | 0 | 2
            start     | RunTask          | 0 | -1 | ClientException: ECS was unable to assume the role | 3 | 0
            start     | RunTask          | 0 | 3  | ThrottlingException: Rate exceeded                 | 0 | 2
            start     | RunTask          | 0 | 3  | 500 ServerException: again                         | 0 | 2
            start     | RunTask          | 0 | 3  | ExpiredTokenException: expired                     | 0 | 2
            start     | RunTask          | 0 | 3  | cut after                                          | 0 | 2
            start     | RunTask          | 0 | 3  | failures Capacity is unavailable at this time.     | 0 | 2
            start     | RunTask          | 0 | -1 | failures The CPU configuration is above your limit | 3 | 0
            start     | RunTask          | 0 | 1  | failures AGENT                                     | 1 | 1
            watch     | DescribeTasks    | 2 | -1 | AccessDeniedException: not authorized              | 3 | 2
            watch     | DescribeTasks    | 1 | 3  | ThrottlingException: Rate exceeded                 | 0 | 2
            watch     | DescribeTasks    | 1 | 3  | 500 ServerException: again                         | 0 | 2
            watch     | DescribeTasks    | 1 | 3  | ExpiredTokenException: expired                     | 0 | 2
            watch     | DescribeTasks    | 1 | 9  | cut before                                         | 0 | 2
            outcome   | GetItem          | 2 | -1 | AccessDeniedException: not authorized              | 3 | 2
            outcome   | GetItem          | 2 | 3  | ProvisionedThroughputExceededException: slow       | 0 | 2
            outcome   | GetItem          | 2 | 3  | cut before                                         | 0 | 2
            outcome   | GetItem          | 2 | 3  | ExpiredTokenException: expired                     | 0 | 2
            rows      | ExecuteStatement | 0 | -1 | 403 AccessDeniedException: not authorized          | 0 | 2
            rows      | ExecuteStatement | 0 | -1 | HttpEndpointNotEnabledException: not enabled       | 0 | 2
            rows      | ExecuteStatement | 0 | -1 | 500 InternalServerErrorException: again            | 2 | 0
            rows      | ExecuteStatement | 0 | 2  | DatabaseResumingException: resuming                | 0 | 2
            rows      | ExecuteStatement | 0 | -1 | InvalidResourceStateException: invalid state       | 2 | 0
            rows      | ExecuteStatement | 0 | -1 | DatabaseErrorException: no items; SQLState: 42P01  | 2 | 0
            rows      | ExecuteStatement | 0 | 2  | 504 DatabaseUnavailableException: no writer        | 0 | 2
            count     | ExecuteStatement | 1 | -1 | 403 AccessDeniedException: not authorized          | 3 | 0
            count     | ExecuteStatement | 1 | 2  | DatabaseErrorException: ended; SQLState: 57P01     | 0 | 2
            proof     | ExecuteStatement | 2 | -1 | BadRequestException: no                            | 1 | 2
            proof     | ExecuteStatement | 2 | -1 | StatementTimeoutException: timed out               | 1 | 2
            proof     | ExecuteStatement | 2 | 3  | ThrottlingException: Rate exceeded                 | 0 | 2
            proof     | ExecuteStatement | 2 | 3  | cut after                                          | 0 | 2
            """)
    void everyErrorHasItsExitCodeInEveryPhase(
            String phase, String operation, int skip, int times, String error, int exit, int tasks) {
        TestAccount account = TestAccount.with(bots(2)).fault(fault(operation, "", skip, times, error));
        Cli.Result result = account.migrate("--yes").exits(exit);
        assertEquals(tasks, account.tasks().size());
        assertEquals(
                exit == 1 || exit == 3,
                result.toString().contains(" jbang migrate.java --endpoint-url " + account.endpoint() + " --yes\n"),
                "the command that continues");
        if (tasks == 0) {
            String said = "[Nn]ot started|[Nn]othing was started|AWS rejected the run|a request to AWS failed"
                    + "|CloudFormation|outputs of stack";
            assertTrue(Pattern.compile(said).matcher(result.toString()).find());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cut before | a request to AWS failed: no connection to ",
                "ValidationException: no | AWS rejected the run: ValidationException: no"
            })
    void aRequestThatWasNotAnsweredIsNoRejection(String error, String said) {
        TestAccount account = TestAccount.empty().fault(fault("Scan", "", 0, -1, error));
        account.verify().exits(3).hasErr("error: " + said);
    }

    @ParameterizedTest
    @CsvSource({"AccessDeniedException, true", "ValidationException, false"})
    void onlyAMissingPermissionLeadsToThePolicy(String code, boolean isPermission) {
        TestAccount account = TestAccount.empty().error("Scan", -1, 400, code, "no");
        for (String command : List.of("", " verify")) {
            Cli.Result result = (command.isEmpty() ? account.migrate("--yes") : account.verify()).exits(3);
            String policy = " jbang migrate.java iam-policy" + command + " --endpoint-url " + account.endpoint() + "\n";
            assertEquals(isPermission, result.err().contains(policy));
        }
    }

    /** What the start of the first of two bots meets; the other is started in any case. */
    @ParameterizedTest(name = "{1}, {0} times: {2}, {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            2 | failures Capacity is unavailable at this time.       | succeeded | waiting for capacity
            2 | failures the limit on the number of vCPUs            | succeeded | waiting for capacity
            3 | ThrottlingException: Rate exceeded                   | succeeded | throttled, slowing down
            1 | InvalidParameterException: no (ErrorCode: Throttling) | succeeded | throttled, slowing
            1 | ClientException: ECS was unable to assume the role   | succeeded | unable to assume the role
            2 | 500 ServerException: again                           | succeeded | no clear response from AWS
            1 | cut before                                           | succeeded | no clear response from AWS
            1 | cut after                                            | succeeded | no clear response from AWS
            2 | ExpiredTokenException: expired                       | succeeded | the credentials have expired (renew
            1 | InvalidSignatureException: Signature expired: 1      | succeeded | this machine's clock
            1 | 403 RequestInTheFuture: in the future                | succeeded | this machine's clock
            1 | failures RESOURCE:UNHEARD-OF                         | failed | not started: RESOURCE:UNHEARD-OF
            1 | InvalidParameterException: overrides are too long    | failed | not started: InvalidParameterException:
            """)
    void aStartIsRepeatedUnchangedOrFailsOnlyItsBot(int times, String error, String outcome, String message) {
        Bot[] bots = bots(2);
        TestAccount account = TestAccount.with(bots);
        account.set("durations", Map.of("provisioning", 200)); // a repeated request arrives before the container runs
        account.fault(fault("RunTask", bots[0].id(), 0, times, error));
        assertEquals(List.of(outcome, "succeeded"), account.report().hasErr(message).outcomes(bots));
        List<String> requests = account.requests("RunTask").stream()
                .map(request -> request.get("body").toString())
                .filter(body -> body.contains(bots[0].id()))
                .toList();
        boolean isRepeated = outcome.equals("succeeded");
        assertEquals(isRepeated ? times + 1 : times, requests.size());
        int attempts = error.startsWith("failures") ? requests.size() : 1;
        assertEquals(attempts, Set.copyOf(requests).size(), requests::toString);
        assertEquals(attempts, Set.copyOf(account.tokens(bots[0].id())).size(), requests::toString);
        assertEquals(List.of(isRepeated ? 1 : 0, 1), account.taskCounts(bots));
    }

    /** The task of the first bot still runs when the second meets the error. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "RunTask, failures The requested CPU configuration is above your limit",
        "RunTask, AccessDeniedException: User is not authorized to perform: ecs:RunTask",
        "GetItem, AccessDeniedException: User is not authorized to perform: dynamodb:GetItem"
    })
    void anErrorThatConcernsEveryBotEndsTheRun(String operation, String error) {
        Bot[] bots = bots(3);
        TestAccount account = TestAccount.with(bots).behavior(bots[0], "hang");
        account.fault(fault(operation, bots[1].id(), 0, 1, error));
        JsonReport report = account.report("--parallel", "2").exits(3);
        assertEquals(List.of("unproved", "notStarted", "notStarted"), report.outcomes(bots));
        account.assertStarted(bots[0]);
        Summary summary = Summary.of(report.result())
                .hasLines(
                        "1 unproved: its task was still running when the run ended early",
                        "2 not started: the run ended early",
                        "Bot 2",
                        "Bot 3");
        assertEquals("AWS ended the run when none of the 3 bots was embedded and proved.", summary.verdict());
        assertTrue(summary.shows("AWS rejected the run: ", error.replaceFirst("^failures ", "")));
        assertEquals(List.of(), account.requests("StopTask"));
        assertEquals(
                error.startsWith("AccessDenied"),
                report.result().err().contains(" jbang migrate.java iam-policy --endpoint-url "));
    }

    /** The SDK would repeat one faster than the tool's rate limit, without a word. */
    @Test
    void theSdkRepeatsNoStartWhateverTheEnvironmentSays() {
        TestAccount account = TestAccount.with(bot(1));
        account.fault(fault("RunTask", "", 0, 3, "500 ServerException: again"));
        Cli cli = account.cli().with("AWS_RETRY_MODE", "adaptive").with("AWS_MAX_ATTEMPTS", "9");
        account.migrate(cli, "--yes").exits(0).hasOut("no clear response from AWS, retrying in");
        assertEquals(4, account.requests("RunTask").size());
        assertEquals(1, Set.copyOf(account.tokens("")).size());
    }

    /**
     * Parses {@code cut before}, {@code failures REASON} or {@code [STATUS ]CODE: MESSAGE}.
     *
     * @param contains a part of the requests' bodies
     */
    private static Map<String, ?> fault(String operation, String contains, int skip, int times, String error) {
        Map<String, Object> fault = new HashMap<>(Map.of("operation", operation, "skip", skip, "times", times));
        if (!contains.isEmpty()) {
            fault.put("contains", contains);
        }
        if (error.startsWith("cut ")) {
            fault.put("cut", error.substring(4));
        } else if (error.startsWith("failures ")) {
            fault.put("failures", Map.of("reason", error.substring(9)));
        } else {
            boolean hasStatus = Character.isDigit(error.charAt(0));
            String[] codeAndMessage = (hasStatus ? error.substring(4) : error).split(": ", 2);
            int status = hasStatus ? Integer.parseInt(error.substring(0, 3)) : 400;
            fault.put("error", TestAccount.error(status, codeAndMessage[0], codeAndMessage[1]));
        }
        return fault;
    }
}
