package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tests.support.Cli;
import tests.support.JsonReport;
import tests.support.TestAccount;
import tests.support.TestBots;

/** What each refusal of AWS does to the bot that it meets, to the others, and to the run. */
class AwsErrorTest {
    enum Fate {
        /** It is asked again, and all succeed. */
        PASSES,
        /** That bot fails, the others go on. */
        HITS_ONE,
        /** The run ends at once; what was started before goes on by itself. */
        HITS_ALL
    }

    /**
     * @param fault what the service does, the members of a fault of the control door
     * @param times how often
     * @param says what the screen says of it
     */
    record Case(String name, String operation, Map<String, ?> fault, int times, Fate fate, String says) {
        @Override
        public String toString() {
            return name;
        }

        void befall(TestAccount install, TestBots.Bot bot) {
            Map<String, Object> all = new HashMap<>(fault);
            all.putAll(Map.of("operation", operation, "contains", bot.id(), "times", times));
            install.fault(all);
        }

        boolean meetsRunTask() {
            return operation.equals("RunTask");
        }
    }

    private static Map<String, ?> failure(String reason) {
        return Map.of("failures", Map.of("reason", reason));
    }

    private static Map<String, ?> error(int status, String code, String message) {
        return Map.of("error", Map.of("status", status, "code", code, "message", message));
    }

    private static Case runTask(String name, Map<String, ?> fault, int times, Fate fate, String says) {
        return new Case(name, "RunTask", fault, times, fate, says);
    }

    static List<Case> cases() {
        return List.of(
                runTask(
                        "no capacity",
                        failure("Capacity is unavailable at this time. Please try again later or in a different"
                                + " availability zone"),
                        2,
                        Fate.PASSES,
                        "waiting for capacity"),
                runTask(
                        "vCPU quota",
                        failure("You’ve reached the limit on the number of vCPUs you can run concurrently"),
                        2,
                        Fate.PASSES,
                        "waiting for capacity"),
                runTask(
                        "task size above the quota",
                        failure("The requested CPU configuration is above your limit"),
                        1,
                        Fate.HITS_ALL,
                        "above your limit"),
                runTask(
                        "a failure that nobody knows",
                        failure("RESOURCE:UNHEARD-OF"),
                        1,
                        Fate.HITS_ONE,
                        "not started: RESOURCE:UNHEARD-OF"),
                runTask(
                        "throttled",
                        error(400, "ThrottlingException", "Rate exceeded"),
                        3,
                        Fate.PASSES,
                        "throttled, slowing down"),
                runTask(
                        "EC2 throttled",
                        error(
                                400,
                                "InvalidParameterException",
                                "Error retrieving subnet information for [subnet-1]: Request limit exceeded."
                                        + " (ErrorCode: RequestLimitExceeded)"),
                        1,
                        Fate.PASSES,
                        "throttled, slowing down"),
                runTask(
                        "role not yet known",
                        error(
                                400,
                                "ClientException",
                                "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/Task'"),
                        1,
                        Fate.PASSES,
                        "unable to assume the role"),
                runTask(
                        "server error",
                        error(500, "ServerException", "Service Unavailable. Please try again later."),
                        2,
                        Fate.PASSES,
                        "no clear response from AWS"),
                runTask("cut before the work", Map.of("cut", "before"), 1, Fate.PASSES, "no clear response from AWS"),
                runTask("cut after the work", Map.of("cut", "after"), 1, Fate.PASSES, "no clear response from AWS"),
                runTask(
                        "one bot's parameters",
                        error(400, "InvalidParameterException", "Container Overrides length must be at most 8192"),
                        1,
                        Fate.HITS_ONE,
                        "not started: InvalidParameterException: Container Overrides length must be at most 8192"),
                runTask(
                        "access denied",
                        error(400, "AccessDeniedException", "User is not authorized to perform: ecs:RunTask"),
                        1,
                        Fate.HITS_ALL,
                        "AccessDeniedException"),
                runTask(
                        "cluster gone",
                        error(400, "ClusterNotFoundException", "Cluster not found."),
                        1,
                        Fate.HITS_ALL,
                        "ClusterNotFoundException"),
                runTask(
                        "task definition gone",
                        error(400, "ClientException", "TaskDefinition is inactive"),
                        1,
                        Fate.HITS_ALL,
                        "TaskDefinition is inactive"),
                runTask(
                        "account blocked",
                        error(400, "BlockedException", "Your account has been blocked."),
                        1,
                        Fate.HITS_ALL,
                        "BlockedException"),
                runTask(
                        "session expired",
                        error(400, "ExpiredTokenException", "The security token included in the request is expired"),
                        2,
                        Fate.PASSES,
                        "the credentials have expired"),
                new Case(
                        "read denied",
                        "GetItem",
                        error(400, "AccessDeniedException", "User is not authorized to perform: dynamodb:GetItem"),
                        1,
                        Fate.HITS_ALL,
                        "dynamodb:GetItem"),
                new Case(
                        "read throttled",
                        "GetItem",
                        error(
                                400,
                                "ProvisionedThroughputExceededException",
                                "The level of configured provisioned throughput for the table was exceeded."),
                        9,
                        Fate.PASSES,
                        "throttled, slowing down"));
    }

    static List<Case> casesForOne() {
        return cases().stream().filter(each -> each.fate != Fate.HITS_ALL).toList();
    }

    static List<Case> casesForAll() {
        return cases().stream().filter(each -> each.fate == Fate.HITS_ALL).toList();
    }

