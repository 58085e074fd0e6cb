package lib.rehearsal.scenario;

import static lib.rehearsal.dynamodb.ConversationTable.n;
import static lib.rehearsal.dynamodb.ConversationTable.s;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.ecs.RowSource;
import lib.rehearsal.scenario.BotItem.Sync;
import lib.rehearsal.scenario.BotItem.Trait;
import lib.rehearsal.wire.Json;

/** The bots of five sample users, with conversations and aliases: the same at every start. */
final class SampleBots {
    private static final String AIKO = "1c9d0c5e-8f7a-4b6e-9d21-3a5b7c9e1f02";
    private static final String BEN = "4e2f6a81-0d3c-4f95-8b17-6c8d0e2a4b13";
    private static final String CARLA = "7a5b3c92-1e4d-4a06-9c28-7d9e1f3b5c24";
    private static final String DAVID = "9d8e4f03-2f5e-4b17-8d39-8eaf204c6d35";
    private static final String ELIF = "c0f15a14-306f-4c28-9e4a-9fb0315d7e46";
    private static final List<String> USERS = List.of(AIKO, BEN, CARLA, DAVID, ELIF);

    private static final List<String> NONE = List.of();
    private static final int ALIASES = 5;
    private static final int CONVERSATIONS = 300;
    private static final char[] CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

    private final List<BotItem> bots = new ArrayList<>();

    SampleBots() {
        add(AIKO, "HR policies", files("leave.pdf", "remote-work.pdf", "code-of-conduct.docx"), NONE, Trait.PINNED);
        add(AIKO, "Travel expenses", files("expenses-2024.xlsx", "travel.pdf"), NONE);
        add(AIKO, "社内ヘルプデスク", NONE, urls("https://help.example.co.jp/vpn", "https://help.example.co.jp/mail"));
        add(AIKO, "Onboarding checklist", files("first-week.md"), NONE, Trait.SHARED);
        add(AIKO, "Product manuals", numbered("manual-%d.pdf", 8), NONE, Trait.SHARED);
        add(
                BEN,
                "Sales playbook",
                files("playbook.pptx", "objections.md"),
                urls("https://example.com/cases"),
                Trait.SHARED);
        add(BEN, "Competitor watch", NONE, numbered("https://news.example.com/competitor/%d", 4));
        add(BEN, "Pricing \"2024\" 💶 it's final", files("prices.csv"), NONE);
        add(BEN, "Brainstorm buddy", NONE, NONE, Sync.NOTHING_TO_DO);
        addSitemap(BEN, "Company website", "https://www.example.com/sitemap.xml");
        add(CARLA, "Conference talks", NONE, youtube("dQw4w9WgXcQ", "9bZkp7q19f0", "kJQP7kiw5Fk", "JGwWNGJdvx8"));
        add(CARLA, "Architecture decisions", numbered("adr-%04d.md", 5), NONE, Trait.SHARED, Trait.PINNED);
        add(
                CARLA,
                "Runbooks",
                numbered("runbook-%d.md", 4),
                urls("https://wiki.example.com/oncall", "https://wiki.example.com/dr"));
        add(CARLA, "Python style guide", NONE, urls("https://peps.python.org/pep-0008/"));
        addSitemap(CARLA, "Docs site", "https://docs.example.com/sitemap.xml");
        add(CARLA, "Notes", files("notes.txt"), NONE);
        add(DAVID, "Contracts\u0007\r\n\u001b[31mred\u001b[0m\tand more", files("nda.pdf", "msa.pdf"), NONE);
        add(
                DAVID,
                "Data protection (GDPR)",
                files("gdpr.pdf", "dpa.pdf", "records.xlsx"),
                NONE,
                Sync.failed("Partitioning is not supported for the FileType.UNK file type."));
        add(DAVID, "Board minutes", numbered("minutes-2024-%02d.pdf", 2), NONE);
        add(DAVID, "Haiku writer", NONE, NONE, Sync.NOTHING_TO_DO);
        add(DAVID, "Tender answers", numbered("tender-%d.docx", 6), NONE);
        add(DAVID, null, NONE, NONE, Trait.LEFTOVER);
        add(ELIF, "Customer FAQ", NONE, urls("https://example.com/faq", "https://example.com/returns"), Trait.SHARED);
        add(ELIF, "Support tickets 2023", numbered("tickets-%d.csv", 7), NONE);
        add(
                ELIF,
                "Release notes",
                files("CHANGELOG.md"),
                urls("https://example.com/releases"),
                Sync.NOTHING_TO_DO,
                Trait.MISSED_BY_INDEX);
        add(ELIF, "Training videos", files("agenda.pdf"), youtube("M7lc1UVf-VE", "ScMzIvxBSi4"));
        add(ELIF, "Kitchen rota", NONE, NONE, Sync.NOTHING_TO_DO);
    }

