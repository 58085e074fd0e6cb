package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;

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
import tests.support.TestBots.Bot;

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
                killed("request lost", REQUEST_LOST, account -> account.arrived("RunTask") > 1),
                killed("response delayed", RESPONSE_DELAYED, account -> account.tasks().size() > 1),
                killed("response lost", RESPONSE_LOST, account -> account.tasks().size() > 1),
                killed("intention journalled", Map.of(), account -> !account.journalLines("intended").isEmpty()),
                killed("response received", Map.of(), account -> account.answered("RunTask") > 0),
                killed("start journalled", Map.of(), account -> !account.journalLines("started").isEmpty()),
                killed("end journalled", Map.of(), account -> !account.journalLines("ended").isEmpty()));
    }

    private static Arguments killed(String when, Map<String, ?> fault, Predicate<TestAccount> moment) {
        return Arguments.of(Named.of(when, moment), fault);
    }

    @ParameterizedTest
    @MethodSource("killPoints")
    void everyBotHasOneTaskWhereverItsStartIsKilled(Predicate<TestAccount> moment, Map<String, ?> fault) {
        Bot[] bots = bots(4);
        TestAccount account = TestAccount.with(bots).app(app);
        if (!fault.isEmpty()) {
            account.fault(fault);
        }
        account.startAndKill(() -> moment.test(account));
        account.clearFaults().migrate("--yes").exits(0);
        KillAndResumeStress.assertEachOnce(account, bots);
        assertEquals(4, account.tasks().size());
    }

    /** The app starts a task of its own whenever a user saves a bot, at any moment between the scan and the start. */
    @Test
    void aBotThatIsSavedWhileTheQuestionIsOpenHasTheAppsTaskAloneThoughTheRunIsKilled() {
        Bot bot = bot(1);
        TestAccount account = TestAccount.with(bot).app(app).pauseClock();
        Cli.Running running = account.start()
                .waitUntil(() -> account.requests("Scan").stream().anyMatch(scan -> scan.has("status")));
        account.saveInApp(bot);
        assertTrue(running.type("y\n").killWhen(() -> !account.journalLines("started").isEmpty()));
        account.resumeClock();
        account.migrate("--yes").exits(0);
        assertEquals(0, account.requests("RunTask").size());
        assertEquals(1, account.tasksOf(bot).size());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void aRepeatedlyKilledMigrationMissesNoBotAndStartsNoneTwice(long seed) {
        KillAndResumeStress.run(true, seed, app);
    }

    /** A seed whose order of requests has once depended on the microsecond at which its account was created. */
    @Test
    void aSimulatedSeedIsRepeatedExactly() {
        assertEquals(KillAndResumeStress.operationsOf(14, app), KillAndResumeStress.operationsOf(14, app));
    }

    /** That version sent the command alone, and was killed while its request was under way. */
    @Test
    void aRequestOfAnEarlierVersionIsRepeatedAsItWasAndFollowedByOneThatEveryContainerReads() throws IOException {
        Bot bot = bot(1);
        TestAccount account = TestAccount.with(bot)
                .app(app)
                .fault(Map.of("operation", "RunTask", "times", -1, "cut", "before"));
        account.startAndKill(() -> account.arrived("RunTask") > 0);
        String journal = Files.readString(account.journal());
        String earlier = journal.replaceAll(",\"environment\":\\[\\{.*?\\}\\]", "");
        assertNotEquals(journal, earlier);
        Files.writeString(account.journal(), earlier);
        account.clearFaults().migrate("--yes").exits(0);
        List<Boolean> withEvent = account.tasksOf(bot).stream()
                .map(task -> task.toString().contains("EVENT"))
                .toList();
        assertEquals(app.equals("v1.2.4") ? List.of(false) : List.of(false, true), withEvent);
    }

    @Test
    void aStartWithALostResponseIsRetriedWithTheSameToken() {
        Bot[] bots = bots(2);
        TestAccount account = TestAccount.with(bots).app(app).cut("RunTask", "after").cut("RunTask", "before");
        account.migrate("--yes").exits(0);
        KillAndResumeStress.assertEachOnce(account, bots);
        assertEquals(4, account.requests("RunTask").size(), "one retry for each lost message, and none by the SDK");
        assertEquals(2, Set.copyOf(account.tokens("")).size());
    }
}
