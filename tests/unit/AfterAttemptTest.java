package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import lib.embed.AfterAttempt;
import lib.embed.AfterAttempt.Known;
import lib.embed.AfterAttempt.Rows;
import lib.embed.BotAttempt;
import lib.embed.BotAttempt.Watched;
import lib.embed.Step;
import lib.journal.Journal;
import lib.journal.JournalRecord;
import lib.model.Bot;
import lib.model.BotKey;
import lib.model.Knowledge;
import lib.model.Outcome;
import lib.model.StartRequest;
import lib.model.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What follows the end of a bot's task, and the count of its rows: a table of every case. */
class AfterAttemptTest {
    private static final BotKey KEY = new BotKey("user", "user#BOT#1");
    private static final String TASK = "a".repeat(32);
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    /** How the task has ended that the outcome is about, and what the journal says about it. */
    private enum Ended {
        NO_TASK,
        NORMALLY,
        BY_USER,
        MISSING,
        BEFORE_MARK,
        NOT_UNDERSTOOD,
        /** Of a request of an earlier version, too. */
        UNDERSTOOD
    }

    private static Outcome outcome(String kind) {
        return switch (kind) {
            case "succeeded" -> new Outcome.Succeeded("", TASK);
            case "incomplete" -> new Outcome.Incomplete("", TASK, List.of("a.pdf"), false);
            case "failed" -> new Outcome.Failed("", TASK, false);
            case "failed for now" -> new Outcome.Failed("", TASK, true);
            case "unproved" -> new Outcome.Unproved("", TASK);
            case "edited" -> new Outcome.Unproved("", TASK, true);
            case "deleted" -> new Outcome.DeletedMeanwhile("", TASK);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    private static BotAttempt attempt(Watched watches, int tasksLeft) {
        Bot bot = new Bot(KEY, "Bot", Knowledge.NONE, "SUCCEEDED", "", "b".repeat(32), false, List.of(), false);
        return new BotAttempt(bot, 1, new BotAttempt.None(), watches, tasksLeft);
    }

    private static Known known(Ended ended, Rows rows, boolean isMarkTooOld) {
        List<String> before =
                ended == Ended.BEFORE_MARK ? List.of(TASK) : isMarkTooOld ? List.of("b".repeat(32)) : List.of();
        JournalRecord.Marked marked =
                before.isEmpty() ? null : new JournalRecord.Marked(NOW.toString(), KEY.pk(), KEY.sk(), "", before);
        JournalRecord.Intended intended = before.isEmpty() ? intended(ended.compareTo(Ended.NOT_UNDERSTOOD) < 0) : null;
        Journal.Entry entry = new Journal.Entry(KEY, marked, intended, null, null, 1, "", NOW, false);
        return new Known(task(ended), entry, rows);
    }

    private static JournalRecord.Intended intended(boolean isOfThisVersion) {
        StartRequest.ContainerOverride override = new StartRequest.ContainerOverride(
                "Container", List.of(), isOfThisVersion ? List.of(new StartRequest.Variable("EVENT", "")) : null);
        StartRequest request = new StartRequest(
                "cluster",
                1,
                "FARGATE",
                new StartRequest.NetworkConfiguration(
                        new StartRequest.AwsVpcConfiguration(List.of(), List.of(), "ENABLED")),
                new StartRequest.Overrides(List.of(override)),
                "us",
                "definition",
                "token");
        return new JournalRecord.Intended(NOW.toString(), KEY.pk(), KEY.sk(), 1, "token", "", request);
    }

    private static Optional<TaskState> task(Ended ended) {
        return switch (ended) {
            case NO_TASK -> Optional.empty();
            case MISSING -> Optional.of(TaskState.missing(TASK));
            case BY_USER -> Optional.of(stopped("UserInitiated", 137));
            case NOT_UNDERSTOOD -> Optional.of(stopped("EssentialContainerExited", 1));
            case NORMALLY, BEFORE_MARK, UNDERSTOOD -> Optional.of(stopped("EssentialContainerExited", 0));
        };
    }

    private static TaskState stopped(String code, int exit) {
        return new TaskState(TASK, KEY, "us", "STOPPED", code, "", exit, "", null, null, null);
    }

    private static String shown(Step step) {
        BotAttempt attempt = step.attempt();
        String watches = attempt.watches() == Watched.OWN ? "" : ", " + attempt.watches();
        if (step instanceof Step.Queue queue) {
            return "Queue" + (queue.isFirst() ? ", first" : "") + watches;
        }
        if (step instanceof Step.CountRows count) {
            return "CountRows " + count.byStatus().kind().label() + watches;
        }
        if (step instanceof Step.Settle settle) {
            return "Settle " + settle.outcome().kind().label();
        }
        return step instanceof Step.TryAgain again
                ? (again.isAtOnce() ? "TryAgain, first" : "TryAgain")
                : step.getClass().getSimpleName() + watches;
    }

    @ParameterizedTest(name = "{0} {1} {2} {3} {4}")
    @CsvSource(
            delimiter = '|',
            value = {
                // Our own task has ended: what may be temporary is tried again, and a success needs its rows.
                "OWN | 2 | succeeded      | NORMALLY | NOT_COUNTED | CountRows succeeded",
                "OWN | 2 | succeeded      | NORMALLY | UNREADABLE  | Settle succeeded",
                "OWN | 2 | unproved       | NORMALLY | NOT_COUNTED | CountRows unproved",
                "OWN | 2 | unproved       | NORMALLY | UNREADABLE  | Settle unproved",
                "OWN | 2 | failed         | NORMALLY | NOT_COUNTED | Settle failed",
                "OWN | 2 | failed         | BY_USER  | NOT_COUNTED | Settle failed",
                "OWN | 2 | failed for now | NORMALLY | NOT_COUNTED | TryAgain",
                "OWN | 1 | failed for now | MISSING  | UNREADABLE  | TryAgain",
                "OWN | 0 | failed for now | NORMALLY | NOT_COUNTED | Settle failed",
                "OWN | 2 | deleted        | NORMALLY | NOT_COUNTED | Settle deleted meanwhile",
                "OWN | 2 | edited         | NORMALLY | NOT_COUNTED | CountRows unproved",
                "OWN | 2 | edited         | NORMALLY | UNREADABLE  | AwaitApp, AFTER_EDIT",
                // A request of an earlier version, which this container has not understood.
                "OWN   | 2 | failed         | NOT_UNDERSTOOD | NOT_COUNTED | TryAgain, first",
                "OTHER | 0 | failed for now | NOT_UNDERSTOOD | UNREADABLE  | TryAgain, first",
                "OWN   | 2 | succeeded      | UNDERSTOOD     | NOT_COUNTED | CountRows succeeded",
                // The rows of our own task have been counted.
                "OWN | 2 | succeeded  | NO_TASK | SOME | Settle succeeded",
                "OWN | 2 | incomplete | NO_TASK | SOME | Settle incomplete",
                "OWN | 2 | incomplete | NO_TASK | NONE | Settle incomplete",
                "OWN | 2 | unproved   | NO_TASK | NONE | Settle unproved",
                "OWN | 2 | edited     | NO_TASK | SOME | AwaitApp, AFTER_EDIT",
                "OWN | 0 | edited     | NO_TASK | NONE | AwaitApp, AFTER_EDIT",
                // The app's own task has not appeared within five minutes.
                "AFTER_EDIT | 2 | edited    | NORMALLY | NOT_COUNTED | CountRows unproved, AFTER_EDIT",
                "AFTER_EDIT | 2 | edited    | NORMALLY | UNREADABLE  | TryAgain",
                "AFTER_EDIT | 2 | edited    | NO_TASK  | NONE        | TryAgain",
                "AFTER_EDIT | 0 | edited    | NO_TASK  | SOME        | Settle unproved",
                "AFTER_EDIT | 0 | succeeded | NO_TASK  | SOME        | Settle succeeded",
                // Another's task was watched: without rows here, it was for another database.
                "OTHER | 2 | succeeded  | NORMALLY | NOT_COUNTED | CountRows succeeded, OTHER",
                "OTHER | 2 | succeeded  | NO_TASK  | SOME        | Settle succeeded",
                "OTHER | 2 | incomplete | NO_TASK  | SOME        | Settle incomplete",
                "OTHER | 2 | incomplete | NO_TASK  | NONE        | Queue",
                "OTHER | 2 | unproved   | NO_TASK  | NONE        | Queue",
                "OTHER | 2 | unproved   | NO_TASK  | SOME        | Settle unproved",
                "OTHER | 2 | unproved   | NORMALLY | UNREADABLE  | Settle unproved",
                "OTHER | 2 | edited     | NO_TASK  | NONE        | AwaitApp, AFTER_EDIT",
                "OTHER | 2 | deleted    | NORMALLY | NOT_COUNTED | Settle deleted meanwhile",
                "OTHER | 2 | failed     | NORMALLY | NOT_COUNTED | Settle failed",
                // A task that the start waited for: its own outcome counts, unless it was cut off or is too old.
                "BEFORE_START | 3 | succeeded      | NORMALLY    | NOT_COUNTED | CountRows succeeded, OTHER",
                "BEFORE_START | 3 | failed         | NORMALLY    | NOT_COUNTED | Settle failed",
                "BEFORE_START | 3 | failed for now | NORMALLY    | NOT_COUNTED | TryAgain",
                "BEFORE_START | 3 | failed         | BY_USER     | NOT_COUNTED | CountRows unproved, BEFORE_START",
                "BEFORE_START | 3 | failed for now | MISSING     | NOT_COUNTED | CountRows unproved, BEFORE_START",
                "BEFORE_START | 3 | succeeded      | BEFORE_MARK | NOT_COUNTED | CountRows unproved, BEFORE_START",
                "BEFORE_START | 3 | failed         | BY_USER     | UNREADABLE  | Queue",
                "BEFORE_START | 3 | deleted        | NORMALLY    | NOT_COUNTED | Settle deleted meanwhile",
                // The rows were looked at before the start.
                "BEFORE_START | 3 | unproved  | NO_TASK | NOT_COUNTED | CountRows unproved, BEFORE_START",
                "BEFORE_START | 3 | unproved  | NO_TASK | UNREADABLE  | Queue",
                "BEFORE_START | 3 | succeeded | NO_TASK | SOME        | Settle succeeded",
                "BEFORE_START | 3 | unproved  | NO_TASK | SOME        | Queue",
                "BEFORE_START | 3 | unproved  | NO_TASK | NONE        | Queue"
            })
    void theNextStep(Watched watches, int tasksLeft, String outcome, Ended ended, Rows rows, String step) {
        assertEquals(
                step,
                shown(AfterAttempt.next(attempt(watches, tasksLeft), outcome(outcome), known(ended, rows, false))));
    }

    @ParameterizedTest
    @CsvSource({"succeeded, SOME", "unproved, SOME", "unproved, NONE"})
    void aMarkThatWasTakenWhileTasksRanIsTakenAgainWhateverTheRowsSay(String outcome, Rows rows) {
        Step step = AfterAttempt.next(
                attempt(Watched.BEFORE_START, 3), outcome(outcome), known(Ended.NO_TASK, rows, true));
        assertEquals("MarkAgain", shown(step));
        assertEquals(Watched.OWN, step.attempt().watches());
    }

    @Test
    void aSpentTokenIsFollowedByTheNextNumberAndAnUnsentAttemptKeepsItsOwn() {
        BotAttempt unsent = attempt(Watched.OTHER, 2);
        Known noRows = known(Ended.NO_TASK, Rows.NONE, false);
        assertEquals(1, AfterAttempt.next(unsent, outcome("unproved"), noRows).attempt().number());
        BotAttempt sent = unsent.intended(intended(true)).watching(Watched.OTHER);
        assertEquals(2, AfterAttempt.next(sent, outcome("unproved"), noRows).attempt().number());
    }

    @ParameterizedTest
    @CsvSource({
        "OWN, failed, NORMALLY, true",
        "OWN, succeeded, NORMALLY, true",
        "OWN, unproved, NORMALLY, true",
        "OTHER, failed, NORMALLY, true",
        "OWN, failed, MISSING, true",
        "OWN, failed, BY_USER, false",
        "OWN, failed, NOT_UNDERSTOOD, false",
        "OWN, deleted, NORMALLY, false",
        "OWN, edited, NORMALLY, false",
        "BEFORE_START, failed, NORMALLY, false"
    })
    void anEndConcernsOtherBotsUnlessItIsOfThisBotAlone(
            Watched watches, String outcome, Ended ended, boolean concerns) {
        assertEquals(
                concerns,
                AfterAttempt.concernsOthers(
                        attempt(watches, 2), outcome(outcome), known(ended, Rows.NOT_COUNTED, false)));
    }
}
