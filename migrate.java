///usr/bin/env true; exec sh "$(dirname "$(readlink -f "$0")")/lib/jbang" "$0" "$@"
//DESCRIPTION Embeds every bot of Bedrock Chat again after the move from v0 to v1: nothing lost, nothing twice, and proof at the end.
//JAVA 17+
//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:dynamodb software.amazon.awssdk:ecs software.amazon.awssdk:cloudformation
//DEPS software.amazon.awssdk:rdsdata software.amazon.awssdk:sts software.amazon.awssdk:sso software.amazon.awssdk:ssooidc
//DEPS software.amazon.awssdk:url-connection-client
//DEPS info.picocli:picocli:4.7.7
//DEPS com.google.code.gson:gson:2.13.1
//DEPS org.slf4j:slf4j-nop:2.0.17
//SOURCES lib/Archive.java lib/Asker.java lib/Aws.java lib/Bot.java lib/BotKey.java lib/BotTable.java lib/CtrlC.java lib/Daemon.java lib/DataApi.java lib/Database.java lib/EmbeddingTasks.java lib/Evidence.java
//SOURCES lib/Gate.java lib/Identity.java lib/Interrupted.java lib/Inventory.java lib/Journal.java lib/JournalFile.java lib/JournalLine.java lib/JsonFile.java lib/Knowledge.java lib/Launcher.java lib/Options.java lib/Outcome.java lib/Page.java lib/Patience.java lib/Pauses.java
//SOURCES lib/Preflight.java lib/Price.java lib/Problem.java lib/Problems.java lib/Prover.java lib/Refusal.java lib/Refusals.java lib/RefusedException.java lib/Reindex.java lib/Rehearsal.java
//SOURCES lib/Report.java lib/Resume.java lib/RollCall.java lib/Rows.java lib/ScanPage.java lib/Screen.java lib/Search.java lib/SegmentedScan.java lib/Selection.java
//SOURCES lib/Setting.java lib/Settings.java lib/Source.java lib/Stage.java lib/Starter.java lib/Starters.java lib/Stopper.java lib/StackOutputs.java lib/Summary.java lib/TaskRun.java lib/TaskState.java lib/Text.java lib/Time.java lib/Turn.java lib/VectorSql.java lib/VectorStore.java lib/Verdict.java lib/Verify.java lib/Watch.java lib/Width.java lib/Wire.java
//JAVAC_OPTIONS --release 17 -encoding UTF-8 -Xlint:all -Xlint:-serial
//RUNTIME_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC

import java.util.List;
import java.util.concurrent.Callable;
import lib.Archive;
import lib.Aws;
import lib.BotTable;
import lib.EmbeddingTasks;
import lib.Evidence;
import lib.Identity;
import lib.Journal;
import lib.JsonFile;
import lib.Launcher;
import lib.Options;
import lib.Preflight;
import lib.Problem;
import lib.Problems;
import lib.Report;
import lib.Resume;
import lib.RollCall;
import lib.Search;
import lib.Settings;
import lib.StackOutputs;
import lib.Stage;
import lib.Stopper;
import lib.Verify;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "migrate.java", version = "bedrock-chat-migration 1.0", mixinStandardHelpOptions = true, sortOptions = false, usageHelpAutoWidth = true,
        description = "Embeds every bot of Bedrock Chat again, after the move from v0 to v1 has replaced its vector database.",
        footer = {"", "Exit codes: 0 all that was asked for succeeded; 1 some bots failed or are unproved; 2 bad usage or settings;",
            "3 AWS refused the whole run; 130 interrupted. Everything else: README.md."})
