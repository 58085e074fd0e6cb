package lib.journal;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.List;
import java.util.Map.Entry;
import java.util.Map;
import java.util.Set;
import lib.model.BotKey;
import lib.model.MigrationId;
import lib.model.Outcome;
import lib.model.StartRequest;

/**
 * A line of the journal: {@code {"v": 1, "type": …, "at": …, …}}. The reference (lib/docs) lists the members of each
 * type.
 */
public sealed interface JournalRecord {
    /** When it was written, as ISO-8601. */
    String at();

    default Instant since() {
        return Instant.parse(at());
    }

    /**
     * A run begins that knows another identity than the one before: the records after it are of that identity.
     *
     * @param why of the earlier versions, which began a generation: {@link #EARLIER_FRESH} is the one that counts
     */
    record Opened(String at, String why, MigrationId identity) implements JournalRecord {
        /** Every bot was to be embedded again. */
        static final String EARLIER_FRESH = "--fresh";
    }

    /** A record about one bot. */
    sealed interface OfBot extends JournalRecord {
        String pk();

        String sk();

        int attempt();

        default BotKey bot() {
            return new BotKey(pk(), sk());
        }
    }

    /**
     * {@code --fresh}: the bot is to be embedded again, until all its rows are above this mark.
     *
     * @param mark the highest id of its rows at that moment; empty if there are none
     * @param tasks the ids of its tasks that may have been running then: when they have ended, the mark is taken again
     */
    record Marked(String at, String pk, String sk, String mark, List<String> tasks) implements OfBot {
        /** None: a mark is no attempt. */
        @Override
        public int attempt() {
            return 0;
        }
    }

    /** A start that is about to be requested. {@code execIdBefore} is the bot's LastExecId at that time. */
    record Intended(
            String at,
            String pk,
            String sk,
            int attempt,
            String token,
            String execIdBefore,
            StartRequest request)
            implements OfBot {}

    /** A bot's task: the one that was started, or another one that determines the outcome instead. */
    record Started(String at, String pk, String sk, int attempt, String taskId, String execIdBefore) implements OfBot {}

    /**
     * The end of an attempt; <em>not started</em> withdraws a start that certainly brought no task, or records that the
     * user accepts a bot that cannot be embedded. {@code missing} and {@code accepted} are null for other outcomes, and
     * if a start is withdrawn.
     */
    record Ended(
            String at,
            String pk,
            String sk,
            int attempt,
            String outcome,
            String reason,
            String taskId,
            List<String> missing,
            Boolean accepted)
            implements OfBot {
        static Ended of(String at, BotKey bot, int attempt, Outcome outcome) {
            List<String> missing = null;
            Boolean accepted = null;
            if (outcome instanceof Outcome.Incomplete incomplete) {
                missing = incomplete.missing();
                accepted = incomplete.isAccepted();
            } else if (outcome instanceof Outcome.NotStarted notStarted
                    && notStarted.obstacle().isPresent()) {
                missing = notStarted.missing();
                accepted = notStarted.isAccepted();
            }
            return new Ended(
                    at,
                    bot.pk(),
                    bot.sk(),
                    attempt,
                    outcome.kind().label(),
                    outcome.reason(),
                    outcome.taskId(),
                    missing,
                    accepted);
        }

        public Ended {
            if ("incomplete".equals(outcome)) {
                require(missing, "missing");
                require(accepted, "accepted");
            }
        }

        boolean isDone() {
            return outcome.equals("succeeded");
        }

        /** Whether no task was started. */
        boolean isWithdrawn() {
            return outcome.equals("not started");
        }

        public Outcome asOutcome() {
            return switch (outcome) {
                case "succeeded" -> new Outcome.Succeeded(reason, taskId);
                case "incomplete" -> new Outcome.Incomplete(reason, taskId, missing, accepted);
                case "unproved" -> new Outcome.Unproved(reason, taskId);
                case "deleted meanwhile" -> new Outcome.DeletedMeanwhile(reason, taskId);
                case "not started" -> new Outcome.NotStarted(reason);
                default -> new Outcome.Failed(reason, taskId, false);
            };
        }
    }

    /**
     * A sweep of the table. Earlier versions of this tool also recorded how far it had come, in several records.
     *
     * @param began when the sweep began, as ISO-8601; the records of one sweep have it in common
     * @param filter the scan's condition
     * @param position the last item that was read; null at the end of the table; of this version else only
     *     {@link #FOR_FRESH}
     * @param bots the bots that were found since the record before of this sweep
     */
    record Swept(String at, String began, String filter, BotKey position, List<BotKey> bots)
            implements JournalRecord {
        /** {@code --fresh} begins a sweep. */
        static final BotKey FOR_FRESH = new BotKey("", "");
    }

    int VERSION = 1;
    /** Their own documentation says when they are missing. Numbers count as 0 if they are. */
    Set<String> OPTIONAL = Set.of("position", "missing", "accepted", "environment");
    Gson JSON = new GsonBuilder().disableHtmlEscaping().create();
    Map<String, Class<? extends JournalRecord>> TYPES = Map.of(
            "opened", Opened.class,
            "marked", Marked.class,
            "intended", Intended.class,
            "started", Started.class,
            "ended", Ended.class,
            "swept", Swept.class);

    /**
     * Reads a line.
     *
     * @throws RuntimeException if it is not a line that this program writes
     */
    static JournalRecord of(JsonObject json) {
        require(json.get("v"), "v");
        require(json.get("type"), "type");
        if (json.get("v").getAsInt() != VERSION) {
            throw new IllegalStateException("version " + json.get("v") + " is unknown");
        }
        Class<? extends JournalRecord> type = TYPES.get(json.get("type").getAsString());
        if (type == null) {
            throw new IllegalStateException("unknown type " + json.get("type"));
        }
        JournalRecord line = JSON.fromJson(json, type);
        requireMembers(line);
        line.since();
        return line;
    }

    default JsonObject json() {
        JsonObject line = new JsonObject();
        line.addProperty("v", VERSION);
        line.addProperty(
                "type",
                TYPES.entrySet().stream()
                        .filter(type -> type.getValue() == getClass())
                        .map(Entry::getKey)
                        .findFirst()
                        .orElseThrow());
        JSON.toJsonTree(this)
                .getAsJsonObject()
                .entrySet()
                .forEach(member -> line.add(member.getKey(), member.getValue()));
        return line;
    }

    /** Requires the members of a record, and of the records that it contains. */
    private static void requireMembers(Object value) {
        if (value instanceof List<?> list) {
            list.forEach(JournalRecord::requireMembers);
        } else if (value instanceof Record) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                Object member = member(value, component);
                if (!OPTIONAL.contains(component.getName())) {
                    require(member, component.getName());
                }
                requireMembers(member);
            }
        }
    }

    private static Object member(Object value, RecordComponent component) {
        try {
            return component.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void require(Object member, String name) {
        if (member == null || member instanceof JsonNull) {
            throw new IllegalStateException("no " + name);
        }
    }
}
