package tests.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lib.common.Clock;
import lib.common.UserException;
import lib.journal.Journal;
import lib.model.BotKey;
import lib.model.MigrationId;
import lib.model.Outcome;
import lib.model.StartRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.RunningProcess;
import tests.support.TestAccount;
import tests.support.TestBots;

/** The journal: on the disk before anything goes out, readable after any cut, and refused rather than ignored. */
class JournalFileTest {
    private static final MigrationId IDENTITY =
            new MigrationId("123456789012", "us-east-1", "table", "cluster", "host");
    private static final Clock TIME = Clock.atSpeed(1, Instant.now());

    @Test
    void itsLinesAreVersionedJsonInTheHomeAndHoldNoSecret() throws IOException {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount install = TestAccount.unhurried().put(bots);
        Cli cli =
                install.cli().with("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI").with("AWS_SESSION_TOKEN", "IQoJb3JpZ2lu");
        Cli.Result result = install.migrate(cli, "--yes");
        assertEquals(0, result.exit(), result::toString);
        List<String> lines = Files.readAllLines(cli.journal());
        for (String line : lines) {
            JsonObject json = JsonParser.parseString(line).getAsJsonObject();
            assertEquals(1, json.get("v").getAsInt(), line);
            assertTrue(
                    List.of("opened", "intended", "started", "ended")
                            .contains(json.get("type").getAsString()),
                    line);
            Instant.parse(json.get("at").getAsString());
            assertFalse(
                    line.contains("wJalrXUtnFEMI") || line.contains("IQoJb3JpZ2lu") || line.contains("secretsmanager"),
                    line);
        }
        assertEquals(7, lines.size(), () -> String.join("\n", lines));

        Path other = cli.home().resolve("elsewhere/my.jsonl");
        Files.createDirectories(other.getParent());
        byte[] before = Files.readAllBytes(cli.journal());
        Cli.Result second = install.migrate(cli, "--yes", "--journal", other.toString());
        assertEquals(0, second.exit(), second::toString);
        assertTrue(Files.readString(other).startsWith("{\"v\":1,\"type\":\"opened\""), second::toString);
        assertArrayEquals(before, Files.readAllBytes(cli.journal()));
        assertEquals(2, install.tasks().size(), "another journal is a lost one: the census recognises what is done");
    }

    private static StartRequest request(String startedBy) {
        return new StartRequest(
                "cluster",
                1,
                "FARGATE",
                new StartRequest.NetworkConfiguration(
                        new StartRequest.AwsVpcConfiguration(List.of("subnet"), List.of("sg"), "ENABLED")),
                new StartRequest.Overrides(List.of(new StartRequest.ContainerOverride("Container", List.of("-u")))),
                startedBy,
                "family",
                "token");
    }

    /** A journal of two bots: one failed and done at the second attempt, one asked for. */
    private static byte[] written(Path file) throws IOException {
        BotKey one = new BotKey("user", "user#BOT#1");
        BotKey two = new BotKey("user", "user#BOT#Zwei – 二");
        StartRequest request = request("x\n\"y\" {}");
        try (Journal journal = Journal.open(file, IDENTITY, TIME)) {
            journal.intend(one, 1, journal.token(one, 1), "", request);
            journal.started(one, 1, "0".repeat(32), "");
            journal.ended(one, 1, new Outcome.Failed("throttled\n\t…", "0".repeat(32), true));
            journal.intend(two, 1, journal.token(two, 1), "before", request);
            journal.intend(one, 2, journal.token(one, 2), "", request);
            journal.started(one, 2, "1".repeat(32), "");
            journal.ended(one, 2, new Outcome.Succeeded("Successfully inserted to vector store.", "1".repeat(32)));
        }
        return Files.readAllBytes(file);
    }

    @Test
    void cutAtAnyByteItKnowsItsWholeLinesAndCanBeWrittenOn() throws IOException {
        Path folder = Cli.temporaryFolder("journal");
        byte[] whole = written(folder.resolve("whole.jsonl"));
        Path cut = folder.resolve("cut.jsonl");
        Path sound = folder.resolve("sound.jsonl");
        BotKey more = new BotKey("user", "user#BOT#more");
        int end = 0;
        for (int length = 0; length <= whole.length; length++) {
            end = length > 0 && whole[length - 1] == '\n' ? length : end;
            int cutAt = length;
            Files.write(cut, Arrays.copyOf(whole, length));
            Files.write(sound, Arrays.copyOf(whole, end));
            byte[] after;
            try (Journal journal = Journal.open(cut, IDENTITY, TIME);
                    Journal expected = Journal.open(sound, IDENTITY, TIME)) {
                assertEquals(
                        List.copyOf(expected.entries()), List.copyOf(journal.entries()), () -> "cut at byte " + cutAt);
                after = Files.readAllBytes(cut);
                journal.intend(more, 1, "token", "", request("x"));
            }
            assertArrayEquals(Arrays.copyOf(whole, end), Arrays.copyOf(after, end), () -> "cut at byte " + cutAt);
            try (Journal journal = Journal.open(cut, IDENTITY, TIME)) {
                assertTrue(journal.entry(more).isUnconfirmed(), () -> "cut at byte " + cutAt);
            }
        }
    }

