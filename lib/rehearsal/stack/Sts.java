package lib.rehearsal.stack;

import com.google.gson.JsonObject;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.Json;

/** GetCallerIdentity, the one operation of STS that needs no permission. */
public final class Sts {
    private Sts() {}

    /** @throws AwsError for any other operation */
    public static JsonObject handle(String operation) {
        if (!operation.equals("GetCallerIdentity")) {
            throw new AwsError(400, "InvalidAction", "The embedded AWS does not implement STS " + operation + ".");
        }
        return Json.object(
                "Arn", "arn:aws:iam::" + BedrockChatStack.ACCOUNT + ":user/rehearsal",
                "UserId", "AIDAREHEARSAL",
                "Account", BedrockChatStack.ACCOUNT);
    }
}
