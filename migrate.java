///usr/bin/env true; exec sh "$(dirname "$(readlink -f "$0")")/lib/jbang" "$0" "$@"
//DESCRIPTION Embeds every bot of Bedrock Chat again after the upgrade from v0 to v1: nothing lost, nothing twice.
//JAVA 17+
//DEPS software.amazon.awssdk:bom:2.40.2@pom
//DEPS software.amazon.awssdk:dynamodb software.amazon.awssdk:ecs software.amazon.awssdk:cloudformation
//DEPS software.amazon.awssdk:rdsdata software.amazon.awssdk:rds software.amazon.awssdk:databasemigration
//DEPS software.amazon.awssdk:s3
//DEPS software.amazon.awssdk:url-connection-client software.amazon.awssdk:sts software.amazon.awssdk:sso
//DEPS software.amazon.awssdk:ssooidc software.amazon.awssdk:signin
//DEPS info.picocli:picocli:4.7.7
//DEPS com.google.code.gson:gson:2.13.1
//DEPS org.jline:jline-terminal-jni:4.5.0
//DEPS org.slf4j:slf4j-nop:2.0.17
//SOURCES lib/common/package-info.java lib/retry/package-info.java lib/model/package-info.java
//SOURCES lib/aws/package-info.java lib/journal/package-info.java lib/proof/package-info.java
//SOURCES lib/cli/package-info.java lib/report/package-info.java lib/help/package-info.java
//SOURCES lib/prepare/package-info.java lib/embed/package-info.java lib/verify/package-info.java
//SOURCES lib/restore/package-info.java
//JAVAC_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC --release 17 -encoding UTF-8 -Xlint:all -Xlint:-serial
//RUNTIME_OPTIONS -XX:TieredStopAtLevel=1 -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED
//MANIFEST Enable-Native-Access=ALL-UNNAMED

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import lib.cli.ErrorHandler;
import lib.cli.Session;
import lib.cli.SettingsResolver;
import lib.common.ProcessContext;
import lib.embed.BotOutcomes;
import lib.embed.BotSearch;
import lib.embed.EmbedOptions;
import lib.embed.EmbeddingRun;
import lib.embed.FreshStart;
import lib.embed.ResumePlan;
import lib.embed.RunReporter;
import lib.embed.Setup;
import lib.embed.TaskStopper;
import lib.help.HelpfulCommandLine;
import lib.help.IamPolicyCommand;
import lib.journal.Journal;
import lib.prepare.PrepareCommand;
import lib.restore.RestoreCommand;
import lib.verify.VerifyCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(name = "migrate.java", version = "bedrock-chat-migration 1.0", mixinStandardHelpOptions = true,
        description = "Embeds every bot of Bedrock Chat again after the upgrade to v1. It asks first.",
        footer = {"--rehearse: try everything on this machine, without AWS",
            "--dry-run: show what would be started; start nothing", ": start; the same again continues"})
public class migrate implements Callable<Integer> {
    // Edit these, or leave them as they are: an unedited value is taken from the stack output that stands beside it.
    static final String TABLE_NAME = "BedrockChatStack-DatabaseConversationTableXXXXX"; // DatabaseConversationTableNameXXXX
    static final String CLUSTER_NAME = "BedrockChatStack-EmbeddingClusterXXXXX"; // EmbeddingClusterNameXXX
    static final String TASK_DEFINITION_NAME = "BedrockChatStackEmbeddingTaskDefinitionXXXXX"; // EmbeddingTaskDefinitionNameXXX
    static final String CONTAINER_NAME = "Container"; // no need to change
    static final String SUBNET_ID = "subnet-xxxxx"; // PrivateSubnetId0
    static final String SECURITY_GROUP_ID = "sg-xxxx"; // EmbeddingTaskSecurityGroupIdXXX

    @Mixin
    final EmbedOptions options = new EmbedOptions();

    final ProcessContext context;

    migrate(ProcessContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        options.check();
        options.output.check();
        try (Session session = options.openSession(context)) {
            // Settings: an option overrides an edited constant, which overrides a stack output. All are checked first.
            Optional<Setup> checked = Setup.check(session, options, constants());
            if (checked.isEmpty()) {
                return session.console().exitCodeOfNo().number();
            }
            Setup setup = checked.get();

            // Resume: the journal of this migration, the tasks that ECS still lists, and the rows in the new database.
            try (Journal journal = setup.openJournal()) {
                ResumePlan resume = ResumePlan.make(setup, journal);
                if (options.resume.stop) {
                    return TaskStopper.stop(setup, journal, resume).number();
                }
                FreshStart fresh = new FreshStart(setup, journal, resume);
                if (options.resume.fresh && !fresh.isConfirmed()) {
                    return session.console().exitCodeOfNo().number();
                }

                // Search: scan for bots, and ask for confirmation page by page.
                BotOutcomes outcomes = new BotOutcomes(session.clock());
                BotSearch search = new BotSearch(setup, journal, resume, fresh, outcomes);
                RunReporter reporter = new RunReporter(setup, outcomes, search);
                BotSearch.Chosen chosen = search.choose();
                if (options.isReadOnly()) {
                    return reporter.reportReadOnly(journal);
                }

                // Start one task per bot, and watch each to its end. A sweep finds bots that the index lacks.
                EmbeddingRun run = new EmbeddingRun(setup, journal, search, outcomes);
                run.offer(chosen);
                search.sweepInBackground(run::offerLast);
                session.shutdownHook().onInterrupt(run::interrupt);

                // Report the outcome of every bot.
                return reporter.report(run.run());
            }
        }
    }

    static SettingsResolver.Names constants() {
        return new SettingsResolver.Names(TABLE_NAME, CLUSTER_NAME, TASK_DEFINITION_NAME, CONTAINER_NAME,
                List.of(SUBNET_ID), List.of(SECURITY_GROUP_ID));
    }

    /** Runs a command line in this context, and returns its exit code. */
    public static int run(ProcessContext process, String... arguments) {
        ProcessContext context = process.with(arguments);
        PrepareCommand prepare = new PrepareCommand(context);
        VerifyCommand verify = new VerifyCommand(context, constants());
        RestoreCommand restore = new RestoreCommand(context, constants());
        IamPolicyCommand iamPolicy = new IamPolicyCommand(context, constants());
        CommandLine line =
                HelpfulCommandLine.create(context, new migrate(context), prepare, verify, restore, iamPolicy);
        return ErrorHandler.execute(line, context, arguments);
    }

    public static void main(String... arguments) {
        System.exit(run(ProcessContext.ofThisProcess(), arguments));
    }
}
