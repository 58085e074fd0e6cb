package lib.help;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.common.Resource;

/**
 * The minimum IAM policy of a command. The resource {@code iam-policy.json} lists the statements of all commands, with
 * placeholders; {@code for} names the commands that need one, {@code optional} those that can do without it.
 * lib/docs/permissions.md says what each is for.
 */
public enum IamPolicy {
    PREPARE,
    MIGRATE,
    VERIFY,
    RESTORE,
    RESTORE_VIA_DMS;

    /** What differs from one account to another. */
    public enum Placeholder {
        REGION,
        ACCOUNT,
        STACK_NAME,
        TABLE_NAME,
        CLUSTER_NAME,
        TASK_DEFINITION_NAME,
        DOCUMENT_BUCKET,
        DATABASE_CLUSTER,
        SECRET_ARN
    }

    /** Begins the id of a statement that the command can do without. */
    public static final String OPTIONAL = "Optional";

    private static final String RESOURCE = "/help/iam-policy.json";
    private static final Pattern PLACEHOLDER = Pattern.compile(
            Stream.of(Placeholder.values()).map(Enum::name).collect(Collectors.joining("|", "\\b(", ")\\b")));

    /** The word on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the policy document with its placeholders. */
    public JsonObject document() {
        return document("aws", Map.of());
    }

    /**
     * Returns the policy document.
     *
     * @param partition of all ARNs, for example aws-cn
     * @param values of placeholders; the others stay
     */
    JsonObject document(String partition, Map<Placeholder, String> values) {
        String all = PLACEHOLDER
                .matcher(Resource.text(RESOURCE).replace("\"arn:aws:", "\"arn:" + partition + ":"))
                .replaceAll(found -> Matcher.quoteReplacement(value(found.group(), values)));
        JsonArray statements = new JsonArray();
        for (JsonElement each : JsonParser.parseString(all).getAsJsonArray()) {
            JsonObject statement = each.getAsJsonObject();
            boolean isNeeded = isNamedIn(statement.remove("for"));
            boolean isOptional = isNamedIn(statement.remove("optional"));
            if (isOptional) {
                statement.addProperty("Sid", OPTIONAL + statement.get("Sid").getAsString());
            }
            if (isNeeded || isOptional) {
                statements.add(statement);
            }
        }
        JsonObject document = new JsonObject();
        document.addProperty("Version", "2012-10-17");
        document.add("Statement", statements);
        return document;
    }

    private boolean isNamedIn(JsonElement commands) {
        return commands != null && commands.getAsJsonArray().contains(new JsonPrimitive(toString()));
    }

    /** Returns the placeholders in the policy. */
    Set<Placeholder> placeholders() {
        return PLACEHOLDER
                .matcher(document().toString())
                .results()
                .map(found -> Placeholder.valueOf(found.group()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The value, as it stands in a JSON string. */
    private static String value(String placeholder, Map<Placeholder, String> values) {
        String value = values.getOrDefault(Placeholder.valueOf(placeholder), placeholder);
        String quoted = new JsonPrimitive(value).toString();
        return quoted.substring(1, quoted.length() - 1);
    }
}
