package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.cli.Invocation;
import lib.proof.DatabaseAudit;
import lib.report.Scope;
import lib.verify.AuditVerdict;
import lib.verify.SampleResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentence and the exit code of {@code verify}, from what the database contains. */
class AuditVerdictTest {
    /**
     * @param numbers complete, incomplete, empty, nothing to embed, orphans; then accepted, sampled and found
     * @param special of the run: {@code rehearsal}, {@code selected}, {@code notIndexed}
     */
    private static AuditVerdict verdict(String numbers, String special) {
        int[] n = Stream.of(numbers.strip().split(" +")).mapToInt(Integer::parseInt).toArray();
        Map<DatabaseAudit.Verdict, Long> counts = new EnumMap<>(DatabaseAudit.Verdict.class);
        for (DatabaseAudit.Verdict verdict : DatabaseAudit.Verdict.values()) {
            counts.put(verdict, (long) n[verdict.ordinal()]);
        }
        return new AuditVerdict(
                special.equals("rehearsal"),
                new Scope(special.equals("selected"), false),
                counts,
                n[5],
                new SampleResult(n[6], n[7]),
                !special.equals("notIndexed"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "21 0 0 0 0  0  0 0 | all | 0 | All 21 bots with knowledge are complete.",
                "1 0 0 0 0  0  0 0 | all | 0 | The only bot with knowledge is complete.",
                "0 0 0 3 1  0  0 0 | all | 0 | No bot has knowledge that can be embedded.",
                "19 2 0 3 1  2  0 0 | all | 0 | All 21 bots with knowledge are complete, 2 with accepted gaps.",
                "19 1 1 0 0  0  0 0 | all | 1 | 2 of 21 bots are not complete.",
                "19 1 1 0 0  1  0 0 | all | 1 | 1 of 21 bots is not complete.",
                "0 0 21 0 0  0  0 0 | all | 1 | All 21 bots with knowledge are not complete.",
                "21 0 0 0 0  0  7 7 | all | 0 | All 21 bots with knowledge are complete.",
                "21 0 0 0 0  0  7 6 | all | 1 | All 21 bots with knowledge are complete, but 1 of 7 sampled"
                        + " rows was not found by the app's own query.",
                "20 1 0 0 0  0  7 5 | all | 1 | 1 of 21 bots is not complete and 2 of 7 sampled rows were not"
                        + " found by the app's own query.",
                "21 0 0 0 0  0  1 0 | notIndexed | 1 | All 21 bots with knowledge are complete, but 1 of 1 sampled"
                        + " row was not found by the app's own query and the index was not rebuilt.",
                "21 0 0 0 0  0  0 0 | notIndexed | 1 | All 21 bots with knowledge are complete, but the index was"
                        + " not rebuilt.",
                "20 0 1 0 0  0  0 0 | notIndexed | 1 | 1 of 21 bots is not complete and the index was not rebuilt.",
                "21 0 0 0 0  0  0 0 | rehearsal | 0 | Rehearsal (no AWS account was touched): All 21 bots"
                        + " with knowledge are complete.",
                "19 1 1 0 0  0  3 2 | rehearsal | 1 | Rehearsal (no AWS account was touched): 2 of 21 bots"
                        + " are not complete and 1 of 3 sampled rows was not found by the app's own query.",
                "2 0 0 0 0  0  0 0 | selected | 0 | All 2 selected bots with knowledge are complete.",
                "0 0 1 0 0  0  0 0 | selected | 1 | The selected bot with knowledge is not complete."
            })
    void theSentenceSaysWhatIsNotInOrder(String numbers, String special, int exitCode, String sentence) {
        AuditVerdict verdict = verdict(numbers, special);
        assertEquals(sentence, verdict.sentence());
        assertEquals(exitCode, verdict.exitCode().number());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "21 0 0 0 0 0 0 0; true; false; ''; to rebuild the index, once: REINDEX",
                "21 0 0 0 0 0 0 0; true; true; A; to replace the rows of bots: ./migrate.java --fresh --bot A --stack"
                        + " Chat",
                "21 0 0 0 0 0 0 0; true; true; ''; ''",
                "21 0 0 0 0 0 7 6; true; true; ''; to rebuild the index, once: REINDEX",
                "19 1 1 0 0 0 0 0; true; false; ''; to embed what is not complete: ./migrate.java --stack Chat"
                        + " | at the end, to rebuild the index: REINDEX",
                "19 1 1 0 0 0 0 0; true; true; ''; to embed what is not complete: ./migrate.java --stack Chat",
                "21 0 0 0 0 0 0 0; false; true; ''; when the reason in the database's log is gone: REINDEX",
                "0 0 0 3 0 0 0 0; true; false; ''; ''"
            })
    void theResultSaysWhatToTypeNext(
            String numbers, boolean isIndexed, boolean wasAsked, String toReplace, String next) {
        Invocation typed = new Invocation("./migrate.java", List.of("verify", "--stack", "Chat"));
        List<String> ids = toReplace.isEmpty() ? List.of() : List.of(toReplace);
        assertEquals(
                next.replace("REINDEX", "./migrate.java verify --reindex --stack Chat"),
                verdict(numbers, isIndexed ? "all" : "notIndexed").next(ids, wasAsked, typed).stream()
                        .map(step -> step.when() + ": " + step.command())
                        .collect(Collectors.joining(" | ")));
    }
}
