package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.TestAccount;
import tests.support.TestBots;
import tests.support.Waiting;

/** One question for each page that has bots, and exactly what was answered Yes is started. */
class ConfirmationTest {
    private static final String ONE_ITEM_PAGES = """
            {"operation": "Scan", "times": -1, "pageLimit": 1}""";
    private static final TestBots.Bot BY_HAND =
            TestBots.bot(77).without("LastBotUsed").with("Title", "By hand");

    @Test
    void onlyYAndYesStartThePageThatWasAskedFor() {
        List<String> answers =
                List.of("y", "n", "Y", "", "yes", "yep", "YES", "yes please", " y ", "N", "Yes\r", "no", "1");
        Set<Integer> yes = Set.of(1, 3, 5, 7, 9, 11);
        TestBots.Bot[] bots = TestBots.bots(answers.size());
        TestAccount install = TestAccount.empty().put(bots).fault(ONE_ITEM_PAGES);
        Cli.Result result = install.start(install.cli(), "--scan", "index")
                .type(String.join("\n", answers) + "\n")
                .end();
        assertEquals(0, result.exit(), result::toString);
        assertEquals(
                TestBots.sks(IntStream.rangeClosed(1, bots.length)
                        .filter(yes::contains)
                        .mapToObj(TestBots::bot)
                        .toArray(TestBots.Bot[]::new)),
                Set.copyOf(install.startedBots()),
                result::toString);
        assertEquals(yes.size(), install.startedBots().size(), result::toString);
        List<String> questions = questions(result);
        assertEquals(bots.length, questions.size(), result::toString);
        assertTrue(
                questions.stream()
                        .allMatch(q ->
                                q.startsWith("Start 1 task (2 vCPU, 4 GB each, at most 50 at once and no more than your"
                                        + " quota allows)? More scan pages are pending. [y/N/a] ")),
                result::toString);
        assertTrue(result.out().contains("    7  answered No"), result::toString);
        assertAllPagesWereAskedBeforeTheFirstStart(install, result);
    }

    @Test
    void anInputThatEndsCountsAsNoAndNamesTheOptionOnce() {
        TestBots.Bot[] bots = TestBots.bots(4);
        TestAccount install = TestAccount.empty().put(bots).put(BY_HAND).fault(ONE_ITEM_PAGES);
        Cli.Result some = install.start(install.cli()).type("y\nyes").end(); // the last line has no end
        assertEquals(0, some.exit(), some::toString);
        assertEquals(TestBots.sks(bots[0], bots[1]), Set.copyOf(install.startedBots()), some::toString);
        assertEquals(1, some.err().lines().filter(l -> l.contains("--yes")).count(), some::toString);
        assertTrue(some.out().contains("    3  answered No"), some::toString);

        TestAccount untouched = TestAccount.empty().put(bots).put(BY_HAND).fault(ONE_ITEM_PAGES);
        Cli.Result none = untouched.migrate("--scan", "table");
        assertEquals(0, none.exit(), none::toString);
        assertEquals(List.of(), untouched.mutations(), none::toString);
        assertEquals(1, none.err().lines().filter(l -> l.contains("--yes")).count(), none::toString);
        assertTrue(none.out().contains("    5  answered No"), none::toString);
    }

    @Test
    void pagesWithoutBotsAskNothingAndPagesWithSkippedBotsOnlyShowThem() {
        TestBots.Bot nothingToEmbed = TestBots.bot(2).without("Knowledge");
        TestAccount install = TestAccount.empty()
                .put(TestBots.bot(1), nothingToEmbed)
                .putAll(IntStream.range(0, 8)
                        .mapToObj(n -> TestBots.conversation(n, 100))
                        .toList())
                .fault(ONE_ITEM_PAGES);
        Cli.Result result = install.start(install.cli(), "--scan", "table")
                .type("y\ny\ny\n")
                .end();
        assertEquals(0, result.exit(), result::toString);
        assertEquals(1, questions(result).size(), result::toString);
        assertTrue(result.out().contains("1 bot, 0 to start, 1 skipped"), result::toString);
        assertEquals(List.of(TestBots.bot(1).sk()), install.startedBots(), result::toString);
    }

