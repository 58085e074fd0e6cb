package tests.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tests.support.Cli;
import tests.support.TestAccount;

/** {@code iam-policy}: the printed policy is complete and valid. {@link PolicyConformanceTest} evaluates it. */
class IamPolicyTest {
    private static final Pattern PLACEHOLDER =
            Pattern.compile("REGION|ACCOUNT|[A-Z_]+_NAME|DATABASE_CLUSTER|SECRET_ARN");
    /** The limit of a managed policy, without white space (IAM quotas). */
    private static final int MAX_CHARACTERS = 6144;

    private static final String ARN_HERE = "arn:aws:[a-z0-9-]+:(us-east-1)?:123456789012:.+";

    @ParameterizedTest
    @ValueSource(strings = {"migrate", "verify", "restore", "restore-via-dms"})
    void everyNameIsFilledIn(String command) {
        TestAccount account = TestAccount.empty();
        Cli.Result result = account.migrate("iam-policy", command).exits(0);
        assertEquals("", result.err());
        assertTrue(!PLACEHOLDER.matcher(result.out()).find());
        JsonObject policy = result.json();
        assertEquals("2012-10-17", policy.get("Version").getAsString());
        for (JsonObject statement : statements(policy)) {
            assertEquals("Allow", statement.get("Effect").getAsString());
            texts(statement.get("Action")).forEach(action -> assertTrue(action.matches("[a-z0-9-]+:\\w+"), action));
            texts(statement.get("Resource"))
                    .forEach(arn -> assertTrue(arn.matches("\\*|arn:aws:s3:::[a-z0-9-]+|" + ARN_HERE), arn));
        }
        int characters = result.out().replaceAll("\\s", "").length();
        assertTrue(characters <= MAX_CHARACTERS, characters + " characters");
        assertEquals(List.of(), account.mutations());
    }

    @Test
    void migrateIsTheDefault() {
        TestAccount account = TestAccount.empty();
        assertEquals(account.migrate("iam-policy", "migrate").out(), account.migrate("iam-policy").out());
    }

    @ParameterizedTest
    @CsvSource({"eu-west-1, aws", "cn-north-1, aws-cn", "us-gov-west-1, aws-us-gov"})
    void thePartitionIsThatOfTheRegion(String region, String partition) {
        Cli.Result result = TestAccount.empty().migrate("iam-policy", "--region", region);
        String start = "\"arn:" + partition + ":";
        result.hasOut(start + "dynamodb:" + region + ":123456789012:table/" + TestAccount.TABLE + "\"");
        result.hasOut(start + "iam::123456789012:role/BedrockChatStack-*\"");
        result.hasOut(start + "ecs:" + region + ":123456789012:cluster/" + TestAccount.ECS_CLUSTER);
    }

    @Test
    void whatCannotBeReadStaysAPlaceholderAndIsNamed() {
        TestAccount account = TestAccount.empty();
        account.error("DescribeStacks", -1, 400, "AccessDenied", "no cloudformation:DescribeStacks");
        Cli.Result result = account.migrate("iam-policy", "verify").exits(0);
        assertEquals(1, result.err().lines().count());
        assertTrue(
                result.err()
                        .startsWith("warning: replace TABLE_NAME, DATABASE_CLUSTER, SECRET_ARN before you use this"
                                + " policy;"));
        result.hasErr("no cloudformation:DescribeStacks");
        result.hasOut("arn:aws:dynamodb:us-east-1:123456789012:table/TABLE_NAME\"").hasOut("stack/BedrockChatStack/");
        result.json();
    }

    @Test
    void withoutCredentialsItIsPrintedWithPlaceholders() {
        Cli.Result result = new Cli().run(Cli.PROGRAM, "iam-policy", "--region", "eu-west-1", "--stack", "Chat");
        result.exits(0);
        assertEquals(1, result.err().lines().count());
        for (String name : List.of("ACCOUNT", "TABLE_NAME", "CLUSTER_NAME", "TASK_DEFINITION_NAME", "SECRET_ARN")) {
            assertTrue(result.err().contains(name) && result.out().contains(name), () -> name + ": " + result);
        }
        result.hasErr("No AWS credentials").hasOut("arn:aws:cloudformation:eu-west-1:ACCOUNT:stack/Chat/*");
        Cli.Result nothing = new Cli().run(Cli.PROGRAM, "iam-policy").exits(0);
        nothing.hasOut("arn:aws:dynamodb:REGION:ACCOUNT:");
        assertTrue(nothing.err().startsWith("warning: replace REGION, ACCOUNT, "));
    }

    @Test
    void anEditedConstantIsUsed() {
        TestAccount account = TestAccount.empty();
        account.error("DescribeStacks", -1, 400, "AccessDenied", "no cloudformation:DescribeStacks");
        account.migrate(account.cli().edited("TABLE_NAME", "MyTable"), "iam-policy", "verify")
                .hasOut("table/MyTable\"");
    }

    private static List<JsonObject> statements(JsonObject policy) {
        return StreamSupport.stream(policy.getAsJsonArray("Statement").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .toList();
    }

    private static List<String> texts(JsonElement oneOrMore) {
        JsonArray all = oneOrMore.isJsonArray()
                ? oneOrMore.getAsJsonArray()
                : JsonParser.parseString("[" + oneOrMore + "]").getAsJsonArray();
        return StreamSupport.stream(all.spliterator(), false).map(JsonElement::getAsString).toList();
    }
}
