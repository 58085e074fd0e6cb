package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.ForBothContainers;
import tests.support.TestAccount;
import tests.support.TestBots;

/** Every bot gets exactly one task if the run is killed at any point of a start and the command is repeated. */
@ForBothContainers
class ExactlyOnceTest {
    @Parameter
    private String app;

    private static final Map<String, Object> RESPONSE_DELAYED =
            Map.of("operation", "RunTask", "skip", 1, "times", 3, "delayMillis", 20_000);
    private static final Map<String, Object> REQUEST_LOST = lost("before"), RESPONSE_LOST = lost("after");

    private static Map<String, Object> lost(String cut) {
        Map<String, Object> fault = new HashMap<>(RESPONSE_DELAYED);
        fault.put("cut", cut);
        return fault;
    }

    /** When the run is killed, and the fault of RunTask. */
    static Stream<Arguments> killPoints() {
        return Stream.of(
                killed("request lost", REQUEST_LOST, c -> c.account().requests("RunTask").size() > 1),
                killed("response delayed", RESPONSE_DELAYED, c -> c.account().tasks().size() > 1),
                killed("response lost", RESPONSE_LOST, c -> c.account().tasks().size() > 1),
                killed("intention journalled", Map.of(), c -> !c.cli().journalLines("intended").isEmpty()),
                killed("response received", Map.of(), c -> c.account().answered("RunTask") > 0),
                killed("start journalled", Map.of(), c -> !c.cli().journalLines("started").isEmpty()),
                killed("end journalled", Map.of(), c -> !c.cli().journalLines("ended").isEmpty()));
    }

    record Case(TestAccount account, Cli cli) {}

    private static Arguments killed(String when, Map<String, ?> fault, Predicate<Case> moment) {
        return Arguments.of(Named.of(when, moment), fault);
    }

    @ParameterizedTest
    @MethodSource("killPoints")
    void everyBotHasOneTaskWhereverItsStartIsKilled(Predicate<Case> moment, Map<String, ?> fault) {
        TestBots.Bot[] bots = TestBots.bots(4);
        TestAccount account = TestAccount.empty().app(app).put(bots);
        Cli cli = account.cli();
        if (!fault.isEmpty()) {
            account.fault(fault);
        }
        assertTrue(
                account.start(cli, "--yes").killWhen(() -> moment.test(new Case(account, cli))),
                "the run ended before it could be killed");
        account.clearFaults();
        Cli.Result result = account.migrate(cli, "--yes").exits(0);
        KillAndResumeStress.Tally tally = KillAndResumeStress.check(account, bots, 2, 1, List.of(), "");
        assertTrue(tally.passed(), tally::toString);
        assertEquals(4, tally.starts(), result::toString);
    }

    /** The app starts a task of its own whenever a user saves a bot, at any moment between the scan and the start. */
    @Test
    void aBotThatIsSavedWhileTheQuestionIsOpenHasTheAppsTaskAloneThoughTheRunIsKilled() {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.empty().app(app).put(bot).pauseClock();
        Cli cli = account.cli();
        Cli.Running running = account.start(cli)
                .waitUntil(() -> account.requests("Scan").stream().anyMatch(scan -> scan.has("status")));
        account.saveInApp(bot);
        assertTrue(running.type("y\n").killWhen(() -> !cli.journalLines("started").isEmpty()));
        account.resumeClock();
        Cli.Result result = account.migrate(cli, "--yes").exits(0);
        assertEquals(0, account.requests("RunTask").size(), result::toString);
        assertEquals(1, account.tasksOf(bot).size(), result::toString);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aRepeatedlyKilledMigrationMissesNoBotAndStartsNoneTwice(long seed) {
        KillAndResumeStress.Tally tally = KillAndResumeStress.runSeed(true, seed, app);
        assertTrue(tally.passed(), tally::toString);
    }

    @Test
    void aSimulatedSeedIsRepeatedExactly() {
        assertEquals(KillAndResumeStress.operationsOf(3, app), KillAndResumeStress.operationsOf(3, app));
    }

    /** That version sent the command alone, and was killed while its request was under way. */
    @Test
    void aRequestOfAnEarlierVersionIsRepeatedAsItWasAndFollowedByOneThatEveryContainerReads() throws IOException {
        TestBots.Bot bot = TestBots.bot(1);
        TestAccount account = TestAccount.empty()
                .app(app)
                .put(bot)
                .fault("{\"operation\": \"RunTask\", \"times\": -1, \"cut\": \"before\"}");
        Cli cli = account.cli();
        assertTrue(account.startProcess(cli, "--yes").killWhen(() -> account.arrived("RunTask") > 0));
        String journal = Files.readString(cli.journal());
        String earlier = journal.replaceAll(",\"environment\":\\[\\{.*?\\}\\]", "");
        assertNotEquals(journal, earlier);
        Files.writeString(cli.journal(), earlier);
        account.clearFaults();
        Cli.Result result = account.migrate(cli, "--yes").exits(0);
        List<JsonObject> tasks = account.tasksOf(bot);
        List<Boolean> withEvent = tasks.stream().map(task -> task.toString().contains("EVENT")).toList();
        assertEquals(app.equals("v1.2.4") ? List.of(false) : List.of(false, true), withEvent, result::toString);
    }

    @Test
    void aStartWithALostResponseIsRetriedWithTheSameToken() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount account = TestAccount.empty().app(app).put(bots).cut("RunTask", "after").cut("RunTask", "before");
        account.migrate("--yes").exits(0);
        KillAndResumeStress.Tally tally = KillAndResumeStress.check(account, bots, 1, 0, List.of(), "");
        assertTrue(tally.passed(), tally::toString);
        assertEquals(4, account.requests("RunTask").size(), "one retry for each lost message, and none by the SDK");
        assertEquals(2, Set.copyOf(account.tokens("")).size());
    }
}
