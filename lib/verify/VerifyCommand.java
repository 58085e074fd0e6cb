package lib.verify;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lib.aws.AwsClients;
import lib.aws.BotTable;
import lib.aws.StackOutputs;
import lib.aws.VectorStore;
import lib.cli.AccessOptions;
import lib.cli.AnswerOptions;
import lib.cli.AppOptions;
import lib.cli.DatabaseOptions;
import lib.cli.DeployedApp;
import lib.cli.HelpOption;
import lib.cli.Next;
import lib.cli.OutputOptions;
import lib.cli.RehearsalOptions;
import lib.cli.SelectionOptions;
import lib.cli.Session;
import lib.cli.SettingsResolver;
import lib.common.ProcessContext;
import lib.model.BotFilter;
import lib.model.DatabaseLocation;
import lib.model.MigrationId;
import lib.model.Setting;
import lib.proof.AcceptedGaps;
import lib.proof.DatabaseAudit;
import lib.proof.IndexRebuild;
import lib.report.DatabaseProblems;
import lib.report.DatabaseVerdict;
import lib.report.Problem;
import lib.report.ReportWriter;
import lib.report.RunContext;
import lib.report.Scope;
import lib.report.SettingsText;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code verify}: shows what is in the new database cluster, bot by bot. Starts nothing. */
@Command(
        name = "verify",
        description = "Shows what is in the new database, bot by bot; starts nothing.",
        footer = {"verify --bot ID: one bot", "verify --reindex: also rebuild the index, once all are done"},
        exitCodeList = {
            "0:every bot with knowledge is complete, or its missing sources were accepted",
            "1:some bots are not",
            "2:bad usage or settings",
            "3:AWS rejected the command",
            "130:interrupted"
        })
public final class VerifyCommand implements Callable<Integer> {
    private static final String UNKNOWN_ECS_CLUSTER = "";

    @Mixin
    private final AppOptions app = new AppOptions();

    @ArgGroup(validate = false, heading = DatabaseOptions.HEADING)
    private final DatabaseOptions databaseOptions = new DatabaseOptions();

    @Mixin
    private final SelectionOptions selection = new SelectionOptions();

    @Option(names = "--reindex", description = "rebuild the vector index, after confirmation")
    private boolean reindex;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            description = {
                "journal, which records accepted gaps",
                "default: a file in ~/.bedrock-chat-migration"
            })
    private Path journal;

    @Mixin
    private final AnswerOptions answers = new AnswerOptions();

    @ArgGroup(validate = false, heading = AccessOptions.HEADING)
    private final AccessOptions access = new AccessOptions();

    @ArgGroup(validate = false, heading = RehearsalOptions.HEADING)
    private final RehearsalOptions rehearsal = new RehearsalOptions();

    @ArgGroup(validate = false, heading = OutputOptions.HEADING)
    private final OutputOptions output = new OutputOptions();

    @Mixin
    private final HelpOption help = new HelpOption();

    private final ProcessContext context;
    private final SettingsResolver.Names constants;

    /** @param constants those at the top of the script */
    public VerifyCommand(ProcessContext context, SettingsResolver.Names constants) {
        this.context = context;
        this.constants = constants;
    }

    @Override
    public Integer call() throws Exception {
        output.check();
        try (Session session = rehearsal.open(context, access, output, "embedded", "embedded_trouble")) {
            AwsClients aws = session.aws();
            aws.checkCredentials();
            SettingsResolver settings = new SettingsResolver(
                    SettingsResolver.Names.ofTable(app.table),
                    session.constants(constants),
                    databaseOptions,
                    () -> StackOutputs.read(session.stacks(), app.stack));
            Setting tableName = settings.table();
            DatabaseLocation database = settings.requireDatabase();
            Optional<StackOutputs> stack = settings.stack();
            stack.flatMap(StackOutputs::problem)
                    .ifPresent(problem -> session.console().warn(problem + "."));
            session.shutdownHook().message("Nothing was started or changed.");
            VectorStore store = new VectorStore(aws, database, session.retrier());
            store.check();
            BotTable botTable = new BotTable(aws.dynamoDb(), tableName.value(), session.retrier());
            MigrationId id = new MigrationId(
                    database.account(), aws.region(), tableName.value(), UNKNOWN_ECS_CLUSTER, database.host());
            BotFilter filter = selection.filter();
            DatabaseAudit audit = DatabaseAudit.of(
                    botTable,
                    store,
                    filter,
                    AcceptedGaps.read(journal, id, session.userFolders(), session.clock(), session.console()));
            SampleResult sample = SampleResult.of(store, session.console());
            DatabaseProblems found = DatabaseProblems.of(audit);
            List<Problem> problems = found.all("Embed again, or copy the old rows back with restore.");
            Scope scope = Scope.withKnowledge(filter);
            DatabaseVerdict verdict = DatabaseVerdict.of(
                    session.isRehearsal(), scope, audit, sample.fault().stream().toList());

            new SettingsText(session).show(stack.map(StackOutputs::stack), tableName, database);
            AuditText text = new AuditText(session.console(), session.isVerbose());
            text.showContents(audit, sample);
            problems.forEach(problem -> problem.show(session.console(), session.isVerbose()));
            if (rehearsal.isTrouble()) {
                session.console().say("");
                session.console().say("This rehearsal simulated these problems, which were expected.");
            }
            stack.flatMap(DeployedApp::laterLoss)
                    .ifPresent(session.console()::say);
            text.show(verdict);
            if (reindex) {
                session.console().say("");
                if (!rebuild(session, store, verdict.openBots())) {
                    verdict = verdict.with(DatabaseVerdict.NOT_INDEXED);
                    text.show(verdict);
                }
            }
            RunContext runContext = RunContext.of(session, database.account());
            List<Next> next = new NextOfVerify(
                            verdict, found.toReplace(), sample.isFound(), reindex, session.invocation())
                    .steps();
            new ReportWriter(session, output)
                    .write(AuditJson.of(runContext, tableName, database, audit, problems, sample, verdict, next), next);
            return verdict.exitCode().number();
        }
    }

    /** Returns false if a rebuild was begun and did not succeed. */
    private boolean rebuild(Session session, VectorStore store, String open) throws InterruptedException {
        return new IndexRebuild(
                        store, session.clock(), session.console(), session.shutdownHook(), answers.yes(session))
                .run(open);
    }
}