    @Test
    void damageAnywhereButInATornLastLineIsRefusedWithTheNumberOfTheLine() throws IOException {
        Path folder = Cli.temporaryFolder("journal");
        String whole = new String(written(folder.resolve("whole.jsonl")), StandardCharsets.UTF_8);
        List<String> lines = whole.lines().toList();
        Path file = folder.resolve("damaged.jsonl");
        List<String> damages = new ArrayList<>(List.of(
                "",
                "{",
                "null",
                "[]",
                "\u0000\u0000\u0000",
                "{\"v\":1}",
                "{\"v\":2,\"type\":\"opened\"}",
                "{\"v\":1,\"type\":\"unheard-of\"}",
                "{\"v\":1,\"type\":\"intended\"}",
                "{\"v\":1,\"type\":\"started\"}",
                "{\"v\":1,\"type\":\"ended\"}",
                "{\"v\":1,\"type\":\"opened\",\"at\":\"yesterday\"}"));
        for (int i = 0; i < lines.size(); i++) {
            List<String> changes = new ArrayList<>(damages);
            changes.add(lines.get(i).substring(0, lines.get(i).length() / 2));
            for (String damage : changes) {
                List<String> damaged = new ArrayList<>(lines);
                damaged.set(i, damage);
                Files.writeString(file, String.join("\n", damaged) + "\n");
                int line = i + 1;
                UserException problem = assertThrows(
                        UserException.class,
                        () -> Journal.view(file, IDENTITY, TIME).close(),
                        () -> "line " + line + ": " + damage);
                assertTrue(problem.getMessage().contains("line " + line + " of the journal"), problem::getMessage);
                assertEquals(
                        String.join("\n", damaged) + "\n", Files.readString(file), "what is refused is left as it is");
            }
        }
    }

    @Test
    void whatItCannotReadOrBelongsElsewhereStartsNothing() throws IOException {
        TestAccount install = TestAccount.unhurried().put(TestBots.bots(1));
        Cli cli = install.cli();
        assertEquals(0, install.migrate(cli, "--yes").exit());
        String journal = Files.readString(cli.journal());
        install.put(TestBots.bots(2));
        String[][] changes = {
            {"\"type\":\"started\"", "\"type\":\"stolen\"", "line 3 of the journal"},
            {"\"attempt\":1", "\"attempt\":}", "line 2 of the journal"},
            {"{\"v\":1", "{\"v\":2", "version 2 is unknown"},
            {"\"account\":\"123456789012\"", "\"account\":\"999999999999\"", "belongs to account 999999999999"},
            {"\"region\":\"us-east-1\"", "\"region\":\"eu-west-1\"", "region eu-west-1"},
            {"\"table\":\"Bedrock", "\"table\":\"Other", "table Other"},
            {"\"ecsCluster\":\"Bedrock", "\"ecsCluster\":\"Other", "ECS cluster Other"}
        };
        for (String[] change : changes) {
            String changed = journal.replace(change[0], change[1]);
            assertNotEquals(journal, changed);
            Files.writeString(cli.journal(), changed);
            Cli.Result result = install.migrate(cli, "--yes");
            assertEquals(2, result.exit(), result::toString);
            assertTrue(
                    result.err().contains(change[2]) && result.err().contains("Nothing was started"), result::toString);
            assertEquals(changed, Files.readString(cli.journal()));
        }
        assertEquals(1, install.requests("RunTask").size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"opened", "intended", "started", "half"})
    void whatACutTakesAwayIsNotStartedTwiceWithinTheHourAndIsAskedAfterIt(String keep) throws IOException {
        TestBots.Bot[] bots = TestBots.bots(3);
        TestAccount install = TestAccount.unhurried().put(bots);
        Cli cli = install.cli();
        assertEquals(0, install.migrate(cli, "--yes").exit());
        byte[] cut = cut(Files.readString(cli.journal()), keep);
        int known = (int) new String(cut, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("\"type\":\"intended\"") && line.endsWith("}"))
                .count();

        Files.write(cli.journal(), cut);
        Cli.Result within = install.migrate(cli, "--yes");
        assertEquals(0, within.exit(), within::toString);
        assertEquals(3, install.tasks().size(), within::toString);

        install.later(Duration.ofMinutes(90));
        Files.write(cli.journal(), cut);
        Cli.Result after = install.migrate(cli, "--no-proof");
        assertEquals(3, install.tasks().size(), after::toString);
        assertEquals(known < 3, after.out().contains("Start " + (3 - known) + " task"), after::toString);

        Files.write(cli.journal(), cut);
        Cli.Result proved = install.migrate(cli);
        assertEquals(0, proved.exit(), "their rows are there: " + proved);
        assertFalse(proved.out().contains("[y/N"), proved::toString);
        assertEquals(3, install.tasks().size(), proved::toString);
    }

