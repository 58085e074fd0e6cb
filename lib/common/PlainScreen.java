package lib.common;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Plain text for files, pipes and logs: no control characters, and no live region. */
final class PlainScreen implements Screen {
    /** Long lines are folded by whatever shows a file or a log, at a width that is not known here. */
    private static final int WIDTH = 120;

    private static final int HEIGHT = 24;

    private final BufferedReader in;
    private final PrintStream out;
    private final PrintStream err;
    /** Whether the last line is a question, without an end. */
    private boolean lineIsOpen;

    private int width = WIDTH;

    PlainScreen(InputStream in, PrintStream out, PrintStream err) {
        this.in = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        this.out = out;
        this.err = err;
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
        endLine();
        stream.println(line);
        stream.flush();
    }

    @Override
    public Optional<String> ask(String question) {
        synchronized (this) {
            out.print(question);
            out.flush();
            lineIsOpen = true;
        }
        Optional<String> answer = readLine();
        synchronized (this) {
            lineIsOpen = false;
            out.println(answer.orElse(""));
        }
        return answer;
    }

    private Optional<String> readLine() {
        try {
            return Optional.ofNullable(in.readLine());
        } catch (IOException e) {
            return Optional.empty(); // a terminal that went away is like a closed standard input
        }
    }

    @Override
    public void live(List<String> lines) {
        // a file or a pipe shows events only
    }

    @Override
    public synchronized void endLive() {
        endLine();
    }

    /** Shows lines in a terminal that cannot move its cursor, with this number of columns; less than 1 if unknown. */
    synchronized void fit(int columns) {
        width = columns > 0 ? columns : WIDTH;
    }

    @Override
    public synchronized int width() {
        return width;
    }

    @Override
    public int height() {
        return HEIGHT;
    }

    @Override
    public int colours() {
        return Tone.MANY_COLOURS;
    }

    private void endLine() {
        if (lineIsOpen) {
            out.println();
            out.flush();
            lineIsOpen = false;
        }
    }

    @Override
    public void end() {
        endLive();
    }

    @Override
    public void close() {
        out.flush();
    }
}
