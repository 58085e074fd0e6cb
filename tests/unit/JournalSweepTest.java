package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
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
    private static final BotKey CONVERSATION = new BotKey("user", "user#CONV#1");

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
    void theRecordsOfOneSweepAddUpOverSeveralRuns() {
        try (Journal journal = open()) {
            assertEquals(Optional.empty(), journal.sweep());
            journal.swept("first", FILTER, 10, ONE, List.of(ONE));
        }
        assertFalse(reread().orElseThrow().isFinished());
        try (Journal journal = open()) {
            journal.swept("first", FILTER, 20, CONVERSATION, List.of(TWO));
            Journal.Sweep interrupted = reread().orElseThrow();
            assertEquals(journal.sweep(), Optional.of(interrupted));
            assertEquals(CONVERSATION, interrupted.position());
            assertEquals(20, interrupted.itemsRead());
            assertEquals(List.of(ONE, TWO), interrupted.bots());
            journal.swept("first", FILTER, 25, null, List.of());
        }
        Journal.Sweep finished = reread().orElseThrow();
        assertTrue(finished.isFinished());
        assertEquals(List.of(ONE, TWO), finished.bots());
        assertEquals(FILTER, finished.filter());
    }

    @Test
    void anotherSweepBeginsWithoutTheBotsOfTheOneBefore() {
        try (Journal journal = open()) {
            journal.swept("first", FILTER, 25, null, List.of(ONE));
            journal.swept("second", FILTER, 5, TWO, List.of(TWO));
        }
        assertEquals(List.of(TWO), reread().orElseThrow().bots());
        assertFalse(reread().orElseThrow().isFinished());
    }

    @Test
    void aSweepBelongsToItsGeneration() {
        try (Journal journal = open()) {
            journal.swept("first", FILTER, 25, null, List.of(ONE));
        }
        assertEquals(
                Optional.empty(), Journal.view(file, onHost("another"), CLOCK).sweep());
        try (Journal journal = open()) {
            journal.startFresh();
            assertEquals(Optional.empty(), journal.sweep());
        }
        assertEquals(Optional.empty(), reread());
    }

    @Test
    void afterTheEndOfTheRunNothingIsRecorded() {
        Journal journal = open();
        journal.close();
        journal.swept("first", FILTER, 25, null, List.of(ONE));
        assertEquals(Optional.empty(), reread());
    }
}
