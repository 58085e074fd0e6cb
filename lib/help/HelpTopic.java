package lib.help;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import lib.common.ExitCode;
import lib.help.TextPage.Row;
import lib.model.OutcomeKind;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The topics of {@code help}. What the documents list as well comes from the same data. */
enum HelpTopic {
    OPTIONS("every option of the main command; of another: help options COMMAND") {
        @Override
        void write(TextPage page, CommandSpec command) {
            UsageScreen.options(page, command, option -> true, "Options of " + command.qualifiedName(), true);
            if (command.parent() == null) {
                page.emptyLine().paragraph("For the options of a command: help options prepare, help options verify, help options restore.");
            }
        }
    },
    OUTCOMES("what becomes of a bot, and what to do about it") {
        @Override
        void write(TextPage page, CommandSpec command) {
            page.paragraph("Every bot gets exactly one outcome. Not even a task's exit code 0 counts as success:"
                    + " succeeded requires the proof that help proof explains.");
            for (OutcomeKind outcome : OutcomeKind.values()) {
                page.emptyLine()
                        .heading(outcome.label())
                        .table(List.of(new Row("meaning", outcome.meaning()), new Row("what to do", outcome.remedy())));
            }
        }
    },
    RESUMING("why it is always safe to run the same command again") {
        @Override
        void write(TextPage page, CommandSpec command) {
            page.paragraph(
                            """
                            Run the same command again, whatever ended the run: Ctrl-C, a closed shell, kill -9 or a
                            full disk. Every start is written to a journal before its request is sent. So bots that
                            are done stay done, running tasks are watched to their end, bots that failed are offered
                            again, and nothing is started twice.""")
                    .emptyLine()
                    .paragraph(
                            """
                            Without the journal (another machine, a lost home folder), the tool finds running tasks in
                            ECS, and a bot counts as done if every source of its knowledge has rows in the database.""")
                    .emptyLine()
                    .paragraph(
                            """
                            If the stack has another database than at the last run, the database was replaced again:
                            every bot is embedded once more.""")
                    .emptyLine()
                    .table(options(command, "--status", "--stop", "--fresh", "--journal"));
        }
    },
    PROOF("how the rows in the new database prove that a bot is complete") {
        @Override
        void write(TextPage page, CommandSpec command) {
            page.paragraph(
                            """
                            A task can report success although it has read only part of a bot's knowledge: a dead URL
                            leaves no rows. So the tool reads the database through the RDS Data API, which needs no VPC and no password. A bot has succeeded if its own task
                            says so and every source of its knowledge has rows.""")
                    .emptyLine()
                    .paragraph(
                            """
                            If a source has no rows, the bot is incomplete. It is not started again automatically,
                            because a dead URL stays dead. If the rows cannot be read (no permission, no Data API),
                            the run continues, and its report says that success rests on SyncStatus alone. If the
                            database is down, nothing starts.""")
                    .emptyLine()
                    .table(options(command, "--accept-missing", "--no-proof"))
                    .emptyLine()
                    .paragraph("verify shows the rows of every bot, at any time.");
        }
    },
    EXIT_CODES("the exit codes of every command") {
        @Override
        void write(TextPage page, CommandSpec command) {
            page.table(Stream.of(ExitCode.values())
                    .map(code -> new Row(String.valueOf(code.number()), code.meaning() + ". Then: " + code.remedy()))
                    .toList());
            for (CommandLine each : command.subcommands().values()) {
                List<Row> codes = UsageScreen.exitCodes(each.getCommandSpec());
                if (!codes.isEmpty()) {
                    page.emptyLine().heading(each.getCommandName() + ":").table(codes);
                }
            }
            page.emptyLine()
                    .paragraph(
                            """
                            Sources that were accepted as missing do not count. A page that was answered with No
                            does not count either, but a question that could not be answered does. --status ends
                            with 0 if all bots are done.""");
        }
    };

    private final String summary;

    HelpTopic(String summary) {
        this.summary = summary;
    }

    /** Writes the topic; {@code command} is the main command, or the one whose options are wanted. */
    abstract void write(TextPage page, CommandSpec command);

    /** The word after {@code help}. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it is about. */
    String summary() {
        return summary;
    }

    static Optional<HelpTopic> of(String word) {
        return Arrays.stream(values())
                .filter(topic -> topic.word().equals(word))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(HelpTopic::word).toList();
    }

    private static List<Row> options(CommandSpec command, String... names) {
        return Stream.of(names)
                .map(name -> UsageScreen.row(command.findOption(name), true))
                .map(row -> new Row(row.term().strip(), row.meaning()))
                .toList();
    }
}
