package tests.unit;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import lib.cli.Invocation;
import lib.cli.Next;
import lib.report.DatabaseVerdict;
import lib.report.Scope;
import lib.restore.NextOfRestore;
import lib.verify.NextOfVerify;
import lib.verify.SampleResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentence, the exit code and the next commands of {@code verify} and {@code restore}, by what the database has. */
class DatabaseVerdictTest {
    /**
     * @param numbers complete, of these accepted, and open
     * @param special of the run: {@code rehearsal}, {@code selected}
     * @param faults separated by semicolons
     */
    private static DatabaseVerdict verdict(String numbers, String special, String faults) {
        long[] n = Stream.of(numbers.strip().split(" ")).mapToLong(Long::parseLong).toArray();
        Scope scope = new Scope(special.equals("selected"), false);
        List<String> clauses = faults.isEmpty() ? List.of() : List.of(faults.split(";"));
        return new DatabaseVerdict(special.equals("rehearsal"), scope, n[0], n[1], n[2], clauses);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "21 0 0 | all | '' | 0 | All 21 bots with knowledge are complete.",
                "1 0 0  | all | '' | 0 | The only bot with knowledge is complete.",
                "0 0 0  | all | '' | 0 | No bot has knowledge that can be embedded.",
                "21 2 0 | all | '' | 0 | All 21 bots with knowledge are complete, 2 with accepted gaps.",
                "19 0 2 | all | '' | 1 | 2 of 21 bots are not complete.",
                "20 1 1 | all | '' | 1 | 1 of 21 bots is not complete.",
                "0 0 21 | all | '' | 1 | All 21 bots with knowledge are not complete.",
                "0 0 1  | all | '' | 1 | The only bot with knowledge is not complete.",
                "21 0 0 | all | a row was not found | 1 | All 21 bots with knowledge are complete, but a row was not"
                        + " found.",
                "20 0 1 | all | a row was not found | 1 | 1 of 21 bots is not complete and a row was not found.",
                "21 0 0 | all | 1 bot failed;the index was not rebuilt | 1 | All 21 bots with knowledge are complete,"
                        + " but 1 bot failed and the index was not rebuilt.",
                "19 0 2 | all | 1 bot failed;the index was not rebuilt | 1 | 2 of 21 bots are not complete, 1 bot"
                        + " failed and the index was not rebuilt.",
                "21 0 0 | rehearsal | '' | 0 | Rehearsal (no AWS account was touched): All 21 bots with knowledge are"
                        + " complete.",
                "19 0 2 | rehearsal | 1 bot failed | 1 | Rehearsal (no AWS account was touched): 2 of 21 bots are not"
                        + " complete and 1 bot failed.",
                "2 0 0  | selected | '' | 0 | All 2 selected bots with knowledge are complete.",
                "0 0 1  | selected | '' | 1 | The selected bot with knowledge is not complete."
            })
    void theSentenceSaysWhatIsNotInOrder(
            String numbers, String special, String faults, int exitCode, String sentence) {
        DatabaseVerdict verdict = verdict(numbers, special, faults);
        assertEquals(sentence, verdict.sentence());
        assertEquals(exitCode, verdict.exitCode().number());
    }

    @Test
    void rowsThatWereNotFoundAreAFault() {
        assertEquals("", new SampleResult(7, 7).fault().orElse(""));
        assertEquals("", SampleResult.NONE.fault().orElse(""));
        assertEquals("1 of 7 sampled rows was not found by the app's own query", new SampleResult(7, 6).fault().get());
        assertEquals("2 of 7 sampled rows were not found by the app's own query", new SampleResult(7, 5).fault().get());
        assertEquals("1 of 1 sampled row was not found by the app's own query", new SampleResult(1, 0).fault().get());
    }

    /** @param special of the run: whether the index {@code was} rebuilt, or a row is {@code lost} for the app's query */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "21 0 0; no; ''; to rebuild the index, once: REINDEX",
                "21 0 0; was; ''; ''",
                "21 0 0; was lost; ''; to rebuild the index, once: REINDEX",
                "21 0 0; was; A; to replace the rows of bots: ./migrate.java --fresh --bot A --stack Chat",
                "19 0 2; no; ''; to embed what is not complete: ./migrate.java --stack Chat"
                        + " | at the end, to rebuild the index: REINDEX",
                "19 0 2; was; ''; to embed what is not complete: ./migrate.java --stack Chat",
                "21 0 0; failed; ''; when the reason in the database's log is gone: REINDEX",
                "0 0 0; no; ''; ''"
            })
    void verifySaysWhatToTypeNext(String numbers, String special, String toReplace, String next) {
        Invocation typed = new Invocation("./migrate.java", List.of("verify", "--stack", "Chat"));
        String fault = special.equals("failed") ? DatabaseVerdict.NOT_INDEXED : "";
        List<String> ids = toReplace.isEmpty() ? List.of() : List.of(toReplace);
        List<Next> steps = new NextOfVerify(
                        verdict(numbers, "all", fault), ids, !special.contains("lost"), !special.equals("no"), typed)
                .steps();
        assertEquals(next.replace("REINDEX", "./migrate.java verify --reindex --stack Chat"), text(steps));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "21 0 0; 0; ''; ''; ''; to see every bot: ./migrate.java verify --stack Chat",
                "19 0 2; 0; ''; EMBED; ''; to embed what is missing, and no other bot: EMBED"
                        + " | at the end, to rebuild the index: ./migrate.java verify --reindex --stack Chat",
                "20 0 1; 0; ''; ''; ''; when the embedding tasks have ended: ./migrate.java verify --stack Chat",
                "20 0 1; 1; failed; ''; ''; when the cause above is fixed: ./migrate.java restore --yes --stack Chat",
                "19 0 2; 2; failed; ''; ''; when the causes above are fixed: ./migrate.java restore --yes --stack Chat",
                "20 0 1; 1; failed; ''; COPY; to copy what is missing without DMS: COPY",
                "21 0 0; 0; the index was not rebuilt; ''; ''; at the end, to rebuild the index: ./migrate.java verify"
                        + " --reindex --stack Chat",
                "21 0 0; 0; unproved; ''; ''; to prove the copies from another snapshot: PROVE"
            })
    void restoreSaysWhatToTypeNext(
            String numbers, long failed, String fault, String embed, String copy, String next) {
        List<String> proofs = fault.equals("unproved") ? List.of("PROVE") : List.of();
        List<String> copies = copy.isEmpty() ? List.of() : List.of(copy);
        Invocation typed = new Invocation("./migrate.java", List.of("restore", "--yes", "--stack", "Chat"));
        DatabaseVerdict verdict = verdict(numbers, "all", fault);
        assertEquals(next, text(new NextOfRestore(verdict, failed, proofs, embed, copies, typed).steps()));
    }

    private static String text(List<Next> steps) {
        return steps.stream().map(step -> step.when() + ": " + step.command()).collect(joining(" | "));
    }
}
