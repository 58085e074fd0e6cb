package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.DatabaseLocation;
import lib.model.Knowledge;
import lib.model.Outcome;
import lib.model.RowCounts;
import lib.model.RowCounts.Count;
import lib.proof.RowVerifier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How rows in the database change the outcome of a bot that has a web page and a file. */
class RowVerifierTest {
    private static final String TASK = "a".repeat(32);
    private static final String PAGE = "https://example.com/faq";
    private static final String FILE = "manual.pdf";
    private static final String FILE_ROWS = "s3://bucket/user/1/documents/" + FILE;

    private static final RowCounts ALL = new RowCounts(
            Map.of(PAGE, new Count(2, 1, "01A", "01A"), FILE_ROWS, new Count(1_000, 1, "01A", "01B")));
    private static final RowCounts ONLY_PAGE = new RowCounts(
            Map.of(PAGE, new Count(2, 1, "01A", "01B"), FILE_ROWS, new Count(0, 1, "01A", "01B")));

    private static final Outcome SUCCEEDED = new Outcome.Succeeded("Successfully inserted to vector store.", TASK);
    private static final Outcome UNPROVED = new Outcome.Unproved("the bot was edited in the meantime", TASK);

    private static Bot bot(String status) {
        return bot(status, new Knowledge(List.of(PAGE), List.of(), List.of(FILE), true));
    }

    private static Bot bot(String status, Knowledge knowledge) {
        return new Bot(new BotKey("user", "user#BOT#1"), "Bot", knowledge, status, "", "", false, List.of(), false);
    }

    /** Judged without any absence accepted, and without a mark. */
    private static Outcome judged(Bot bot, RowCounts rows, Outcome byStatus) {
        return RowVerifier.judge(bot, rows, byStatus, List.of(), false, "");
    }

    private static Outcome incomplete(String reason, boolean accepted, String... missing) {
        return new Outcome.Incomplete(reason, TASK, List.of(missing), accepted);
    }

    @Test
    void aSuccessWithRowsOfEverySourceStaysAsItIs() {
        assertSame(SUCCEEDED, judged(bot("SUCCEEDED"), ALL, SUCCEEDED));
        assertSame(SUCCEEDED, judged(bot("RUNNING"), ALL, SUCCEEDED), "the task has proved it, whatever runs now");
    }

    @Test
    void aSuccessWithoutRowsOfASourceIsIncompleteAndNamesTheSource() {
        assertEquals(incomplete("no rows of manual.pdf", false, FILE), judged(bot("SUCCEEDED"), ONLY_PAGE, SUCCEEDED));
    }

    @Test
    void aSuccessWithoutAnyRowIsIncompleteInTheOrderOfTheKnowledge() {
        assertEquals(
                incomplete("no rows in the database", false, PAGE, FILE),
                judged(bot("SUCCEEDED"), RowCounts.NONE, SUCCEEDED));
    }

