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

/** What kind of day it is. */
@JsonAdapter(Scenario.FromJson.class)
public enum Scenario {
    /** A believable install; every bot that can be embedded succeeds. */
    ORDINARY,
    /** The same people on a day on which each kind of outcome and refusal occurs. */
    TROUBLE,
    /** A table without items. */
    EMPTY;

    public static Scenario of(String name) {
        return Arrays.stream(values()).filter(each -> each.toString().equals(name)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a scenario is one of " + Arrays.toString(values()) + ", not " + name));
    }

    /** Fills a new account's table, and in {@link #TROUBLE} arranges what goes wrong. */
    public void prepare(ConversationTable table, TaskBehaviors behaviors, FaultInjector faults) {
        SampleBots bots = new SampleBots();
        table.create(this == EMPTY ? List.of() : bots.items());
        if (this == TROUBLE) {
            FailureScenario.prepare(bots, behaviors, faults);
        }
    }

    static final class FromJson implements JsonDeserializer<Scenario> {
        @Override
        public Scenario deserialize(JsonElement json, Type type, JsonDeserializationContext context) {
            return Scenario.of(json.getAsString());
        }
    }

    /** The name by which options and the control door call it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
