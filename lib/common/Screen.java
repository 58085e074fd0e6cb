package lib.common;

import java.util.Optional;

/** Where a {@link Console} shows its lines. Safe to use from several threads. */
interface Screen extends AutoCloseable {
    void say(String line);

    void warn(String line);

    /** Waits for a line of input; empty if there is none any more. */
    Optional<String> ask(String prompt);

    void live(String line);

    void endLive();

    @Override
    void close();
}
