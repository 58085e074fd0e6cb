package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import lib.common.ExitCode;
import lib.report.Scope;
import lib.report.Verdict;
import lib.report.Verdict.Counts;
import lib.report.Verdict.Mode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sentence and the exit code of a run, from the numbers of its bots. */
class VerdictTest {
    private static final Scope KNOWLEDGE = new Scope(false, false);

    private static Verdict verdict(Mode mode, Counts counts) {
        return new Verdict(mode, Optional.empty(), false, KNOWLEDGE, true, true, true, counts);
    }

    /** The numbers of {@link Counts}, in its order. */
    private static Counts counts(String numbers) {
        long[] n = Stream.of(numbers.strip().split(" ")).mapToLong(Long::parseLong).toArray();
        return new Counts(n[0], n[1], n[2], n[3], n[4], n[5], n[6], 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // succeeded accepted incomplete failed unproved notStarted skipped
                "RUN | 21 0 0 0 0 0 0 | 0 | All 21 bots with knowledge are embedded and proved.",
                "RUN | 1 0 0 0 0 0 0 | 0 | The only bot with knowledge is embedded and proved.",
                "RUN | 1200 0 0 0 0 0 0 | 0 | All 1,200 bots with knowledge are embedded and proved.",
                "RUN | 20 1 0 0 0 0 0 | 0 | All 21 bots with knowledge are embedded and proved, 1 with accepted gaps.",
                "RUN | 20 0 0 0 0 0 1 | 0 | 20 of 21 bots are embedded and proved; 1 was skipped.",
                "RUN | 0 0 0 0 0 0 2 | 0 | All 2 bots with knowledge were skipped.",
                "RUN | 0 0 0 0 0 0 1 | 0 | The only bot with knowledge was skipped.",
                "RUN | 0 0 0 0 0 0 0 | 0 | There is nothing to embed, because no bot has knowledge that can"
                        + " be embedded.",
                "RUN | 18 0 0 3 0 0 0 | 1 | 3 of 21 bots failed.",
                "RUN | 20 0 0 1 0 0 0 | 1 | 1 of 21 bots failed.",
                "RUN | 0 0 0 21 0 0 0 | 1 | All 21 bots with knowledge failed.",
                "RUN | 0 0 0 1 0 0 0 | 1 | The only bot with knowledge failed.",
                "RUN | 15 1 2 3 0 0 0 | 1 | 3 of 21 bots failed and 2 are incomplete.",
                "RUN | 14 0 1 3 2 1 0 | 1 | 3 of 21 bots failed, 1 is incomplete, 2 are unproved and 1 was"
                        + " not started.",
                "RUN | 19 0 2 0 0 0 0 | 1 | 2 of 21 bots are incomplete.",
                "RUN | 0 0 1 0 0 0 0 | 1 | The only bot with knowledge is incomplete.",
                "RUN | 18 0 2 0 1 0 0 | 1 | 2 of 21 bots are incomplete and 1 is unproved.",
                "RUN | 20 0 0 0 1 0 0 | 1 | 1 of 21 bots is unproved.",
                "RUN | 16 0 0 0 0 5 0 | 1 | 5 of 21 bots were not started.",
                "RUN | 0 0 0 0 0 5 0 | 1 | None of the 5 bots was started.",
                "RUN | 0 0 0 0 0 1 0 | 1 | The only bot with knowledge was not started.",
                "DRY_RUN | 1 0 0 0 0 20 0 | 0 | Dry run: nothing was started; 20 of 21 bots would be.",
                "DRY_RUN | 0 0 0 0 0 21 0 | 0 | Dry run: nothing was started; all 21 bots with knowledge would be.",
                "DRY_RUN | 0 0 0 0 0 1 0 | 0 | Dry run: nothing was started; the only bot with knowledge would be.",
                "DRY_RUN | 20 0 1 0 0 0 0 | 0 | Dry run: nothing was started; none of the 21 bots would be.",
                "DRY_RUN | 0 0 0 0 0 0 0 | 0 | Dry run: there is nothing to embed, because no bot has"
                        + " knowledge that can be embedded.",
                "STATUS | 21 0 0 0 0 0 0 | 0 | All 21 bots with knowledge are embedded and proved.",
                "STATUS | 18 0 0 1 1 1 0 | 1 | 18 of 21 bots are embedded and proved.",
                "STATUS | 0 0 0 0 0 21 0 | 1 | None of the 21 bots is embedded and proved.",
                "STATUS | 20 0 1 0 0 0 0 | 1 | 20 of 21 bots are embedded and proved.",
                "STATUS | 0 0 0 0 0 0 0 | 0 | There is nothing to embed, because no bot has knowledge that"
                        + " can be embedded."
            })
    void theSentenceSaysHowManyBotsAreWhatAndWhatToDo(Mode mode, String numbers, int exitCode, String sentence) {
        Verdict verdict = verdict(mode, counts(numbers));
        assertEquals(sentence, verdict.sentence());
        assertEquals(exitCode, verdict.exitCode().number());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "INTERRUPTED | 4 0 0 0 3 14 0 | Interrupted when 4 of 21 bots were embedded and proved.",
                "INTERRUPTED | 0 0 0 0 0 0 0 | Interrupted before any bot was found.",
                "AWS_ERROR | 1 0 0 0 3 17 0 | AWS ended the run when 1 of 21 bots was embedded and proved.",
                "INCOMPLETE | 0 0 0 10 0 11 0 | The run was stopped when none of the 21 bots was embedded and proved."
            })
    void aRunThatEndedEarlySaysHowFarItCame(ExitCode early, String numbers, String sentence) {
        Verdict verdict =
                new Verdict(Mode.RUN, Optional.of(early), false, KNOWLEDGE, true, true, true, counts(numbers));
        assertEquals(sentence, verdict.sentence());
        assertEquals(early, verdict.exitCode());
    }

    /** @param special what differs from a run of all bots with knowledge that has proved them and worked on some */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RUN | rehearsal | 21 0 0 0 0 0 0 | OK | Rehearsal (no AWS account was touched): All 21 bots with"
                        + " knowledge are embedded and proved.",
                "RUN | rehearsal | 20 0 0 1 0 0 0 | INCOMPLETE | Rehearsal (no AWS account was touched): 1 of 21 bots"
                        + " failed.",
                "RUN | selected | 21 0 0 0 0 0 0 | OK | All 21 selected bots with knowledge are embedded and proved.",
                "RUN | selected | 0 0 0 1 0 0 0 | INCOMPLETE | The selected bot with knowledge failed.",
                "RUN | selected idle | 0 0 0 0 0 0 0 | OK | There is nothing to embed, because no selected bot has"
                        + " knowledge that can be embedded.",
                "RUN | empty | 21 0 0 0 0 0 0 | OK | All 21 bots are embedded and proved.",
                "RUN | unproved | 21 0 0 0 0 0 0 | OK | All 21 bots with knowledge are embedded, as their status alone"
                        + " shows.",
                "RUN | unproved | 1 0 0 0 0 0 0 | OK | The only bot with knowledge is embedded, as its status alone"
                        + " shows.",
                "RUN | idle | 21 0 0 0 0 0 0 | OK | All 21 bots with knowledge are embedded and proved; there was"
                        + " nothing to do.",
                "RUN | unfinished | 21 0 0 0 0 0 0 | INCOMPLETE | All 21 bots with knowledge are embedded and proved,"
                        + " but the search for bots is not finished.",
                "RUN | unfinished | 20 0 0 1 0 0 0 | INCOMPLETE | 1 of 21 bots failed, and the search for bots is not"
                        + " finished.",
                "RUN | unfinished idle | 0 0 0 0 0 0 0 | INCOMPLETE | No bot was found that can be embedded, but the"
                        + " search for bots is not finished.",
                "STATUS | unfinished idle | 21 0 0 0 0 0 0 | INCOMPLETE | All 21 bots with knowledge are embedded and"
                        + " proved, but the search for bots is not finished."
            })
    void theSentenceNamesWhatIsSpecialAboutTheRun(
            Mode mode, String special, String numbers, ExitCode exitCode, String sentence) {
        List<String> of = List.of(special.split(" "));
        Verdict verdict = new Verdict(
                mode,
                Optional.empty(),
                of.contains("rehearsal"),
                new Scope(of.contains("selected"), of.contains("empty")),
                !of.contains("unproved"),
                !of.contains("unfinished"),
                !of.contains("idle"),
                counts(numbers));
        assertEquals(sentence, verdict.sentence());
        assertEquals(exitCode, verdict.exitCode());
    }
}
