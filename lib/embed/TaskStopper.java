package lib.embed;

import java.util.List;
import java.util.Set;
import lib.cli.Next;
import lib.common.Console;
import lib.common.ExitCode;
import lib.common.Text;
import lib.journal.Journal;
import lib.model.Outcome;
import lib.model.TaskState;

/** {@code --stop}: stops the running tasks of this migration, after confirmation. */
public final class TaskStopper {
    private TaskStopper() {}

    /**
     * Stops the tasks, and returns the exit code. The journal records each stop, so that the next run offers the bot
     * again. A task that this tool did not start is named, and never stopped.
     */
    public static ExitCode stop(Setup setup, Journal journal, ResumePlan resume) {
        Console console = setup.session().console();
        resume.otherRunningTasks()
                .forEach(task -> console.say(shown(task) + "  is left alone: it was started by "
                        + (task.startedBy().isEmpty() ? "the app, or by hand" : Text.oneLine(task.startedBy(), 60))));
        List<TaskState> running = resume.runningTasksOfThisMigration();
        if (running.isEmpty()) {
            console.say("No task of this migration is running. Nothing was stopped.");
            return ExitCode.OK;
        }
        running.forEach(task -> console.say(shown(task)));
        if (!console.confirm(question(running, journal), setup.yes())) {
            console.say("Nothing was stopped.");
            return console.exitCodeOfNo();
        }
        for (TaskState task : running) {
            setup.tasks().stop(task.taskId(), "stopped by bedrock-chat-migration --stop");
            if (isKnown(task, journal)) {
                journal.ended(
                        task.bot(),
                        journal.entry(task.bot()).attempt(),
                        new Outcome.Failed("stopped by --stop", task.taskId(), false));
            }
            console.say("stopped  task " + task.taskId() + "  " + task.bot());
        }
        Next.show(
                List.of(new Next(
                        "to be asked about their bots again",
                        setup.session().invocation().again(Set.of("--stop", "--yes", "-y")))),
                console);
        return ExitCode.OK;
    }

    private static String shown(TaskState task) {
        return "  " + task.lastStatus() + "  task " + task.taskId() + "  " + task.bot();
    }

    /** Whether the journal has this task, or a request that may have started it. */
    private static boolean isKnown(TaskState task, Journal journal) {
        Journal.Entry entry = journal.entry(task.bot());
        return entry.hasStarted(task.taskId()) || entry.isUnconfirmed();
    }

    /** Another operator's tasks are of the same migration, but in another journal. */
    private static String question(List<TaskState> running, Journal journal) {
        long unknown = running.stream()
                .filter(task -> !isKnown(task, journal))
                .count();
        return "Stop " + Text.count(running.size(), "task")
                + (unknown == 0 ? "" : ", " + unknown + " of which this journal does not know")
                + "? Their bots stay without vectors until they are started again.";
    }
}
