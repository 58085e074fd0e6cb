package lib.common;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The way to the screen: lines, warnings, questions, and in a terminal colours and a live region at the end. Elsewhere
 * every line is plain text without control characters, unless the environment forces colours. Safe to use from several
 * threads; while a question waits for its answer, lines appear above it.
 */
public final class Console implements AutoCloseable {
    /** What the user says to a page of bots. */
    public enum Answer {
        YES,
        NO,
        /** Yes to this page and to all that follow. */
        ALL,
        /** No to this page and to all that follow. */
        QUIT,
        /** Standard input is closed: the question cannot be answered. */
        CLOSED
    }

    /** The columns of a field's name, with the gap behind it. */
    private static final int FIELD_WIDTH = 19;

    private final ProcessContext context;
    private final PrintStream out;
    private final String label;
    private final Clock clock;
    private final boolean isScreen;
    private final boolean hasColours;
    private final Object questions = new Object();
    private final PlainScreen plain;
    private Screen screen;
    private boolean isOpened;
    private boolean closedWasReported;
    private volatile boolean isBusy;
    private volatile Duration waited = Duration.ZERO;

    /**
     * @param context standard input and error, and whether there is a terminal
     * @param out receives all lines except warnings: standard output, or standard error if standard output belongs to a
     *     report
     * @param label the start of every question; may be empty
     * @param clock measures how long questions wait
     */
    public Console(ProcessContext context, PrintStream out, String label, Clock clock) {
        this.context = context;
        this.out = out;
        this.label = label;
        this.clock = clock;
        this.isScreen = isScreen(context, out);
        this.hasColours = showsColours(context, out);
        this.plain = new PlainScreen(context.in(), out, context.err());
        this.screen = plain;
    }

    public boolean isTerminal() {
        return context.isTerminal();
    }

    /** Whether this output is the terminal: not if standard output belongs to a report. */
    private static boolean isScreen(ProcessContext context, PrintStream out) {
        return context.isTerminal() && out == context.out();
    }

    /**
     * Whether colours are on for this output: a terminal that can show them, or as the usual variables say
     * (no-color.org, bixense.com/clicolors).
     */
    public static boolean showsColours(ProcessContext context, PrintStream out) {
        Map<String, String> environment = context.environment();
        boolean isForced = !environment.getOrDefault("CLICOLOR_FORCE", "0").equals("0");
        boolean isForbidden = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        boolean isWanted = !environment.getOrDefault("CLICOLOR", "1").equals("0")
                && !"dumb".equals(environment.get("TERM"));
        return !isForbidden && (isForced || isWanted && isScreen(context, out));
    }

    /**
     * Returns the text in the colour of this tone if colours are on: in a terminal that can show them, without
     * {@code NO_COLOR} and {@code CLICOLOR=0}; or if {@code CLICOLOR_FORCE} is set. Else returns the text itself.
     */
    public String paint(Tone tone, String text) {
        return hasColours && tone != Tone.PLAIN
                ? tone.paint(text, interactive().colours())
                : text;
    }

    /** Returns the text behind the sign of this tone, and in its colour. */
    public String signed(Tone tone, String text) {
        return paint(tone, (tone.sign() + " " + text).stripLeading());
    }

    /** Writes the verdict on a command, after an empty line. */
    public void verdict(Tone tone, String sentence) {
        say("");
        title(signed(tone, sentence));
    }

    /** The columns that a line can fill: those of the terminal as it is now, or 120 in a file or a pipe. */
    public int width() {
        return interactive().width();
    }

    /** The lines that the terminal shows at once. */
    public int height() {
        return interactive().height();
    }

    /** Writes text, broken at spaces if a terminal is too narrow; further lines have the indentation of the first. */
    public void say(String text) {
        String words = text.stripLeading();
        say(text.substring(0, text.length() - words.length()), words);
    }

    /** Writes text behind a lead, such as the time of an event, and continues it below itself. */
    public void say(String lead, String text) {
        screen().say(wrapped(lead, text, TextWidth.of(lead)));
    }

    /** Writes the title of what follows indented, so that it continues with that indentation. */
    public void title(String text) {
        screen().say(wrapped("", text, WordWrap.INDENT_BELOW));
    }

    /** Writes a value behind its name; without a name, below the value before. */
    public void field(String name, String value) {
        say(TextWidth.pad("  " + name, FIELD_WIDTH), value);
    }

    /** Writes rows as aligned lines, cut to the width. */
    public void table(String indent, Columns columns) {
        columns.lines(width() - indent.length()).forEach(line -> say(indent + line));
    }

    /** Writes a line that is meant to be copied, such as a command, as it is. */
    public void sayVerbatim(String line) {
        screen().say(line);
    }

    /** Writes to standard error what the user should know and what stops nothing. */
    public void warn(String line) {
        screen().warn(wrapped("", "warning: " + line, 0));
    }