    @Test
    void aQuestionSaysWhetherMoreMayCome() {
        TestAccount install = TestAccount.empty().put(TestBots.bots(3)).put(BY_HAND);
        Cli.Result auto = install.migrate();
        List<String> questions = questions(auto);
        assertEquals(2, questions.size(), auto::toString);
        assertTrue(
                questions
                        .get(0)
                        .startsWith("Start 3 tasks (2 vCPU, 4 GB each, at most 50 at once and no more than your quota"
                                + " allows)? More may follow: a sweep of the table comes next. [y/N/a]"),
                auto::toString);
        assertTrue(
                questions
                        .get(1)
                        .startsWith("Start 1 task (2 vCPU, 4 GB each, at most 50 at once and no more than your quota"
                                + " allows)? [y/N/a]"),
                auto::toString);

        install.fault("{\"operation\": \"Scan\", \"times\": -1, \"pageLimit\": 2}");
        Cli.Result index = install.migrate("--scan", "index", "--parallel", "5");
        questions = questions(index);
        assertEquals(2, questions.size(), index::toString);
        assertTrue(
                questions
                        .get(0)
                        .startsWith("Start 2 tasks (2 vCPU, 4 GB each, at most 5 at once)? More scan pages are pending."
                                + " [y/N/a]"),
                index::toString);
        assertTrue(
                questions.get(1).startsWith("Start 1 task (2 vCPU, 4 GB each, at most 5 at once)? [y/N/a]"),
                index::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "n"})
    void theSweepsPageIsAskedForWhileTheOtherTasksRunAndEnd(String answer) {
        TestAccount install = TestAccount.empty().put(TestBots.bots(2)).put(BY_HAND);
        Cli.Running running = install.start(install.cli()).type("y\n");
        Waiting.await(
                "both tasks have ended while the question waits",
                () -> install.tasks().stream()
                                .filter(t -> t.get("lastStatus").getAsString().equals("STOPPED"))
                                .count()
                        == 2);
        assertTrue(running.isAlive());
        assertEquals(2, install.startedBots().size());
        Cli.Result result = running.type(answer + "\n").end();
        assertEquals(0, result.exit(), result::toString);
        assertEquals(
                answer.equals("y")
                        ? TestBots.sks(TestBots.bot(1), TestBots.bot(2), BY_HAND)
                        : TestBots.sks(TestBots.bots(2)),
                Set.copyOf(install.startedBots()),
                result::toString);
        assertEquals(2, questions(result).size(), result::toString);
        assertTrue(
                result.out().contains("Last page, from the sweep of the table: 1 bot, 1 to start"), result::toString);
    }

    @Test
    void yesAsksNothing() {
        TestAccount install =
                TestAccount.empty().put(TestBots.bots(3)).put(BY_HAND).fault(ONE_ITEM_PAGES);
        Cli.Result result =
                install.start(install.cli(), "--yes").type("n\nn\nn\nn\n").end();
        assertEquals(0, result.exit(), result::toString);
        assertEquals(List.of(), questions(result), result::toString);
        assertEquals(4, install.startedBots().size(), result::toString);
        assertAllPagesWereAskedBeforeTheFirstStart(install, result);
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @ValueSource(strings = {"--yes", "--scan table"})
    void aDryRunShowsEverythingAsksNothingAndChangesNothing(String options) {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount install =
                TestAccount.empty().put(bots).put(BY_HAND).put(TestBots.bot(5).without("Knowledge"));
        Cli.Result result = install.start(
                        install.cli(),
                        Stream.concat(
                                        Stream.of("--dry-run"),
                                        Stream.of(options.split(" ")).filter(o -> !o.isEmpty()))
                                .toArray(String[]::new))
                .type("y\ny\ny\n")
                .end();
        assertEquals(0, result.exit(), result::toString);
        assertEquals(List.of(), install.mutations(), result::toString);
        assertEquals(List.of(), install.tasks(), result::toString);
        assertEquals(List.of(), questions(result), result::toString);
        assertEquals(4, result.out().lines().filter(l -> l.startsWith("  + ")).count(), result::toString);
        assertEquals(1, result.out().lines().filter(l -> l.startsWith("  - ")).count(), result::toString);
        assertTrue(result.out().contains("By hand  (1 file)  " + BY_HAND.sk()), result::toString);
        assertTrue(result.out().contains("The RunTask request for "), result::toString);
        for (String part : List.of(
                TestAccount.ECS_CLUSTER,
                TestAccount.TASK_DEFINITION,
                "embedding/main.py",
                "subnet-0a1b2c3d4e5f60001",
                "subnet-0a1b2c3d4e5f60002",
                "sg-0a1b2c3d4e5f60001",
                "FARGATE",
                "ENABLED")) {
            assertTrue(
                    result.out()
                            .substring(result.out().indexOf("The RunTask request"))
                            .contains(part),
                    () -> part + " is missing\n" + result);
        }
        assertTrue(result.out().contains("Dry run: nothing was started."), result::toString);
        assertFalse(result.out().contains("answered No"), result::toString);
    }

    private static List<String> questions(Cli.Result result) {
        return result.out().lines().filter(line -> line.contains("[y/N")).toList();
    }

    private static void assertAllPagesWereAskedBeforeTheFirstStart(TestAccount install, Cli.Result result) {
        List<JsonObject> requests = install.requests();
        int firstStart = IntStream.range(0, requests.size())
                .filter(i -> is(requests.get(i), "RunTask"))
                .findFirst()
                .orElseThrow();
        List<Integer> pages = IntStream.range(0, requests.size())
                .filter(i -> is(requests.get(i), "Scan")
                        && requests.get(i).toString().contains("IndexName"))
                .boxed()
                .toList();
        assertTrue(pages.size() > 2, result::toString);
        assertTrue(pages.get(pages.size() - 1) < firstStart, () -> install.operations() + "\n" + result);
    }

    private static boolean is(JsonObject request, String operation) {
        return request.get("operation").getAsString().equals(operation);
    }
}
