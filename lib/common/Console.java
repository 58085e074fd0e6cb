package lib.common;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/**
 * The way to the screen: lines, warnings, questions, and in a terminal a live line at the end. Elsewhere every line is
 * plain text without control characters. Safe to use from several threads; while a question waits for its answer, lines
 * appear above it.
 */
public final class Console implements AutoCloseable {
    /** What the user says to a page of bots. */
    public enum Answer {
        YES,
        NO,
        /** Yes to this page and to all that follow. */
        ALL,
        /** Standard input is closed: the question cannot be answered. */
        CLOSED
    }

    private final ProcessContext context;
    private final PrintStream out;
    private final String label;
    private final Object questions = new Object();
    private Screen screen;
    private boolean closedWasReported;

    /**
     * @param context standard input and error, and whether there is a terminal
     * @param out receives all lines except warnings: standard output, or standard error if standard output belongs to a
     *     report
     * @param label the start of every question and live line; may be empty
     */
    public Console(ProcessContext context, PrintStream out, String label) {
        this.context = context;
        this.out = out;
        this.label = label;
        this.screen = new PlainScreen(context.in(), out, context.err());
    }

    public boolean isTerminal() {
        return context.isTerminal();
    }

    /** Writes a line. */
    public void say(String line) {
        screen().say(line);
    }

    /** Writes to standard error what the user should know and what stops nothing. */
    public void warn(String line) {
        screen().warn("warning: " + line);
    }

    /**
     * Asks, and waits for the answer. Any answer other than y or yes means No, and so does a closed standard input.
     *
     * @param yes true to confirm without asking, as {@code --yes} does
     */
    public boolean confirm(String question, boolean yes) {
        return yes || ask(question, List.of(Answer.YES)) == Answer.YES;
    }

    /** Asks at a terminal; without one, the answer is No. */
    public boolean confirmAtTerminal(String question) {
        return isTerminal() && confirm(question, false);
    }

    /** Asks whether to start a page; anything but y, yes, a or all is No. */
    public Answer confirmPage(String question) {
        return ask(question, List.of(Answer.YES, Answer.ALL));
    }

    /** Asks for a text, and waits for it; empty if standard input is closed. */
    public Optional<String> askFor(String question) {
        synchronized (questions) {
            return interactive().ask(label + question + " ").map(String::strip);
        }
    }

    private Answer ask(String question, List<Answer> choices) {
        String keys = choices.contains(Answer.ALL) ? " [y/N/a] " : " [y/N] ";
        Optional<String> typed;
        synchronized (questions) { // several threads ask, one after the other
            typed = interactive().ask(label + question + keys);
        }
        if (typed.isEmpty()) {
            reportClosed();
            return Answer.CLOSED;
        }
        Answer answer =
                switch (typed.get().strip().toLowerCase()) {
                    case "y", "yes" -> Answer.YES;
                    case "a", "all" -> Answer.ALL;
                    default -> Answer.NO;
                };
        return choices.contains(answer) ? answer : Answer.NO;
    }

    private synchronized void reportClosed() {
        if (!closedWasReported) {
            closedWasReported = true;
            warn("standard input is closed, which counts as No. To answer yes to all questions, use --yes.");
        }
    }

    /** Whether a question had no answer because standard input is closed; so has every later one. */
    public synchronized boolean isInputClosed() {
        return closedWasReported;
    }

    /** The exit code of a command that ends with a No: that is no success if the question could not be answered. */
    public ExitCode exitCodeOfNo() {
        return isInputClosed() ? ExitCode.INCOMPLETE : ExitCode.OK;
    }

    /** Draws the live line, in a terminal only. */
    public void live(String line) {
        if (isTerminal()) {
            interactive().live(label + line);
        }
    }

    /** Erases the live line, and ends a question that no longer needs an answer. */
    public void endLive() {
        screen().endLive();
    }

    private synchronized Screen screen() {
        return screen;
    }

    /** The terminal is opened at the first question or live line, because that takes time. */
    private synchronized Screen interactive() {
        if (isTerminal() && screen instanceof PlainScreen) {
            screen = TerminalScreen.open(out, context.err())
                    .map(Screen.class::cast)
                    .orElse(screen);
        }
        return screen;
    }

    /** Gives the terminal back as it was. */
    @Override
    public synchronized void close() {
        screen.close();
        screen = new PlainScreen(context.in(), out, context.err());
    }
}
