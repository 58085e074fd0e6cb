package tests.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static tests.support.TestBots.bots;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.TestBots.Bot;

/**
 * The journal of a run: on disk before a request is sent, refused if it is damaged, and still safe if it is cut. How
 * its records are read is tested in unit.
 */
class JournalCliTest {
    private final Bot[] bots = bots(3);
    private final TestAccount account = TestAccount.with(bots);

    @Test
    void theLinesAreVersionedJsonInTheHomeFolderWithoutSecrets() throws IOException {
        account.operator().with("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI").with("AWS_SESSION_TOKEN", "IQoJb3JpZ2lu");
        account.migrate("--yes").exits(0);
        List<String> lines = Files.readAllLines(account.journal());
        for (String line : lines) {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            assertEquals(1, json.get("v").getAsInt(), line);
            assertTrue(json.get("type").getAsString().matches("opened|intended|started|ended|swept"), line);
            Instant.parse(json.get("at").getAsString());
            assertFalse(line.matches(".*(wJalrXUtnFEMI|IQoJb3JpZ2lu|secretsmanager).*"), line);
        }
        assertEquals(2 + 3 * bots.length, lines.size(), () -> String.join("\n", lines));

        Path other = account.operator().home().resolve("elsewhere/my.jsonl");
        Files.createDirectories(other.getParent());
        byte[] before = Files.readAllBytes(account.journal());
        account.migrate("--yes", "--journal", other.toString()).exits(0);
        assertTrue(Files.readString(other).startsWith("{\"v\":1,\"type\":\"opened\""));
        assertArrayEquals(before, Files.readAllBytes(account.journal()));
        account.assertStarted(bots); // without the first journal, done bots are recognised by the list of all tasks
    }

    @ParameterizedTest(name = "{displayName} {2}")
    @CsvSource({
        "'\"attempt\":1', '\"attempt\":}', line %d of the journal",
        "'\"account\":\"123456789012\"', '\"account\":\"999999999999\"', belongs to account 999999999999"
    })
    void aJournalThatIsUnreadableOrOfAnotherMigrationStartsNothing(String written, String damaged, String message)
            throws IOException {
        account.migrate("--yes").exits(0);
        String journal = Files.readString(account.journal()), changed = journal.replace(written, damaged);
        long line = journal.substring(0, journal.indexOf(written)).lines().count();
        Files.writeString(account.journal(), changed);
        account.put(bots(4)).migrate("--yes").exits(2).hasErr(message.formatted(line), "Nothing was started");
        assertEquals(changed, Files.readString(account.journal()));
        account.assertStarted(bots);
    }

    @ParameterizedTest
    @ValueSource(strings = {"opened", "intended", "started", "half"})
    void startsMissingFromACutJournalAreNotRepeatedWithinAnHourAndNeedConfirmationLater(String keep)
            throws IOException {
        account.migrate("--yes").exits(0);
        byte[] cut = cut(Files.readString(account.journal()), keep);
        int known = (int) new String(cut, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("\"type\":\"intended\"") && line.endsWith("}"))
                .count();

        Files.write(account.journal(), cut);
        account.migrate("--yes").exits(0);
        account.assertStarted(bots);

        account.advance(Duration.ofMinutes(90));
        Files.write(account.journal(), cut);
        Cli.Result after = account.migrate("--no-proof");
        assertEquals(known < 3, after.out().contains("Start " + (3 - known) + " embedding task"));

        Files.write(account.journal(), cut);
        account.migrate().exits(0).hasNoOut("[y/N"); // the rows prove them
        account.assertStarted(bots);
    }

    /** Returns the journal up to the first line of that type, or for {@code half}, to the middle of the first start. */
    private static byte[] cut(String journal, String keep) {
        int from = journal.indexOf("\"type\":\"" + (keep.equals("half") ? "intended" : keep));
        int end = journal.indexOf('\n', from) + 1;
        return journal.substring(0, keep.equals("half") ? end - 30 : end).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aConcurrentRunIsRejectedAndNamesTheFirst() throws IOException {
        account.behavior(bots[0], "hang");
        Cli.Running first = account.start("--yes").waitUntil(() -> account.journalLines("started").size() == 3);
        Path links = Cli.temporaryFolder("links");
        Path folder = Files.createSymbolicLink(links.resolve("folder"), account.journal().getParent());
        Path file = Files.createSymbolicLink(links.resolve("journal.jsonl"), account.journal());
        for (Path journal : List.of(account.journal(), folder.resolve(account.journal().getFileName()), file)) {
            account.migrate("--yes", "--journal", journal.toString()).exits(2)
                    .hasErr("another run is using the same journal", "process " + ProcessHandle.current().pid());
        }
        Cli.Result stopBeside = account.migrate("--stop").exits(2);
        assertEquals("", stopBeside.out(), "no header");
        assertEquals(2, stopBeside.err().lines().count());
        assertEquals(1, stopBeside.errLines(", since [0-9-]+T[0-9:]+Z\\)").size());
        account.migrate("--status").exits(1).hasOut("3 tasks are running, for about $");
        assertTrue(first.killWhen(() -> true));
        account.migrate("--stop", "--yes").exits(0); // the lock ends with its process
        account.assertStarted(bots);
    }

    @Test
    void aRunInAnotherProcessIsRejectedToo() {
        account.behavior(bots[0], "hang");
        RunningProcess first = account.startProcess("--yes")
                .waitUntil(() -> !account.journalLines("started").isEmpty());
        account.migrate("--stop", "--yes").exits(2).hasErr("process " + first.process().pid());
        assertTrue(first.killWhen(() -> true));
    }

    @Test
    void aFullDiskEndsTheStartsAndEveryStartIsRecorded() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can mount a small disk");
        Path disk = Cli.temporaryFolder("disk");
        assertEquals(0, sh("mount -t tmpfs -o size=12k tmpfs " + disk));
        try {
            Bot[] many = bots(12);
            Path journal = disk.resolve("journal.jsonl");
            account.put(many).migrate("--yes", "--journal", journal.toString()).exits(1)
                    .hasOut("Stopped: the journal " + journal + " cannot be written");
            String recorded = Files.readString(journal);
            Set<String> starts = Set.copyOf(account.tokens("")); // retries after a full quota use the same token
            assertTrue(!starts.isEmpty() && starts.size() < 12, () -> starts.size() + " starts");
            starts.forEach(token -> assertTrue(recorded.contains(token), () -> "unrecorded: " + token));

            assertEquals(0, sh("mount -o remount,size=1m " + disk));
            account.migrate("--yes", "--journal", journal.toString()).exits(0);
            KillAndResumeStress.assertEachOnce(account, many);
            account.assertStarted(many);
        } finally {
            sh("umount " + disk);
        }
    }

    private static int sh(String command) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
    }
}
