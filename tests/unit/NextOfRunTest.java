package tests.unit;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lib.cli.Invocation;
import lib.common.ExitCode;
import lib.report.NextOfRun;
import lib.report.Scope;
import lib.report.Verdict;
import lib.report.Verdict.Counts;
import lib.report.Verdict.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which commands follow a run, by its result. */
class NextOfRunTest {
    private static final Scope KNOWLEDGE = new Scope(false, false);
    private static final Invocation TYPED =
            new Invocation("./migrate.java", List.of("--stack", "Chat", "--all", "--json", "r.json"));

    private static String next(Verdict verdict, boolean canRestore, int running, Invocation invocation) {
        return next(verdict, canRestore, running, List.of(), invocation);
    }

    private static String next(
            Verdict verdict, boolean canRestore, int running, List<String> doubled, Invocation invocation) {
        return new NextOfRun(
                        verdict,
                        canRestore,
                        running,
                        ids(verdict.counts().incomplete()),
                        ids(verdict.counts().hopeless()),
                        doubled,
                        invocation)
                .steps().stream().map(step -> step.when() + ": " + step.command()).collect(joining(" | "));
    }

    private static List<String> ids(long n) {
        return IntStream.rangeClosed(1, (int) n).mapToObj(i -> "B" + i).toList();
    }

