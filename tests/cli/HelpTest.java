package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.common.ExitCode;
import lib.model.OutcomeKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tests.support.Cli;
import tests.support.Documents;
import tests.support.PseudoTerminal;
import tests.support.TestAccount;

/** The help: its screens and topics, suggestions for what was misspelt, and errors for wrong values. */
class HelpTest {
    private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]*");
    private static final String[] COMMANDS = {"prepare", "verify", "restore", "iam-policy", "completion", "help"};

    private static Cli.Result run(String... arguments) {
        return new Cli()
                .with("AWS_ACCESS_KEY_ID", "unused")
                .with("AWS_SECRET_ACCESS_KEY", "unused")
                .startMigrate(arguments)
                .end();
    }

    private static String shown(String... arguments) {
        Cli.Result result = run(arguments).exits(0);
        assertEquals("", result.err());
        return result.out().replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @CsvSource({
        "80, 50, --help",
        "80, 50, restore --help",
        "60, 75, --help",
        "60, 60, verify --help",
        "200, 50, --help",
        "60, 200, help options"
    })
    void helpFitsTheWidthAndAScreen(int columns, int maxLines, String arguments) {
        PseudoTerminal.assumeAvailable();
        Cli.Result result = PseudoTerminal.start(
                        new Cli().with("NO_COLOR", "1"), columns,
                        Stream.concat(Stream.of(Cli.PROGRAM), Stream.of(arguments.split(" "))).toArray(String[]::new))
                .end().exits(0);
        List<String> lines = result.out().lines().toList();
        assertTrue(lines.size() > 10 && lines.size() <= maxLines, () -> lines.size() + " lines: " + result);
        for (String line : lines) {
            assertTrue(line.length() <= columns, () -> line.length() + " columns: " + line);
            assertFalse(line.contains("\u001b"), line);
        }
    }

    @Test
    void theFirstScreenHasExamplesCommandsOptionsExitCodesAndTopics() {
        String screen = shown("--help");
        assertEquals(3, screen.substring(0, screen.indexOf("Commands:")).split("jbang migrate\\.java").length - 1);
        for (String command : COMMANDS) {
            assertTrue(screen.contains(" " + command + " "), () -> command + " is missing: " + screen);
        }
        for (ExitCode code : ExitCode.values()) {
            assertTrue(screen.contains(code.number() + " " + plain(code.meaning())), () -> code + ": " + screen);
        }
        assertTrue(screen.contains("Options (all: jbang migrate.java help options):"), screen);
        assertTrue(screen.contains("Shows every option, the outcomes, or the help of a command."), screen);
    }

    @Test
    void everyOptionIsInTheHelp() {
        Set<String> documented = new TreeSet<>();
        Documents.column("option", 0).forEach(option -> documented.addAll(options(option)));
        assertEquals(documented, named(shown("help", "options")));
        assertEquals(
                new TreeSet<>(options(Documents.text("Options of restore"))),
                named(shown("help", "options", "restore")));
        assertEquals(named(shown("help", "options", "verify")), named(shown("verify", "--help")));
    }

    /** The options that begin a line; in the descriptions, others are mentioned. */
    private static Set<String> named(String help) {
        return options(help.replaceAll("(exceeds|with) --[a-z-]+", "")).stream()
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<String> options(String text) {
        return OPTION.matcher(text).results().map(MatchResult::group).toList();
    }

    @Test
    void theOutcomesAreThoseThatTheDocumentsAreComparedWith() {
        String outcomes = shown("help", "outcomes");
        for (OutcomeKind outcome : OutcomeKind.values()) {
            for (String text : List.of(outcome.label(), outcome.meaning(), outcome.remedy())) {
                assertTrue(outcomes.contains(plain(text)), () -> text + " is missing: " + outcomes);
            }
        }
        assertEquals(outcomes, shown("help", "outcome"));
    }

    private static String plain(String markdown) {
        return markdown.replace("`", "");
    }

    @Test
    void helpShowsTheHelpOfACommand() {
        for (String command : COMMANDS) {
            assertEquals(shown(command, "--help"), shown("help", command));
        }
        assertEquals(shown("--help"), shown("help"));
        assertEquals(shown("--help"), shown("help", "migrate"));
        assertEquals(shown("help", "options"), shown("help", "option"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "help verfy            ! verify",
                "help nonsense         ! Topics: options, outcomes",
                "help verify nonsense  ! nonsense",
                "--statsu              ! Did you mean --status?",
                "--Dry-Run             ! Did you mean --dry-run?",
                "--paralel=3           ! Did you mean --parallel?",
                "--verify              ! Did you mean the command verify?",
                "--clean-up            ! --clean-up is an option of the command restore.",
                "--reindex             ! --reindex is an option of the command verify.",
                "verfy                 ! Did you mean the command verify?",
                "status                ! Did you mean --status?",
                "resume                ! run the same command again",
                "migrate               ! Without a command, the tool migrates",
                "check                 ! Did you mean the command verify?",
                "policy                ! Did you mean the command iam-policy?",
                "verify --yse          ! Did you mean --yes?",
                "verify status         ! --status is an option of",
                "restore cleanup       ! Did you mean --clean-up?",
                "restore --snapshto x  ! Did you mean --snapshot?",
                "restore --fresh       ! --fresh is an option of migrate.java without a command.",
                "help verify restore   ! restore",
                "help options options  ! is neither a topic nor a command",
                "iam-policy all        ! (prepare|migrate|verify|restore|restore-via-dms): 'all' is none of these",
                "--frobnicate          ! Unknown option: '--frobnicate'",
                "frobnicate            ! Unknown command: 'frobnicate'"
            })
    void whatIsNotUnderstoodIsAnsweredInTwoLines(String arguments, String answer) {
        Cli.Result result = run(arguments.split(" ")).exits(2);
        assertEquals("", result.out());
        List<String> lines = result.err().lines().toList();
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).startsWith("error: ") && lines.get(0).contains(answer));
        assertTrue(lines.get(1).startsWith("Nothing was started."));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "--scan table                        ! the whole table is swept while tasks run",
                "--stop-hanging                      ! give --task-timeout MINUTES",
                "--no-wait --yes                     ! press Ctrl-C",
                "--attempts=5                        ! run the same command again",
                "--yes --keep-going                  ! answer the question",
                "--again --bot 1                     ! give --fresh --bot ID",
                "--retry-incomplete                  ! answer the question about incomplete bots",
                "restore --parallel 8                ! several bots are copied at once",
                "restore --no-reindex                ! searches need the index",
                "restore --via dms --clean-orphans   ! answer the question about rows",
                "restore --db-security-group sg-1    ! the stack's output DbSecurityGroupId",
                "verify --sample 20                  ! a few random rows are always searched for"
            })
    void aRemovedOptionIsAnsweredWithWhatToDoInstead(String arguments, String instead) {
        Cli.Result result = run(arguments.split(" ")).exits(2);
        List<String> lines = result.err().lines().toList();
        assertEquals(2, lines.size());
        assertTrue(lines.get(0).matches("error: --[a-z-]+ was removed: .*\\."));
        assertTrue(lines.get(0).contains(instead));
    }

    @ParameterizedTest(name = "{displayName} {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "--parallel 0 | --parallel",
                "--task-timeout never | never",
                "--assign-public-ip perhaps | perhaps",
                "--rehearse=fun | fun",
                "--endpoint-url localhost:4566 | localhost:4566",
                "--endpoint-url http://[ | http://[",
                "--region= | --region",
                "--json /no/such/folder/report.json | /no/such/folder/report.json",
                "--json= | --json",
                "--no-proof --accept-missing | --no-proof does not read the database",
                "--dry-run --accept-missing | --accept-missing changes the journal"
            })
    void invalidOptionsAreReportedInTwoLinesAndNoRequestIsSent(String options, String named) {
        TestAccount account = TestAccount.empty();
        Cli.Result result = account.migrate(("--yes " + options).split(" ")).exits(2);
        assertTrue(result.err().startsWith("error: "));
        result.hasErr(named);
        assertTrue(result.err().lines().count() <= 2);
        assertEquals("", result.out());
        assertEquals(List.of(), account.operations());
    }

    @Test
    void aClockThatDoesNotExistIsReportedInOneLine() {
        Cli cli = new Cli().with("BEDROCK_CHAT_MIGRATION_CLOCK_SPEED", "fast");
        Cli.Result result = cli.run(Cli.PROGRAM, "--yes").exits(2);
        result.hasErr("error: BEDROCK_CHAT_MIGRATION_CLOCK_SPEED", "\"fast\"", "Unset both.");
        assertEquals(1, result.err().lines().count());
    }

    @Test
    void versionIsOneLine() {
        Cli.Result result = new Cli().run(Cli.MIGRATE, "--version").exits(0);
        assertTrue(result.out().matches("bedrock-chat-migration \\d+\\.\\d+.*\\R"));
        assertEquals("", result.err());
    }
}
