package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots;

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
            start     | RunTask          | 0 | 3  | ThrottlingException: Rate exceeded                 | 0 | 2
            start     | RunTask          | 0 | 3  | 500 ServerException: again                         | 0 | 2
            start     | RunTask          | 0 | 3  | ExpiredTokenException: expired                     | 0 | 2
            start     | RunTask          | 0 | 3  | cut after                                          | 0 | 2
            start     | RunTask          | 0 | 3  | failures Capacity is unavailable at this time.     | 0 | 2
            start     | RunTask          | 0 | -1 | failures The CPU configuration is above your limit | 3 | 0
            start     | RunTask          | 0 | 1  | failures AGENT                                     | 1 | 1
            watch     | DescribeTasks    | 1 | -1 | AccessDeniedException: not authorized              | 3 | 2
            watch     | DescribeTasks    | 1 | 3  | ThrottlingException: Rate exceeded                 | 0 | 2
            watch     | DescribeTasks    | 1 | 3  | 500 ServerException: again                         | 0 | 2
            watch     | DescribeTasks    | 1 | 3  | ExpiredTokenException: expired                     | 0 | 2
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
            proof     | ExecuteStatement | 2 | -1 | BadRequestException: no                            | 1 | 2
            proof     | ExecuteStatement | 2 | -1 | StatementTimeoutException: timed out               | 1 | 2
            proof     | ExecuteStatement | 2 | 3  | ThrottlingException: Rate exceeded                 | 0 | 2
            proof     | ExecuteStatement | 2 | 3  | cut after                                          | 0 | 2
            """)
    void everyErrorHasItsExitCodeInEveryPhase(
            String phase, String operation, int skip, int times, String error, int exit, int tasks) {
        TestAccount account = TestAccount.empty()
                .put(TestBots.bots(2))
                .fault(fault(operation, skip, times, error));
        Cli.Result result = account.migrate("--yes").exits(exit);
        assertEquals(tasks, account.tasks().size(), result::toString);
        assertEquals(
                exit == 1 || exit == 3,
                result.toString().contains(" jbang migrate.java --endpoint-url " + account.endpoint() + " --yes\n"),
                () -> "the command that continues: " + result);
        assertTrue(
                tasks > 0
                        || exit == 0
                        || result.toString().contains("ot started")
                        || result.toString().contains("othing was started")
                        || result.err().contains("AWS rejected the run")
                        || result.err().contains("CloudFormation")
                        || result.err().contains("outputs of stack"),
                result::toString);
    }

    /** Parses {@code cut before}, {@code failures REASON} or {@code [STATUS ]CODE: MESSAGE}. */
    private static String fault(String operation, int skip, int times, String error) {
        Map<String, Object> fault = new LinkedHashMap<>(Map.of("operation", operation, "skip", skip, "times", times));
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
        return new Gson().toJson(fault);
    }
}
