package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.Summary;
import tests.support.TestAccount;
import tests.support.TestBots;
import tests.support.Waiting;

/** Each page with bots has one question, and a page is started exactly if the answer is Yes. */
class ConfirmationTest {
    @Test
    void onlyYAndYesStartTheBotsOfAPage() {
        TestBots.Bot[] bots = TestBots.bots(6);
        TestAccount account = TestAccount.empty().put(bots).scanPageLimit(1);
        Cli.Result result = account.start(account.cli()).type("y\nn\nYes\r\n\noui\n y \nNO\n").end().exits(0);
        assertEquals(TestBots.sortKeys(bots[0], bots[2], bots[4]), Set.copyOf(account.startedBots()), result::toString);
        assertEquals(3, account.startedBots().size(), result::toString);
        List<String> questions = questions(result);
        assertEquals(bots.length + 1, questions.size(), "another word asks again: " + result);
        assertTrue(questions.stream().allMatch(q -> q.startsWith("Start 1 embedding task? [y/N")), result::toString);
        result.hasOut("    3  answered No", "1 bot skipped.\n");
        assertIndexScannedBeforeTheFirstStart(account, result);
    }

    @Test
    void afterTheEndOfInputNothingIsStartedAndTheYesOptionIsNamedOnce() {
        TestBots.Bot[] bots = TestBots.bots(4);
        TestAccount account = TestAccount.empty().put(bots).put(TestBots.MISSED_BY_INDEX).scanPageLimit(1);
        Cli.Result twoAnswers = account.start(account.cli()).type("y\nyes").end(); // the last line has no line feed
        twoAnswers.exits(1);
        assertEquals(TestBots.sortKeys(bots[0], bots[1]), Set.copyOf(account.startedBots()), twoAnswers::toString);
        assertEquals(1, twoAnswers.err().lines().filter(l -> l.contains("--yes")).count(), twoAnswers::toString);
        assertEquals(3, Summary.of(twoAnswers).count("not started"), twoAnswers::toString);

        TestAccount untouched = TestAccount.empty().put(bots).put(TestBots.MISSED_BY_INDEX).scanPageLimit(1);
        Cli.Result noAnswer = untouched.migrate().exits(1);
        assertEquals(List.of(), untouched.mutations(), noAnswer::toString);
        assertEquals(1, noAnswer.err().lines().filter(l -> l.contains("--yes")).count(), noAnswer::toString);
        assertEquals(5, Summary.of(noAnswer).count("not started"), noAnswer::toString);
        String endpoint = " --endpoint-url " + untouched.endpoint();
        assertEquals(
                List.of(
                        "to be asked, at a terminal  jbang migrate.java" + endpoint,
                        "to start all of them  jbang migrate.java" + endpoint + " --yes",
                        "at the end, to rebuild the index  jbang migrate.java verify --reindex" + endpoint),
                Summary.of(noAnswer).next(),
                noAnswer::toString);
    }

    @Test
    void pagesWithNothingToStartAskNothingAndSkippedBotsAreShown() {
        TestBots.Bot nothingToEmbed = TestBots.bot(2).without("Knowledge");
        TestAccount account = TestAccount.empty()
                .put(TestBots.bot(1), nothingToEmbed)
                .putAll(IntStream.range(0, 8).mapToObj(n -> TestBots.conversation(n, 100)).toList())
                .scanPageLimit(1);
        account.deny("DescribeTable"); // so the table is scanned
        Cli.Result result = account.start(account.cli()).type("y\ny\ny\n").end().exits(0);
        assertEquals(1, questions(result).size(), result::toString);
        result.hasOut("1 bot, 0 to start, 1 skipped");
        assertEquals(List.of(TestBots.bot(1).sk()), account.startedBots(), result::toString);
    }

