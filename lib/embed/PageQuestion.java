package lib.embed;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import lib.cli.Invocation;
import lib.cli.Session;
import lib.common.Console;
import lib.common.Text;
import lib.model.Bot;
import lib.model.Outcome;

/** Asks which pages to start, until an answer holds for all further pages. */
final class PageQuestion {
    private static final List<String> HELP = List.of(
            "  y  start the bots of this page",
            "  n  skip them; so does Enter",
            "  a  start them and the bots of all further pages, also those that the sweep of the table finds",
            "  q  skip them and the bots of all further pages",
            "  Tasks that run already continue in any case.");

    /** How many bots a question names. */
    private static final int NAMED = 3;

    /** It would ask nothing, or begin anew. */
    private static final Set<String> NOT_ASKED = Set.of("--yes", "-y", "--fresh");

    private final Console console;
    private final Invocation invocation;
    private final Plan plan;
    private volatile boolean yesToAll;
    private volatile boolean noToAll;

    /** @param yes true to ask nothing and start everything */
    PageQuestion(Session session, Plan plan, boolean yes) {
        this.console = session.console();
        this.invocation = session.invocation();
        this.plan = plan;
        this.yesToAll = yes;
    }

    /**
     * Shows what it takes to start the bots of the page, and asks whether to do so.
     *
     * @param pending whether more pages follow, as a sentence; may be empty
     * @param first how many bots come before those of the page
     */
    boolean isConfirmed(BotPage page, String pending, int first) {
        if (noToAll) {
            return false;
        }
        int tasks = page.offered().size();
        plan.lines(tasks, console.width()).forEach(console::say);
        if (yesToAll) {
            return true;
        }
        if (!pending.isEmpty()) {
            console.say(pending);
        }
        Console.Answer answer = console.confirmPage(question(page, first), !pending.isEmpty(), HELP);
        yesToAll = answer == Console.Answer.ALL;
        noToAll = answer == Console.Answer.QUIT;
        if (answer == Console.Answer.NO || noToAll) {
            console.say(Text.count(tasks, "bot") + " skipped" + (noToAll ? ", and all further pages." : "."));
        }
        return yesToAll || answer == Console.Answer.YES;
    }

    /**
     * Asks whether to start the incomplete bots of the page again, too. If no question is asked, they are left as they
     * are: most lack sources that no task can read until they are fixed in the app.
     *
     * @return the bots to start
     */
    List<Bot> toComplete(BotPage page) {
        List<Bot> bots = page.mayBeCompleted();
        if (bots.isEmpty() || noToAll) {
            return List.of();
        }
        String count = Text.count(bots.size(), "incomplete bot");
        if (!yesToAll && console.confirm("Start " + count + " again, too? Fix the sources in the app first.", false)) {
            return bots;
        }
        List<String> ids = bots.stream().map(bot -> bot.key().shownId()).toList();
        boolean isOne = bots.size() == 1;
        console.say(count + (isOne ? " is" : " are") + " left. To start " + (isOne ? "it" : "them") + " again"
                + (Invocation.canName(ids) ? ":" : ", answer the question of this command:"));
        console.sayVerbatim("  "
                + (Invocation.canName(ids) ? invocation.commandFor(ids, "--fresh") : invocation.again(NOT_ASKED)));
        return List.of();
    }

    /** What the sweep has found stands far above by now: the events of the tasks follow it. */
    private static String question(BotPage page, int first) {
        int tasks = page.offered().size();
        String start = "Start " + Text.count(tasks, "embedding task") + "?";
        if (!page.isOfSweep()) {
            return start;
        }
        String names = page.offered().stream()
                .limit(NAMED)
                .map(Bot::label)
                .collect(Collectors.joining(", "));
        return Text.count(tasks, "bot") + " that only the sweep found: " + names + (tasks > NAMED ? " …" : "") + ". "
                + (first == 0 ? "" : Text.count(first, "other") + (first == 1 ? " comes" : " come") + " first. ")
                + start;
    }

    /** The outcome of the bots of a page that was not confirmed. */
    Outcome declined() {
        if (console.isInputClosed()) {
            return new Outcome.NotStarted("standard input is closed, so the question could not be answered");
        }
        return new Outcome.Skipped(noToAll ? "answered Quit" : "answered No");
    }
}
