package lib.rehearsal.scenario;

import java.util.Set;
import lib.rehearsal.database.DbCluster;
import lib.rehearsal.stack.BedrockChatStack;
import lib.rehearsal.stack.DeployedStacks;

/** What stands in the way of a deploy of v1: one was rolled back, an API is published, the database is stopped. */
final class BeforeScenario {
    /** As CloudFormation quotes RDS (issue threads of other apps that pin a version; see the prepare command). */
    private static final String REJECTED = "Resource handler returned message: \"Cannot find version 15.3 for"
            + " aurora-postgresql (Service: Rds, Status Code: 400, Request ID: 2b0c3f1e-0000-4000-8000-rehearsal001)\""
            + " (RequestToken: 7d1e5a90-0000-4000-8000-rehearsal001, HandlerErrorCode: InvalidRequest)";

    private static final String PUBLISHED_API = "ApiPublishmentStack01HQZ70001AAAAAAAAAAAAAAAA";
    private static final Set<String> IMPORTS = Set.of(
            "BedrockClaudeChatVpcId", "BedrockClaudeChatDbConfigHostname", "BedrockClaudeChatDbConfigSecretArn");

    /** What was uploaded after the copy. */
    private static final String UPLOADED_LATER =
            "0d1e2f3a-0000-4000-8000-rehearsal001/01HQZ70002AAAAAAAAAAAAAAAA/documents/new.pdf";

    private BeforeScenario() {}

    static void addTrouble(Scenario.Target target) {
        target.clock().perform(now -> {
            DeployedStacks stacks = target.stacks();
            stacks.update(BedrockChatStack.STACK, new DeployedStacks.Change(null, null, null, null, REJECTED));
            stacks.update(PUBLISHED_API, new DeployedStacks.Change(null, null, null, IMPORTS, null));
            copySome(target);
            target.aurora().newest().change(DbCluster.State.STOPPED, 0);
            return null;
        });
    }

    private static void copySome(Scenario.Target target) {
        String region = target.stacks().region(), original = target.stacks().documentBucket();
        String copy = "bedrockchatstack-files-" + BedrockChatStack.ACCOUNT + "-" + region;
        target.buckets().create(copy, region, false);
        target.buckets().copyObjects(original, copy, target.clock().now());
        target.buckets().putObjects(original, Set.of(UPLOADED_LATER), target.clock().now());
    }
}
