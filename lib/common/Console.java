package lib.common;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes lines, warnings and questions to the screen and, in a terminal, one live line at the bottom. Without a
 * terminal, every line is plain text without control characters. Safe to use from several threads; while a question
 * waits for its answer, lines are held back.
 */
public final class Console {
    private enum Answer {
        YES,
        NO,
        CLOSED
    }

    private static final String CLEAR_LINE = "\r\033[K";

    private final BufferedReader in;
    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final String label;
    private final Object questions = new Object();
    private final List<String> heldBack = new ArrayList<>();
    private boolean asking;
    private boolean closedWasReported;
    private String live = "";

    /**
     * @param context standard input and error, and whether there is a terminal
     * @param out receives all lines except warnings: standard output, or standard error if standard output belongs to a
     *     report
     * @param label the start of every question and live line; may be empty
     */
    public Console(ProcessContext context, PrintStream out, String label) {
        this.in = new BufferedReader(new InputStreamReader(context.in(), StandardCharsets.UTF_8));
        this.out = out;
        this.err = context.err();
        this.terminal = context.isTerminal();
        this.label = label;
    }

    public boolean isTerminal() {
        return terminal;
    }

    public synchronized void say(String line) {
        if (asking) {
            heldBack.add(line);
            return;
        }
        eraseLive();
        out.println(line);
        out.print(live);
        out.flush();
    }

    /** Writes to standard error something that the user should know, and that does not stop the run. */
    public synchronized void warn(String line) {
        if (asking) {
            heldBack.add("warning: " + line);
            return;
        }
        eraseLive();
        out.flush();
        err.println("warning: " + line);
        out.print(live);
        out.flush();
    }

    /**
     * Asks, and waits for the answer. Any answer other than y or yes means No, and so does a closed standard input.
     *
     * @param yes true to confirm without asking, as {@code --yes} does
     */
    public boolean confirm(String question, boolean yes) {
        if (yes) {
            return true;
        }
        Answer answer = ask(question);
        if (answer == Answer.CLOSED && !closedWasReported) {
            closedWasReported = true;
            warn("standard input is closed, which counts as No. To answer yes to all questions, use --yes.");
        }
        return answer == Answer.YES;
    }

    /** Asks at a terminal; without one, the answer is No. */
    public boolean confirmAtTerminal(String question) {
        return terminal && ask(question) == Answer.YES;
    }

    /** Questions from several threads are asked one after the other. */
    private Answer ask(String question) {
        synchronized (questions) {
            return askAlone(question);
        }
    }

    private Answer askAlone(String question) {
        synchronized (this) {
            eraseLive();
            out.print(label + question + " [y/N] ");
            out.flush();
            asking = true;
        }
        String answer = readLine();
        synchronized (this) {
            if (answer == null || !terminal) {
                out.println(answer == null ? "" : answer);
            }
            endQuestion();
        }
        if (answer == null) {
            return Answer.CLOSED;
        }
        return answer.strip().matches("(?i)y|yes") ? Answer.YES : Answer.NO;
    }

    /** A terminal that was closed gives no answer, like a closed standard input. */
    private String readLine() {
        try {
            return in.readLine();
        } catch (IOException e) {
            return null;
        }
    }

    private void endQuestion() {
        asking = false;
        List<String> lines = List.copyOf(heldBack);
        heldBack.clear();
        lines.forEach(this::say);
    }

    /** Draws the live line, in a terminal only. */
    public synchronized void live(String line) {
        if (!terminal) {
            return;
        }
        live = label + line;
        if (!asking) {
            out.print(CLEAR_LINE + live);
            out.flush();
        }
    }

    /** Erases the live line, and ends a question that no longer needs an answer. */
    public synchronized void endLive() {
        if (asking) {
            out.println();
        }
        eraseLive();
        live = "";
        endQuestion();
    }

    private void eraseLive() {
        out.print(live.isEmpty() ? "" : CLEAR_LINE);
    }
}
