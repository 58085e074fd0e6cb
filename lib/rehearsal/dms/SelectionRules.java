package lib.rehearsal.dms;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import lib.rehearsal.database.TableName;
import lib.rehearsal.wire.AwsError;
import lib.rehearsal.wire.Json;

/**
 * The selection rules of a data migration: which tables it includes. As the user guide says
 * (dm-migrating-data-selectionrules), {@code include} is the only action, and {@code %} the only wildcard.
 */
record SelectionRules(List<Rule> rules) {
    private static final Set<String> MEMBERS =
            Set.of("rule-type", "rule-action", "object-locator", "filters", "rule-id", "rule-name");

    record Rule(Pattern schema, Pattern table) {}

    /**
     * Parses the rules.
     *
     * @param text null: all tables
     * @throws AwsError InvalidOperationFault, if DMS would reject them; that it does so at once is an assumption
     */
    static SelectionRules parse(String text) {
        if (text == null) {
            Pattern all = pattern("%");
            return new SelectionRules(List.of(new Rule(all, all)));
        }
        try {
            List<JsonElement> elements = Json.list(Json.parse(text), "rules");
            if (elements.isEmpty()) {
                throw invalid("there are no rules");
            }
            List<Rule> rules = new ArrayList<>();
            Set<String> ids = new TreeSet<>(), names = new TreeSet<>();
            for (JsonElement element : elements) {
                JsonObject rule = element.getAsJsonObject();
                rules.add(rule(rule));
                if (!ids.add(text(rule, "rule-id")) || !names.add(text(rule, "rule-name"))) {
                    throw invalid("two rules have the same rule-id or rule-name");
                }
            }
            return new SelectionRules(rules);
        } catch (JsonParseException | IllegalStateException | UnsupportedOperationException e) {
            throw invalid(e.getMessage());
        }
    }

    private static Rule rule(JsonObject rule) {
        for (String name : rule.keySet()) {
            if (!MEMBERS.contains(name)) {
                throw invalid("a rule has no " + name);
            }
        }
        if (!text(rule, "rule-type").equals("selection")) {
            throw invalid("rule-type must be selection");
        }
        if (!text(rule, "rule-action").equals("include")) {
            throw invalid("rule-action must be include");
        }
        if (!text(rule, "rule-id").matches("\\d+")) {
            throw invalid("rule-id must be a number");
        }
        if (!Json.list(rule, "filters").isEmpty()) {
            throw invalid("filters are not supported");
        }
        JsonObject locator = Json.child(rule, "object-locator");
        return new Rule(pattern(text(locator, "schema-name")), pattern(text(locator, "table-name")));
    }

    private static String text(JsonObject json, String name) {
        return Json.string(json, name).filter(text -> !text.isEmpty()).orElseThrow(() -> invalid(name + " is missing"));
    }

    private static Pattern pattern(String text) {
        return Pattern.compile(Pattern.quote(text).replace("%", "\\E.*\\Q"));
    }

    private static AwsError invalid(String reason) {
        return new AwsError(400, "InvalidOperationFault", "Invalid selection rules: " + reason + ".");
    }

    boolean include(TableName table) {
        return rules.stream()
                .anyMatch(rule -> rule.schema.matcher(table.schema()).matches()
                        && rule.table.matcher(table.name()).matches());
    }
}
