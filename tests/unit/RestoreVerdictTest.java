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
    /**
     * @param numbers bots with knowledge, those not complete, copies that failed, copies of others without proof
     * @param special of the run: {@code rehearsal}, {@code selected}, {@code notIndexed}
     */
    private static RestoreVerdict verdict(String numbers, String special) {
        long[] n = Stream.of(numbers.strip().split(" ")).mapToLong(Long::parseLong).toArray();
        Scope scope = new Scope(special.equals("selected"), false);
        boolean isIndexed = !special.equals("notIndexed");
        return new RestoreVerdict(special.equals("rehearsal"), scope, n[0], n[1], n[2], n[3], isIndexed);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "21 0 0 0 | all | 0 | All 21 bots with knowledge are complete.",
                "0 0 0 0  | all | 0 | No bot has knowledge that can be embedded.",
                "21 2 0 0 | all | 1 | 2 of 21 bots are not complete.",
                "1 1 0 0  | all | 1 | The only bot with knowledge is not complete.",
                "21 1 1 0 | all | 1 | 1 of 21 bots is not complete and 1 bot could not be copied.",
                "21 3 2 0 | all | 1 | 3 of 21 bots are not complete and 2 bots could not be copied.",
                "21 0 1 0 | all | 1 | All 21 bots with knowledge are complete, but 1 bot could not be copied.",
                "21 0 0 0 | notIndexed | 1 | All 21 bots with knowledge are complete, but the index was not rebuilt.",
                "21 0 1 0 | notIndexed | 1 | All 21 bots with knowledge are complete, but 1 bot could not be copied and"
                        + " the index was not rebuilt.",
                "21 0 0 2 | all | 1 | All 21 bots with knowledge are complete, but copies from another snapshot are"
                        + " not proved yet.",
                "21 2 1 0 | notIndexed | 1 | 2 of 21 bots are not complete, 1 bot could not be copied and the index"
                        + " was not rebuilt.",
                "21 0 0 0 | rehearsal | 0 | Rehearsal (no AWS account was touched): All 21 bots with knowledge are"
                        + " complete.",
                "21 2 1 0 | rehearsal | 1 | Rehearsal (no AWS account was touched): 2 of 21 bots are not complete"
                        + " and 1 bot could not be copied.",
                "2 0 0 0 | selected | 0 | All 2 selected bots with knowledge are complete.",
                "1 1 0 0 | selected | 1 | The selected bot with knowledge is not complete."
            })
    void theSentenceSaysWhatIsMissing(String numbers, String special, int exitCode, String sentence) {
        RestoreVerdict verdict = verdict(numbers, special);
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
        RestoreVerdict verdict = verdict(numbers, isIndexed ? "all" : "notIndexed");
        List<String> proofs = numbers.endsWith(" 0") ? List.of() : List.of("PROVE");
        Invocation typed = new Invocation("./migrate.java", List.of("restore", "--yes", "--stack", "Chat"));
        assertEquals(next, steps(new NextOfRestore(verdict, proofs, embed, commands(copy), typed)));
    }

    private static List<String> commands(String copy) {
        return copy.isEmpty() ? List.of() : List.of(copy);
    }

    private static String steps(NextOfRestore next) {
        return next.steps().stream().map(step -> step.when() + ": " + step.command()).collect(joining(" | "));
    }
}
