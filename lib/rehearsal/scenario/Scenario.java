package lib.rehearsal.scenario;

import com.google.gson.JsonDeserializationContext;
import com.google.gson.JsonDeserializer;
import com.google.gson.JsonElement;
import com.google.gson.annotations.JsonAdapter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import lib.rehearsal.dynamodb.ConversationTable;
import lib.rehearsal.ecs.TaskBehaviors;

/** The initial contents of an account, and whether failures occur. */
@JsonAdapter(Scenario.FromJson.class)
public enum Scenario {
    /** A realistic account, in which every bot that can be embedded succeeds. */
    ORDINARY,
    /** The same bots, with each kind of outcome and error once. */
    TROUBLE,
    /** A table without items. */
    EMPTY;

    /** @throws IllegalArgumentException if there is no scenario with that name */
    static Scenario of(String name) {
        return Arrays.stream(values())
                .filter(each -> each.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "a scenario is one of " + Arrays.toString(values()) + ", not " + name));
    }

    /** Fills a new account's table, and for {@link #TROUBLE} sets up the failures. */
    public void prepare(ConversationTable table, TaskBehaviors behaviors, FaultInjector faults) {
        SampleBots bots = new SampleBots();
        table.create(this == EMPTY ? List.of() : bots.items());
        if (this == TROUBLE) {
            FailureScenario.prepare(bots, behaviors, faults);
        }
    }

    /** Returns the name in options and in the control API. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    static final class FromJson implements JsonDeserializer<Scenario> {
        @Override
        public Scenario deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
            return Scenario.of(json.getAsString());
        }
    }
}
