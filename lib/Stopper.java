package lib;

import java.util.List;

/** {@code --stop}: stops the tasks of this migration that are alive, after a question. */
public final class Stopper {
    private Stopper() {
    }

    /** Answers the exit code. The journal notes each stop, so that the next run offers the bot again. */
    public static int stop(EmbeddingTasks tasks, Journal journal, Resume resume, Screen screen, boolean yes) {
        List<TaskState> alive = resume.aliveOfThisMigration();
        if (alive.isEmpty()) {
            screen.say("No task of this migration is alive. Nothing was stopped.");
            return Problem.OK;
        }
        alive.forEach(task -> screen.say("  " + task.lastStatus() + "  task " + task.taskId() + "  " + task.bot()));
        if (!screen.confirms("Stop " + Text.count(alive.size(), "task") + "? Their bots stay without vectors until they are started again.", yes)) {
            screen.say("Nothing was stopped.");
            return Problem.OK;
        }
        for (TaskState task : alive) {
            tasks.stop(task.taskId(), "stopped by bedrock-chat-migration --stop");
            journal.ended(task.bot(), journal.entry(task.bot()).attempt(), new Outcome.Failed("stopped by --stop", task.taskId(), false));
            screen.say("stopped  task " + task.taskId() + "  " + task.bot());
        }
        screen.say("Run without --stop to go on: the bots whose tasks were stopped are offered again.");
        return Problem.OK;
    }
}
