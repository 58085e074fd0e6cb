package lib.rehearsal.scenario;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import lib.rehearsal.database.SnapshotContent;
import lib.rehearsal.database.SnapshotContent.BotRows;

/** The scenarios of a verification: the rows of the sample bots after the migration, complete or with gaps. */
final class EmbeddedScenario {
    private static final Duration SINCE_EMBEDDED = Duration.ofHours(1);
    private static final String WITHOUT_ROWS = "Tender answers", WITH_A_GAP = "Customer FAQ", TWICE = "HR policies";
    /** A bot that was deleted before its task wrote its rows. */
    private static final BotRows ORPHAN =
            new BotRows("01HQZ70999AAAAAAAAAAAAAAAA", List.of("https://example.com/old"), Instant.EPOCH);

    private EmbeddedScenario() {}

    /**
     * Fills the database.
     *
     * @param trouble whether a bot has no rows, one has a gap, one has rows twice, and rows have no bot
     */
    static void prepare(Scenario.Target target, SampleBots bots, boolean trouble) {
        Instant embeddedAt = target.clock().now().minus(SINCE_EMBEDDED);
        List<BotRows> rows = new ArrayList<>();
        for (BotItem bot : bots.withKnowledge()) {
            List<String> sources = bot.rowSources(target.stacks().documentBucket());
            rows.add(new BotRows(bot.id(), trouble ? damaged(bot, sources) : sources, embeddedAt));
        }
        if (trouble) {
            rows.add(ORPHAN);
        }
        target.aurora().startFirst(new SnapshotContent(rows, null));
    }

    private static List<String> damaged(BotItem bot, List<String> sources) {
        return switch (String.valueOf(bot.title())) {
            case WITHOUT_ROWS -> List.of();
            case WITH_A_GAP -> sources.subList(1, sources.size());
            case TWICE -> Stream.concat(sources.stream(), sources.stream()).toList();
            default -> sources;
        };
    }
}
