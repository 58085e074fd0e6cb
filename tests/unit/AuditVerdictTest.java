package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Stream;
import lib.proof.DatabaseAudit;
import lib.report.Scope;
import lib.verify.AuditVerdict;
import lib.verify.SampleResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentence and the exit code of {@code verify}, from what the database contains. */
class AuditVerdictTest {
    /** Complete, incomplete, empty, nothing to embed, orphans; then accepted, sampled and found. */
    private static AuditVerdict verdict(boolean isRehearsal, boolean isSelection, String numbers, boolean isIndexed) {
        int[] n = Stream.of(numbers.strip().split(" +"))
                .mapToInt(Integer::parseInt)
                .toArray();
        Map<DatabaseAudit.Verdict, Long> counts = new EnumMap<>(DatabaseAudit.Verdict.class);
        for (DatabaseAudit.Verdict verdict : DatabaseAudit.Verdict.values()) {
            counts.put(verdict, (long) n[verdict.ordinal()]);
        }
        return new AuditVerdict(
                isRehearsal, new Scope(isSelection, false), counts, n[5], new SampleResult(n[6], n[7]), isIndexed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "21 0 0 0 0  0  0 0 | true  | 0 | All 21 bots with knowledge are complete.",
                "1 0 0 0 0  0  0 0 | true  | 0 | The only bot with knowledge is complete.",
                "0 0 0 3 1  0  0 0 | true  | 0 | No bot has knowledge that can be embedded.",
                "19 2 0 3 1  2  0 0 | true  | 0 | All 21 bots with knowledge are complete, 2 with accepted gaps.",
                "19 1 1 0 0  0  0 0 | true  | 1 | 2 of 21 bots are not complete: embed them with jbang"
                        + " migrate.java.",
                "19 1 1 0 0  1  0 0 | true  | 1 | 1 of 21 bots is not complete: embed it with jbang"
                        + " migrate.java.",
                "0 0 21 0 0  0  0 0 | true  | 1 | All 21 bots with knowledge are not complete: embed them with jbang"
                        + " migrate.java.",
                "21 0 0 0 0  0  7 7 | true  | 0 | All 21 bots with knowledge are complete.",
                "21 0 0 0 0  0  7 6 | true  | 1 | All 21 bots with knowledge are complete, but 1 of 7 sampled rows was"
                        + " not found by the app's own query: rebuild the index with verify --reindex.",
                "20 1 0 0 0  0  7 5 | true  | 1 | 1 of 21 bots is not complete and 2 of 7 sampled rows were not found"
                        + " by the app's own query: embed it with jbang migrate.java, and rebuild the"
                        + " index with verify --reindex.",
                "21 0 0 0 0  0  1 0 | false | 1 | All 21 bots with knowledge are complete, but 1 of 1 sampled row was"
                        + " not found by the app's own query and the index was not rebuilt: find the reason in the"
                        + " database's log.",
                "21 0 0 0 0  0  0 0 | false | 1 | All 21 bots with knowledge are complete, but the index was not"
                        + " rebuilt: find the reason in the database's log.",
                "20 0 1 0 0  0  0 0 | false | 1 | 1 of 21 bots is not complete and the index was not rebuilt: embed"
                        + " it with jbang migrate.java, and find the reason in the database's log."
            })
    void theSentenceSaysWhatIsNotInOrderAndWhatToDo(String numbers, boolean isIndexed, int exitCode, String sentence) {
        AuditVerdict verdict = verdict(false, false, numbers, isIndexed);
        assertEquals(sentence, verdict.sentence());
        assertEquals(exitCode, verdict.exitCode().number());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | false | 21 0 0 0 0  0  0 0 | 0 | Rehearsal (no AWS account was touched): All 21 bots with"
                        + " knowledge are complete.",
                "true  | false | 19 1 1 0 0  0  3 2 | 1 | Rehearsal (no AWS account was touched): 2 of 21 bots are not"
                        + " complete and 1 of 3 sampled rows was not found by the app's own query.",
                "false | true  | 2 0 0 0 0  0  0 0 | 0 | All 2 selected bots with knowledge are complete.",
                "false | true  | 0 0 1 0 0  0  0 0 | 1 | The selected bot with knowledge is not complete: embed it"
                        + " with jbang migrate.java."
            })
    void aRehearsalAdvisesNothingAndASelectionIsNamed(
            boolean isRehearsal, boolean isSelection, String numbers, int exitCode, String sentence) {
        AuditVerdict verdict = verdict(isRehearsal, isSelection, numbers, true);
        assertEquals(sentence, verdict.sentence());
        assertEquals(exitCode, verdict.exitCode().number());
    }
}