    @Test
    void theLinesAboveTheQuestionHoldThePlanAndSayWhetherMoreBotsMayFollow() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(4)).put(TestBots.MISSED_BY_INDEX);
        Cli.Result auto = account.migrate();
        assertShown(
                auto,
                """
                Plan: 4 tasks of 2 vCPU, 4 GB; about 8 min with 3 at once (default quota of 6 vCPU); about $0.03 \
                without Bedrock
                More may follow: a sweep of the table comes next.
                Start 4 embedding tasks? [y/N/a/q/?]""");
        assertShown(
                auto,
                """
                Plan: 1 task of 2 vCPU, 4 GB; about 4 min with 1 at once (default quota of 6 vCPU); about $0.01 \
                without Bedrock
                1 bot that only the sweep found: By hand. Start 1 embedding task? [y/N]""");

        account.scanPageLimit(2);
        Cli.Result index = account.migrate("--parallel", "1");
        assertShown(
                index,
                """
                Plan: 2 tasks of 2 vCPU, 4 GB; about 8 min with 1 at once (--parallel 1); about $0.01 without Bedrock
                More scan pages follow.
                Start 2 embedding tasks? [y/N/a/q/?]""");
    }

    @Test
    void theAnswerQLeavesOutThisPageAndAllLaterOnesAndTheSweep() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(3)).put(TestBots.MISSED_BY_INDEX).scanPageLimit(1);
        Cli.Result result = account.start(account.cli()).type("y\nq\ny\ny\n").end().exits(0);
        assertEquals(2, questions(result).size(), result::toString);
        assertEquals(1, account.startedBots().size(), result::toString);
        result.hasOut("    3  answered Quit");
    }

    @Test
    void theQuestionMarkExplainsTheAnswersAndAsksAgain() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(1));
        Cli.Result result = account.start(account.cli()).type("?\ny\n").end();
        assertEquals(1, account.startedBots().size(), result::toString);
        assertShown(
                result,
                """
                Start 1 embedding task? [y/N/a/q/?] ?
                  y  start the bots of this page
                  n  skip them; so does Enter
                  a  start them and the bots of all further pages, also those that the sweep of the table finds
                  q  skip them and the bots of all further pages
                  Tasks that run already continue in any case.
                Start 1 embedding task? [y/N/a/q/?] y
                """);
    }

    private static void assertShown(Cli.Result result, String text) {
        assertTrue(result.out().contains(text), () -> text + "\nis missing\n" + result);
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "n"})
    void tasksRunAndEndWhileTheQuestionAboutTheSweepWaits(String answer) {
        TestAccount account = TestAccount.empty().put(TestBots.bots(2)).put(TestBots.MISSED_BY_INDEX);
        Cli.Running running = account.start(account.cli()).type("y\n");
        Waiting.await(
                "the end of both tasks while the question waits",
                () -> account.advance(Duration.ofSeconds(10)).tasksIn("STOPPED") == 2);
        assertTrue(running.isAlive());
        assertEquals(2, account.startedBots().size());
        Cli.Result result = running.type(answer + "\n").end().exits(0);
        assertEquals(
                answer.equals("y")
                        ? TestBots.sortKeys(TestBots.bot(1), TestBots.bot(2), TestBots.MISSED_BY_INDEX)
                        : TestBots.sortKeys(TestBots.bots(2)),
                Set.copyOf(account.startedBots()),
                result::toString);
        assertEquals(2, questions(result).size(), result::toString);
        result.hasOut("Last page, from the sweep of the table: 1 bot, 1 to start");
    }

    @Test
    void theYesOptionAsksNothing() {
        TestAccount account = TestAccount.empty().put(TestBots.bots(3)).put(TestBots.MISSED_BY_INDEX).scanPageLimit(1);
        Cli.Result result = account.start(account.cli(), "--yes").type("n\nn\nn\nn\n").end().exits(0);
        assertEquals(List.of(), questions(result), result::toString);
        assertEquals(4, account.startedBots().size(), result::toString);
        assertIndexScannedBeforeTheFirstStart(account, result);
    }

    @Test
    void aDryRunShowsEverythingAsksNothingAndChangesNothing() {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount account = TestAccount.empty()
                .put(bots)
                .put(TestBots.MISSED_BY_INDEX)
                .put(TestBots.bot(5).without("Knowledge"));
        Cli.Result result = account.start(account.cli(), "--dry-run").type("y\ny\ny\n").end().exits(0);
        assertEquals(List.of(), account.mutations(), result::toString);
        assertEquals(List.of(), account.tasks(), result::toString);
        assertEquals(List.of(), questions(result), result::toString);
        assertEquals(4, result.out().lines().filter(l -> l.startsWith("  + ")).count(), result::toString);
        assertEquals(1, result.out().lines().filter(l -> l.startsWith("  - ")).count(), result::toString);
        assertTrue(
                result.out().replaceAll(" +", " ").contains("+ By hand 1 file new " + TestBots.MISSED_BY_INDEX.id()),
                result::toString);
        result.hasOut(
                "Plan: 4 tasks of 2 vCPU, 4 GB; about 8 min with 3 at once (default quota of 6 vCPU); about $0.03"
                        + " without Bedrock");
        result.hasNoOut("RunTask");
        String verbose = account.migrate("--dry-run", "--yes", "--verbose").out();
        String request = verbose.substring(verbose.indexOf("The RunTask request for "));
        for (String part : List.of(TestAccount.ECS_CLUSTER, "embedding/main.py", "FARGATE", "ENABLED")) {
            assertTrue(request.contains(part), () -> part + " is missing\n" + verbose);
        }
        assertEquals(List.of(), account.mutations(), result::toString);
        result.hasOut("Dry run: nothing was started; ").hasNoOut("answered No");
    }

    private static List<String> questions(Cli.Result result) {
        return result.out().lines().filter(line -> line.contains("[y/N")).toList();
    }

    private static void assertIndexScannedBeforeTheFirstStart(TestAccount account, Cli.Result result) {
        String ofIndex = "Scan of the index";
        List<String> order = account.requests().stream()
                .map(request -> request.toString().contains("\"IndexName\"")
                        ? ofIndex
                        : request.get("operation").getAsString())
                .toList();
        assertTrue(order.contains(ofIndex) && order.lastIndexOf(ofIndex) < order.indexOf("RunTask"), result::toString);
    }
}
