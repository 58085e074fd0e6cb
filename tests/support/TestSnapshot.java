package tests.support;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A snapshot of the old database, for the test control API. */
public final class TestSnapshot {
    public static final String ID = "bedrockchatstack-snapshot-bedrockchatstackvectorstorecluster-1a2b3c4d";

    /** The bucket that the upgrade to v1.4.0 has replaced. */
    public static final String BUCKET = "bedrockchatstack-documentbucketae41e5a9-rehearsal0001";

    private final Map<String, Object> members = new HashMap<>();

    private TestSnapshot(String id) {
        members.put("id", id);
    }

    /** Returns a snapshot with rows for every source of these bots. */
    public static TestSnapshot of(TestBots.Bot... bots) {
        return named(ID, bots);
    }

    /** Returns a snapshot with that name. */
    public static TestSnapshot named(String id, TestBots.Bot... bots) {
        return new TestSnapshot(id)
                .with(
                        "bots",
                        Stream.of(bots)
                                .map(bot -> Map.of("botId", bot.id(), "sources", sources(bot)))
                                .toList());
    }

    /** Sets a member of the test control API. */
    public TestSnapshot with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    /** Adds it to the account. */
    public TestAccount addTo(TestAccount account) {
        return account.snapshot(members);
    }

    /** The sources of a bot as the embedding container writes them. */
    private static List<String> sources(TestBots.Bot bot) {
        List<String> sources = new ArrayList<>(strings(bot, "source_urls"));
        strings(bot, "filenames")
                .forEach(file -> sources.add(
                        "s3://" + BUCKET + "/" + bot.user() + "/" + bot.id() + "/documents/" + file));
        return sources;
    }

    private static List<String> strings(TestBots.Bot bot, String list) {
        return bot.attributes().get("Knowledge").m().get(list).l().stream().map(AttributeValue::s).toList();
    }
}
