package lib.rehearsal.wire;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The lists in the form fields of the Query protocol, such as {@code Tags.member.1.Key}. */
public final class QueryForm {
    private QueryForm() {}

    /** Returns the values of a list of texts, whose fields start with that name, such as {@code Ids.member}. */
    public static List<String> texts(JsonObject form, String name) {
        List<String> values = new ArrayList<>();
        for (int i = 1; form.has(name + "." + i); i++) {
            values.add(form.get(name + "." + i).getAsString());
        }
        return values;
    }

    /** Returns a map that is sent as a list of pairs, whose members have these names. */
    public static Map<String, String> pairs(JsonObject form, String name, String key, String value) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (int i = 1; form.has(name + "." + i + "." + key); i++) {
            pairs.put(
                    form.get(name + "." + i + "." + key).getAsString(),
                    Json.string(form, name + "." + i + "." + value).orElse(""));
        }
        return pairs;
    }
}
