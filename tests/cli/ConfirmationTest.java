package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static tests.support.TestBots.MISSED_BY_INDEX;
import static tests.support.TestBots.bot;
import static tests.support.TestBots.bots;
import static tests.support.TestBots.conversations;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.Summary;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;
import tests.support.Waiting;

/** Each page with bots has one question, and a page is started exactly if the answer is Yes. */
class ConfirmationTest {
    private static final String QUESTION = "\\[y/N";

    @Test
    void onlyYAndYesStartTheBotsOfAPage() {
        Bot[] bots = bots(6);
        TestAccount account = TestAccount.with(bots).scanPageLimit(1);
        Cli.Result result = account.start().type("y\nn\nYes\r\n\noui\n y \nNO\n").end().exits(0);
        account.assertStarted(bots[0], bots[2], bots[4]);
        assertEquals(bots.length + 1, result.outLines(QUESTION).size(), "another word asks again");
        assertEquals(result.outLines(QUESTION), result.outLines("^Start 1 embedding task\\? \\[y/N"));
        result.hasOut("    3  answered No", "1 bot skipped.\n");
        assertIndexScannedBeforeTheFirstStart(account);
    }

    @Test
    void afterTheEndOfInputNothingIsStartedAndTheYesOptionIsNamedOnce() {
        Bot[] bots = bots(4);
        TestAccount account = TestAccount.with(bots).put(MISSED_BY_INDEX).scanPageLimit(1);
        Cli.Result twoAnswers = account.start().type("y\nyes").end().exits(1); // the last line has no line feed
        account.assertStarted(bots[0], bots[1]);
        assertEquals(1, twoAnswers.errLines("--yes").size());
        assertEquals(3, Summary.of(twoAnswers).count("not started"));

        TestAccount untouched = TestAccount.with(bots).put(MISSED_BY_INDEX).scanPageLimit(1);
        Cli.Result noAnswer = untouched.migrate().exits(1);
        assertEquals(List.of(), untouched.mutations());
        assertEquals(1, noAnswer.errLines("--yes").size());
        assertEquals(5, Summary.of(noAnswer).count("not started"));
        String endpoint = " --endpoint-url " + untouched.endpoint();
        assertEquals(
                List.of(
                        "to be asked, at a terminal  jbang migrate.java" + endpoint,
                        "to start all of them  jbang migrate.java" + endpoint + " --yes",
                        "at the end, to rebuild the index  jbang migrate.java verify --reindex" + endpoint),
                Summary.of(noAnswer).next());
    }

    @Test
    void pagesWithNothingToStartAskNothingAndSkippedBotsAreShown() {
        TestAccount account = TestAccount.with(bot(1), bot(2).without("Knowledge"))
                .putAll(conversations(8, 100))
                .scanPageLimit(1)
                .deny("DescribeTable"); // so the table is scanned
        Cli.Result result = account.start().type("y\ny\ny\n").end().exits(0);
        assertEquals(1, result.outLines(QUESTION).size());
        result.hasOut("1 bot, 0 to start, 1 skipped");
        account.assertStarted(bot(1));
    }

    @Test
    void theLinesAboveTheQuestionHoldThePlanAndSayWhetherMoreBotsMayFollow() {
        TestAccount account = TestAccount.with(bots(4)).put(MISSED_BY_INDEX);
        account.migrate(account.cli())
                .hasOut(
                        """
                        Plan: 4 tasks of 2 vCPU, 4 GB; about 8 min with 3 at once (default quota of 6 vCPU); about \
                        $0.03 without Bedrock
                        More may follow: a sweep of the table comes next.
                        Start 4 embedding tasks? [y/N/a/q/?]""",
                        """
                        Plan: 1 task of 2 vCPU, 4 GB; about 4 min with 1 at once (default quota of 6 vCPU); about \
                        $0.01 without Bedrock
                        1 bot that only the sweep found: By hand. Start 1 embedding task? [y/N]""");
        account.scanPageLimit(2)
                .migrate(account.cli(), "--parallel", "1")
                .hasOut(
                        """
                        Plan: 2 tasks of 2 vCPU, 4 GB; about 8 min with 1 at once (--parallel 1); about $0.01 without \
                        Bedrock
                        More scan pages follow.
                        Start 2 embedding tasks? [y/N/a/q/?]""");
    }

