package lib.rehearsal.ecs;

import java.util.HashMap;
import java.util.Map;

/** Which part each bot's tasks play; a bot without a part succeeds. Guarded by the install's timeline. */
public final class TaskBehaviors {
    public static final int ALWAYS = -1;

    private record Part(TaskBehavior play, int times) {}

    private final Map<String, Part> parts = new HashMap<>();

    public void cast(String botId, TaskBehavior play) {
        cast(botId, play, ALWAYS);
    }

    /** @param times for how many tasks; -1 for all */
    public void cast(String botId, TaskBehavior play, int times) {
        parts.put(botId, new Part(play, times));
    }

    TaskBehavior next(String botId) {
        Part part = parts.get(botId);
        if (part == null || part.times == 0) {
            return new TaskBehavior.Succeed();
        }
        if (part.times > 0) {
            parts.put(botId, new Part(part.play, part.times - 1));
        }
        return part.play;
    }
}
