package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import lib.common.UserException;
import lib.model.Bot;
import lib.model.BotFilter;
import lib.model.BotKey;
import lib.model.Knowledge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which bots are wanted, and why the others are left out. */
class BotFilterTest {
    private static final Knowledge FILE = new Knowledge(List.of(), List.of(), List.of("a.pdf"), true);
    private static final BotFilter EVERY = new BotFilter(Set.of(), Set.of(), false);
    private static final BotFilter ALL = new BotFilter(Set.of(), Set.of(), true);

    private static Bot bot(String user, String id) {
        return bot(user, id, FILE, false);
    }

    private static Bot bot(String user, String id, Knowledge knowledge, boolean remains) {
        BotKey key = new BotKey(user, user + "#BOT#" + id);
        return new Bot(key, "Bot", knowledge, "SUCCEEDED", "", "", remains, List.of(), false);
    }

    private static Set<String> ids(String ids) {
        return ids == null
                ? Set.of()
                : Arrays.stream(ids.split(" ")).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, true",
                "1, -, true",
                "2 1, -, true",
                "ann#BOT#1, -, true",
                "2, -, false",
                "bob#BOT#1, -, false",
                "ann, -, false",
                "-, ann, true",
                "-, bob ann, true",
                "-, bob, false",
                "1, ann, true",
                "1, bob, false",
                "2, ann, false"
            })
    void bot1OfAnnIsWanted(String bots, String users, boolean wanted) {
        assertEquals(wanted, new BotFilter(ids(bots), ids(users), false).matches(bot("ann", "1")));
    }

    @Test
    void onlyAFilterWithoutIdsMatchesAll() {
        assertTrue(EVERY.matchesAll() && ALL.matchesAll());
        assertFalse(new BotFilter(Set.of("1"), Set.of(), true).matchesAll());
        assertFalse(new BotFilter(Set.of(), Set.of("ann"), true).matchesAll());
    }

    /** @param reason without {@code --all}; empty if the bot is to be offered */
    private record Case(Knowledge knowledge, String reason) {}

    static List<Case> botsWithSuchKnowledge() {
        List<String> none = List.of();
        List<String> one = List.of("one");
        String sitemaps = "sitemap URLs, on which the embedding task always fails (--all starts it)";
        String unreadable = "its knowledge is not in the form that the embedding task reads (--all starts it)";
        return List.of(
                new Case(new Knowledge(none, none, one, true), ""),
                new Case(new Knowledge(one, none, none, true), ""),
                new Case(new Knowledge(none, one, none, true), sitemaps),
                new Case(new Knowledge(one, one, one, true), sitemaps),
                new Case(Knowledge.UNREADABLE, unreadable),
                new Case(Knowledge.NONE, "no knowledge"));
    }

    @ParameterizedTest
    @MethodSource
    void botsWithSuchKnowledge(Case each) {
        Bot bot = bot("ann", "1", each.knowledge(), false);
        assertEquals(each.reason(), EVERY.reasonToSkip(bot).orElse(""));
        assertEquals(Optional.empty(), ALL.reasonToSkip(bot));
        Bot remains = bot("ann", "1", each.knowledge(), true);
        assertEquals(Optional.of("leftover item of a deleted bot"), EVERY.reasonToSkip(remains));
        assertEquals(Optional.of("leftover item of a deleted bot"), ALL.reasonToSkip(remains));
    }

    @Test
    void aBotWithAKnowledgeBaseIsSkippedInAnyCase() {
        Bot bot = new Bot(new BotKey("ann", "ann#BOT#1"), "Bot", FILE, "SUCCEEDED", "", "", false, List.of(), true);
        assertTrue(EVERY.reasonToSkip(bot).orElseThrow().startsWith("uses a Bedrock knowledge base"));
        assertEquals(EVERY.reasonToSkip(bot), ALL.reasonToSkip(bot));
        assertEquals(List.of(), bot.sources());
    }

    @Test
    void filesAreNeededUnlessAllAreStarted() {
        assertTrue(EVERY.needsFiles(bot("ann", "1")));
        assertFalse(ALL.needsFiles(bot("ann", "1")));
        assertFalse(EVERY.needsFiles(bot("ann", "1", Knowledge.NONE, false)));
    }

    @Test
    void idsThatNoBotHasAreNamedAsOptions() {
        List<Bot> found = List.of(bot("ann", "1"), bot("bob", "2"));
        assertEquals(
                List.of("--bot 3", "--bot bob#BOT#1", "--user eve"),
                new BotFilter(ids("1 3 bob#BOT#2 bob#BOT#1"), ids("ann eve"), false).unmatched(found));
        assertEquals(List.of(), EVERY.unmatched(found));
        EVERY.requireMatches(found);
        BotFilter wrong = new BotFilter(ids("3"), ids("eve"), false);
        UserException refused = assertThrows(UserException.class, () -> wrong.requireMatches(found));
        assertTrue(refused.getMessage().startsWith("Nothing was started: no bot matches --bot 3, --user eve."));
        assertEquals(List.of("--bot 1", "--user ann"), new BotFilter(ids("1"), ids("ann"), false).unmatched(List.of()));
    }

    @Test
    void aSitemapUrlExcludesABotWithOtherSourcesUnlessAllAreStarted() {
        List<String> none = List.of();
        List<String> one = List.of("one");
        Bot blocked = bot("ann", "1", new Knowledge(none, one, one, true), false);
        Bot onlySitemap = bot("ann", "1", new Knowledge(none, one, none, true), false);
        assertTrue(EVERY.excludesBlocked(blocked));
        assertFalse(ALL.excludesBlocked(blocked));
        assertFalse(EVERY.excludesBlocked(onlySitemap) || EVERY.excludesBlocked(bot("ann", "1")));
    }
}
