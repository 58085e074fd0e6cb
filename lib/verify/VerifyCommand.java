package lib.verify;

import com.google.gson.GsonBuilder;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import lib.aws.AwsClients;
import lib.aws.BotTable;
import lib.aws.StackOutputs;
import lib.aws.VectorStore;
import lib.cli.Session;
import lib.common.JsonFile;
import lib.common.Text;
import lib.common.UserException;
import lib.embed.EmbedOptions;
import lib.model.Bot;
import lib.model.BotFilter;
import lib.model.KnowledgeSource;
import lib.model.Settings;
import lib.proof.DatabaseAudit;
import lib.proof.IndexRebuild;
import lib.report.ProgressView;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code verify}: shows what is in the new database cluster, bot by bot. Starts nothing. */
@Command(name = "verify", sortOptions = false, usageHelpAutoWidth = true,
        description = "Shows what is in the new database cluster, bot by bot, and starts nothing.",
        footer = {"", "Exit codes: 0 every bot with knowledge is complete; 1 some are not; 2 bad usage or settings; 3 AWS refused; 130 interrupted."})
public final class VerifyCommand implements Callable<Integer> {
    @Option(names = "--stack", paramLabel = "NAME", description = "CloudFormation stack of the app (default: ${DEFAULT-VALUE})")
    private String stack = "BedrockChatStack";
    @Option(names = "--table", paramLabel = "NAME", description = "conversation table in DynamoDB")
    private String table;
    @ArgGroup(validate = false, heading = EmbedOptions.Db.HEADING)
    private final EmbedOptions.Db db = new EmbedOptions.Db();
    @Option(names = "--bot", paramLabel = "ID", description = "only this bot: its id, or its whole SK; repeatable")
    private Set<String> bots = new LinkedHashSet<>();
    @Option(names = "--user", paramLabel = "ID", description = "only bots of this user (the PK); repeatable")
    private Set<String> users = new LinkedHashSet<>();
    @Option(names = "--sample", paramLabel = "N", converter = EmbedOptions.Positive.class, description = "ask for N random rows as the app does, and see whether the search finds them")
    private int sample;
    @Option(names = "--reindex", description = "rebuild the index on the embeddings, after a question")
    private boolean reindex;
    @Option(names = {"-y", "--yes"}, description = "ask nothing")
    private boolean yes;
    @ArgGroup(validate = false, heading = "%nWhere AWS is:%n")
    private final EmbedOptions.Access access = new EmbedOptions.Access();
    @ArgGroup(validate = false, heading = "%nOutput:%n")
    private final EmbedOptions.Output output = new EmbedOptions.Output();

    @Option(names = {"-h", "--help"}, usageHelp = true, description = "show this help and end")
    private boolean help;

    private final Settings.Names constants;

    /** @param constants those at the top of the script */
    public VerifyCommand(Settings.Names constants) {
        this.constants = constants;
    }

    @Override
    public Integer call() throws Exception {
        JsonFile.check(output.json);
        try (Session stage = Session.set(access, output)) {
            AwsClients aws = stage.aws();
            aws.checkCredentials();
            Settings.Stores stores = Settings.Stores.resolve(new Settings.Names(table, null, null, null, List.of(), List.of()), constants, db.names(),
                    () -> StackOutputs.read(aws.cloudFormation(), stack));
            if (!stores.database().isKnown()) {
                throw UserException.settings("Stack %s does not tell where the database is. Give --db-cluster-arn and --db-secret-arn, or --stack for another stack.", stack);
            }
            stage.ctrlC().lastWords("Nothing was started or changed.");
            VectorStore store = new VectorStore(aws.rdsData(), stores.database(), stage.retrier());
            store.check();
            DatabaseAudit inventory = DatabaseAudit.take(new BotTable(aws.dynamoDb(), stores.table().value(), stage.retrier()), store, new BotFilter(bots, users, true));
            show(stage.screen(), stores, aws.region(), inventory);
            Sample searched = sample == 0 ? new Sample(0, 0) : search(stage.screen(), store);
            boolean rebuilt = !reindex || new IndexRebuild(store, stage, yes).run();
            int exitCode = inventory.isComplete() && rebuilt && searched.isFound() ? UserException.OK : UserException.INCOMPLETE;
            if (output.json != null) {
                JsonFile.write(json(stores, aws.region(), inventory, searched, exitCode), output.json, System.out);
            }
            return exitCode;
        }
    }

