package tests.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.TestBots;

/**
 * The journal of a run: on disk before a request is sent, refused if it is damaged, and still safe if it is cut. How
 * its records are read is tested in unit.
 */
class JournalCliTest {
    @Test
    void theLinesAreVersionedJsonInTheHomeFolderWithoutSecrets() throws IOException {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount account = TestAccount.withShortTasks().put(bots);
        Cli cli =
                account.cli().with("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI").with("AWS_SESSION_TOKEN", "IQoJb3JpZ2lu");
        account.migrate(cli, "--yes").exits(0);
        List<String> lines = Files.readAllLines(cli.journal());
        for (String line : lines) {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            assertEquals(1, json.get("v").getAsInt(), line);
            assertTrue(
                    List.of("opened", "intended", "started", "ended", "swept")
                            .contains(json.get("type").getAsString()),
                    line);
            Instant.parse(json.get("at").getAsString());
            assertFalse(
                    line.contains("wJalrXUtnFEMI") || line.contains("IQoJb3JpZ2lu") || line.contains("secretsmanager"),
                    line);
        }
        assertEquals(8, lines.size(), () -> String.join("\n", lines));

        Path other = cli.home().resolve("elsewhere/my.jsonl");
        Files.createDirectories(other.getParent());
        byte[] before = Files.readAllBytes(cli.journal());
        Cli.Result second = account.migrate(cli, "--yes", "--journal", other.toString()).exits(0);
        assertTrue(Files.readString(other).startsWith("{\"v\":1,\"type\":\"opened\""), second::toString);
        assertArrayEquals(before, Files.readAllBytes(cli.journal()));
        assertEquals(
                2,
                account.tasks().size(),
                "without the first journal, done bots are recognised by the list of all tasks");
    }

    @Test
    void aJournalThatIsUnreadableOrOfAnotherMigrationStartsNothing() throws IOException {
        TestAccount account = TestAccount.withShortTasks().put(TestBots.bots(1));
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(0);
        String journal = Files.readString(cli.journal());
        account.put(TestBots.bots(2));
        String[][] changes = {
            {"\"attempt\":1", "\"attempt\":}", "line %d of the journal"},
            {"\"account\":\"123456789012\"", "\"account\":\"999999999999\"", "belongs to account 999999999999"}
        };
        for (String[] change : changes) {
            String changed = journal.replace(change[0], change[1]);
            assertNotEquals(journal, changed);
            long line = journal.substring(0, journal.indexOf(change[0])).lines().count();
            Files.writeString(cli.journal(), changed);
            account.migrate(cli, "--yes").exits(2).hasErr(change[2].formatted(line), "Nothing was started");
            assertEquals(changed, Files.readString(cli.journal()));
        }
        assertEquals(1, account.requests("RunTask").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"opened", "intended", "started", "half"})
    void startsMissingFromACutJournalAreNotRepeatedWithinAnHourAndNeedConfirmationLater(String keep)
            throws IOException {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount account = TestAccount.withShortTasks().put(bots);
        Cli cli = account.cli();
        account.migrate(cli, "--yes").exits(0);
        byte[] cut = cut(Files.readString(cli.journal()), keep);
        int known = (int) new String(cut, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("\"type\":\"intended\"") && line.endsWith("}"))
                .count();

        Files.write(cli.journal(), cut);
        Cli.Result within = account.migrate(cli, "--yes").exits(0);
        assertEquals(3, account.tasks().size(), within::toString);

        account.advance(Duration.ofMinutes(90));
        Files.write(cli.journal(), cut);
        Cli.Result after = account.migrate(cli, "--no-proof");
        assertEquals(3, account.tasks().size(), after::toString);
        assertEquals(known < 3, after.out().contains("Start " + (3 - known) + " embedding task"), after::toString);

        Files.write(cli.journal(), cut);
        Cli.Result proved = account.migrate(cli);
        assertEquals(0, proved.exit(), "the rows prove them: " + proved);
        proved.hasNoOut("[y/N");
        assertEquals(3, account.tasks().size(), proved::toString);
    }

    /** Returns the journal up to the first line of that type, or for {@code half}, to the middle of the first start. */
    private static byte[] cut(String journal, String keep) {
        int from = journal.indexOf("\"type\":\"" + (keep.equals("half") ? "intended" : keep));
        int end = journal.indexOf('\n', from) + 1;
        return journal.substring(0, keep.equals("half") ? end - 30 : end).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aConcurrentRunIsRejectedAndNamesTheFirst() throws IOException {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount account = TestAccount.withShortTasks().put(bots).behavior(bots[0], "hang");
        Cli cli = account.cli();
        RunningProcess first = account.startProcess(cli, "--yes")
                .waitUntil(() -> cli.journalLines("started").size() == 2);
        try {
            Path links = Cli.temporaryFolder("links");
            Path folder = Files.createSymbolicLink(links.resolve("folder"), cli.journal().getParent());
            Path file = Files.createSymbolicLink(links.resolve("journal.jsonl"), cli.journal());
            for (Path journal : List.of(cli.journal(), folder.resolve(cli.journal().getFileName()), file)) {
                Cli.Result second = account.migrate(cli, "--yes", "--journal", journal.toString()).exits(2);
                second.hasErr("another run is using the same journal", "process " + first.process().pid());
            }
            Cli.Result stopBeside = account.migrate(cli, "--stop").exits(2);
            assertEquals("", stopBeside.out(), "no header");
            assertEquals(2, stopBeside.err().lines().count(), stopBeside::toString);
            assertTrue(stopBeside.err().matches("(?s).*, since [0-9-]+T[0-9:]+Z\\).*"), stopBeside::toString);
            Cli.Result status = account.migrate(cli, "--status");
            status.exits(1).hasOut("running, for about $"); // one, or both
            assertEquals(2, account.requests("RunTask").size(), status::toString);
        } finally {
            assertTrue(first.killWhen(() -> true));
        }
        Cli.Result stop = account.migrate(cli, "--stop", "--yes");
        assertEquals(0, stop.exit(), "the lock ends with its process: " + stop);
    }

    @Test
    void aFullDiskEndsTheStartsAndEveryStartIsRecorded() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can mount a small disk");
        Path disk = Cli.temporaryFolder("disk");
        assertEquals(0, sh("mount -t tmpfs -o size=12k tmpfs " + disk));
        try {
            TestBots.Bot[] bots = TestBots.bots(12);
            TestAccount account = TestAccount.withShortTasks().put(bots);
            Path journal = disk.resolve("journal.jsonl");
            Cli cli = account.cli();
            Cli.Result full = account.migrate(cli, "--yes", "--journal", journal.toString()).exits(1);
            full.hasOut("Stopped: the journal " + journal + " cannot be written");
            String recorded = Files.readString(journal);
            int starts = Set.copyOf(account.tokens("")).size(); // retries after a full quota use the same token
            assertTrue(starts > 0 && starts < 12, () -> starts + " starts\n" + full);
            account.tokens("").forEach(token -> assertTrue(recorded.contains(token), () -> "unrecorded: " + token));

            assertEquals(0, sh("mount -o remount,size=1m " + disk));
            account.migrate(cli, "--yes", "--journal", journal.toString()).exits(0);
            KillAndResumeStress.Tally tally = KillAndResumeStress.check(account, bots, 2, 0, List.of(), "");
            assertTrue(tally.passed() && tally.starts() == 12, tally::toString);
        } finally {
            sh("umount " + disk);
        }
    }

    private static int sh(String command) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
    }
}
