package lib.rehearsal.stack;

import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.AwsResponse;
import lib.rehearsal.wire.AwsService;
import lib.rehearsal.wire.QueryXml;

/** GetCallerIdentity, the one operation of STS that needs no permission. */
public final class Sts {
    private Sts() {}

    /** @throws AwsError for any other operation */
    public static AwsResponse handle(String operation) {
        if (!operation.equals("GetCallerIdentity")) {
            throw new AwsError(400, "InvalidAction", "The embedded AWS does not implement STS " + operation + ".");
        }
        String result = QueryXml.text("Arn", "arn:aws:iam::" + BedrockChatStack.ACCOUNT + ":user/rehearsal")
                + QueryXml.text("UserId", "AIDAREHEARSAL")
                + QueryXml.text("Account", BedrockChatStack.ACCOUNT);
        byte[] body = AwsResponse.utf8(QueryXml.response(operation, result));
        return new AwsResponse(200, AwsService.STS.contentType(), body, null);
    }
}
