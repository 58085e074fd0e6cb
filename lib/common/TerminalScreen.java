package lib.common;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.NonBlockingReader;

/**
 * A terminal: lines scroll by, and below them stand the live line and the question that waits, redrawn for the width
 * that the terminal has at that moment.
 */
final class TerminalScreen implements Screen {
    private static final int END_OF_INPUT = 4; // Ctrl-D
    private static final int ERASE_LINE = 21; // Ctrl-U
    private static final int ESCAPE = 27;
    private static final int DELETE = 127;

    private final Terminal terminal;
    private final Display display;
    private final PrintStream out;
    private final PrintStream err;
    private final StringBuilder typed = new StringBuilder();
    private String live = "";
    private String prompt = "";

    private TerminalScreen(Terminal terminal, PrintStream out, PrintStream err) {
        this.terminal = terminal;
        this.display = new Display(terminal, false);
        this.out = out;
        this.err = err;
    }

    /** Opens the terminal of this process; empty if it cannot move its cursor. */
    static Optional<TerminalScreen> open(PrintStream out, PrintStream err) {
        try {
            // Signals stay with the JVM: Ctrl-C ends the run in order. What was typed already stays: a probe for
            // grapheme
            // clusters would discard it.
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .nativeSignals(false)
                    .graphemeCluster(false)
                    .encoding(StandardCharsets.UTF_8)
                    .build();
            if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                terminal.close();
                return Optional.empty();
            }
            return Optional.of(new TerminalScreen(terminal, out, err));
        } catch (IOException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    @Override
    public synchronized void say(String line) {
        show(out, line);
    }

    @Override
    public synchronized void warn(String line) {
        show(err, line);
    }

    private void show(PrintStream stream, String line) {
        erase();
        stream.println(line);
        stream.flush();
        draw();
    }

    @Override
    public synchronized void live(String line) {
        live = line;
        draw();
    }

    @Override
    public Optional<String> ask(String question) {
        Attributes before = terminal.enterRawMode();
        try {
            synchronized (this) {
                prompt = question;
                draw();
            }
            boolean answered = readLine();
            synchronized (this) {
                String answer = typed.toString();
                endQuestion();
                return answered ? Optional.of(answer) : Optional.empty();
            }
        } finally {
            terminal.setAttributes(before);
        }
    }

    /** Returns false if the input has ended. */
    private boolean readLine() {
        NonBlockingReader keys = terminal.reader();
        try {
            for (; ; ) {
                int key = keys.read();
                if (key == '\n' || key == '\r') {
                    return true;
                }
                if (key < 0 || key == END_OF_INPUT && typed.isEmpty()) {
                    return false;
                }
                if (key == ESCAPE) {
                    skipSequence(keys);
                } else {
                    type(key);
                }
            }
        } catch (IOException e) {
            return false; // a terminal that went away is like a closed standard input
        }
    }

    /** An arrow key or the like: what follows within a moment belongs to it. */
    private static void skipSequence(NonBlockingReader keys) throws IOException {
        while (keys.peek(20) >= 0) {
            keys.read();
        }
    }

    private synchronized void type(int key) {
        if (key == ERASE_LINE) {
            typed.setLength(0);
        } else if (key == DELETE || key == '\b') {
            typed.setLength(Math.max(0, typed.length() - 1));
        } else if (key >= ' ') {
            typed.append((char) key);
        }
        draw();
    }

    /** The question becomes a line like any other. */
    private void endQuestion() {
        String line = prompt + typed;
        prompt = "";
        typed.setLength(0);
        show(out, line);
    }

    @Override
    public synchronized void endLive() {
        live = "";
        if (prompt.isEmpty()) {
            erase();
        } else {
            endQuestion();
        }
    }

    private void erase() {
        update(size(), "");
    }

    /** A terminal may not know its size, for example that of a job server. */
    private Size size() {
        Size size = terminal.getSize();
        return size.getColumns() > 1 ? size : Size.of(80, 24);
    }

    private void draw() {
        Size size = size();
        // The last column stays free, because some terminals wrap a full line.
        AttributedString shown = new AttributedString(live).columnSubSequence(0, size.getColumns() - 1);
        update(size, live.isEmpty() || prompt.isEmpty() ? shown + prompt + typed : shown + "\n" + prompt + typed);
    }

    private void update(Size size, String text) {
        List<AttributedString> lines =
                new AttributedString(text).columnSplitLength(size.getColumns(), true, display.delayLineWrap());
        int row = Math.max(0, lines.size() - 1);
        int column = lines.isEmpty() ? 0 : lines.get(row).columnLength();
        display.resize(size);
        display.update(lines, size.cursorPos(row, column));
    }

    @Override
    public synchronized void close() {
        endLive();
        try {
            terminal.close();
        } catch (IOException e) {
            // the terminal is gone, and nothing is left to restore
        }
    }
}
