package lib.report;

import java.time.Instant;
import java.util.List;
import lib.model.Bot;
import lib.model.Outcome;
import lib.model.TaskState;

/**
 * A bot with its outcome.
 *
 * @param at when the outcome was known, by the run's clock
 * @param tasks the bot's tasks that this run has seen, in their order
 */
public record BotResult(Bot bot, Outcome outcome, Instant at, List<TaskState> tasks) {}
