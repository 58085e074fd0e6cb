package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import lib.report.Scope;
import lib.restore.RestoreVerdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentence and the exit code of {@code restore}, from what the new database contains. */
class RestoreVerdictTest {
    /** Bots with knowledge, those that are not complete, copies that failed, and copies of others without proof. */
    private static RestoreVerdict verdict(
            boolean isRehearsal, boolean isSelection, String numbers, boolean isIndexed, boolean hasCommand) {
        long[] n =
                Stream.of(numbers.strip().split(" ")).mapToLong(Long::parseLong).toArray();
        return new RestoreVerdict(
                isRehearsal, new Scope(isSelection, false), n[0], n[1], n[2], n[3], isIndexed, hasCommand, false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // with knowledge, open, failed, unproved | indexed | has a command
                "21 0 0 0 | true  | false | 0 | All 21 bots with knowledge are complete.",
                "0 0 0 0  | true  | false | 0 | No bot has knowledge that can be embedded.",
                "21 2 0 0 | true  | true  | 1 | 2 of 21 bots are not complete: embed what is missing with the command"
                        + " below.",
                "1 1 0 0  | true  | true  | 1 | The only bot with knowledge is not complete: embed what is missing with"
                        + " the command below.",
                "21 1 0 0 | true  | false | 1 | 1 of 21 bots is not complete: run verify when the embedding tasks have"
                        + " ended.",
                "21 1 1 0 | true  | false | 1 | 1 of 21 bots is not complete and 1 bot could not be copied: run the"
                        + " same command again after fixing the cause below.",
                "21 3 2 0 | true  | true  | 1 | 3 of 21 bots are not complete and 2 bots could not be copied: run the"
                        + " same command again after fixing the causes below, and embed what is missing with the"
                        + " command below.",
                "21 0 1 0 | true  | false | 1 | All 21 bots with knowledge are complete, but 1 bot could not be copied:"
                        + " run the same command again after fixing the cause below.",
                "21 0 0 0 | false | false | 1 | All 21 bots with knowledge are complete, but the index was not rebuilt:"
                        + " rebuild the index with verify --reindex.",
                "21 0 1 0 | false | false | 1 | All 21 bots with knowledge are complete, but 1 bot could not be copied"
                        + " and the index was not rebuilt: run the same command again after fixing the cause below,"
                        + " and rebuild the index with verify --reindex.",
                "21 0 0 2 | true  | false | 1 | All 21 bots with knowledge are complete, but copies from another"
                        + " snapshot are not proved yet: prove them with the command below.",
                "21 2 1 0 | false | true  | 1 | 2 of 21 bots are not complete, 1 bot could not be copied and the index"
                        + " was not rebuilt: run the same command again after fixing the cause below, and rebuild the"
                        + " index with verify --reindex, and embed what is missing with the command below."
            })
    void theSentenceSaysWhatIsMissingAndWhatToDo(
            String numbers, boolean isIndexed, boolean hasCommand, int exitCode, String sentence) {
        RestoreVerdict verdict = verdict(false, false, numbers, isIndexed, hasCommand);
        assertEquals(sentence, verdict.sentence());
        assertEquals(exitCode, verdict.exitCode().number());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true  | false | 21 0 0 0 | 0 | Rehearsal (no AWS account was touched): All 21 bots with knowledge are"
                        + " complete.",
                "true  | false | 21 2 1 0 | 1 | Rehearsal (no AWS account was touched): 2 of 21 bots are not complete"
                        + " and 1 bot could not be copied.",
                "false | true  | 2 0 0 0  | 0 | All 2 selected bots with knowledge are complete.",
                "false | true  | 1 1 0 0  | 1 | The selected bot with knowledge is not complete: embed what is missing"
                        + " with the command below."
            })
    void aRehearsalAdvisesNothingAndASelectionIsNamed(
            boolean isRehearsal, boolean isSelection, String numbers, int exitCode, String sentence) {
        RestoreVerdict verdict = verdict(isRehearsal, isSelection, numbers, true, !isRehearsal && exitCode == 1);
        assertEquals(sentence, verdict.sentence());
        assertEquals(exitCode, verdict.exitCode().number());
    }

    @Test
    void whatDmsCannotCopyAgainIsCopiedWithoutIt() {
        RestoreVerdict verdict = new RestoreVerdict(false, new Scope(false, false), 21, 1, 1, 0, true, false, true);
        assertEquals(
                "1 of 21 bots is not complete and 1 bot could not be copied: copy what is missing without DMS, as"
                        + " below.",
                verdict.sentence());
    }
}
