package tests.rehearsal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.google.gson.JsonObject;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import tests.support.DataApiClient;
import tests.support.TestAccount;
import tests.support.TestBots;
import tests.support.Waiting;

/** The clock of an account moves from event to event, and not while something is open that takes real time. */
class EmbeddedClockTest {
    private final TestAccount account = TestAccount.withShortTasks().put(TestBots.bot(1));

    private void sleep(Duration duration) {
        account.control("sleep", Map.of("nanos", duration.toNanos()));
    }

    private static BigDecimal seconds(JsonObject json, String member) {
        return json.get(member).getAsBigDecimal();
    }

    @Test
    void eachEventHappensAtItsTimeHoweverLongTheSleep() {
        account.startByPipe(TestBots.bot(1));
        sleep(Duration.ofHours(1));
        JsonObject task = account.tasks().get(0);
        assertEquals("STOPPED", task.get("lastStatus").getAsString());
        BigDecimal requested = seconds(task, "requestedAt");
        assertEquals(
                0, requested.add(BigDecimal.valueOf(8)).compareTo(seconds(task, "stoppedAt")), task::toString);
        account.startByPipe(TestBots.bot(1));
        assertEquals(
                0,
                requested.add(BigDecimal.valueOf(3600))
                        .compareTo(seconds(account.tasks().get(1), "requestedAt")),
                "and then it stands still");
    }

    @Test
    void anOpenStatementKeepsItFromMoving() {
        try (DataApiClient api = new DataApiClient(account)) {
            CompletableFuture<Void> statement = CompletableFuture.runAsync(() -> api.run("SELECT 'open', pg_sleep(1)"));
            Waiting.await("the statement", this::isOpen);
            sleep(Duration.ofSeconds(1));
            assertFalse(isOpen());
            statement.join();
        }
    }

    private boolean isOpen() {
        return account.sql("SELECT 1 FROM pg_stat_activity WHERE state = 'active' AND pid <> pg_backend_pid()"
                                + " AND query LIKE '%''open'', pg_sleep(1)%'")
                        .size()
                == 1;
    }
}
