package tests.unit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import lib.common.Clock;
import lib.common.ExitCode;
import lib.common.UserException;
import lib.common.UserFolders;
import lib.journal.Journal;
import lib.journal.JournalRecord.Intended;
import lib.model.BotKey;
import lib.model.MigrationId;
import lib.model.Outcome;
import lib.model.OutcomeKind;
import lib.model.StartRequest;
import lib.model.TaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tests.support.Cli;
import tests.support.FakeClock;

/**
 * What the journal says after its records, whole or cut, new or of an earlier version; where it is; and what is said if
 * it cannot be opened or read.
 */
class JournalTest {
    private static final MigrationId IDENTITY =
            new MigrationId("123456789012", "us-east-1", "table", "cluster", "host");
    private static final MigrationId EARLIER_IDENTITY = new MigrationId(
            "123456789012",
            "us-east-1",
            "BedrockChatStack-DatabaseConversationTable03F3FD7C-REHEARSAL0001",
            "BedrockChatStack-EmbeddingClusterD1C0AA4F-REHEARSAL",
            "bedrockchatstack-vectorstorecluster5a1b2c3d-rehearsal0001"
                    + ".cluster-c1rehearsal0.us-east-1.rds.amazonaws.com");
    private static final Clock CLOCK = new FakeClock();
    private static final BotKey BOT = new BotKey("user", "user#BOT#1");
    private static final String TASK = "0".repeat(32);
    private static final String OTHER_TASK = "1".repeat(32);
    private static final BotKey SUCCEEDED =
            earlier("7a5b3c92-1e4d-4a06-9c28-7d9e1f3b5c24", "01HQZ70012PZZ2DJE75N33QTTW");
    private static final BotKey UNDER_WAY =
            earlier("1c9d0c5e-8f7a-4b6e-9d21-3a5b7c9e1f02", "01HQZ70004PNY0JNBH065R91FX");
    private static final BotKey UNCONFIRMED =
            earlier("4e2f6a81-0d3c-4f95-8b17-6c8d0e2a4b13", "01HQZ70008CXB1JC6MFSD18Q2P");
    private static final String FILTER = "contains(SK, :bot)";
    private static final BotKey TWO = new BotKey("user", "user#BOT#2");
    private static final BotKey THREE = new BotKey("user", "user#BOT#3");

    private final Path file = Cli.temporaryFolder("journal").resolve("journal.jsonl");

    private static MigrationId onHost(String databaseHost) {
        return new MigrationId("123456789012", "us-east-1", "table", "cluster", databaseHost);
    }

    private static StartRequest request(String startedBy) {
        return new StartRequest(
                "cluster",
                1,
                "FARGATE",
                new StartRequest.NetworkConfiguration(
                        new StartRequest.AwsVpcConfiguration(List.of("subnet"), List.of("sg"), "ENABLED")),
                new StartRequest.Overrides(List.of(new StartRequest.ContainerOverride(
                        "Container", List.of("-u"), List.of(new StartRequest.Variable(StartRequest.EVENT, "{}"))))),
                startedBy,
                "family",
                "token");
    }

