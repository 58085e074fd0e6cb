package lib.common;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.ControlChar;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;
import org.jline.utils.NonBlockingReader;
import org.jline.utils.Signals;

/**
 * A terminal: lines scroll by, and below them stand the live region and the question that waits, drawn anew for the
 * size that the terminal has at that moment.
 *
 * <p>A terminal that is made narrower breaks its lines, and may do so before the program can know. Therefore the cursor
 * waits at the beginning of the live region, and everything behind it is erased before the next drawing. Only a
 * question has the cursor at its end.
 *
 * <p>JLine knows the terminal: its size and its keys. On Windows, it switches a console to escape sequences if it has
 * them (Windows 10 and later), and translates them into calls of the console API if not; therefore everything goes
 * through JLine's writer.
 */
final class TerminalScreen implements Screen {
    private static final int INTERRUPT = 3; // Ctrl-C
    private static final int END_OF_INPUT = 4; // Ctrl-D
    private static final int ERASE_LINE = 21; // Ctrl-U
    private static final int ESCAPE = 27;
    private static final int DELETE = 127;
    /** Ctrl-Z. */
    private static final String STOP = "TSTP";
    /** A read without a timeout would keep JLine from closing the terminal at a signal. */
    private static final int POLL_MILLIS = 1000;

    /** Whether the terminal cuts or breaks what is too wide for it (private mode 7 of DEC, DECAWM). */
    private static final String CUT = "\033[?7l", BREAK = "\033[?7h";

    private static final String LINE_END = "\r\n";

    private final Terminal terminal;
    private final ClosingDelay closing;
    private final PrintStream err;
    private final Object resizeHandler;
    private Object stopHandler;
    private final StringBuilder typed = new StringBuilder();
    private List<String> live = List.of();
    private String prompt = "";
    /** The lines from the beginning of the live region to the cursor; empty if it waits at the beginning. */
    private List<String> beforeCursor = List.of();

    private volatile boolean isEnded;

    private TerminalScreen(Terminal terminal, ClosingDelay closing, PrintStream err) {
        this.terminal = terminal;
        this.closing = closing;
        this.err = err;
        this.resizeHandler = Signals.register("WINCH", this::draw);
        this.stopHandler = Signals.register(STOP, this::stop);
    }

    /**
     * Opens the terminal of this process.
     *
     * @param plain is returned, with the width of the terminal, if that cannot move its cursor
     */
    static Screen open(PrintStream err, PlainScreen plain) {
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
            return new TerminalScreen(terminal, closing, err);
        } catch (IOException | IllegalStateException e) {
            closing.release();
            return plain;
        }
    }

    @Override
    public synchronized void say(String line) {
        erase();
        terminal.writer().println(line);
        draw();
    }

    @Override
    public synchronized void warn(String line) {
        erase();
        terminal.flush();
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
        } catch (InterruptedException | InterruptedIOException e) {
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
        String lines = String.join(System.lineSeparator(), question());
        prompt = "";
        typed.setLength(0);
        say(lines);
    }

    @Override
    public synchronized void endLive() {
        live = List.of();
        if (prompt.isEmpty()) {
            erase();
            terminal.flush();
            set(LocalFlag.ECHO, true);
        } else {
            endQuestion();
        }
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

    /** Draws as much of the live region as fits above the question. */
    private synchronized void draw() {
        erase();
        List<String> question = question();
        List<String> region = live.stream()
                .limit(Math.max(0, height() - 1 - question.size()))
                .map(line -> TextWidth.cut(line, width()))
                .toList();
        if (!region.isEmpty()) {
            terminal.writer().print(CUT + String.join(LINE_END, region) + BREAK);
        }
        if (question.isEmpty()) {
            moveToFirstOf(region.size());
        } else {
            terminal.writer().print((region.isEmpty() ? "" : LINE_END) + String.join(LINE_END, question));
            beforeCursor = Stream.concat(region.stream(), question.stream()).toList();
        }
        terminal.flush();
    }

    /** The question, broken like any other text, with what was typed; empty if none waits. */
    private List<String> question() {
        if (prompt.isEmpty()) {
            return List.of();
        }
        String words = prompt.stripTrailing();
        List<String> lines = WordWrap.wrap("", words, 0, width());
        lines.set(lines.size() - 1, lines.get(lines.size() - 1) + prompt.substring(words.length()) + typed);
        return lines;
    }

    /** Erases the live region and the question. */
    private void erase() {
        int columns = size().getColumns();
        moveToFirstOf(beforeCursor.stream()
                .mapToInt(line -> Math.max(1, (TextWidth.of(line) + columns - 1) / columns))
                .sum());
        terminal.puts(Capability.clr_eos);
        beforeCursor = List.of();
    }

    /** Moves the cursor to the beginning of the first of these rows; it is in the last one. */
    private void moveToFirstOf(int rows) {
        terminal.puts(Capability.carriage_return);
        for (int row = 1; row < rows; row++) {
            terminal.puts(Capability.cursor_up);
        }
    }

    /** Ctrl-Z: stops without the live region, and draws it below what the shell has shown meanwhile. */
    private synchronized void stop() {
        Attributes attributes = terminal.getAttributes();
        erase();
        terminal.flush();
        Signals.registerDefault(STOP);
        stopThisProcess();
        stopHandler = Signals.register(STOP, this::stop);
        if (!prompt.isEmpty()) {
            terminal.setAttributes(attributes); // which would stop a run without a question that goes on after "bg"
        }
        draw();
    }

    /** Returns when the shell continues it. Java raises no signal that it does not handle itself. */
    private static void stopThisProcess() {
        String kill = "kill -s " + STOP + " " + ProcessHandle.current().pid();
        try {
            new ProcessBuilder("sh", "-c", kill).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
        Signals.unregister(STOP, stopHandler);
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
