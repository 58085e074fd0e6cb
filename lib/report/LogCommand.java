package lib.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.common.Text;
import lib.model.Outcome;
import lib.model.TaskState;

/**
 * The log streams of the embedding tasks, and the command of the AWS CLI 2 that shows one ({@code aws logs tail}).
 *
 * @param group empty if unknown
 * @param prefix of the streams, which are named {@code prefix/container/task id}; empty if unknown
 * @param access the options of the AWS CLI that select region, profile and endpoint
 */
public record LogCommand(String group, String prefix, String container, List<String> access) {
    /** How far to look back for a task that this run has not watched; CloudWatch may keep logs for longer. */
    private static final String LONG_AGO = "30d";

    /** {@code log group: log stream} of the outcome's task; empty if unknown, or if its container never ran. */
    String stream(Outcome outcome) {
        boolean hasLog = !outcome.taskId().isEmpty()
                && !TaskState.NEVER_RAN.matcher(outcome.reason()).find();
        return hasLog && !prefix.isEmpty() ? group + ": " + name(outcome) : "";
    }

    private String name(Outcome outcome) {
        return prefix + "/" + container + "/" + outcome.taskId();
    }

    /** A command that shows the log of a bot's task, for a POSIX shell; empty if there is none. */
    Optional<String> of(BotResult result) {
        Outcome outcome = result.outcome();
        if (stream(outcome).isEmpty() || group.isEmpty()) {
            return Optional.empty();
        }
        Stream<String> words =
                Stream.of("aws", "logs", "tail", group, "--log-stream-names", name(outcome), "--since", since(result));
        return Optional.of(
                Stream.concat(words, access.stream()).map(Text::shellWord).collect(Collectors.joining(" ")));
    }

    private static String since(BotResult result) {
        return result.tasks().stream()
                .filter(task -> task.arn().endsWith(result.outcome().taskId()))
                .map(TaskState::billedFrom)
                .flatMap(Stream::ofNullable)
                .map(began -> began.truncatedTo(ChronoUnit.SECONDS))
                .map(Instant::toString)
                .findFirst()
                .orElse(LONG_AGO);
    }
}
