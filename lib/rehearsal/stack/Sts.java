package lib.rehearsal.stack;

import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.AwsService;
import lib.rehearsal.wire.QueryXml;

/** GetCallerIdentity, the one operation of STS that needs no permission. */
public final class Sts {
    private Sts() {}

    public static AwsResponse answer(String operation) {
        if (!operation.equals("GetCallerIdentity")) {
            throw new AwsError(400, "InvalidAction", "The rehearsal does not play STS " + operation + ".");
        }
        String result = QueryXml.result(operation, QueryXml.text("Arn", "arn:aws:iam::" + BedrockChatStack.ACCOUNT + ":user/rehearsal")
                + QueryXml.text("UserId", "AIDAREHEARSAL") + QueryXml.text("Account", BedrockChatStack.ACCOUNT));
        return new AwsResponse(200, AwsService.STS.contentType(), AwsResponse.bytes(result), null);
    }
}
