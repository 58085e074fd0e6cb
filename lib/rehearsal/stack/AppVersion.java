package lib.rehearsal.stack;

import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.annotations.JsonAdapter;
import java.lang.reflect.Type;
import java.util.Arrays;

/**
 * The versions of Bedrock Chat whose deployment can be played: one of each kind that differs to an embedding task
 * (upstream {@code backend/embedding/main.py} and {@code cdk/lib/constructs/embedding.ts} at these tags).
 */
@JsonAdapter(AppVersion.FromJson.class)
public enum AppVersion {
    /** The last version whose container reads the bot's keys from its first argument. */
    V1_2_4("v1.2.4"),
    V1_3_2("v1.3.2"),
    /** The end of the branch v1, which the guide checks out. */
    V1_4_0("v1.4.0");

    private final String tag;

    AppVersion(String tag) {
        this.tag = tag;
    }

    /**
     * Returns whether the container reads the bot's keys from the environment variable EVENT, and the app's own tasks
     * are started by Step Functions: since v1.2.5.
     */
    public boolean readsEvent() {
        return this != V1_2_4;
    }

    /** Returns the tag, which is the name in options and in the control API. */
    @Override
    public String toString() {
        return tag;
    }

    static final class FromJson implements JsonDeserializer<AppVersion> {
        @Override
        public AppVersion deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
            return Arrays.stream(values())
                    .filter(each -> each.tag.equals(json.getAsString()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "a version is one of " + Arrays.toString(values()) + ", not " + json));
        }
    }
}