    /** Each scan finds one bot, and so does the sweep. */
    @ParameterizedTest
    @CsvSource({"y q y y, 2, 1, '    3  answered Quit'", "a, 1, 4, '4 bots with knowledge are embedded and proved.'"})
    void oneAnswerCanCountForAllFurtherPagesAndForTheSweep(String answers, int questions, int started, String shown) {
        TestAccount account = TestAccount.with(bots(3)).put(MISSED_BY_INDEX).scanPageLimit(1);
        Cli.Result result = account.start().type(answers.replace(' ', '\n') + "\n").end().exits(0).hasOut(shown);
        assertEquals(questions, result.outLines(QUESTION).size());
        assertEquals(started, account.startedBots().size());
    }

    @Test
    void theQuestionMarkExplainsTheAnswersAndAsksAgain() {
        TestAccount account = TestAccount.with(bots(1));
        account.start()
                .type("?\ny\n")
                .end()
                .hasOut(
                        """
                        Start 1 embedding task? [y/N/a/q/?] ?
                          y  start the bots of this page
                          n  skip them; so does Enter
                          a  start them and the bots of all further pages, also those that the sweep of the table finds
                          q  skip them and the bots of all further pages
                          Tasks that run already continue in any case.
                        Start 1 embedding task? [y/N/a/q/?] y
                        """);
        account.assertStarted(bot(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "n"})
    void tasksRunAndEndWhileTheQuestionAboutTheSweepWaits(String answer) {
        TestAccount account = TestAccount.with(bots(2)).put(MISSED_BY_INDEX);
        Cli.Running running = account.start().type("y\n");
        Waiting.await(
                "the end of both tasks while the question waits",
                () -> account.advance(Duration.ofSeconds(10)).tasksIn("STOPPED") == 2);
        assertTrue(running.isAlive());
        account.assertStarted(bots(2));
        Cli.Result result = running.type(answer + "\n").end().exits(0);
        account.assertStarted(answer.equals("y") ? new Bot[] {bot(1), bot(2), MISSED_BY_INDEX} : bots(2));
        assertEquals(2, result.outLines(QUESTION).size());
        result.hasOut("Last page, from the sweep of the table: 1 bot, 1 to start");
    }

    @Test
    void theYesOptionAsksNothing() {
        TestAccount account = TestAccount.with(bots(3)).put(MISSED_BY_INDEX).scanPageLimit(1);
        account.start("--yes").type("n\nn\nn\nn\n").end().exits(0).hasNoOut("[y/N");
        assertEquals(4, account.startedBots().size());
        assertIndexScannedBeforeTheFirstStart(account);
    }

    @Test
    void aDryRunShowsEverythingAsksNothingAndChangesNothing() {
        TestAccount account = TestAccount.with(bots(3)).put(MISSED_BY_INDEX).put(bot(5).without("Knowledge"));
        Cli.Result result = account.start("--dry-run").type("y\ny\ny\n").end().exits(0);
        assertEquals(List.of(), account.mutations());
        assertEquals(4, result.outLines("^  \\+ ").size());
        assertEquals(1, result.outLines("^  - ").size());
        assertEquals(1, result.outLines("^  \\+ By hand +1 file +new +" + MISSED_BY_INDEX.id()).size());
        result.hasOut(
                "Plan: 4 tasks of 2 vCPU, 4 GB; about 8 min with 3 at once (default quota of 6 vCPU); about $0.03"
                        + " without Bedrock",
                "Dry run: nothing was started; ");
        result.hasNoOut("[y/N", "RunTask", "answered No");
        Cli.Result verbose = account.migrate("--dry-run", "--yes", "--verbose");
        assertEquals(List.of(), account.mutations());
        for (String part : List.of(TestAccount.ECS_CLUSTER, "embedding/main.py", "FARGATE", "ENABLED")) {
            verbose.matchesOut("The RunTask request for .*" + part);
        }
    }

    private static void assertIndexScannedBeforeTheFirstStart(TestAccount account) {
        String ofIndex = "Scan of the index";
        List<String> order = account.requests().stream()
                .map(request -> request.toString().contains("\"IndexName\"")
                        ? ofIndex
                        : request.get("operation").getAsString())
                .toList();
        assertTrue(order.contains(ofIndex) && order.lastIndexOf(ofIndex) < order.indexOf("RunTask"));
    }
}
