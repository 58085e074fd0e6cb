package tests.support;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Bot items as the app writes them, and unusual ones. */
public final class TestBots {
    public static final String USER = "1f0e2d3c-4b5a-4697-8877-665544332211";
    /** A bot that every scan of the index misses, as if it were used at that moment. */
    public static final Bot MISSED_BY_INDEX = bot(77).with("Title", "By hand");

    /** A bot's item; the methods return copies with other attributes. */
    public record Bot(String user, String id, Map<String, AttributeValue> attributes) {
        public String sk() {
            return user + "#BOT#" + id;
        }

        public Bot with(String name, AttributeValue value) {
            Map<String, AttributeValue> changed = new LinkedHashMap<>(attributes);
            changed.put(name, value);
            return new Bot(user, id, changed);
        }

        public Bot with(String name, String value) {
            return with(name, AttributeValue.fromS(value));
        }

        public Bot without(String name) {
            Map<String, AttributeValue> changed = new LinkedHashMap<>(attributes);
            changed.remove(name);
            return new Bot(user, id, changed);
        }

        /** Returns it with these URLs beside its other sources. */
        public Bot withUrls(String... urls) {
            return withSources("source_urls", urls);
        }

        public Bot withSitemaps(String... urls) {
            return withSources("sitemap_urls", urls);
        }

        /** Returns it with these files in place of its own; without URLs and files, nothing is left to embed. */
        public Bot withFiles(String... names) {
            return withSources("filenames", names);
        }

        private Bot withSources(String list, String... sources) {
            Map<String, AttributeValue> changed = new LinkedHashMap<>(attributes.get("Knowledge").m());
            changed.put(list, strings(List.of(sources)));
            return with("Knowledge", AttributeValue.fromM(changed));
        }

        public Bot ownedBy(String otherUser) {
            return new Bot(otherUser, id, attributes);
        }

        public Map<String, AttributeValue> item() {
            Map<String, AttributeValue> item = new LinkedHashMap<>(attributes);
            item.put("PK", AttributeValue.fromS(user));
            item.put("SK", AttributeValue.fromS(sk()));
            return item;
        }
    }

    private TestBots() {}

    /** Returns the n-th bot, with one file and these URLs. */
    public static Bot bot(int n, String... urls) {
        Map<String, AttributeValue> attributes = new LinkedHashMap<>();
        attributes.put("Title", AttributeValue.fromS("Bot " + n));
        attributes.put("Description", AttributeValue.fromS("for a test"));
        attributes.put("Instruction", AttributeValue.fromS("Answer."));
        attributes.put("CreateTime", AttributeValue.fromN(String.valueOf(1_700_000_000 + n)));
        attributes.put("LastBotUsed", AttributeValue.fromN(String.valueOf(1_700_000_000 + n)));
        attributes.put("IsPinned", AttributeValue.fromBool(false));
        attributes.put("Knowledge", knowledge(List.of(urls), List.of(), List.of("manual-" + n + ".pdf")));
        attributes.put("SyncStatus", AttributeValue.fromS("SUCCEEDED"));
        attributes.put("SyncStatusReason", AttributeValue.fromS(""));
        attributes.put("LastExecId", AttributeValue.fromS(""));
        return new Bot(USER, String.format("01HTEST%019d", n), attributes);
    }

    /** Returns the bots 1 to {@code count}. */
    public static Bot[] bots(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(TestBots::bot).toArray(Bot[]::new);
    }

    /** Returns their sort keys, to compare them with the started ones. */
    public static Set<String> sortKeys(Bot... bots) {
        return Stream.of(bots).map(Bot::sk).collect(Collectors.toSet());
    }

    public static AttributeValue knowledge(List<String> urls, List<String> sitemaps, List<String> files) {
        return AttributeValue.fromM(
                Map.of("source_urls", strings(urls), "sitemap_urls", strings(sitemaps), "filenames", strings(files)));
    }

    /** Returns the keys of an item's files in the document bucket. */
    static List<String> documents(Map<String, AttributeValue> item) {
        AttributeValue knowledge = item.get("Knowledge");
        AttributeValue files = knowledge == null ? null : knowledge.m().get("filenames");
        String sk = item.get("SK").s();
        return files == null
                ? List.of()
                : files.l().stream()
                        .filter(file -> file.s() != null)
                        .map(file -> document(item.get("PK").s(), sk.substring(sk.lastIndexOf('#') + 1), file.s()))
                        .toList();
    }

    /** Returns the key of a bot's file in the document bucket. */
    public static String document(Bot bot, String file) {
        return document(bot.user(), bot.id(), file);
    }

    private static String document(String user, String bot, String file) {
        return user + "/" + bot + "/documents/" + file;
    }

    private static AttributeValue strings(List<String> strings) {
        return AttributeValue.fromL(strings.stream().map(AttributeValue::fromS).toList());
    }

    /** Returns the item of a user who was given access to a shared bot; it has no knowledge. */
    public static Map<String, AttributeValue> alias(String user, Bot original) {
        return Map.of(
                "PK", AttributeValue.fromS(user),
                "SK", AttributeValue.fromS(user + "#BOT_ALIAS#" + original.id()),
                "Title", AttributeValue.fromS("Alias"),
                "OriginalBotId", AttributeValue.fromS(original.id()),
                "CreateTime", AttributeValue.fromN("1700000000"),
                "LastBotUsed", AttributeValue.fromN("1700000000"));
    }

    /** Returns that many conversations of about {@code size} characters. */
    public static List<Map<String, AttributeValue>> conversations(int count, int size) {
        return IntStream.range(0, count).mapToObj(n -> conversation(n, size)).toList();
    }

    /** Returns a conversation of about {@code size} characters. */
    public static Map<String, AttributeValue> conversation(int n, int size) {
        return Map.of(
                "PK", AttributeValue.fromS(USER),
                "SK", AttributeValue.fromS(USER + "#CONV#" + n),
                "Title", AttributeValue.fromS("Conversation " + n),
                "MessageMap", AttributeValue.fromS("x".repeat(size)));
    }
}
