package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots;

/** Nothing lost, nothing twice, whatever is killed: a start is cut at every point, and the same command goes on. */
class ExactlyOnceTest {
    private static final String DELAY =
            "{\"operation\": \"RunTask\", \"skip\": 1, \"times\": 3, \"delayMillis\": 20000}";
    private static final String SWALLOWED =
            "{\"operation\": \"RunTask\", \"skip\": 1, \"times\": 3, \"cut\": \"before\", \"delayMillis\": 20000}";
    private static final String LOST =
            "{\"operation\": \"RunTask\", \"skip\": 1, \"times\": 3, \"cut\": \"after\", \"delayMillis\": 20000}";

    /** What goes wrong with RunTask, and when the run is killed. */
    static Stream<Arguments> killPoints() {
        return Stream.of(
                killed(
                        "noted, and nothing carried out",
                        SWALLOWED,
                        c -> () -> c.install().requests("RunTask").size() > 1),
                killed(
                        "carried out, and the answer under way",
                        DELAY,
                        c -> () -> c.install().tasks().size() > 1),
                killed(
                        "carried out, and the connection about to be cut",
                        LOST,
                        c -> () -> c.install().tasks().size() > 1),
                killed(
                        "noted in the journal",
                        null,
                        c -> () -> !c.cli().journalled("intended").isEmpty()),
                killed("answered", null, c -> () -> KillAndResumeStress.answeredStarts(c.install()) > 0),
                killed(
                        "the task journalled",
                        null,
                        c -> () -> !c.cli().journalled("started").isEmpty()),
                killed(
                        "the end journalled",
                        null,
                        c -> () -> !c.cli().journalled("ended").isEmpty()));
    }

    record Case(TestAccount install, Cli cli) {}

    private static Arguments killed(String when, String fault, Function<Case, BooleanSupplier> moment) {
        return Arguments.of(Named.of(when, moment), fault);
    }

    @ParameterizedTest
    @MethodSource("killPoints")
    void whateverPointOfAStartIsKilledEveryBotHasOneTask(Function<Case, BooleanSupplier> moment, String fault) {
        TestBots.Bot[] bots = TestBots.bots(4);
        TestAccount install = TestAccount.empty().put(bots);
        Cli cli = install.cli();
        if (fault != null) {
            install.fault(fault);
        }
        assertTrue(
                install.startProcess(cli, "--yes").killWhen(moment.apply(new Case(install, cli))),
                "the run ended before it could be killed");
        install.clearFaults();
        Cli.Result result = install.migrate(cli, "--yes");
        assertEquals(0, result.exit(), result::toString);
        KillAndResumeStress.Tally tally = KillAndResumeStress.judged(install, bots, 2, 1, List.of(), "");
        assertTrue(tally.isSound(), tally::toString);
        assertEquals(4, tally.starts(), result::toString);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aMigrationThatIsKilledAgainAndAgainMissesNoBotAndStartsNoneTwice(long seed) {
        KillAndResumeStress.Tally tally = KillAndResumeStress.ofSeed(seed);
        assertTrue(tally.isSound(), tally::toString);
    }

    @Test
    void anAnswerThatIsLostIsAskedForAgainWithTheSameTokenInTheSameRun() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount install = TestAccount.empty()
                .put(bots)
                .fault("{\"operation\": \"RunTask\", \"cut\": \"after\"}")
                .fault("{\"operation\": \"RunTask\", \"cut\": \"before\"}");
        Cli.Result result = install.migrate("--yes");
        assertEquals(0, result.exit(), result::toString);
        KillAndResumeStress.Tally tally = KillAndResumeStress.judged(install, bots, 1, 0, List.of(), "");
        assertTrue(tally.isSound(), tally::toString);
        assertEquals(4, install.requests("RunTask").size(), "each lost answer costs one repeat, and the SDK adds none");
        assertEquals(
                2,
                install.requests("RunTask").stream()
                        .map(r -> r.getAsJsonObject("body").get("clientToken"))
                        .distinct()
                        .count());
    }
}
