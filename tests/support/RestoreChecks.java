package tests.support;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** Runs {@code restore}, and checks its result. */
public final class RestoreChecks {
    /** The rows of the table: how many there are, and a checksum of all of them. */
    public static final String CHECKSUM =
            "SELECT count(*), CAST(sum(hashtextextended(CAST(jsonb_build_array(id, botid, content, source,"
                    + " md5(vector_send(embedding))) AS text), 0)) AS text) FROM items";

    /** The same for the rows of a snapshot, as they are in today's bucket. */
    public static final String CHECKSUM_TODAY = CHECKSUM.replace(
            "source,", "regexp_replace(source, '^s3://[^/]+/', 's3://" + TestAccount.DOCUMENT_BUCKET + "/'),");

    public static final String OUR_SCHEMA = "SELECT 1 FROM pg_namespace WHERE nspname = 'bedrock_chat_restore'";
    public static final String OUR_EXTENSION = "SELECT 1 FROM pg_extension WHERE extname = 'postgres_fdw'";

    private RestoreChecks() {}

    /** Returns the arguments of {@code restore}. */
    public static String[] arguments(String... arguments) {
        return Stream.concat(Stream.of("restore"), Stream.of(arguments)).toArray(String[]::new);
    }

    /** Runs {@code restore} with these arguments. */
    public static Cli.Result restore(TestAccount account, String... arguments) {
        return account.migrate(arguments(arguments));
    }

    /** Returns the outcome of each bot of the JSON report. */
    public static Map<String, String> outcomes(Cli.Result result) {
        Map<String, String> outcomes = new TreeMap<>();
        for (JsonElement element : result.json().getAsJsonArray("bots")) {
            JsonObject bot = element.getAsJsonObject();
            outcomes.put(bot.get("id").getAsString(), bot.get("outcome").getAsString());
        }
        return outcomes;
    }

    /** Checks that the command has removed everything that it has created. */
    public static void assertNothingIsLeft(TestAccount account) {
        assertEquals(List.of(), account.sql(OUR_SCHEMA));
        assertEquals(List.of(), account.sql(OUR_EXTENSION));
        restore(account, "--status").hasOut("Nothing of restore exists.");
    }

    /** Returns the name of the temporary cluster. */
    public static String temporaryCluster(TestAccount account) {
        try (CloudFormationClient client = SdkClients.cloudFormation(account)) {
            return client.describeStacks().stacks().stream()
                    .filter(stack -> stack.stackName().contains("-restore-"))
                    .map(RestoreChecks::cluster)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String cluster(Stack stack) {
        return stack.outputs().stream()
                .filter(output -> output.outputKey().equals("ClusterIdentifier"))
                .findFirst()
                .orElseThrow()
                .outputValue();
    }
}
