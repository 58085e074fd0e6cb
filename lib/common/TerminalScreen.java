package lib.common;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.jline.utils.Signals;

/**
 * A terminal: lines scroll by, and below them stand the live region and the question that waits, redrawn for the size
 * that the terminal has at that moment.
 *
 * <p>JLine knows the terminal: its size, its escape sequences, and how it shows lines again after a resize. On Windows,
 * it switches a console to escape sequences if it has them (Windows 10 and later), and translates them into calls of
 * the console API if not; therefore everything goes through JLine's writer.
 */
final class TerminalScreen implements Screen {
    private static final int INTERRUPT = 3; // Ctrl-C
    private static final int END_OF_INPUT = 4; // Ctrl-D
    private static final int ERASE_LINE = 21; // Ctrl-U
    private static final int ESCAPE = 27;
    private static final int DELETE = 127;
    /** A read without a timeout would keep JLine from closing the terminal at a signal. */
    private static final int POLL_MILLIS = 1000;

    private static final AttributedString LINE_FEED = new AttributedString("\n");

    private final Terminal terminal;
    private final ClosingDelay closing;
    private Display display;
    private final Optional<PrintStream> redirected;
    private final PrintStream err;
    private final Object resizeHandler;
    private final StringBuilder typed = new StringBuilder();
    private List<String> live = List.of();
    private List<AttributedString> drawn = List.of();
    private int drawnColumns;
    private String prompt = "";
    private volatile boolean isEnded;

    private TerminalScreen(Terminal terminal, ClosingDelay closing, Optional<PrintStream> redirected, PrintStream err) {
        this.terminal = terminal;
        this.closing = closing;
        this.display = new Display(terminal, false);
        this.redirected = redirected;
        this.err = err;
        this.resizeHandler = Signals.register("WINCH", this::draw);
    }

    /**
     * Opens the terminal of this process.
     *
     * @param redirected receives the lines if they do not belong in the terminal
     * @param plain is returned, with the width of the terminal, if that cannot move its cursor
     */
    static Screen open(Optional<PrintStream> redirected, PrintStream err, PlainScreen plain) {
        ClosingDelay closing = ClosingDelay.add();
        try {
            // Signals stay with the JVM: Ctrl-C ends the run in order. What was typed already stays: a probe for
            // grapheme clusters would discard it.
            Terminal terminal = TerminalBuilder.builder()
                    .system(true)
                    .dumb(false)
                    .nativeSignals(false)
                    .graphemeCluster(false)
                    .encoding(StandardCharsets.UTF_8)
                    .build();
            if (terminal.getType().startsWith(Terminal.TYPE_DUMB)) {
                plain.fit(terminal.getSize().getColumns() - 1);
                terminal.close();
                closing.release();
                return plain;
            }
            return new TerminalScreen(terminal, closing, redirected, err);
        } catch (IOException | IllegalStateException e) {
            closing.release();
            return plain;
        }
    }

    @Override
    public synchronized void say(String line) {
        erase();
        redirected.ifPresentOrElse(stream -> stream.println(line), () -> {
            terminal.writer().println(line);
            terminal.flush();
        });
        draw();
    }

    @Override
    public synchronized void warn(String line) {
        erase();
        err.println(line);
        draw();
    }

    @Override
    public synchronized void live(List<String> lines) {
        live = List.copyOf(lines);
        set(LocalFlag.ECHO, false); // a key that is typed must not appear in it
        draw();
    }

