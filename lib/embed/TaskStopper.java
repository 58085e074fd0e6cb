package lib.embed;

import java.util.List;
import lib.aws.EmbeddingTasks;
import lib.common.Text;
import lib.common.UserException;
import lib.journal.Journal;
import lib.model.Outcome;
import lib.model.TaskState;
import lib.report.ProgressView;

/** {@code --stop}: stops the tasks of this migration that are alive, after a question. */
public final class TaskStopper {
    private TaskStopper() {
    }

    /** Answers the exit code. The journal notes each stop, so that the next run offers the bot again. */
    public static int stop(EmbeddingTasks tasks, Journal journal, ResumePlan resume, ProgressView screen, boolean yes) {
        List<TaskState> alive = resume.aliveOfThisMigration();
        if (alive.isEmpty()) {
            screen.say("No task of this migration is alive. Nothing was stopped.");
            return UserException.OK;
        }
        alive.forEach(task -> screen.say("  " + task.lastStatus() + "  task " + task.taskId() + "  " + task.bot()));
        if (!screen.confirms("Stop " + Text.count(alive.size(), "task") + "? Their bots stay without vectors until they are started again.", yes)) {
            screen.say("Nothing was stopped.");
            return UserException.OK;
        }
        for (TaskState task : alive) {
            tasks.stop(task.taskId(), "stopped by bedrock-chat-migration --stop");
            journal.ended(task.bot(), journal.entry(task.bot()).attempt(), new Outcome.Failed("stopped by --stop", task.taskId(), false));
            screen.say("stopped  task " + task.taskId() + "  " + task.bot());
        }
        screen.say("Run without --stop to go on: the bots whose tasks were stopped are offered again.");
        return UserException.OK;
    }
}