    private void add(String user, String title, List<String> files, List<String> urls, Trait... traits) {
        add(user, title, files, urls, Sync.DONE, traits);
    }

    private void add(String user, String title, List<String> files, List<String> urls, Sync sync, Trait... traits) {
        bots.add(new BotItem(user, ulid(bots.size() + 1), title, files, urls, NONE, sync, traits));
    }

    /** Adds a bot that v0 could not embed either. */
    private void addSitemap(String user, String title, String url) {
        bots.add(new BotItem(user, ulid(bots.size() + 1), title, NONE, NONE, List.of(url), Sync.failed("")));
    }

    /** Adds a bot that David has created after all others. */
    void add(String title, String file, Sync sync) {
        add(DAVID, title, files(file), NONE, sync);
    }

    /** Adds a file to the knowledge of a bot. */
    void addFile(String title, String file, Sync sync) {
        BotItem old = bot(title);
        List<String> files = new ArrayList<>(old.files());
        files.add(file);
        bots.set(bots.indexOf(old), old.with(files, sync));
    }

    void remove(String title) {
        bots.remove(bot(title));
    }

    /** Returns the bots that a task has embedded, and that have knowledge. */
    List<BotItem> embedded() {
        return bots.stream()
                .filter(bot -> bot.sync().equals(Sync.DONE))
                .filter(SampleBots::hasKnowledge)
                .toList();
    }

    /** Returns the sort keys of the bots that every scan of the index misses. */
    List<String> missedByIndex() {
        return bots.stream()
                .filter(bot -> bot.is(Trait.MISSED_BY_INDEX))
                .map(bot -> bot.keys().sk())
                .toList();
    }

    /** Returns the bots whose knowledge can be embedded. */
    List<BotItem> withKnowledge() {
        return bots.stream().filter(SampleBots::hasKnowledge).toList();
    }

    /** Gives them the status that their tasks have written. */
    void setEmbedded() {
        bots.replaceAll(bot -> hasKnowledge(bot) ? bot.with(bot.files(), Sync.DONE) : bot);
    }

    private static boolean hasKnowledge(BotItem bot) {
        return !bot.files().isEmpty() || !bot.urls().isEmpty();
    }

    /** @throws IllegalArgumentException if there is none */
    BotItem bot(String title) {
        return bots.stream()
                .filter(bot -> title.equals(bot.title()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no bot " + title));
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
        List<BotItem> shared = bots.stream()
                .filter(bot -> Arrays.asList(bot.traits()).contains(Trait.SHARED))
                .toList();
        for (int i = 0; i < ALIASES; i++) {
            BotItem original = shared.get(i % shared.size());
            items.add(alias(USERS.get((USERS.indexOf(original.user()) + 1) % USERS.size()), original));
        }
        for (int i = 0; i < CONVERSATIONS; i++) {
            items.add(SampleConversation.item(USERS.get(i % USERS.size()), ulid(1000 + i), i));
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

    /** Returns the same ULID for the same number: ten characters of time, sixteen random ones. */
    private static String ulid(int number) {
        SplittableRandom random = new SplittableRandom(number);
        StringBuilder ulid = new StringBuilder("01HQZ7").append(String.format(Locale.ROOT, "%04d", number));
        while (ulid.length() < 26) {
            ulid.append(CROCKFORD[random.nextInt(CROCKFORD.length)]);
        }
        return ulid.toString();
    }

    private static List<String> files(String... names) {
        return List.of(names);
    }

    private static List<String> urls(String... urls) {
        return List.of(urls);
    }

    private static List<String> youtube(String... videoIds) {
        return Arrays.stream(videoIds)
                .map(id -> "https://www.youtube.com/watch?v=" + id)
                .toList();
    }

    private static List<String> numbered(String format, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(format::formatted).toList();
    }
}