    private static TestAccount install;
    private static Cli.Result result;

    /** One after the other, so that the screen has a word on each; the last bot is not refused. */
    @BeforeAll
    static void oneRunMeetsAllThatDoNotEndIt() {
        List<Case> cases = casesForOne();
        install = TestAccount.empty().clock(2 * TestAccount.SPEED).put(TestBots.bots(cases.size() + 1));
        for (int i = 0; i < cases.size(); i++) {
            cases.get(i).befall(install, TestBots.bot(i + 1));
        }
        result = install.migrate("--yes", "--parallel", "1", "--json", "-");
    }

    @ParameterizedTest
    @MethodSource("casesForOne")
    void aRefusalIsRepeatedWordForWordWhereTimeCanHealItAndElseFailsThatBotOnly(Case each) {
        TestBots.Bot bot = TestBots.bot(casesForOne().indexOf(each) + 1);
        JsonReport report = JsonReport.of(result);
        boolean passes = each.fate == Fate.PASSES;
        assertEquals(passes ? "succeeded" : "failed", report.outcome(bot), result::toString);
        assertTrue(result.err().contains(each.says), result::toString);
        List<String> requests = requests(install, bot);
        assertEquals(
                !each.meetsRunTask() ? 1 : passes ? 1 + each.times : each.times, requests.size(), result::toString);
        assertEquals(1, Set.copyOf(requests).size(), () -> "not word for word: " + requests);
        List<String> tasks =
                install.tasks(bot).stream().map(TestAccount::taskId).toList();
        assertEquals(passes ? List.of(report.taskId(bot)) : List.of(), tasks, result::toString);
    }

    @Test
    void theRunGoesOnAfterThemAndTellsTheTruth() {
        assertEquals(1, result.exit(), result::toString);
        JsonReport report = JsonReport.of(result);
        assertEquals("succeeded", report.outcome(TestBots.bot(casesForOne().size() + 1)), result::toString);
        assertEquals(
                casesForOne().stream()
                        .filter(each -> each.fate == Fate.HITS_ONE)
                        .count(),
                report.count("failed"),
                result::toString);
        assertTrue(!result.err().contains("AWS rejected the run"), result::toString);
    }

    @ParameterizedTest
    @MethodSource("casesForAll")
    void aRefusalThatWouldHitEveryBotEndsTheRunAtOnce(Case each) {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount install = TestAccount.empty()
                .put(bots)
                .play(bots[0], "hang"); // so it is certainly still running when the run ends
        each.befall(install, bots[1]);
        Cli.Result result = install.migrate("--yes", "--parallel", "2", "--json", "-");
        assertEquals(3, result.exit(), result::toString);
        JsonReport report = JsonReport.of(result);
        assertEquals(
                List.of("unproved", "notStarted", "notStarted"),
                List.of(bots).stream().map(report::outcome).toList(),
                result::toString);
        assertEquals(each.meetsRunTask() ? 2 : 1, install.requests("RunTask").size(), result::toString);
        assertEquals(List.of(bots[0].sk()), install.startedBots(), result::toString);
        String summary = result.err().substring(result.err().indexOf("Summary:"));
        assertTrue(summary.contains("AWS rejected the run: ") && summary.contains(each.says), result::toString);
        assertTrue(summary.contains(TestAccount.taskId(install.tasks().get(0))), result::toString);
        assertTrue(summary.contains("its task was still running when the run ended early"), result::toString);
        assertTrue(summary.contains("not started:\n  Bot 2 ") && summary.contains("  Bot 3 "), result::toString);
        assertTrue(summary.contains("To continue, run the same command again"), result::toString);
        assertEquals(List.of(), install.requests("StopTask"));
    }

    /** What was sent to start that bot, in order. */
    private static List<String> requests(TestAccount install, TestBots.Bot bot) {
        return install.requests("RunTask").stream()
                .map(request -> request.get("body").toString())
                .filter(body -> body.contains(bot.id()))
                .toList();
    }

    @Test
    void aQuotaThatOthersUseUpLosesNoBot() {
        TestBots.Bot[] bots = TestBots.bots(6);
        TestAccount install = TestAccount.empty().put(bots);
        install.control("quota", Map.of("vcpu", 2));
        Cli.Result result = install.migrate("--yes", "--json", "-");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(6, JsonReport.of(result).count("succeeded"), result::toString);
        assertEquals(1, install.peakTasks(), result::toString);
        assertEquals(6, install.startedBots().stream().distinct().count(), result::toString);
        assertEquals(6, install.startedBots().size(), result::toString);
        for (TestBots.Bot bot : bots) {
            assertEquals(
                    1, Set.copyOf(requests(install, bot)).size(), () -> "not word for word: " + requests(install, bot));
        }
        assertTrue(result.err().contains("waiting for capacity"), result::toString);
    }

    @Test
    void aVerdictThatCannotBeReadYetIsAwaited() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount install = TestAccount.empty().put(bots);
        // The first read is the one before the start; those of the verdict are refused.
        install.fault(Map.of(
                "operation",
                "GetItem",
                "contains",
                bots[0].id(),
                "skip",
                1,
                "times",
                9,
                "error",
                Map.of("status", 400, "code", "ThrottlingException", "message", "Rate exceeded")));
        Cli.Result result = install.migrate("--yes", "--json", "-");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(2, JsonReport.of(result).count("succeeded"), result::toString);
        assertEquals(2, install.requests("RunTask").size(), result::toString);
    }
}