    /** Writes a line to standard error that is meant to be copied, such as a command, as it is. */
    public void warnVerbatim(String line) {
        screen().warn(line);
    }

    private String wrapped(String lead, String text, int indent) {
        if (!isScreen) {
            return (lead + WordWrap.plain(text)).stripTrailing();
        }
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\\R", -1)) {
            lines.addAll(WordWrap.wrap(lines.isEmpty() ? lead : "", line, indent, width()));
        }
        return String.join(System.lineSeparator(), lines);
    }

    /**
     * Asks until the answer is yes or no. Enter alone means No, and so does a closed standard input.
     *
     * @param yes true to confirm without asking, as {@code --yes} does
     */
    public boolean confirm(String question, boolean yes) {
        return yes || ask(question, "y/N", List.of(Answer.YES, Answer.NO), List.of()) == Answer.YES;
    }

    /** Asks until the answer is yes or no. Enter alone means yes, and so does a closed standard input. */
    public boolean confirmUnlessNo(String question) {
        return ask(question, "Y/n", List.of(Answer.YES, Answer.NO), List.of()) != Answer.NO;
    }

    /**
     * Asks whether to start a page, until the answer is one of the keys. Enter alone means No.
     *
     * @param hasMore whether further pages may follow, for which an answer can hold; else "all" is no more than yes
     * @param help the lines that ? shows before the question is asked again
     */
    public Answer confirmPage(String question, boolean hasMore, List<String> help) {
        List<Answer> choices = List.of(Answer.YES, Answer.NO, Answer.ALL, Answer.QUIT);
        return ask(question, hasMore ? "y/N/a/q/?" : "y/N", choices, help);
    }

    /** Asks for a text, and waits for it; empty if standard input is closed. */
    public Optional<String> askFor(String question) {
        return typed(question + " ");
    }

    /** Asks until the answer is one of the keys; Enter alone means the one with a capital letter. */
    private Answer ask(String question, String keys, List<Answer> choices, List<String> help) {
        synchronized (questions) { // several threads ask, one after the other
            while (true) {
                Optional<String> typed = typed(question + " [" + keys + "] ");
                if (typed.isEmpty()) {
                    if (keys.contains("N")) {
                        reportClosed();
                    }
                    return Answer.CLOSED;
                }
                String word = typed.get().isEmpty() ? keys.replaceAll("[^A-Z]", "") : typed.get();
                Optional<Answer> answer = answer(word).filter(choices::contains);
                if (answer.isPresent()) {
                    return answer.get();
                }
                if (!help.isEmpty() && typed.get().equals("?")) {
                    help.forEach(this::say);
                } else {
                    say("Answer with one of " + keys + ".");
                }
            }
        }
    }

    private static Optional<Answer> answer(String typed) {
        return switch (typed.toLowerCase(Locale.ROOT)) {
            case "y", "yes" -> Optional.of(Answer.YES);
            case "n", "no" -> Optional.of(Answer.NO);
            case "a", "all" -> Optional.of(Answer.ALL);
            case "q", "quit" -> Optional.of(Answer.QUIT);
            default -> Optional.empty();
        };
    }

    private Optional<String> typed(String prompt) {
        synchronized (questions) {
            Mark asked = clock.now();
            boolean isWaiting = !isBusy;
            Optional<String> typed =
                    clock.idle(() -> interactive().ask(label + prompt)).map(String::strip);
            waited = isWaiting ? waited.plus(clock.since(asked)) : waited;
            return typed;
        }
    }

    /** Returns how long nothing was done but wait for answers. */
    public Duration waited() {
        return waited;
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

    /** Draws a live region of one line, in a terminal only. */
    public void live(String line) {
        live(List.of(line));
    }

    /**
     * Draws the live region, which replaces the one before, in a terminal only. Lines that are too long are cut; lines
     * at the end that do not fit the height are left out.
     */
    public void live(List<String> lines) {
        isBusy = true;
        if (isScreen) {
            interactive().live(lines);
        }
    }

    /** Erases the live region, and ends a question that no longer needs an answer. */
    public void endLive() {
        isBusy = false;
        screen().endLive();
    }

    private synchronized Screen screen() {
        return screen;
    }

    /** The terminal is opened when it is needed, because that takes time; without one, no class of JLine is loaded. */
    private synchronized Screen interactive() {
        if (isScreen && !isOpened) {
            isOpened = true;
            screen = TerminalScreen.open(context.err(), plain);
        }
        return screen;
    }

    /** Gives the terminal back as it was because the process ends at once; a question that waits is not answered. */
    public void end() {
        screen().end();
    }

    /** Gives the terminal back as it was. */
    @Override
    public synchronized void close() {
        screen.close();
        screen = plain;
    }
}
