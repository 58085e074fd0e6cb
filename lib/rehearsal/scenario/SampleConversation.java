package lib.rehearsal.scenario;

import static lib.rehearsal.dynamodb.ConversationTable.n;
import static lib.rehearsal.dynamodb.ConversationTable.s;

import com.google.gson.JsonObject;
import java.util.List;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.wire.Json;

/** A conversation: as upstream stores it, the whole message map is one string of a few KB. */
final class SampleConversation {
    private static final List<String> TOPICS = List.of(
            "Leave in August",
            "A rude e-mail, made polite",
            "SQL for the quarter",
            "What does clause 7 mean?",
            "Names for the new team",
            "Trip to Lisbon",
            "Why is the build red?");
    private static final String PARAGRAPH = "Here is what I found. "
            + "The short answer is yes, with two conditions that are worth reading closely before you decide. ";

    private SampleConversation() {}

    /** @param number varies the item: 3 to 6 KB */
    static JsonObject item(String user, String id, int number) {
        String topic = TOPICS.get(number % TOPICS.size());
        JsonObject item = new BotKeys(user, user + "#CONV#" + id).item();
        item.add("Title", s(topic));
        item.add("CreateTime", n(1_709_283_600_000L + number * 3_600_000L));
        item.add("TotalPrice", Json.object("N", "0.0" + (10 + number % 90)));
        item.add("LastMessageId", s("answer"));
        String answer = PARAGRAPH.repeat(22 + number % 26);
        item.add("MessageMap", s(Json.text(Json.object("question", topic, "answer", answer))));
        return item;
    }
}
