package tests.unit;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import lib.cli.Invocation;
import lib.report.Scope;
import lib.restore.NextOfRestore;
import lib.restore.RestoreVerdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentence, the exit code and the next commands of {@code restore}, from what the new database contains. */
class RestoreVerdictTest {
    /** Bots with knowledge, those that are not complete, copies that failed, and copies of others without proof. */
    private static RestoreVerdict verdict(
            boolean isRehearsal, boolean isSelection, String numbers, boolean isIndexed) {
        long[] n = Stream.of(numbers.strip().split(" ")).mapToLong(Long::parseLong).toArray();
        return new RestoreVerdict(isRehearsal, new Scope(isSelection, false), n[0], n[1], n[2], n[3], isIndexed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // with knowledge, open, failed, unproved | indexed
                "21 0 0 0 | true  | 0 | All 21 bots with knowledge are complete.",
                "0 0 0 0  | true  | 0 | No bot has knowledge that can be embedded.",
                "21 2 0 0 | true  | 1 | 2 of 21 bots are not complete.",
                "1 1 0 0  | true  | 1 | The only bot with knowledge is not complete.",
                "21 1 1 0 | true  | 1 | 1 of 21 bots is not complete and 1 bot could not be copied.",
                "21 3 2 0 | true  | 1 | 3 of 21 bots are not complete and 2 bots could not be copied.",
                "21 0 1 0 | true  | 1 | All 21 bots with knowledge are complete, but 1 bot could not be copied.",
                "21 0 0 0 | false | 1 | All 21 bots with knowledge are complete, but the index was not rebuilt.",
                "21 0 1 0 | false | 1 | All 21 bots with knowledge are complete, but 1 bot could not be copied and the"
                        + " index was not rebuilt.",
                "21 0 0 2 | true  | 1 | All 21 bots with knowledge are complete, but copies from another snapshot are"
                        + " not proved yet.",
                "21 2 1 0 | false | 1 | 2 of 21 bots are not complete, 1 bot could not be copied and the index was not"
                        + " rebuilt."
            })
    void theSentenceSaysWhatIsMissing(String numbers, boolean isIndexed, int exitCode, String sentence) {
        RestoreVerdict verdict = verdict(false, false, numbers, isIndexed);
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
                "false | true  | 1 1 0 0  | 1 | The selected bot with knowledge is not complete."
            })
    void aRehearsalAndASelectionAreNamed(
            boolean isRehearsal, boolean isSelection, String numbers, int exitCode, String sentence) {
        RestoreVerdict verdict = verdict(isRehearsal, isSelection, numbers, true);
        assertEquals(sentence, verdict.sentence());
        assertEquals(exitCode, verdict.exitCode().number());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "21 0 0 0; true; ''; ''; to see every bot: ./migrate.java verify --stack Chat",
                "21 2 0 0; true; EMBED; ''; to embed what is missing, and no other bot: EMBED"
                        + " | at the end, to rebuild the index: ./migrate.java verify --reindex --stack Chat",
                "21 1 0 0; true; ''; ''; when the embedding tasks have ended: ./migrate.java verify --stack Chat",
                "21 1 1 0; true; ''; ''; when the cause above is fixed: ./migrate.java restore --yes --stack Chat",
                "21 2 2 0; true; ''; ''; when the causes above are fixed: ./migrate.java restore --yes --stack Chat",
                "21 1 1 0; true; ''; COPY; to copy what is missing without DMS: COPY",
                "21 0 0 0; false; ''; ''; at the end, to rebuild the index: ./migrate.java verify --reindex --stack"
                        + " Chat",
                "21 0 0 2; true; ''; ''; to prove the copies from another snapshot: PROVE"
            })
    void theResultSaysWhatToTypeNext(String numbers, boolean isIndexed, String embed, String copy, String next) {
        RestoreVerdict verdict = verdict(false, false, numbers, isIndexed);
        List<String> proofs = numbers.endsWith(" 0") ? List.of() : List.of("PROVE");
        Invocation typed = new Invocation("./migrate.java", List.of("restore", "--yes", "--stack", "Chat"));
        assertEquals(next, steps(new NextOfRestore(verdict, proofs, embed, commands(copy), typed)));
    }

    private static List<String> commands(String copy) {
        return copy.isEmpty() ? List.of() : List.of(copy);
    }

    private static String steps(NextOfRestore next) {
        return next.steps().stream()
                .map(step -> step.when() + ": " + step.command())
                .collect(joining(" | "));
    }
}
