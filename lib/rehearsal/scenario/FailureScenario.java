package lib.rehearsal.scenario;

import java.util.List;
import lib.rehearsal.ecs.RowSource;
import lib.rehearsal.ecs.TaskBehavior;
import lib.rehearsal.ecs.TaskBehaviors;
import lib.rehearsal.stack.BedrockChatStack;

/**
 * The trouble scenario: each kind of outcome and error once, each for one particular bot, whatever the order of their
 * starts.
 */
final class FailureScenario {
    private static final int ONCE = 1;

    private FailureScenario() {}

    static void prepare(Scenario.Target target, SampleBots bots) {
        assignBehaviors(bots, target.behaviors());
        addFaults(bots, target.faults());
        String gone = RowSource.key(bots.bot("Data protection (GDPR)").keys(), "dpa.pdf");
        target.buckets().deleteObjects(target.stacks().documentBucket(), List.of(gone));
    }

    /** A behavior that applies once does not occur when the bot is embedded again; the others need a fix by a user. */
    private static void assignBehaviors(SampleBots bots, TaskBehaviors behaviors) {
        behaviors.assign(
                id(bots, "Competitor watch"),
                new TaskBehavior.Fail(
                        "An error occurred (AccessDeniedException) when calling the InvokeModel operation: "
                                + "You don't have access to the model with the specified model ID."));
        behaviors.assign(
                id(bots, "Product manuals"),
                new TaskBehavior.Fail("An error occurred (ThrottlingException) when calling the InvokeModel operation "
                        + "(reached max retries: 4): Too many requests, please wait before trying again."),
                ONCE);
        behaviors.assign(
                id(bots, "Architecture decisions"),
                new TaskBehavior.FailToStart(
                        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource"
                            + " retrieval failed: unable to retrieve ecr registry auth: service call has been retried"
                            + " 3 time(s): RequestError: send request failed"),
                ONCE);
        behaviors.assign(id(bots, "Tender answers"), new TaskBehavior.Exit(1), ONCE);
        behaviors.assign(id(bots, "Support tickets 2023"), new TaskBehavior.OutOfMemory());
        behaviors.assign(id(bots, "Sales playbook"), new TaskBehavior.TitleEdited(), ONCE);
        behaviors.assign(id(bots, "Training videos"), new TaskBehavior.NoTaskId(), ONCE);
        behaviors.assign(id(bots, "Customer FAQ"), new TaskBehavior.KnowledgeEdited(), ONCE);
        behaviors.assign(id(bots, "Board minutes"), new TaskBehavior.Deleted(), ONCE);
        behaviors.assign(
                id(bots, "Conference talks"),
                new TaskBehavior.MissingSource("https://www.youtube.com/watch?v=JGwWNGJdvx8"));
        behaviors.assign(id(bots, "社内ヘルプデスク"), new TaskBehavior.MissingSource("https://help.example.co.jp/mail"));
    }

    private static void addFaults(SampleBots bots, FaultInjector faults) {
        faults.add(Fault.error("RunTask", id(bots, "HR policies"), 400, "ThrottlingException", "Rate exceeded"));
        faults.add(Fault.error(
                "RunTask",
                id(bots, "Travel expenses"),
                400,
                "InvalidParameterException",
                "Error retrieving subnet information for [" + BedrockChatStack.SUBNETS.get(0)
                        + "]: Request limit exceeded. (ErrorCode: RequestLimitExceeded)"));
        faults.add(Fault.error(
                "RunTask",
                id(bots, "Onboarding checklist"),
                500,
                "ServerException",
                "Service Unavailable. Please try again later."));
        faults.add(Fault.runTaskFailure(
                id(bots, "Runbooks"),
                "Capacity is unavailable at this time. Please try again later or in a different availability zone"));
        faults.add(Fault.runTaskFailure(
                id(bots, "Release notes"),
                "You’ve reached the limit on the number of vCPUs you can run concurrently"));
        faults.add(Fault.cut("RunTask", id(bots, "Python style guide"), "after"));
        for (String read : List.of("Scan", "GetItem", "BatchGetItem")) {
            faults.add(Fault.error(
                    read,
                    null,
                    400,
                    "ProvisionedThroughputExceededException",
                    "The level of configured provisioned throughput for the table was exceeded."));
        }
    }

    private static String id(SampleBots bots, String title) {
        return bots.bot(title).id();
    }
}
