package tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each refusal of AWS does to the bot that it meets, to the others, and to the run. */
class RefusalTest {
    /** What becomes of a run of three bots, the second of which is refused. */
    enum Fate {
        /** It is asked again, and all succeed. */
        PASSES(0, "succeeded", "succeeded", "succeeded"),
        /** That bot fails, the others go on. */
        HITS_ONE(1, "succeeded", "failed", "succeeded"),
        /** The run ends at once; what was started before goes on by itself. */
        HITS_ALL(3, "unproved", "not started", "not started");

        final int exit;
        final List<String> outcomes;

        Fate(int exit, String... outcomes) {
            this.exit = exit;
            this.outcomes = List.of(outcomes);
        }
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

        /** How often RunTask has to arrive: once for each bot, and once more for each time that it is worth a repetition. */
        int runTasks() {
            boolean meetsRunTask = operation.equals("RunTask");
            return switch (fate) {
                case PASSES -> 3 + (meetsRunTask ? times : 0);
                case HITS_ONE -> meetsRunTask ? 3 : 2;
                case HITS_ALL -> meetsRunTask ? 2 : 1;
            };
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
                runTask("no capacity", failure("Capacity is unavailable at this time. Please try again later or in a different availability zone"),
                        2, Fate.PASSES, "waiting for capacity"),
                runTask("vCPU quota", failure("You’ve reached the limit on the number of vCPUs you can run concurrently"), 2, Fate.PASSES, "waiting for capacity"),
                runTask("task size above the quota", failure("The requested CPU configuration is above your limit"), 1, Fate.HITS_ALL, "above your limit"),
                runTask("a failure that nobody knows", failure("RESOURCE:UNHEARD-OF"), 1, Fate.HITS_ONE, "not started: RESOURCE:UNHEARD-OF"),
                runTask("throttled", error(400, "ThrottlingException", "Rate exceeded"), 3, Fate.PASSES, "throttled, slowing down"),
                runTask("EC2 throttled", error(400, "InvalidParameterException",
                        "Error retrieving subnet information for [subnet-1]: Request limit exceeded. (ErrorCode: RequestLimitExceeded)"), 1, Fate.PASSES, "throttled, slowing down"),
                runTask("role not yet known", error(400, "ClientException", "ECS was unable to assume the role 'arn:aws:iam::123456789012:role/Task'"),
                        1, Fate.PASSES, "unable to assume the role"),
                runTask("server error", error(500, "ServerException", "Service Unavailable. Please try again later."), 2, Fate.PASSES, "no clear answer from AWS"),
                runTask("cut before the work", Map.of("cut", "before"), 1, Fate.PASSES, "no clear answer from AWS"),
                runTask("cut after the work", Map.of("cut", "after"), 1, Fate.PASSES, "no clear answer from AWS"),
                runTask("one bot's parameters", error(400, "InvalidParameterException", "Container Overrides length must be at most 8192"),
                        1, Fate.HITS_ONE, "not started: InvalidParameterException: Container Overrides length must be at most 8192"),
                runTask("access denied", error(400, "AccessDeniedException", "User is not authorized to perform: ecs:RunTask"), 1, Fate.HITS_ALL, "AccessDeniedException"),
                runTask("cluster gone", error(400, "ClusterNotFoundException", "Cluster not found."), 1, Fate.HITS_ALL, "ClusterNotFoundException"),
                runTask("task definition gone", error(400, "ClientException", "TaskDefinition is inactive"), 1, Fate.HITS_ALL, "TaskDefinition is inactive"),
                runTask("account blocked", error(400, "BlockedException", "Your account has been blocked."), 1, Fate.HITS_ALL, "BlockedException"),
                runTask("session expired", error(400, "ExpiredTokenException", "The security token included in the request is expired"), 1, Fate.HITS_ALL, "ExpiredTokenException"),
                new Case("read denied", "GetItem", error(400, "AccessDeniedException", "User is not authorized to perform: dynamodb:GetItem"), 1, Fate.HITS_ALL, "dynamodb:GetItem"),
                new Case("read throttled", "GetItem", error(400, "ProvisionedThroughputExceededException", "The level of configured provisioned throughput for the table was exceeded."),
                        9, Fate.PASSES, "throttled, slowing down"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aRefusalHitsWhomItConcernsAndIsRepeatedWordForWordOrNotAtAll(Case each) {
        Bots.Bot[] bots = Bots.bots(3);
        Map<String, Object> fault = new HashMap<>(each.fault);
        fault.putAll(Map.of("operation", each.operation, "contains", bots[1].id(), "times", each.times));
        Install install = Install.empty().put(bots).fault(fault);
        if (each.fate == Fate.HITS_ALL) {
            install.play(bots[0], "hang"); // it is certainly still running when the run ends
        }
        Cli.Result result = install.migrate("--yes", "--parallel", "2", "--json", "-");

        assertEquals(each.fate.exit, result.exit(), result::toString);
        JsonReport report = JsonReport.of(result);
        assertEquals(each.fate.outcomes, List.of(bots).stream().map(report::outcome).toList(), result::toString);
        assertTrue(result.err().contains(each.says), result::toString);
        assertEquals(each.runTasks(), install.requests("RunTask").size(), result::toString);
        requestsByBot(install).values().forEach(requests -> assertEquals(1, Set.copyOf(requests).size(), () -> "not word for word: " + requests));
        for (Bots.Bot bot : bots) {
            List<JsonObject> tasks = install.tasks(bot);
            assertEquals(Set.of("succeeded", "unproved").contains(report.outcome(bot)) ? 1 : 0, tasks.size(), result::toString);
            assertEquals(tasks.isEmpty() ? "" : Install.taskId(tasks.get(0)), report.taskId(bot), result::toString);
        }
        String summary = result.err().substring(result.err().indexOf("Summary:"));
        if (each.fate == Fate.HITS_ALL) {
            assertTrue(summary.contains(report.taskId(bots[0])) && summary.contains("its task was still running when the run ended early"), result::toString);
            assertTrue(summary.contains("AWS refused the run: "), result::toString);
            assertTrue(summary.contains("Run the same command again"), result::toString);
        } else {
            assertTrue(!summary.contains("AWS refused the run"), result::toString);
        }
        assertEquals(List.of(), install.requests("StopTask"));
    }

    /** The requests of each bot, in order. */
    private static Map<String, List<String>> requestsByBot(Install install) {
        Map<String, List<String>> requests = new LinkedHashMap<>();
        for (JsonObject request : install.requests("RunTask")) {
            JsonObject body = request.getAsJsonObject("body");
            requests.computeIfAbsent(body.get("overrides").toString(), bot -> new ArrayList<>()).add(body.toString());
        }
        return requests;
    }

    @Test
    void aQuotaThatOthersUseUpLosesNoBot() {
        Bots.Bot[] bots = Bots.bots(6);
        Install install = Install.empty().put(bots);
        install.control("quota", Map.of("vcpu", 2));
        Cli.Result result = install.migrate("--yes", "--json", "-");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(6, JsonReport.of(result).count("succeeded"), result::toString);
        assertEquals(1, install.peakTasks(), result::toString);
        assertEquals(6, install.startedBots().stream().distinct().count(), result::toString);
        assertEquals(6, install.startedBots().size(), result::toString);
        requestsByBot(install).values().forEach(requests -> assertEquals(1, Set.copyOf(requests).size(), requests::toString));
        assertTrue(result.err().contains("waiting for capacity"), result::toString);
    }

    @Test
    void aVerdictThatCannotBeReadYetIsAwaited() {
        Bots.Bot[] bots = Bots.bots(2);
        Install install = Install.empty().put(bots);
        // The first read is the one before the start; those of the verdict are refused.
        install.fault(Map.of("operation", "GetItem", "contains", bots[0].id(), "skip", 1, "times", 9, "error",
                Map.of("status", 400, "code", "ThrottlingException", "message", "Rate exceeded")));
        Cli.Result result = install.migrate("--yes", "--json", "-");
        assertEquals(0, result.exit(), result::toString);
        assertEquals(2, JsonReport.of(result).count("succeeded"), result::toString);
        assertEquals(2, install.requests("RunTask").size(), result::toString);
    }
}
