package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import lib.embed.Plan;
import lib.journal.Journal;
import lib.journal.JournalRecord;
import lib.model.BotKey;
import lib.model.FargatePrice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the line above the question says: number of tasks, time and cost. */
class PlanTest {
    private static final FargatePrice PRICE = new FargatePrice(2, 4, "us-east-1");
    private static final Optional<Duration> NONE = Optional.empty();
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "20 | 0 | about 28 min with 3 at once (default quota of 6 vCPU)",
                "1 | 0 | about 4 min with 1 at once (default quota of 6 vCPU)",
                "323 | 0 | about 7 h 12 min with 3 at once (default quota of 6 vCPU)",
                "20 | 2 | about 40 min with 2 at once (--parallel 2)",
                "20 | 9 | about 28 min with 3 at once (default quota of 6 vCPU)"
            })
    void theTimeFollowsFromTheQuotaAndTheOption(int tasks, int parallel, String time) {
        assertEquals(time, part(1, new Plan(parallel, PRICE, NONE), tasks));
    }

    @Test
    void theJournalKnowsBetter() {
        Optional<Duration> typical = Optional.of(Duration.ofMinutes(2));
        assertEquals("about 14 min with 3 at once (default quota of 6 vCPU)", part(1, new Plan(0, PRICE, typical), 20));
    }

    @Test
    void largerTasksFillTheQuotaSooner() {
        FargatePrice large = new FargatePrice(4, 8, "us-east-1");
        assertEquals("Plan: 2 tasks of 4 vCPU, 8 GB", part(0, new Plan(0, large, NONE), 2));
        assertEquals("about 8 min with 1 at once (default quota of 6 vCPU)", part(1, new Plan(0, large, NONE), 2));
    }

    @Test
    void theCostIsThatOfAllTasks() {
        assertEquals("about $0.13 without Bedrock", part(2, new Plan(0, PRICE, NONE), 20));
        assertEquals("about $0.01 without Bedrock", part(2, new Plan(0, PRICE, NONE), 1));
        FargatePrice elsewhere = new FargatePrice(2, 4, "eu-north-1");
        assertEquals("price in eu-north-1 unknown", part(2, new Plan(0, elsewhere, NONE), 20));
    }

    @Test
    void aPlanThatDoesNotFitHasALineForEachPart() {
        assertEquals(
                List.of(
                        "Plan: 20 tasks of 2 vCPU, 4 GB",
                        "      about 28 min with 3 at once (default quota of 6 vCPU)",
                        "      about $0.13 without Bedrock"),
                new Plan(0, PRICE, NONE).lines(20, 80));
    }

    @Test
    void theTypicalTimeIsTheMedianOfTheTasksThatSucceeded() {
        List<Journal.Entry> entries = List.of(
                entry(0, 3, "succeeded"),
                entry(0, 4, "succeeded"),
                entry(1, 6, "succeeded"),
                entry(3, 8, "succeeded"),
                entry(8, 20, "succeeded"),
                entry(0, 1, "failed"),
                entry(0, 300, "succeeded"));
        assertEquals(Optional.of(Duration.ofMinutes(5)), Plan.typical(entries));
    }

    @Test
    void fourTasksAreTooFewForATypicalTime() {
        List<Journal.Entry> entries = IntStream.range(0, 4).mapToObj(n -> entry(n, n + 1, "succeeded")).toList();
        assertEquals(Optional.empty(), Plan.typical(entries));
    }

    private static Journal.Entry entry(int fromMinute, int toMinute, String outcome) {
        return new Journal.Entry(
                new BotKey("user", "user#BOT#1"),
                null,
                null,
                new JournalRecord.Started(at(fromMinute), "user", "user#BOT#1", 1, "task", ""),
                new JournalRecord.Ended(at(toMinute), "user", "user#BOT#1", 1, outcome, "", "task", null, null),
                1,
                "",
                null,
                false);
    }

    private static String at(int minute) {
        return START.plus(Duration.ofMinutes(minute)).toString();
    }

    private static String part(int part, Plan plan, int tasks) {
        return plan.lines(tasks, 300).get(0).split("; ")[part];
    }
}
