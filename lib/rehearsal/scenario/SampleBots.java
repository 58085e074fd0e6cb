package lib.rehearsal.scenario;

import static lib.rehearsal.dynamodb.ConversationTable.n;
import static lib.rehearsal.dynamodb.ConversationTable.s;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.ecs.RowSource;
import lib.rehearsal.scenario.BotItem.Trait;
import lib.rehearsal.wire.DataFile;
import lib.rehearsal.wire.Json;

/** The bots of {@code bots.yaml}, with conversations and aliases: the same at every start. */
final class SampleBots {
    private static final int ALIASES = 5;
    private static final int CONVERSATIONS = 300;
    private static final char[] CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
    /** Of a conversation, whose whole message map upstream stores as one string. */
    private static final String PARAGRAPH = "Here is what I found. "
            + "The short answer is yes, with two conditions that are worth reading closely before you decide. ";

    private final List<String> users;
    private final List<BotItem> bots = new ArrayList<>();

    SampleBots() {
        JsonObject file = DataFile.yaml(DataFile.text("bots.yaml")).getAsJsonObject();
        users = List.copyOf(file.keySet());
        for (Map.Entry<String, JsonElement> user : file.entrySet()) {
            user.getValue().getAsJsonArray().forEach(bot -> add(user.getKey(), bot.getAsJsonObject()));
        }
    }

    /** Adds a bot that a user has created after all others. */
    void add(String user, JsonObject bot) {
        bot.addProperty("user", user);
        bot.addProperty("id", ulid(bots.size() + 1));
        bots.add(Json.as(BotItem.class, bot));
    }

    void change(String title, UnaryOperator<BotItem> change) {
        bots.replaceAll(bot -> title.equals(bot.title()) ? change.apply(bot) : bot);
    }

    void remove(String title) {
        bots.remove(bot(title));
    }

    /** Gives them the status that their tasks have written. */
    void setEmbedded() {
        bots.replaceAll(bot -> bot.hasKnowledge() ? bot.with(BotItem.Sync.DONE) : bot);
    }

    /** Returns the bots whose knowledge can be embedded. */
    List<BotItem> withKnowledge() {
        return bots.stream().filter(BotItem::hasKnowledge).toList();
    }

    /** Returns the sort keys of the bots that every scan of the index misses. */
    List<String> missedByIndex() {
        return bots.stream()
                .filter(bot -> bot.is(Trait.MISSED_BY_INDEX))
                .map(bot -> bot.keys().sk())
                .toList();
    }

    /** @throws IllegalArgumentException if there is none */
    BotItem bot(String title) {
        return bots.stream()
                .filter(bot -> title.equals(bot.title()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no bot " + title));
    }

    /** Returns the text with the id of a bot for each {@code <title>}, and its user for {@code <user of title>}. */
    String resolve(String text) {
        String resolved = text;
        for (BotItem bot : bots) {
            resolved = resolved.replace("<user of " + bot.title() + ">", bot.user())
                    .replace("<" + bot.title() + ">", bot.id());
        }
        return resolved;
    }

    /** Returns the keys of their files in the bucket. */
    List<String> documents() {
        return bots.stream()
                .flatMap(bot -> bot.files().stream().map(file -> RowSource.key(bot.keys(), file)))
                .toList();
    }

    /** Returns every item of their table: bots, aliases of shared bots, conversations. */
    List<JsonObject> items() {
        List<JsonObject> items = new ArrayList<>();
        for (BotItem bot : bots) {
            items.add(bot.item(items.size()));
        }
        List<BotItem> shared = bots.stream().filter(bot -> bot.is(Trait.SHARED)).toList();
        for (int i = 0; i < ALIASES; i++) {
            BotItem original = shared.get(i % shared.size());
            items.add(alias(users.get((users.indexOf(original.user()) + 1) % users.size()), original));
        }
        for (int i = 0; i < CONVERSATIONS; i++) {
            items.add(conversation(users.get(i % users.size()), ulid(1000 + i), i));
        }
        return items;
    }

    private static JsonObject alias(String user, BotItem original) {
        JsonObject item = new BotKeys(user, user + "#BOT_ALIAS#" + original.id()).item();
        item.add("Title", s(original.title()));
        item.add("Description", s("Shared by a colleague"));
        item.add("OriginalBotId", s(original.id()));
        item.add("CreateTime", n(1_714_554_000_000L));
        item.add("LastBotUsed", n(1_715_504_400_000L));
        item.add("IsPinned", Json.object("BOOL", false));
        item.add("SyncStatus", s("SUCCEEDED"));
        item.add("HasKnowledge", Json.object("BOOL", true));
        return item;
    }

    /** @param number varies the item: 3 to 6 KB */
    private static JsonObject conversation(String user, String id, int number) {
        JsonObject item = new BotKeys(user, user + "#CONV#" + id).item();
        item.add("Title", s("Conversation " + number));
        item.add("CreateTime", n(1_709_283_600_000L + number * 3_600_000L));
        item.add("LastMessageId", s("answer"));
        item.add("MessageMap", s(PARAGRAPH.repeat(22 + number % 26)));
        return item;
    }

    /** Returns the same ULID for the same number: ten characters of time, sixteen random ones. */
    private static String ulid(int number) {
        SplittableRandom random = new SplittableRandom(number);
        StringBuilder ulid = new StringBuilder("01HQZ7").append(String.format(Locale.ROOT, "%04d", number));
        while (ulid.length() < 26) {
            ulid.append(CROCKFORD[random.nextInt(CROCKFORD.length)]);
        }
        return ulid.toString();
    }
}
