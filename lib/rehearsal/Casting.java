package lib.rehearsal;

import java.util.HashMap;
import java.util.Map;

/** Which part each bot's tasks play; a bot without a part succeeds. Guarded by the install's timeline. */
final class Casting {
    static final int ALWAYS = -1;

    private record Part(Play play, int times) {}

    private final Map<String, Part> parts = new HashMap<>();

    void cast(String botId, Play play) {
        cast(botId, play, ALWAYS);
    }

    /** @param times for how many tasks; -1 for all */
    void cast(String botId, Play play, int times) {
        parts.put(botId, new Part(play, times));
    }

    Play next(String botId) {
        Part part = parts.get(botId);
        if (part == null || part.times == 0) return new Play.Succeed();
        if (part.times > 0) parts.put(botId, new Part(part.play, part.times - 1));
        return part.play;
    }
}