    /** The numbers of {@link Counts}, in its order. */
    private static Verdict verdict(Mode mode, ExitCode early, boolean isRehearsal, String numbers) {
        long[] n = Stream.of(numbers.split(" ")).mapToLong(Long::parseLong).toArray();
        Counts counts = new Counts(n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7]);
        return new Verdict(mode, Optional.ofNullable(early), isRehearsal, KNOWLEDGE, true, true, true, counts);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                // succeeded accepted incomplete failed unproved notStarted skipped hopeless
                "RUN; 21 0 0 0 0 0 0 0; to rebuild the index, once: REINDEX",
                "RUN; 20 0 0 0 0 0 1 0; for the bots that were skipped: RUN | to rebuild the index, once: REINDEX",
                "RUN; 20 0 0 1 0 0 0 0; when the cause above is fixed: RUN | at the end, to rebuild the index: REINDEX",
                "RUN; 0 0 0 2 0 0 0 0; when the causes above are fixed: RUN"
                        + " | at the end, to rebuild the index: REINDEX",
                "RUN; 20 0 0 0 1 0 0 0; to continue: RUN | at the end, to rebuild the index: REINDEX",
                "RUN; 20 0 1 0 0 0 0 0; to embed the incomplete once more: ./migrate.java --fresh --bot B1 --stack Chat"
                        + " | to accept what is missing: RUN --accept-missing"
                        + " | at the end, to rebuild the index: REINDEX",
                "RUN; 20 0 0 0 0 0 0 2; to restore what cannot be embedded: ./migrate.java restore --bot B1 --bot B2"
                        + " --stack Chat | to accept what is missing: RUN --accept-missing"
                        + " | at the end, to rebuild the index: REINDEX",
                "RUN; 1 0 21 0 0 0 0 0; to be asked about the incomplete: RUN"
                        + " | to accept what is missing: RUN --accept-missing"
                        + " | at the end, to rebuild the index: REINDEX",
                "RUN; 1 0 0 0 0 0 0 21; to restore what cannot be embedded: ./migrate.java restore --stack Chat"
                        + " | to accept what is missing: RUN --accept-missing"
                        + " | at the end, to rebuild the index: REINDEX",
                "RUN; 0 0 0 0 0 0 0 0; ''",
                "DRY_RUN; 0 0 0 0 0 3 0 0; to start them: RUN | or to restore the old vectors: ./migrate.java restore"
                        + " --dry-run --stack Chat | at the end, to rebuild the index: REINDEX",
                "DRY_RUN; 3 0 0 0 0 0 0 0; at the end, to rebuild the index: REINDEX",
                "STATUS; 20 0 0 0 0 1 0 0; to continue: RUN | at the end, to rebuild the index: REINDEX",
                "UNANSWERED; 0 0 0 0 0 3 0 0; to be asked, at a terminal: RUN | to start all of them: RUN --yes"
                        + " | at the end, to rebuild the index: REINDEX"
            })
    void theResultSaysWhatToTypeNext(Mode mode, String numbers, String steps) {
        String expected = steps.replace("REINDEX", "./migrate.java verify --reindex --stack Chat")
                .replace("RUN", "./migrate.java --stack Chat --all --json r.json");
        assertEquals(expected, next(verdict(mode, null, false, numbers), true, 0, TYPED));
    }

    @Test
    void aRunThatEndedEarlySaysHowToContinueAndHowToStop() {
        Invocation typed = new Invocation("jbang migrate.java", List.of("--fresh"));
        assertEquals(
                "to continue: jbang migrate.java --fresh | to stop the tasks that run: jbang migrate.java --stop",
                next(verdict(Mode.RUN, ExitCode.INTERRUPTED, false, "4 0 0 0 3 14 0 0"), true, 3, typed));
        assertEquals(
                "when the cause above is fixed: jbang migrate.java --fresh",
                next(verdict(Mode.RUN, ExitCode.AWS_ERROR, false, "4 0 0 0 3 14 0 0"), true, 0, typed));
    }

    @Test
    void duplicateRowsAreReplacedByNameUnlessTheyAreTooMany() {
        Verdict done = verdict(Mode.RUN, null, false, "21 0 0 0 0 0 0 0");
        Invocation typed = new Invocation("./migrate.java", List.of());
        String index = "to rebuild the index, once: ./migrate.java verify --reindex";
        assertEquals(
                "to replace duplicate rows: ./migrate.java --fresh --bot B1 --bot B2 | " + index,
                next(done, true, 0, ids(2), typed));
        assertEquals(index, next(done, true, 0, ids(21), typed));
    }

    /** With no bot left to embed, {@code --fresh} would embed all of them once more. */
    @ParameterizedTest
    @CsvSource({
        "0 0 0 1 0 0 0 0, --fresh --yes",
        "9 0 0 0 1 0 0 0, --fresh --yes",
        "9 0 0 0 0 1 0 0, --fresh --yes",
        "9 0 0 0 0 0 1 0, --yes"
    })
    void freshIsRepeatedWhileBotsAreLeftOfIt(String numbers, String options) {
        Invocation typed = new Invocation("./migrate.java", List.of("--fresh", "--yes"));
        String first = next(verdict(Mode.RUN, null, false, numbers), false, 0, typed).split(" \\| ")[0];
        assertEquals("./migrate.java " + options, first.substring(first.indexOf("./")));
    }

    @Test
    void freshIsRepeatedWhileItsSearchIsNotFinished() {
        Verdict done = verdict(Mode.RUN, null, false, "9 0 0 0 0 0 0 0");
        Verdict unfinished =
                new Verdict(done.mode(), done.early(), false, KNOWLEDGE, true, false, true, done.counts());
        Invocation typed = new Invocation("./migrate.java", List.of("--fresh", "--yes"));
        assertTrue(next(unfinished, false, 0, typed).startsWith("to finish the search: ./migrate.java --fresh --yes"));
    }

    @Test
    void whatNoTaskCanCompleteCanOnlyBeAccepted() {
        Verdict verdict = verdict(Mode.RUN, null, false, "20 0 1 0 0 0 0 0");
        assertEquals(
                "to accept what is missing: ./migrate.java --accept-missing",
                new NextOfRun(
                                verdict,
                                true,
                                0,
                                List.of(),
                                List.of(),
                                List.of(),
                                new Invocation("./migrate.java", List.of()))
                        .steps().stream()
                                .map(step -> step.when() + ": " + step.command())
                                .findFirst()
                                .orElseThrow());
    }

    @Test
    void whatWasDoneInsteadIsNotDoneAgain() {
        Invocation typed = new Invocation("jbang migrate.java", List.of("--dry-run", "--region", "eu-west-1"));
        assertEquals(
                "to start them: jbang migrate.java --region eu-west-1"
                        + " | at the end, to rebuild the index: jbang migrate.java verify --reindex --region eu-west-1",
                next(verdict(Mode.DRY_RUN, null, false, "0 0 0 0 0 1 0 0"), false, 0, typed));
    }

    @Test
    void aRehearsalLeadsToTheAccount() {
        assertEquals(
                "in your account, changing nothing: jbang migrate.java --dry-run",
                next(
                        verdict(Mode.RUN, null, true, "21 0 0 0 0 0 0 0"),
                        false,
                        0,
                        new Invocation("jbang migrate.java", List.of("--rehearse=trouble", "--yes"))));
    }
}