    @Override
    public Optional<String> ask(String question) {
        Attributes before = terminal.enterRawMode();
        Attributes asking = terminal.getAttributes();
        asking.setLocalFlag(LocalFlag.ISIG, true); // Ctrl-Z stays a signal
        // As a signal, Ctrl-C could be overtaken by the keys that were typed after it.
        asking.setControlChar(ControlChar.VINTR, 0);
        terminal.setAttributes(asking);
        try {
            synchronized (this) {
                prompt = question;
                draw();
            }
            boolean answered = readLine();
            while (isEnded) {
                LockSupport.park(this); // the process ends, and this thread has nothing more to say
            }
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
                int key = keys.read(POLL_MILLIS);
                if (key == INTERRUPT) {
                    DaemonThreads.newThread(() -> System.exit(ExitCode.INTERRUPTED.number())).start();
                    new CountDownLatch(1).await(); // no key after it is an answer
                }
                if (key == NonBlockingReader.READ_EXPIRED) {
                    continue;
                }
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
        } catch (InterruptedIOException e) {
            endQuestion();
            throw new RunInterruptedException(e);
        } catch (InterruptedException e) {
            endQuestion();
            throw new RunInterruptedException(e);
        } catch (IOException | IllegalStateException e) {
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
    private synchronized void endQuestion() {
        String line = asked();
        prompt = "";
        typed.setLength(0);
        say(line);
    }

    @Override
    public synchronized void endLive() {
        live = List.of();
        if (prompt.isEmpty()) {
            erase();
            set(LocalFlag.ECHO, true);
        } else {
            endQuestion();
        }
    }

    private void erase() {
        update(size(), List.of(), "");
    }

    /** A terminal may not know its size, for example that of a job server. */
    private Size size() {
        Size size = terminal.getSize();
        return size.getColumns() > 1 && size.getRows() > 1 ? size : Size.of(80, 24);
    }

    @Override
    public int width() {
        return size().getColumns() - 1; // the last column stays free, because some terminals wrap a full line
    }

    @Override
    public int height() {
        return size().getRows();
    }

    @Override
    public int colours() {
        Integer colours = terminal.getNumericCapability(Capability.max_colors);
        return colours == null ? 0 : colours;
    }

    private synchronized void draw() {
        update(size(), live, asked());
    }

    /** The question, broken like any other text, and what was typed. */
    private String asked() {
        String words = prompt.stripTrailing();
        String space = prompt.substring(words.length());
        return String.join("\n", WordWrap.wrap("", words, 0, width())) + space + typed;
    }

    /** Draws as much of the live region as fits above the question. The cursor stands at the end of the last line. */
    private void update(Size size, List<String> region, String question) {
        if (size.getColumns() != drawnColumns && !drawn.isEmpty()) {
            eraseReflowed(size.getColumns());
        }
        display.resize(size);
        List<AttributedString> asked =
                new AttributedString(question).columnSplitLength(size.getColumns(), true, display.delayLineWrap());
        int room = Math.max(0, size.getRows() - 1 - asked.size());
        List<AttributedString> lines = region.stream()
                .limit(room)
                .map(line -> AttributedString.fromAnsi(TextWidth.cut(line, size.getColumns() - 1)))
                .collect(Collectors.toCollection(ArrayList::new));
        int last = lines.size() - (asked.isEmpty() ? 1 : 0); // the line of the cursor has no line feed
        for (int row = 0; row < last; row++) {
            lines.set(row, AttributedString.join(AttributedString.EMPTY, lines.get(row), LINE_FEED));
        }
        lines.addAll(asked);
        int row = Math.max(0, lines.size() - 1);
        int column = lines.isEmpty() ? 0 : lines.get(row).columnLength();
        display.update(lines, size.cursorPos(row, column));
        drawn = List.copyOf(lines);
        drawnColumns = size.getColumns();
    }

    /** A terminal that was made narrower has broken the lines that were too wide; the cursor is still at their end. */
    private void eraseReflowed(int columns) {
        int rows = drawn.stream()
                .mapToInt(line -> Math.max(1, (line.columnLength() + columns - 1) / columns))
                .sum();
        terminal.puts(Capability.carriage_return);
        for (int row = 1; row < rows; row++) {
            terminal.puts(Capability.cursor_up);
        }
        terminal.puts(Capability.clr_eos);
        display = new Display(terminal, false);
    }

    private void set(LocalFlag flag, boolean on) {
        Attributes attributes = terminal.getAttributes();
        if (attributes.getLocalFlag(flag) != on) {
            attributes.setLocalFlag(flag, on);
            terminal.setAttributes(attributes);
        }
    }

    @Override
    public synchronized void end() {
        isEnded = true;
        endLive();
        closing.release();
    }

    @Override
    public synchronized void close() {
        end();
        Signals.unregister("WINCH", resizeHandler);
        if (closing.isShuttingDown()) {
            return; // JLine closes it, which must not be done twice at the same time
        }
        try {
            terminal.close();
        } catch (IOException e) {
            // the terminal is gone, and nothing is left to restore
        }
    }
}