    @Test
    void rowsOfAnotherBotsFileDoNotCount() {
        RowCounts rows =
                new RowCounts(Map.of(
                        PAGE,
                        new Count(2, 1, "01A", "01B"),
                        "s3://bucket/user/2/documents/" + FILE,
                        new Count(1, 1, "01A", "01B")));
        assertEquals(incomplete("no rows of manual.pdf", false, FILE), judged(bot("SUCCEEDED"), rows, SUCCEEDED));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "none, false, false",
                "manual.pdf, false, false",
                "https://example.com/faq manual.pdf, false, true",
                "manual.pdf other.pdf https://example.com/faq, false, true",
                "none, true, true"
            })
    void anAbsenceIsAcceptedIfEverySourceThatIsMissingWas(String before, boolean acceptMissing, boolean isAccepted) {
        List<String> accepted = before == null ? List.of() : List.of(before.split(" "));
        assertEquals(
                incomplete("no rows in the database", isAccepted, PAGE, FILE),
                RowVerifier.judge(bot("SUCCEEDED"), RowCounts.NONE, SUCCEEDED, accepted, acceptMissing, ""));
    }

    @Test
    void whatWasIncompleteIsJudgedAnewByTheRowsOfNow() {
        Outcome before = incomplete("no rows in the database", true, PAGE, FILE);
        assertEquals(incomplete("no rows of manual.pdf", false, FILE), judged(bot("SUCCEEDED"), ONLY_PAGE, before));
        assertEquals(new Outcome.Succeeded("proved by its 1,002 rows", TASK), judged(bot("SUCCEEDED"), ALL, before));
    }

    @Test
    void rowsOfEverySourceProveWhatTheStatusCouldNot() {
        assertEquals(
                new Outcome.Succeeded("proved by its 1,002 rows, though the bot was edited in the meantime", TASK),
                judged(bot("FAILED"), ALL, UNPROVED));
        assertEquals(new Outcome.Succeeded("proved by its 1,002 rows", TASK), judged(bot("SUCCEEDED"), ALL, UNPROVED));
    }

    @Test
    void anUnprovedOutcomeStaysIfRowsAreMissingOrOldOrAboutToBeReplaced() {
        assertSame(UNPROVED, judged(bot("SUCCEEDED"), ONLY_PAGE, UNPROVED));
        assertSame(UNPROVED, judged(bot("RUNNING"), ALL, UNPROVED));
        assertSame(UNPROVED, judged(bot("QUEUED"), ALL, UNPROVED));
        assertSame(UNPROVED, RowVerifier.judge(bot("SUCCEEDED"), ALL, UNPROVED, List.of(), false, "01A"));
    }

    @ParameterizedTest
    @CsvSource({"'', true", "019, true", "01A, false", "01B, false", "02, false"})
    void rowsProveOnlyWhatWasWrittenAfterTheMark(String mark, boolean proves) {
        Outcome outcome = RowVerifier.judge(bot("SUCCEEDED"), ALL, SUCCEEDED, List.of(), false, mark);
        assertEquals(proves ? SUCCEEDED : new Outcome.Unproved("its rows are from before --fresh", TASK), outcome);
        assertEquals(proves, ALL.areAbove(mark));
        assertEquals("01B", ALL.highestId());
        assertFalse(RowCounts.NONE.areAbove(mark));
        assertEquals("", RowCounts.NONE.highestId());
    }

    static List<Outcome> outcomesThatRowsDoNotChange() {
        return List.of(
                new Outcome.Failed("exit code 1", TASK, true),
                new Outcome.DeletedMeanwhile("the bot was deleted", TASK),
                new Outcome.NotStarted("the run ended"),
                new Outcome.Skipped("not asked for"));
    }

    @ParameterizedTest
    @MethodSource
    void outcomesThatRowsDoNotChange(Outcome outcome) {
        assertSame(outcome, judged(bot("SUCCEEDED"), ALL, outcome));
        assertSame(outcome, judged(bot("SUCCEEDED"), RowCounts.NONE, outcome));
    }

    @Test
    void withoutSourcesThereIsNothingThatRowsCouldShow() {
        Knowledge onlySitemaps = new Knowledge(List.of(), List.of("https://example.com/sitemap.xml"), List.of(), true);
        for (Knowledge knowledge : List.of(Knowledge.NONE, onlySitemaps)) {
            assertSame(SUCCEEDED, judged(bot("SUCCEEDED", knowledge), RowCounts.NONE, SUCCEEDED));
            assertSame(UNPROVED, judged(bot("SUCCEEDED", knowledge), RowCounts.NONE, UNPROVED));
        }
    }

    @Test
    void withoutRowsSuccessRestsOnTheStatusAlone() {
        DatabaseLocation unknown = new DatabaseLocation("", null, null, "postgres", "the stack has no such output");
        assertUnavailable(
                "Success rests on SyncStatus alone: the rows in the database are not read (--no-proof).",
                RowVerifier.of(null, unknown, new RowVerifier.Options(false, false), null));
        assertUnavailable(
                "Success rests on SyncStatus alone: the stack has no such output. To have the rows counted, give"
                        + " --db-cluster-arn and --db-secret-arn, or --stack for the stack of this table.",
                RowVerifier.of(null, unknown, new RowVerifier.Options(true, false), null));
    }

    private static void assertUnavailable(String reason, RowVerifier verifier) {
        Bot bot = bot("SUCCEEDED");
        assertEquals(Optional.of(reason), verifier.unavailableReason());
        assertFalse(verifier.isAvailable());
        assertEquals(Optional.empty(), verifier.check());
        verifier.count(List.of(bot));
        assertEquals(Optional.empty(), verifier.of(bot.key()));
        assertFalse(verifier.proves(bot, ""));
        assertEquals("", verifier.gap(bot));
        assertSame(SUCCEEDED, verifier.judge(bot, SUCCEEDED, List.of(), ""));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {"none, false, false", "https://example.com/faq manual.pdf, false, true", "none, true, true"})
    void aSitemapUrlLeavesTheOtherSourcesMissing(String before, boolean acceptMissing, boolean isAccepted) {
        List<String> accepted = before == null ? List.of() : List.of(before.split(" "));
        RowVerifier verifier =
                RowVerifier.of(null, DatabaseLocation.NONE, new RowVerifier.Options(false, acceptMissing), null);
        assertEquals(
                Optional.of(new Outcome.Incomplete(Knowledge.BLOCKED_BY_SITEMAP, "", List.of(PAGE, FILE), isAccepted)),
                verifier.blockedBySitemap(bot("SUCCEEDED"), accepted));
        assertEquals(Optional.empty(), verifier.blockedBySitemap(bot("SUCCEEDED", Knowledge.NONE), accepted));
    }
}
