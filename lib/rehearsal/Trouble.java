package lib.rehearsal;

/** A bad day: each kind of outcome and refusal once, each tied to one bot, so that the order of the starts does not matter. */
final class Trouble {
    private static final int ONCE = 1;

    private Trouble() {}

    static void brew(People people, Casting casting, Faults faults) {
        cast(people, casting);
        refuse(people, faults);
    }

    /** What happens once heals by itself when the bot is embedded again; the rest needs somebody to do something. */
    private static void cast(People people, Casting casting) {
        casting.cast(id(people, "Competitor watch"), new Play.Fail("An error occurred (AccessDeniedException) when calling the InvokeModel "
                + "operation: You don't have access to the model with the specified model ID."));
        casting.cast(id(people, "Product manuals"), new Play.Fail("An error occurred (ThrottlingException) when calling the InvokeModel "
                + "operation (reached max retries: 4): Too many requests, please wait before trying again."), ONCE);
        casting.cast(id(people, "Architecture decisions"), new Play.FailToStart("ResourceInitializationError: unable to pull secrets or "
                + "registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried "
                + "3 time(s): RequestError: send request failed"), ONCE);
        casting.cast(id(people, "Tender answers"), new Play.Exit(1), ONCE);
        casting.cast(id(people, "Support tickets 2023"), new Play.OutOfMemory());
        casting.cast(id(people, "Sales playbook"), new Play.TitleEdited(), ONCE);
        casting.cast(id(people, "Training videos"), new Play.NoTaskId(), ONCE);
        casting.cast(id(people, "Customer FAQ"), new Play.KnowledgeEdited(), ONCE);
        casting.cast(id(people, "Board minutes"), new Play.Deleted(), ONCE);
        casting.cast(id(people, "社内ヘルプデスク"), new Play.MissingSource("https://help.example.co.jp/mail"));
    }

    private static void refuse(People people, Faults faults) {
        faults.add(Fault.error("RunTask", id(people, "HR policies"), 400, "ThrottlingException", "Rate exceeded"));
        faults.add(Fault.error("RunTask", id(people, "Travel expenses"), 400, "InvalidParameterException",
                "Error retrieving subnet information for ["
                + BedrockChat.SUBNETS.get(0) + "]: Request limit exceeded. (ErrorCode: RequestLimitExceeded)"));
        faults.add(Fault.error("RunTask", id(people, "Onboarding checklist"), 500, "ServerException", "Service Unavailable. Please try again later."));
        faults.add(Fault.failure(id(people, "Runbooks"),
                "Capacity is unavailable at this time. Please try again later or in a different availability zone"));
        faults.add(Fault.cut("RunTask", id(people, "Python style guide"), "after"));
        for (String read : new String[] {"Scan", "GetItem", "BatchGetItem"}) {
            faults.add(Fault.error(read, null, 400, "ProvisionedThroughputExceededException",
                    "The level of configured provisioned throughput for the table was exceeded."));
        }
    }

    private static String id(People people, String title) {
        return people.bot(title).id();
    }
}
