package lib.embed;

import java.nio.file.Path;
import java.util.Optional;
import lib.aws.AwsClients;
import lib.aws.BotTable;
import lib.aws.DocumentBucket;
import lib.aws.EmbeddingTasks;
import lib.aws.StackOutputs;
import lib.cli.Session;
import lib.cli.SettingsResolver;
import lib.common.Console;
import lib.common.UserException;
import lib.journal.Journal;
import lib.model.BotFilter;
import lib.model.MigrationId;
import lib.model.Settings;
import lib.proof.RowVerifier;
import lib.report.SettingsText;

/**
 * What a run works with, once all settings are checked.
 *
 * @param rows reads the rows of the new database
 * @param stack the app's, as it was read with the settings; empty if it is not readable or no setting comes from it
 */
public record Setup(
        Session session,
        EmbedOptions options,
        BotTable table,
        EmbeddingTasks tasks,
        RowVerifier rows,
        Preflight.Result preflight,
        Optional<StackOutputs> stack) {
    /**
     * Finds the settings, and checks them all.
     *
     * @param constants those of the script
     * @return empty if the state of the stack needs a confirmation and the user declined
     * @throws lib.common.UserException if a setting is missing or wrong; it names all problems
     */
    public static Optional<Setup> check(Session session, EmbedOptions options, SettingsResolver.Names constants) {
        AwsClients aws = session.aws();
        aws.checkCredentials();
        SettingsResolver resolver = new SettingsResolver(
                options.where.names(),
                session.constants(constants),
                options.database,
                () -> readStack(session, options));
        Settings resolved = resolver.resolve();
        Optional<StackOutputs> stack = resolver.stack();
        if (!mayStart(session, options, stack)) {
            return Optional.empty();
        }
        BotTable table = new BotTable(aws.dynamoDb(), resolved.table().value(), session.retrier());
        RowVerifier rows = RowVerifier.of(aws, resolved.database(), options.proof.rowOptions(), session.retrier());
        Preflight.Result preflight = new Preflight(
                        table, tasks(session, options, resolved), rows, resolved, aws.region(), session.retrier())
                .check(!options.resume.stop);
        return Optional.of(new Setup(
                session,
                options,
                table,
                tasks(session, options, preflight.settings()),
                rows,
                preflight,
                stack));
    }

    private static StackOutputs readStack(Session session, EmbedOptions options) {
        return StackOutputs.read(session.stacks(), options.where.stack);
    }

    /** Fails while the stack is deployed, and asks after a deploy that failed; without starts, it only warns. */
    private static boolean mayStart(Session session, EmbedOptions options, Optional<StackOutputs> stack) {
        Console console = session.console();
        Optional<String> problem = stack.flatMap(StackOutputs::problem);
        problem.ifPresent(each -> console.warn(each + "."));
        boolean startsTasks = !options.isReadOnly() && !options.resume.stop;
        if (problem.isEmpty() || !startsTasks || options.where.ignoreStackState) {
            return true;
        }
        requireNone(stack.flatMap(StackOutputs::forbidsStarts));
        if (console.confirm("Start tasks all the same?", options.start.yes(session))) {
            return true;
        }
        console.say("Nothing was started.");
        return false;
    }

    private static void requireNone(Optional<String> deploy) {
        deploy.ifPresent(problem -> {
            throw UserException.badSettings(
                    "Nothing was started: %s.%nWait until the deploy has ended; --ignore-stack-state starts tasks in"
                            + " any state.",
                    problem);
        });
    }

    private static EmbeddingTasks tasks(Session session, EmbedOptions options, Settings settings) {
        return new EmbeddingTasks(session.aws().ecs(), settings, options.start.assignPublicIp);
    }

    /**
     * The bucket from which the tasks read the files of the bots; empty if it is not known. The outputs of the stack do
     * not stand in for the container's setting: the stack may be that of another app.
     */
    Optional<DocumentBucket> documentBucket() {
        return preflight.documentBucket().map(name -> new DocumentBucket(session.aws().s3(), name, session.retrier()));
    }

    /** Reads the stack again, and fails if a deploy has begun; the tasks of the chosen bots start next. */
    void requireNoDeploy() {
        requireNone(deployUnderWay());
    }

    /** Reads the stack again, and returns what is wrong if a deploy has begun. */
    Optional<String> deployUnderWay() {
        if (options.where.ignoreStackState || stack.isEmpty()) {
            return Optional.empty();
        }
        try {
            return readStack(session, options).forbidsStarts();
        } catch (UserException unreadable) {
            return Optional.empty(); // as at the start of a run
        }
    }

    /**
     * Opens the journal of this migration, for reading only if nothing may be started; a rehearsal has a temporary one.
     * Then it shows the settings: beside another run, which has locked the journal, only that is of interest.
     */
    public Journal openJournal() {
        MigrationId id = preflight.migrationId(session.aws());
        Path file = session.rehearsalFolder()
                .map(folder -> folder.resolve("journal.jsonl"))
                .or(() -> Optional.ofNullable(options.resume.journal))
                .orElseGet(() -> Journal.defaultPath(session.userFolders(), id));
        Journal journal = options.isReadOnly()
                ? Journal.view(file, id, session.clock())
                : Journal.open(file, id, session.clock());
        journal.news().ifPresent(session.console()::warn);
        new SettingsText(session).show(stack.map(StackOutputs::stack), settings(), preflight.price());
        preflight.warnings().forEach(session.console()::warn);
        return journal;
    }

    /** What is migrated, and where. */
    public Settings settings() {
        return preflight.settings();
    }

    /** Whether questions are answered with yes. */
    public boolean yes() {
        return options.start.yes(session);
    }

    /** Which bots are selected. */
    public BotFilter filter() {
        return options.which.filter();
    }
}