public class migrate implements Callable<Integer> {
    // Edit these, or leave them as they are: a value that is not edited is taken from the outputs of the CloudFormation stack.
    static final String TABLE_NAME = "BedrockChatStack-DatabaseConversationTableXXXXX"; // output DatabaseConversationTableNameXXXX
    static final String CLUSTER_NAME = "BedrockChatStack-EmbeddingClusterXXXXX"; // output EmbeddingClusterNameXXX
    static final String TASK_DEFINITION_NAME = "BedrockChatStackEmbeddingTaskDefinitionXXXXX"; // output EmbeddingTaskDefinitionNameXXX
    static final String CONTAINER_NAME = "Container"; // no need to change
    static final String SUBNET_ID = "subnet-xxxxx"; // output PrivateSubnetId0
    static final String SECURITY_GROUP_ID = "sg-xxxx"; // output EmbeddingTaskSecurityGroupIdXXX

    @Mixin
    final Options options = new Options();

    @Override
    public Integer call() throws Exception {
        options.check();
        Archive.checkRoom();
        JsonFile.check(options.output.json);
        try (Stage stage = Stage.set(options)) {
            // Where: an option beats an edited constant, which beats the stack. Nothing starts before all of it is checked.
            Aws aws = stage.aws();
            aws.checkCredentials();
            Settings settings = Settings.resolve(options.where.names(), stage.isRehearsal() ? Settings.Names.NONE : constants(),
                    options.db.names(), () -> StackOutputs.read(aws.cloudFormation(), options.where.stack));
            Preflight.Found found = new Preflight(aws.dynamoDb(), aws.ecs(), settings, aws.region(), stage.asker()).check();
            Search.Manner manner = options.manner(found, stage.answersYes());
            stage.screen().settings(settings, aws.region(), found);

            // What was done before: the journal of this migration, the tasks that ECS still shows, and the rows in the new database.
            BotTable table = new BotTable(aws.dynamoDb(), settings.table().value(), stage.asker());
            EmbeddingTasks tasks = new EmbeddingTasks(aws.ecs(), settings, options.how.assignPublicIp);
            Journal journal = stage.journal(options.resuming.journal, Identity.of(settings, found, aws), options.isLookOnly());
            Evidence evidence = Evidence.gather(aws, settings.database(), !options.proof.none, options.proof.acceptMissing, stage.asker(), stage.screen()::warn);
            Resume resume = Resume.begin(journal, tasks, table, evidence, options.proof.wish(), stage.screen(), stage.asker());
            if (options.resuming.stop) {
                return Stopper.stop(tasks, journal, resume, stage.screen(), manner.yes());
            }
            if (options.resuming.fresh && !resume.startsAfresh(stage.screen(), manner.yes())) {
                return Problem.OK;
            }

            // Which: scan the bots, and ask page by page.
            RollCall roll = new RollCall(stage.time());
            Search search = new Search(table, resume, roll, options.which.selection(), manner, stage.screen());
            Report.Maker report = new Report.Maker(stage, settings, found, evidence, roll, search);
            Search.Chosen chosen = search.choose();
            if (options.isLookOnly()) {
                if (options.how.dryRun) {
                    stage.screen().request(tasks, journal, roll);
                }
                return stage.tell(report.ofLook(options.how.dryRun));
            }

            // Start one task per bot and watch each one to its end; meanwhile the sweep looks for bots that the index lacks.
            Launcher launcher = new Launcher(table, tasks, journal, evidence, roll, options.how.pace(), stage.time(), stage.screen());
            launcher.offer(chosen);
            search.sweepInBackground(launcher::offerLast);
            stage.ctrlC().onInterrupt(launcher::interrupt);
            Launcher.End end = launcher.run();

            // Say what became of every bot.
            return stage.tell(report.of(end, !options.how.noWait));
        }
    }

    static Settings.Names constants() {
        return new Settings.Names(TABLE_NAME, CLUSTER_NAME, TASK_DEFINITION_NAME, CONTAINER_NAME, List.of(SUBNET_ID), List.of(SECURITY_GROUP_ID));
    }

    public static void main(String... args) {
        Stage.useUtf8();
        Archive.tend();
        System.exit(Problems.commandLine(new migrate(), new Verify(constants())).execute(args));
    }
}
