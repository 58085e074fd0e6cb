package lib.rehearsal.scenario;

import lib.rehearsal.ecs.TaskBehavior;
import lib.rehearsal.ecs.TaskBehaviors;
import lib.rehearsal.stack.BedrockChatStack;

/** A bad day: each kind of outcome and refusal once, each tied to one bot, so that the order of the starts does not matter. */
public final class FailureScenario {
    private static final int ONCE = 1;

    private FailureScenario() {}

    static void prepare(SampleBots people, TaskBehaviors casting, FaultInjector faults) {
        cast(people, casting);
        refuse(people, faults);
    }

    /** What happens once heals by itself when the bot is embedded again; the rest needs somebody to do something. */
    private static void cast(SampleBots people, TaskBehaviors casting) {
        casting.cast(id(people, "Competitor watch"), new TaskBehavior.Fail("An error occurred (AccessDeniedException) when calling the InvokeModel "
                + "operation: You don't have access to the model with the specified model ID."));
        casting.cast(id(people, "Product manuals"), new TaskBehavior.Fail("An error occurred (ThrottlingException) when calling the InvokeModel "
                + "operation (reached max retries: 4): Too many requests, please wait before trying again."), ONCE);
        casting.cast(id(people, "Architecture decisions"), new TaskBehavior.FailToStart("ResourceInitializationError: unable to pull secrets or "
                + "registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried "
                + "3 time(s): RequestError: send request failed"), ONCE);
        casting.cast(id(people, "Tender answers"), new TaskBehavior.Exit(1), ONCE);
        casting.cast(id(people, "Support tickets 2023"), new TaskBehavior.OutOfMemory());
        casting.cast(id(people, "Sales playbook"), new TaskBehavior.TitleEdited(), ONCE);
        casting.cast(id(people, "Training videos"), new TaskBehavior.NoTaskId(), ONCE);
        casting.cast(id(people, "Customer FAQ"), new TaskBehavior.KnowledgeEdited(), ONCE);
        casting.cast(id(people, "Board minutes"), new TaskBehavior.Deleted(), ONCE);
        casting.cast(id(people, "社内ヘルプデスク"), new TaskBehavior.MissingSource("https://help.example.co.jp/mail"));
    }

    private static void refuse(SampleBots people, FaultInjector faults) {
        faults.add(Fault.error("RunTask", id(people, "HR policies"), 400, "ThrottlingException", "Rate exceeded"));
        faults.add(Fault.error("RunTask", id(people, "Travel expenses"), 400, "InvalidParameterException",
                "Error retrieving subnet information for ["
                + BedrockChatStack.SUBNETS.get(0) + "]: Request limit exceeded. (ErrorCode: RequestLimitExceeded)"));
        faults.add(Fault.error("RunTask", id(people, "Onboarding checklist"), 500, "ServerException", "Service Unavailable. Please try again later."));
        faults.add(Fault.failure(id(people, "Runbooks"),
                "Capacity is unavailable at this time. Please try again later or in a different availability zone"));
        faults.add(Fault.cut("RunTask", id(people, "Python style guide"), "after"));
        for (String read : new String[] {"Scan", "GetItem", "BatchGetItem"}) {
            faults.add(Fault.error(read, null, 400, "ProvisionedThroughputExceededException",
                    "The level of configured provisioned throughput for the table was exceeded."));
        }
    }

    private static String id(SampleBots people, String title) {
        return people.bot(title).id();
    }
}
