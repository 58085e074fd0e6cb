package lib.rehearsal.ecs;

import java.util.HashMap;
import java.util.Map;

/** The behavior of each bot's tasks; the default is to succeed. Guarded by the account's clock. */
public final class TaskBehaviors {
    public static final int ALWAYS = -1;

    private record Assignment(TaskBehavior behavior, int times) {}

    private final Map<String, Assignment> assignments = new HashMap<>();

    /** @param times for how many tasks; {@link #ALWAYS} for all */
    public void assign(String botId, TaskBehavior behavior, int times) {
        assignments.put(botId, new Assignment(behavior, times));
    }

    TaskBehavior next(String botId) {
        Assignment assignment = assignments.get(botId);
        if (assignment == null || assignment.times == 0) {
            return new TaskBehavior.Succeed();
        }
        if (assignment.times > 0) {
            assignments.put(botId, new Assignment(assignment.behavior, assignment.times - 1));
        }
        return assignment.behavior;
    }
}
