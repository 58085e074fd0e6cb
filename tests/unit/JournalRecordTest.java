package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import lib.journal.JournalRecord;
import lib.model.BotKey;
import lib.model.MigrationId;
import lib.model.StartRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A line of the journal that lacks a member is refused: a start that is half known must not be repeated. */
class JournalRecordTest {
    private static final String AT = "2026-11-26T10:00:00Z";
    private static final String TASK = "0".repeat(32);

    private static final StartRequest REQUEST = new StartRequest(
            "cluster",
            1,
            "FARGATE",
            new StartRequest.NetworkConfiguration(
                    new StartRequest.AwsVpcConfiguration(List.of("subnet"), List.of("sg"), "ENABLED")),
            new StartRequest.Overrides(List.of(new StartRequest.ContainerOverride(
                    "Container", List.of("-u"), List.of(new StartRequest.Variable(StartRequest.EVENT, "{}"))))),
            "startedBy",
            "family",
            "token");

    /** Numbers count as 0 if they are missing; the position is missing at the end of the table. */
    private static final Set<String> OPTIONAL = Set.of("attempt", "position");

    static List<JournalRecord> records() {
        MigrationId identity = new MigrationId("123456789012", "us-east-1", "table", "cluster", "host");
        return List.of(
                new JournalRecord.Opened(AT, "", identity),
                new JournalRecord.Marked(AT, "ann", "ann#BOT#1", "01MARK", List.of(TASK)),
                new JournalRecord.Intended(AT, "ann", "ann#BOT#1", 2, "token", "before", REQUEST),
                new JournalRecord.Started(AT, "ann", "ann#BOT#1", 2, TASK, "before"),
                new JournalRecord.Ended(AT, "ann", "ann#BOT#1", 2, "incomplete", "no rows", TASK, List.of("a"), true),
                new JournalRecord.Swept(AT, AT, "filter", new BotKey("ann", "ann#CONV#1"), List.of()));
    }

    @ParameterizedTest
    @MethodSource("records")
    void aLineIsReadAsItWasWritten(JournalRecord written) {
        JournalRecord read = JournalRecord.of(written.json());
        assertEquals(written, read);
        assertEquals(Instant.parse(AT), read.since());
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyMemberIsRequired(JournalRecord written) {
        JsonObject whole = written.json();
        for (String name : whole.keySet()) {
            JsonObject damaged = whole.deepCopy();
            damaged.remove(name);
            if (!OPTIONAL.contains(name)) {
                RuntimeException refused =
                        assertThrows(RuntimeException.class, () -> JournalRecord.of(damaged), damaged::toString);
                assertEquals("no " + name, rootCause(refused).getMessage());
            }
        }
    }

    private static Throwable rootCause(Throwable error) {
        return error.getCause() == null ? error : rootCause(error.getCause());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cluster", "launchType", "networkConfiguration", "awsvpcConfiguration", "subnets", "securityGroups",
                "assignPublicIp", "overrides", "containerOverrides", "name", "command", "value", "startedBy",
                "taskDefinition", "clientToken"
            })
    void everyMemberOfTheRequestIsRequired(String name) {
        JsonObject line = new JournalRecord.Intended(AT, "ann", "ann#BOT#1", 2, "token", "before", REQUEST).json();
        String whole = line.get("request").toString();
        String damaged = whole.replace("\"" + name + "\":", "\"other\":");
        assertNotEquals(whole, damaged);
        line.add("request", JsonParser.parseString(damaged));
        RuntimeException refused = assertThrows(RuntimeException.class, () -> JournalRecord.of(line));
        assertEquals("no " + name, rootCause(refused).getMessage());
    }
}