    /** A journal of two bots: one failed and done at the second attempt, one asked for. */
    private static byte[] written(Path file) throws IOException {
        BotKey one = new BotKey("user", "user#BOT#1");
        BotKey two = new BotKey("user", "user#BOT#Zwei – 二");
        StartRequest request = request("x\n\"y\" {}");
        try (Journal journal = Journal.open(file, IDENTITY, CLOCK)) {
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
        List<Journal.Entry> entries = List.of();
        for (int length = 0; length <= whole.length; length++) {
            if (length > 0 && whole[length - 1] == '\n') {
                end = length;
                Files.write(sound, Arrays.copyOf(whole, end));
                entries = List.copyOf(Journal.view(sound, IDENTITY, CLOCK).entries());
            }
            String message = "cut at byte " + length;
            Files.write(cut, Arrays.copyOf(whole, length));
            byte[] after;
            try (Journal journal = Journal.open(cut, IDENTITY, CLOCK)) {
                assertEquals(entries, List.copyOf(journal.entries()), message);
                after = Files.readAllBytes(cut);
                journal.intend(more, 1, "token", "", request("x"));
            }
            assertArrayEquals(Arrays.copyOf(whole, end), Arrays.copyOf(after, end), message);
            assertTrue(Journal.view(cut, IDENTITY, CLOCK).entry(more).isUnconfirmed(), message);
        }
        assertEquals(2, entries.size());
        assertEquals(whole.length, end);
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
                        () -> Journal.view(file, IDENTITY, CLOCK).close(),
                        () -> "line " + line + ": " + damage);
                assertTrue(problem.getMessage().contains("line " + line + " of the journal"), problem::getMessage);
                assertEquals(
                        String.join("\n", damaged) + "\n", Files.readString(file), "what is refused is left as it is");
            }
        }
    }

    @Test
    void aBotThatItDoesNotKnowHasHadNoAttempt() {
        try (Journal journal = Journal.open(file, IDENTITY, CLOCK)) {
            Journal.Entry entry = journal.entry(BOT);
            assertEquals(0, entry.attempt());
            assertFalse(entry.isUnconfirmed() || entry.isUnderWay() || entry.isDone());
            assertEquals(List.of(), entry.acceptedGaps());
            assertEquals(0, journal.entries().size());
        }
    }

    @Test
    void eachRecordMovesItsBotOn() {
        try (Journal journal = Journal.open(file, IDENTITY, CLOCK)) {
            Intended intended = journal.intend(BOT, 1, journal.token(BOT, 1), "", request("x"));
            assertEquals(journal.entry(BOT).intended(), intended);
            assertTrue(journal.entry(BOT).isUnconfirmed());
            assertFalse(journal.entry(BOT).isUnderWay());

            journal.started(BOT, 1, TASK, "");
            assertFalse(journal.entry(BOT).isUnconfirmed());
            assertTrue(journal.entry(BOT).isUnderWay() && journal.entry(BOT).hasOwnTask());
            assertTrue(journal.entry(BOT).hasStarted(TASK) && !journal.entry(BOT).hasStarted(OTHER_TASK));

            journal.started(BOT, 1, OTHER_TASK, TASK);
            assertEquals(OTHER_TASK, journal.entry(BOT).started().taskId());
            assertTrue(journal.entry(BOT).isUnderWay());

            journal.ended(BOT, 1, new Outcome.Failed("exit code 1", OTHER_TASK, true));
            assertFalse(journal.entry(BOT).isUnderWay());
            assertFalse(journal.entry(BOT).isDone());
            assertTrue(journal.entry(BOT).hasFailed());

            journal.intend(BOT, 2, journal.token(BOT, 2), "", request("x"));
            assertEquals(2, journal.entry(BOT).attempt());
            assertTrue(journal.entry(BOT).isUnconfirmed(), "the first attempt no longer counts");
            assertFalse(journal.entry(BOT).hasOwnTask() || journal.entry(BOT).hasStarted(TASK));
            assertEquals(IDENTITY.startedBy(), journal.startedBy());

            journal.started(BOT, 2, TASK, "");
            journal.ended(BOT, 2, new Outcome.Succeeded("proved by its 2 rows", TASK));
            assertTrue(journal.entry(BOT).isDone() && !journal.entry(BOT).hasFailed());
            assertEquals(2, journal.entry(BOT).attempt());
            assertEquals(1, journal.entries().size());
        }
    }

    static List<Outcome> outcomes() {
        return List.of(
                new Outcome.Succeeded("Successfully inserted to vector store.", TASK),
                new Outcome.Incomplete("no rows of a, b", TASK, List.of("a", "b"), false),
                new Outcome.Incomplete("no rows of a, b", TASK, List.of("a", "b"), true),
                new Outcome.Unproved("the bot was edited in the meantime", TASK),
                new Outcome.DeletedMeanwhile("the bot was deleted", TASK),
                new Outcome.Failed("exit code 137", TASK, false));
    }

    @ParameterizedTest
    @MethodSource
    void outcomes(Outcome outcome) {
        try (Journal journal = Journal.open(file, IDENTITY, CLOCK)) {
            journal.ended(BOT, 3, outcome);
        }
        Journal.Entry entry = Journal.view(file, IDENTITY, CLOCK).entry(BOT);
        assertEquals(outcome, entry.ended().asOutcome());
        assertEquals(outcome instanceof Outcome.Succeeded, entry.isDone());
        boolean isAccepted = outcome instanceof Outcome.Incomplete incomplete && incomplete.isAccepted();
        assertEquals(isAccepted ? List.of("a", "b") : List.of(), entry.acceptedGaps());
        assertEquals(3, entry.attempt());
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void aMarkedBotIsLeftUntilItSucceededOrIsIncompleteOrDeleted(Outcome outcome) {
        try (Journal journal = Journal.open(file, IDENTITY, CLOCK)) {
            assertFalse(journal.entry(BOT).isMarked() || journal.entry(BOT).isLeftOfFresh());
            journal.marked(BOT, "01MARK", List.of());
            journal.ended(BOT, 1, outcome);
            boolean isLeft = outcome instanceof Outcome.Failed || outcome instanceof Outcome.Unproved;
            assertEquals(isLeft, journal.entry(BOT).isLeftOfFresh());
        }
    }

    @Test
    void whatIsWrittenIsReadAgainWithTheRequestAsItWasSent() {
        StartRequest request = request("x\n\"y\" <{}> – 二");
        try (Journal journal = Journal.open(file, IDENTITY, CLOCK)) {
            journal.intend(BOT, 1, journal.token(BOT, 1), "before", request);
            journal.started(BOT, 1, TASK, "before");
            assertEquals(List.copyOf(journal.entries()), List.copyOf(Journal.view(file, IDENTITY, CLOCK).entries()));
        }
        Journal read = Journal.view(file, IDENTITY, CLOCK);
        assertEquals(request, read.entry(BOT).intended().request());
        assertEquals("before", read.entry(BOT).intended().execIdBefore());
        assertEquals(IDENTITY.token(BOT, "", 1), read.entry(BOT).intended().token());
        assertEquals(Instant.EPOCH, read.entry(BOT).intended().since());
    }

    @Test
    void viewingWritesNothing() throws IOException {
        Journal missing = Journal.view(file, IDENTITY, CLOCK);
        assertFalse(missing.wasFound() || missing.isWritable() || Files.exists(file));
        written(file);
        byte[] before = Files.readAllBytes(file);
        Journal journal = Journal.view(file, onHost("new-host"), CLOCK);
        assertTrue(journal.wasFound());
        assertFalse(journal.entry(BOT).isDone(), "the cluster was replaced");
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void aSecondWriterIsRefusedUntilTheFirstHasClosedIt() {
        try (Journal first = Journal.open(file, IDENTITY, CLOCK)) {
            UserException refused = assertThrows(UserException.class, () -> Journal.open(file, IDENTITY, CLOCK));
            assertEquals(ExitCode.BAD_SETTINGS, refused.exitCode());
            assertTrue(
                    refused.getMessage().contains("(process " + ProcessHandle.current().pid() + ", since "),
                    refused::getMessage);
            assertTrue(first.isWritable());
        }
        Journal.open(file, IDENTITY, CLOCK).close();
    }

    @Test
    void aMarkForgetsWhatIsDoneHasNewTokensAndKeepsTheNumbers() throws IOException {
        written(file);
        try (Journal journal = Journal.open(file, IDENTITY, CLOCK)) {
            assertTrue(journal.entry(BOT).isDone());
            assertEquals("", journal.mark(BOT));
            journal.marked(BOT, "01MARK", List.of(TASK));
            assertEquals(List.of(TASK), journal.entry(BOT).tasksBeforeMark());
        }
        try (Journal journal = Journal.open(file, IDENTITY, CLOCK)) {
            Journal.Entry entry = journal.entry(BOT);
            assertFalse(entry.isDone() || entry.isUnderWay() || entry.isUnconfirmed());
            assertTrue(entry.isMarked() && entry.isLeftOfFresh());
            assertEquals(2, entry.attempt());
            assertEquals("01MARK", journal.mark(BOT));
            assertEquals(IDENTITY.token(BOT, "01MARK", 3), journal.token(BOT, 3));
            assertEquals(Optional.empty(), journal.news());
            journal.intend(BOT, 3, journal.token(BOT, 3), "", request("x"));
            assertEquals(List.of(), journal.entry(BOT).tasksBeforeMark(), "the mark counts");
            journal.ended(BOT, 3, new Outcome.Succeeded("", TASK));
            assertFalse(journal.entry(BOT).isLeftOfFresh());
        }
    }

    @Test
    void whatIsKnownOfAReplacedDatabaseNoLongerCountsButItsNumbersAreUsedUp() throws IOException {
        written(file);
        try (Journal journal = Journal.open(file, onHost("new-host"), CLOCK)) {
            assertEquals(
                    Optional.of("The database cluster was replaced again since the last run (host is now new-host),"
                            + " so every bot has to be embedded again."),
                    journal.news());
            assertFalse(journal.entry(BOT).isDone());
            assertEquals(2, journal.entry(BOT).attempt());
            journal.ended(BOT, 3, new Outcome.Succeeded("", TASK));
        }
        try (Journal journal = Journal.open(file, onHost("new-host"), CLOCK)) {
            assertEquals(Optional.empty(), journal.news());
            assertTrue(journal.entry(BOT).isDone());
        }
        try (Journal journal = Journal.open(file, onHost(""), CLOCK)) {
            assertEquals(Optional.empty(), journal.news());
            assertEquals("new-host", journal.unknownDatabase(BOT));
        }
        try (Journal journal = Journal.open(file, IDENTITY, CLOCK)) {
            assertTrue(journal.news().isPresent());
            assertFalse(journal.entry(BOT).isDone(), "the first database is back, without the rows of the second");
            assertEquals(3, journal.entry(BOT).attempt());
        }
    }

    @Test
    void whatWasDoneForAnUnknownDatabaseCountsWhenItsHostBecomesKnown() {
        try (Journal journal = Journal.open(file, onHost(""), CLOCK)) {
            journal.started(BOT, 1, TASK, "");
            assertEquals("", journal.unknownDatabase(BOT));
        }
        try (Journal journal = Journal.open(file, IDENTITY, CLOCK)) {
            assertTrue(journal.entry(BOT).isUnderWay());
            assertEquals(Optional.empty(), journal.news());
        }
    }

    @Test
    void aRepeatedRequestIsAsOldAsItsFirstRecord() throws InterruptedException {
        Clock clock = new FakeClock();
        try (Journal journal = Journal.open(file, IDENTITY, clock)) {
            journal.intend(BOT, 1, "token", "", request("x"));
            Instant first = journal.entry(BOT).requestedSince();
            clock.sleep(Duration.ofMinutes(6));
            journal.intend(BOT, 1, "token", "", request("x"));
            assertEquals(first, journal.entry(BOT).requestedSince());
            journal.intend(BOT, 2, "next token", "", request("x"));
            assertTrue(first.isBefore(journal.entry(BOT).requestedSince()));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "999999999999, us-east-1, table, cluster",
        "123456789012, eu-west-1, table, cluster",
        "123456789012, us-east-1, other, cluster",
        "123456789012, us-east-1, table, other"
    })
    void theJournalOfAnotherPlaceIsRefused(String account, String region, String table, String ecsCluster)
            throws IOException {
        byte[] before = written(file);
        MigrationId other = new MigrationId(account, region, table, ecsCluster, "host");
        UserException refused = assertThrows(UserException.class, () -> Journal.open(file, other, CLOCK));
        assertEquals(ExitCode.BAD_SETTINGS, refused.exitCode());
        assertTrue(
                refused.getMessage().contains(" belongs to " + IDENTITY + ",")
                        && refused.getMessage().contains("not to " + other + "."),
                refused::getMessage);
        assertArrayEquals(before, Files.readAllBytes(file));
        Journal.open(file, IDENTITY, CLOCK).close(); // the refused one holds no lock
    }

    @Test
    void aWithdrawnStartIsNoOutcomeAndItsNumberIsUsedUp() {
        try (Journal journal = Journal.open(file, IDENTITY, CLOCK)) {
            journal.intend(BOT, 1, journal.token(BOT, 1), "", request("x"));
            journal.ended(BOT, 1, new Outcome.NotStarted("no capacity"));
        }
        Journal.Entry entry = Journal.view(file, IDENTITY, CLOCK).entry(BOT);
        assertFalse(entry.isUnconfirmed() || entry.isUnderWay() || entry.isDone());
        assertFalse(entry.isOver() || entry.hasFailed());
        assertEquals(new Outcome.NotStarted("no capacity"), entry.ended().asOutcome());
        assertEquals(1, entry.attempt());
    }

    @Test
    void anAttemptThatIsOverEndedWithItsTask() {
        try (Journal journal = Journal.open(file, IDENTITY, CLOCK)) {
            assertFalse(journal.entry(BOT).isOver() || journal.entry(BOT).endedWith(TASK));
            journal.started(BOT, 1, TASK, "");
            journal.ended(BOT, 1, new Outcome.Failed("stopped by --stop", TASK, false));
            assertTrue(journal.entry(BOT).isOver() && journal.entry(BOT).endedWith(TASK));
            assertFalse(journal.entry(BOT).endedWith(OTHER_TASK));
        }
    }

    /** A bot of the earlier journal, by its user and id. */
    private static BotKey earlier(String user, String id) {
        return new BotKey(user, user + BotKey.MARK + id);
    }

    /** Written by a run that was killed, before the code was split into packages; shortened to seven of its bots. */
    private Path earlierJournal() throws IOException {
        try (InputStream resource = JournalTest.class.getResourceAsStream("earlier-journal.jsonl")) {
            Files.copy(resource, file);
        }
        return file;
    }

    /** The request of the bot whose start is unconfirmed. */
    private static StartRequest earlierRequest() {
        String key = "{\"PK\": {\"S\": \"4e2f6a81-0d3c-4f95-8b17-6c8d0e2a4b13\"},"
                + " \"SK\": {\"S\": \"4e2f6a81-0d3c-4f95-8b17-6c8d0e2a4b13#BOT#01HQZ70008CXB1JC6MFSD18Q2P\"}}";
        return new StartRequest(
                EARLIER_IDENTITY.ecsCluster(),
                1,
                "FARGATE",
                new StartRequest.NetworkConfiguration(new StartRequest.AwsVpcConfiguration(
                        List.of("subnet-0a1b2c3d4e5f60001", "subnet-0a1b2c3d4e5f60002"),
                        List.of("sg-0a1b2c3d4e5f60001"),
                        "ENABLED")),
                new StartRequest.Overrides(List.of(
                        new StartRequest.ContainerOverride(
                        "Container", List.of("-u", "embedding/main.py", key), null))),
                "bedrock-chat-migration/4e8d92010c15bead",
                "BedrockChatStackEmbeddingTaskDefinitionCF2B0A3F",
                "477981e8f0c9f42cffe3f5551089922166a1c5fcc8d98e7f002090cfc2af2ed7");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            1c9d0c5e-8f7a-4b6e-9d21-3a5b7c9e1f02 | 01HQZ70003TA01C6GP0N57R860 | 1 | INCOMPLETE | no rows of https
            7a5b3c92-1e4d-4a06-9c28-7d9e1f3b5c24 | 01HQZ70012PZZ2DJE75N33QTTW | 2 | SUCCEEDED  | Successfully
            4e2f6a81-0d3c-4f95-8b17-6c8d0e2a4b13 | 01HQZ70007G2VKVQE3893CSE1B | 1 | FAILED     | An error occurred
            4e2f6a81-0d3c-4f95-8b17-6c8d0e2a4b13 | 01HQZ70006W1B4JTJ93A85PQGC | 1 | UNPROVED   | SyncStatus is
            9d8e4f03-2f5e-4b17-8d39-8eaf204c6d35 | 01HQZ70019M18YKS06XXXSYH3T | 1 | DELETED_MEANWHILE | the bot was
            1c9d0c5e-8f7a-4b6e-9d21-3a5b7c9e1f02 | 01HQZ70004PNY0JNBH065R91FX | 1 | under way  | ''
            4e2f6a81-0d3c-4f95-8b17-6c8d0e2a4b13 | 01HQZ70008CXB1JC6MFSD18Q2P | 1 | unconfirmed | ''
            """)
    void aBotOfAnEarlierJournalIsWhereItWas(String user, String id, int attempt, String state, String reason)
            throws IOException {
        Journal.Entry entry = Journal.view(earlierJournal(), EARLIER_IDENTITY, CLOCK).entry(earlier(user, id));
        assertEquals(attempt, entry.attempt());
        assertEquals(state.equals("unconfirmed"), entry.isUnconfirmed());
        assertEquals(state.equals("under way"), entry.isUnderWay());
        assertEquals(state.equals("SUCCEEDED"), entry.isDone());
        List<String> accepted = List.of("https://help.example.co.jp/mail");
        assertEquals(state.equals("INCOMPLETE") ? accepted : List.of(), entry.acceptedGaps());
        if (entry.ended() == null) {
            assertEquals("", reason);
        } else {
            Outcome outcome = entry.ended().asOutcome();
            assertEquals(OutcomeKind.valueOf(state), outcome.kind());
            assertTrue(outcome.reason().startsWith(reason), outcome::reason);
            assertTrue(TaskState.isTaskId(outcome.taskId()), outcome::taskId);
        }
    }

    @Test
    void anEarlierJournalIsContinuedAndItsUnconfirmedRequestRepeatedAsItWas() throws IOException {
        byte[] before = Files.readAllBytes(earlierJournal());
        try (Journal journal = Journal.open(file, EARLIER_IDENTITY, CLOCK)) {
            assertTrue(journal.wasFound());
            assertEquals(Optional.empty(), journal.news());
            assertEquals(7, journal.entries().size());
            Journal.Entry unconfirmed = journal.entry(UNCONFIRMED);
            assertEquals("", journal.mark(UNCONFIRMED));
            assertEquals(Instant.parse("2026-11-26T12:16:55.629245109Z"), unconfirmed.intended().since());
            assertEquals("39c5c0e4a3b738348cbd2e1dff6c356c", unconfirmed.intended().execIdBefore());
            assertEquals(earlierRequest(), unconfirmed.intended().request());
            assertFalse(unconfirmed.intended().request().suitsEveryVersion());
            Journal.Entry underWay = journal.entry(UNDER_WAY);
            assertEquals("f5de79f98d9042799263dac37a2c3904", underWay.started().taskId());
            assertEquals("e25314793e523c8da2231e45d001b800", underWay.started().execIdBefore());
        }
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    /** An earlier version began a generation with --fresh: rows that were written before it are too old. */
    @Test
    void anEarlierFreshStartIsAMarkOfItsTime() throws IOException {
        String opened = Files.readAllLines(earlierJournal()).get(0);
        String fresh = opened.replace("\"generation\":1", "\"generation\":2")
                .replace("\"why\":\"\"", "\"why\":\"--fresh\"")
                .replaceFirst("\"at\":\"[^\"]*\"", "\"at\":\"2026-11-26T12:30:00Z\"");
        assertNotEquals(opened, fresh);
        Files.writeString(file, fresh + "\n", StandardOpenOption.APPEND);
        Journal journal = Journal.view(file, EARLIER_IDENTITY, CLOCK);
        Journal.Entry done = journal.entry(SUCCEEDED);
        assertFalse(done.isDone());
        assertEquals(2, done.attempt());
        String mark = journal.mark(UNCONFIRMED);
        assertEquals("01M8BXB2A00000000000000000", mark);
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
            journal.swept("first", FILTER, List.of(BOT, TWO));
        }
        Journal.Sweep finished = reread().orElseThrow();
        assertTrue(finished.isFinished());
        assertEquals(List.of(BOT, TWO), finished.bots());
        assertEquals(FILTER, finished.filter());
    }

    /** An earlier version recorded a sweep in parts, each with the bots found since the part before. */
    @Test
    void thePartsThatAnEarlierVersionHasRecordedAddUp() throws IOException {
        open().close();
        append(part("first", "\"position\": {\"pk\": \"user\", \"sk\": \"user#BOT#1\"}, ", BOT));
        assertFalse(reread().orElseThrow().isFinished());
        append(part("first", "\"position\": {\"pk\": \"user\", \"sk\": \"user#CONV#1\"}, ", TWO));
        assertFalse(reread().orElseThrow().isFinished());
        assertEquals(List.of(BOT, TWO), reread().orElseThrow().bots());
        append(part("first", "", THREE));
        assertTrue(reread().orElseThrow().isFinished());
        assertEquals(List.of(BOT, TWO, THREE), reread().orElseThrow().bots());
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
            journal.swept("first", FILTER, List.of(BOT));
            journal.swept("second", FILTER, List.of(TWO));
        }
        assertEquals(List.of(TWO), reread().orElseThrow().bots());
    }

    @Test
    void aSweepForFreshIsUnfinishedUntilItHasReadTheTableAndForgetsNoBot() {
        try (Journal journal = open()) {
            journal.sweepsForFresh(FILTER);
            assertFalse(journal.sweep().orElseThrow().isFinished(), "there was none before");
            journal.swept("first", FILTER, List.of(BOT));
            journal.sweepsForFresh(FILTER);
        }
        assertFalse(reread().orElseThrow().isFinished());
        assertEquals(List.of(BOT), reread().orElseThrow().bots());
        try (Journal journal = open()) {
            journal.swept("second", FILTER, List.of(BOT, TWO));
        }
        assertTrue(reread().orElseThrow().isFinished());
        assertEquals(List.of(BOT, TWO), reread().orElseThrow().bots());
    }

    /** Which bots the index lacks does not depend on the database. */
    @Test
    void aReplacedDatabaseIsNoReasonToSweepAgain() {
        try (Journal journal = open()) {
            journal.swept("first", FILTER, List.of(BOT));
        }
        assertTrue(Journal.view(file, onHost("another"), CLOCK).sweep().isPresent());
    }

    @Test
    void afterTheEndOfTheRunNothingIsRecorded() {
        Journal journal = open();
        journal.close();
        journal.swept("first", FILTER, List.of(BOT));
        assertEquals(Optional.empty(), reread());
    }

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
