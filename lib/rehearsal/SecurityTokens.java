package lib.rehearsal;

/** GetCallerIdentity, the one operation of STS that needs no permission. */
final class SecurityTokens {
    private SecurityTokens() {}

    static Answer answer(String operation) {
        if (!operation.equals("GetCallerIdentity")) {
            throw new AwsError(400, "InvalidAction", "The rehearsal does not play STS " + operation + ".");
        }
        String result = Xml.result(operation, Xml.text("Arn", "arn:aws:iam::" + BedrockChat.ACCOUNT + ":user/rehearsal")
                + Xml.text("UserId", "AIDAREHEARSAL") + Xml.text("Account", BedrockChat.ACCOUNT));
        return new Answer(200, Service.STS.contentType(), Answer.bytes(result), null);
    }
}