    /** The journal up to the first line of that type, or half a line further. */
    private static byte[] cut(String journal, String keep) {
        int from = journal.indexOf("\"type\":\"" + (keep.equals("half") ? "intended" : keep));
        int end = journal.indexOf('\n', from) + 1;
        return journal.substring(0, keep.equals("half") ? end - 30 : end).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aSecondRunAtTheSameTimeIsRefusedAndNamesTheFirst() {
        TestBots.Bot[] bots = TestBots.bots(2);
        TestAccount install = TestAccount.unhurried().put(bots).play(bots[0], "hang");
        Cli cli = install.cli();
        RunningProcess first = install.startProcess(cli, "--yes", "--task-timeout", "100000")
                .awaiting(() -> cli.journalled("started").size() == 2);
        try {
            Cli.Result second = install.migrate(cli, "--yes");
            assertEquals(2, second.exit(), second::toString);
            assertTrue(
                    second.err().contains("another run is using the same journal")
                            && second.err()
                                    .contains("process " + first.process().pid()),
                    second::toString);
            Cli.Result status = install.migrate(cli, "--status");
            assertEquals(0, status.exit(), status::toString);
            assertEquals(2, install.requests("RunTask").size(), second::toString);
        } finally {
            assertTrue(first.killWhen(() -> true));
        }
        Cli.Result stop = install.migrate(cli, "--stop", "--yes");
        assertEquals(0, stop.exit(), "a lock dies with its holder: " + stop);
    }

    @Test
    void aFolderThatCannotBeWrittenToStopsBeforeAnythingGoesOut() {
        TestAccount install = TestAccount.unhurried().put(TestBots.bots(2));
        Cli.Result result = install.migrate("--yes", "--journal", "/proc/journal.jsonl");
        assertEquals(2, result.exit(), result::toString);
        assertTrue(
                result.err().contains("/proc/journal.jsonl cannot be opened")
                        && result.err().contains("--journal FILE"),
                result::toString);
        assertEquals(0, install.requests("RunTask").size(), result::toString);
    }

    @Test
    void aFullDiskStopsTheStartingAndNothingGoesOutUnrecorded() throws IOException, InterruptedException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can mount a small disk to fill");
        Path disk = Cli.temporaryFolder("disk");
        assertEquals(0, sh("mount -t tmpfs -o size=12k tmpfs " + disk));
        try {
            TestBots.Bot[] bots = TestBots.bots(12);
            TestAccount install = TestAccount.unhurried().put(bots);
            Path journal = disk.resolve("journal.jsonl");
            Cli cli = install.cli();
            Cli.Result full = install.migrate(cli, "--yes", "--journal", journal.toString());
            assertEquals(1, full.exit(), full::toString);
            assertTrue(full.out().contains("Stopped: the journal " + journal + " cannot be written"), full::toString);
            String recorded = Files.readString(journal);
            List<JsonObject> sent = install.requests("RunTask");
            long starts = sent.stream()
                    .map(r -> r.getAsJsonObject("body").get("clientToken").getAsString())
                    .distinct()
                    .count(); // a full quota makes some of them twice
            assertTrue(starts > 0 && starts < 12, () -> starts + " starts asked for\n" + full);
            sent.forEach(r -> assertTrue(
                    recorded.contains(
                            r.getAsJsonObject("body").get("clientToken").getAsString()),
                    () -> "unrecorded: " + r));

            assertEquals(0, sh("mount -o remount,size=1m " + disk));
            Cli.Result roomy = install.migrate(cli, "--yes", "--journal", journal.toString());
            assertEquals(0, roomy.exit(), roomy::toString);
            KillAndResumeStress.Tally tally = KillAndResumeStress.judged(install, bots, 2, 0, List.of(), "");
            assertTrue(tally.isSound() && tally.starts() == 12, tally::toString);
        } finally {
            sh("umount " + disk);
        }
    }

    private static int sh(String command) throws IOException, InterruptedException {
        return new ProcessBuilder("sh", "-c", command).inheritIO().start().waitFor();
    }
}
