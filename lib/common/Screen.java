package lib.common;

import java.util.List;
import java.util.Optional;

/** Where a {@link Console} shows its lines. Safe to use from several threads. */
interface Screen extends AutoCloseable {
    void say(String line);

    void warn(String line);

    /** Waits for a line of input; empty if there is none any more. */
    Optional<String> ask(String prompt);

    /** Replaces the live region. */
    void live(List<String> lines);

    void endLive();

    /** The columns that a line can fill. */
    int width();

    int height();

    /** How many colours it can show. */
    int colours();

    /** The process ends at once: leaves nothing behind, and asks nothing more. */
    void end();

    @Override
    void close();
}
