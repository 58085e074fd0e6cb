package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lib.common.Clock;
import lib.common.ExitCode;
import lib.common.UserException;
import lib.common.UserFolders;
import lib.journal.Journal;
import lib.model.MigrationId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.Cli;
import tests.support.FakeClock;

/** Where the journal is, and what is said if it cannot be opened or read. */
class JournalFileTest {
    private static final MigrationId IDENTITY =
            new MigrationId("123456789012", "us-east-1", "table", "cluster", "host");
    private static final Clock CLOCK = new FakeClock();

    private final Path file = Cli.temporaryFolder("journal").resolve("journal.jsonl");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"type\":\"started\"} | no v",
                "{\"v\":1,\"type\":\"started\",\"at\":\"2026-11-26T10:00:00Z\",\"pk\":\"a\",\"sk\":\"b\"} | no taskId",
                "{\"v\":2,\"type\":\"started\"} | version 2 is unknown",
                "{\"v\":1,\"type\":\"stolen\"} | unknown type \"stolen\"",
                "{\"v\":1,\"type\":\"opened\",\"at\":\"yesterday\"} | no why"
            })
    void theErrorNamesWhatIsWrongWithTheLine(String line, String wrong) throws IOException {
        Files.writeString(file, line + "\n");
        UserException refused = assertThrows(UserException.class, () -> Journal.view(file, IDENTITY, CLOCK));
        assertEquals(
                "Nothing was started: line 1 of the journal " + file + " cannot be read (" + wrong + ").\n"
                        + "Restore the file, or move it away: running tasks are then still found and watched,"
                        + " and every other bot is offered again.",
                refused.getMessage());
    }

    @Test
    void aDamagedJournalHoldsNoLockOnceItWasRefused() throws IOException {
        for (String damaged : List.of("{\n", "{}\n")) {
            Files.writeString(file, damaged);
            assertThrows(UserException.class, () -> Journal.open(file, IDENTITY, CLOCK));
        }
        Files.delete(file);
        Journal.open(file, IDENTITY, CLOCK).close();
    }

    @Test
    void aJournalThatCannotBeCreatedOrOpenedIsRefused() throws IOException {
        Path folder = Files.createDirectory(file);
        UserException notOpened = assertThrows(UserException.class, () -> Journal.open(folder, IDENTITY, CLOCK));
        assertEquals(ExitCode.BAD_SETTINGS, notOpened.exitCode());
        assertTrue(
                notOpened.getMessage().startsWith("Nothing was started: the journal " + folder + " cannot be opened (")
                        && notOpened.getMessage().contains(folder + ": ")
                        && notOpened.getMessage().endsWith("it prevents that bots are started twice."),
                notOpened::getMessage);
        Path parent = Files.createFile(folder.resolve("file"));
        Path child = parent.resolve("journal.jsonl");
        UserException notCreated = assertThrows(UserException.class, () -> Journal.open(child, IDENTITY, CLOCK));
        assertEquals(
                "Nothing was started: the journal " + child + " cannot be opened (FileAlreadyExistsException: " + parent
                        + "). Name another file with --journal FILE.",
                notCreated.getMessage());
    }

    @Test
    void itsFileIsNamedAfterThePlaceOfTheMigrationInTheHomeFolder() {
        Path home = Path.of("/home/ann");
        assertEquals(
                home.resolve(".bedrock-chat-migration/123456789012-us-east-1-table.jsonl"),
                Journal.defaultPath(new UserFolders(home), IDENTITY));
        Path relative = Path.of("no-such-folder/journal.jsonl");
        assertEquals(relative.toAbsolutePath(), Journal.view(relative, IDENTITY, CLOCK).path());
    }
}
