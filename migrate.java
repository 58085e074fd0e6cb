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
//SOURCES lib/common/package-info.java lib/retry/package-info.java lib/model/package-info.java lib/aws/package-info.java
//SOURCES lib/journal/package-info.java lib/proof/package-info.java lib/cli/package-info.java lib/report/package-info.java
//SOURCES lib/embed/package-info.java lib/verify/package-info.java
//JAVAC_OPTIONS --release 17 -encoding UTF-8 -Xlint:all -Xlint:-serial
//CDS
//RUNTIME_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xlog:disable

import java.util.List;
import java.util.concurrent.Callable;
import lib.aws.AwsClients;
import lib.aws.BotTable;
import lib.aws.EmbeddingTasks;
import lib.proof.RowVerifier;
import lib.model.MigrationId;
import lib.journal.Journal;
import lib.common.JsonFile;
import lib.embed.EmbeddingRun;
import lib.embed.EmbedOptions;
import lib.embed.Preflight;
import lib.common.UserException;
import lib.cli.ErrorHandler;
import lib.report.RunReport;
import lib.embed.ResumePlan;
import lib.embed.BotOutcomes;
import lib.embed.BotSearch;
import lib.model.Settings;
import lib.aws.StackOutputs;
import lib.cli.Session;
import lib.embed.TaskStopper;
import lib.verify.VerifyCommand;
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
    final EmbedOptions options = new EmbedOptions();

    @Override
    public Integer call() throws Exception {
        options.check();
        JsonFile.check(options.output.json);
        try (Session stage = Session.set(options)) {
            // Where: an option beats an edited constant, which beats the stack. Nothing starts before all of it is checked.
            AwsClients aws = stage.aws();
            aws.checkCredentials();
            Settings settings = Settings.resolve(options.where.names(), stage.isRehearsal() ? Settings.Names.NONE : constants(),
                    options.db.names(), () -> StackOutputs.read(aws.cloudFormation(), options.where.stack));
            Preflight.Result found = new Preflight(aws.dynamoDb(), aws.ecs(), settings, aws.region(), stage.retrier()).check();
            BotSearch.ScanOptions scanOptions = options.scanOptions(found, stage.answersYes());
            stage.screen().settings(settings, aws.region(), found);

            // What was done before: the journal of this migration, the tasks that ECS still shows, and the rows in the new database.
            BotTable table = new BotTable(aws.dynamoDb(), settings.table().value(), stage.retrier());
            EmbeddingTasks tasks = new EmbeddingTasks(aws.ecs(), settings, options.how.assignPublicIp);
            Journal journal = stage.journal(options.resuming.journal, MigrationId.of(settings, found, aws), options.isLookOnly());
            RowVerifier evidence = RowVerifier.gather(aws, settings.database(), !options.proof.none, options.proof.acceptMissing, stage.retrier(), stage.screen()::warn);
            ResumePlan resume = ResumePlan.begin(journal, tasks, table, evidence, options.proof.retryOptions(), stage.screen(), stage.retrier());
            if (options.resuming.stop) {
                return TaskStopper.stop(tasks, journal, resume, stage.screen(), scanOptions.yes());
            }
            if (options.resuming.fresh && !resume.startsAfresh(stage.screen(), scanOptions.yes())) {
                return UserException.OK;
            }

            // Which: scan the bots, and ask page by page.
            BotOutcomes roll = new BotOutcomes(stage.time());
            BotSearch search = new BotSearch(table, resume, roll, options.which.selection(), scanOptions, stage.screen());
            RunReport.Maker report = new RunReport.Maker(stage, settings, found, evidence, roll, search);
            BotSearch.Chosen chosen = search.choose();
            if (options.isLookOnly()) {
                if (options.how.dryRun) {
                    stage.screen().request(tasks, journal, roll);
                }
                return stage.tell(report.ofLook(options.how.dryRun));
            }

            // Start one task per bot and watch each one to its end; meanwhile the sweep looks for bots that the index lacks.
            EmbeddingRun launcher = new EmbeddingRun(table, tasks, journal, evidence, roll, options.how.pace(), stage.time(), stage.screen());
            launcher.offer(chosen);
            search.sweepInBackground(launcher::offerLast);
            stage.ctrlC().onInterrupt(launcher::interrupt);
            EmbeddingRun.End end = launcher.run();

            // Say what became of every bot.
            return stage.tell(report.of(end, !options.how.noWait));
        }
    }

    static Settings.Names constants() {
        return new Settings.Names(TABLE_NAME, CLUSTER_NAME, TASK_DEFINITION_NAME, CONTAINER_NAME, List.of(SUBNET_ID), List.of(SECURITY_GROUP_ID));
    }

    public static void main(String... args) {
        Session.useUtf8();
        System.exit(ErrorHandler.commandLine(new migrate(), new VerifyCommand(constants())).execute(args));
    }
}