    /** How many rows the app's own query was tried with, and how many of them it found. */
    private record Sample(int rows, int found) {
        boolean isFound() {
            return rows == found;
        }
    }

    private Sample search(ProgressView screen, VectorStore store) {
        List<VectorStore.Row> rows = store.randomRows(sample);
        List<VectorStore.Row> lost = rows.stream().filter(row -> !store.finds(row)).toList();
        screen.say("Sample: " + (rows.size() - lost.size()) + " of " + Text.count(rows.size(), "random row") + " found by the app's own query.");
        lost.forEach(row -> screen.say("  not found: row " + row.id() + " of bot " + row.botId()));
        return new Sample(rows.size(), rows.size() - lost.size());
    }

    private static void show(ProgressView screen, Settings.Stores stores, String region, DatabaseAudit inventory) {
        screen.stores(stores, region);
        screen.say("");
        screen.say(String.format("%9s  %-18s %-17s %s", "chunks", "SyncStatus", "verdict", "bot"));
        inventory.lines().forEach(line -> show(screen, line));
        screen.say("");
        screen.say(Text.count(inventory.lines().size(), "bot") + ", " + Text.count(inventory.chunks(), "chunk"));
        inventory.counts().forEach((state, n) -> screen.say(String.format("  %-18s%5d", state, n)));
        screen.say(Text.count(inventory.unembedded(), "row") + " without embedding, " + inventory.wrongDimension() + " of a wrong dimension, " + inventory.duplicates() + " doubled.");
    }

    private static void show(ProgressView screen, DatabaseAudit.Line line) {
        Bot bot = line.bot();
        screen.say(String.format("%,9d  %-18s %-17s %s", line.chunks(), bot == null ? "" : bot.status(), line.state(),
                bot == null ? "bot " + line.botId() + ", which the table does not know" : bot.label() + "  (" + bot.knowledge().summary() + ")  " + bot.key()));
        if (line.state() == DatabaseAudit.State.INCOMPLETE) {
            line.missing().forEach(source -> screen.say(" ".repeat(30) + "no rows of " + source));
        }
        line.rows().duplicateSources().forEach(source -> screen.say(" ".repeat(30) + "rows twice of " + source));
    }

    private String json(Settings.Stores stores, String region, DatabaseAudit inventory, Sample searched, int exitCode) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("version", 1);
        json.put("exitCode", exitCode);
        json.put("region", region);
        json.put("table", stores.table());
        json.put("databaseCluster", stores.database().cluster());
        json.put("counts", inventory.counts());
        json.put("chunks", inventory.chunks());
        json.put("unembedded", inventory.unembedded());
        json.put("wrongDimension", inventory.wrongDimension());
        json.put("doubledRows", inventory.duplicates());
        if (sample > 0) {
            json.put("sample", Map.of("rows", searched.rows(), "found", searched.found()));
        }
        json.put("bots", inventory.lines().stream().map(VerifyCommand::json).toList());
        return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json);
    }

    private static Map<String, Object> json(DatabaseAudit.Line line) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", line.botId());
        if (line.bot() != null) {
            json.put("user", line.bot().key().pk());
            json.put("sk", line.bot().key().sk());
            json.put("title", line.bot().title());
            json.put("sources", line.bot().sources().stream().map(KnowledgeSource::name).toList());
            json.put("sitemaps", line.bot().knowledge().sitemaps());
            json.put("syncStatus", line.bot().status());
        }
        json.put("verdict", line.state().toString());
        json.put("chunks", line.chunks());
        json.put("missing", line.missing().stream().map(KnowledgeSource::name).toList());
        json.put("doubledRows", line.rows().duplicates());
        return json;
    }
}
