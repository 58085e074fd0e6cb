package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import lib.common.Clock;
import lib.journal.Journal;
import lib.model.BotKey;
import lib.model.MigrationId;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.FakeClock;

/** What the journal says of the last sweep of the table. */
class JournalSweepTest {
    private static final MigrationId IDENTITY = onHost("host");
    private static final Clock CLOCK = new FakeClock();
    private static final String FILTER = "contains(SK, :bot)";
    private static final BotKey ONE = new BotKey("user", "user#BOT#1");
    private static final BotKey TWO = new BotKey("user", "user#BOT#2");
    private static final BotKey THREE = new BotKey("user", "user#BOT#3");

    private final Path file = Cli.temporaryFolder("journal").resolve("journal.jsonl");

    private static MigrationId onHost(String databaseHost) {
        return new MigrationId("123456789012", "us-east-1", "table", "cluster", databaseHost);
    }

    private Journal open() {
        return Journal.open(file, IDENTITY, CLOCK);
    }

    /** The last sweep, as the next run reads it. */
    private Optional<Journal.Sweep> reread() {
        return Journal.view(file, IDENTITY, CLOCK).sweep();
    }

    @Test
    void aSweepThatHasReadTheWholeTableIsKnownToTheNextRun() {
        try (Journal journal = open()) {
            assertEquals(Optional.empty(), journal.sweep());
            journal.swept("first", FILTER, 25, List.of(ONE, TWO));
        }
        Journal.Sweep finished = reread().orElseThrow();
        assertTrue(finished.isFinished());
        assertEquals(List.of(ONE, TWO), finished.bots());
        assertEquals(FILTER, finished.filter());
    }

    /** An earlier version recorded a sweep in parts, each with the bots found since the part before. */
    @Test
    void thePartsThatAnEarlierVersionHasRecordedAddUp() throws IOException {
        open().close();
        append(part("first", "\"position\": {\"pk\": \"user\", \"sk\": \"user#BOT#1\"}, ", ONE));
        assertFalse(reread().orElseThrow().isFinished());
        append(part("first", "\"position\": {\"pk\": \"user\", \"sk\": \"user#CONV#1\"}, ", TWO));
        assertFalse(reread().orElseThrow().isFinished());
        assertEquals(List.of(ONE, TWO), reread().orElseThrow().bots());
        append(part("first", "", THREE));
        assertTrue(reread().orElseThrow().isFinished());
        assertEquals(List.of(ONE, TWO, THREE), reread().orElseThrow().bots());
    }

    private void append(String line) throws IOException {
        Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
    }

    private static String part(String began, String position, BotKey bot) {
        return String.format(
                "{\"v\": 1, \"type\": \"swept\", \"at\": \"2026-03-01T10:00:00Z\", \"generation\": 1,"
                        + " \"began\": \"%s\", \"filter\": \"%s\", \"itemsRead\": 10, %s"
                        + "\"bots\": [{\"pk\": \"%s\", \"sk\": \"%s\"}]}",
                began, FILTER, position, bot.pk(), bot.sk());
    }

    @Test
    void anotherSweepBeginsWithoutTheBotsOfTheOneBefore() {
        try (Journal journal = open()) {
            journal.swept("first", FILTER, 25, List.of(ONE));
            journal.swept("second", FILTER, 25, List.of(TWO));
        }
        assertEquals(List.of(TWO), reread().orElseThrow().bots());
    }

    /** Which bots the index lacks does not depend on the database. */
    @Test
    void aReplacedDatabaseIsNoReasonToSweepAgain() {
        try (Journal journal = open()) {
            journal.swept("first", FILTER, 25, List.of(ONE));
        }
        assertTrue(Journal.view(file, onHost("another"), CLOCK).sweep().isPresent());
    }

    @Test
    void afterTheEndOfTheRunNothingIsRecorded() {
        Journal journal = open();
        journal.close();
        journal.swept("first", FILTER, 25, List.of(ONE));
        assertEquals(Optional.empty(), reread());
    }
}
