package lib.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import lib.common.UserException;

/**
 * Selects bots.
 *
 * @param bots bot ids or whole sort keys; empty for all
 * @param users user ids; empty for all
 * @param all true to also start bots without knowledge and bots with sitemap URLs, as the guide's script does
 */
public record BotFilter(Set<String> bots, Set<String> users, boolean all) {

    /** Whether the bot is selected. */
    public boolean matches(Bot bot) {
        return matches(bot.key());
    }

    /** Whether the bot with this key is selected. */
    public boolean matches(BotKey bot) {
        boolean userMatches = users.isEmpty() || users.contains(bot.pk());
        return userMatches && (bots.isEmpty() || names(bot).anyMatch(bots::contains));
    }

    /** Whether every bot is selected. */
    public boolean matchesAll() {
        return bots.isEmpty() && users.isEmpty();
    }

    /** Why the bot is skipped; empty if it is offered. */
    public Optional<String> reasonToSkip(Bot bot) {
        if (bot.isLeftover()) {
            return Optional.of("leftover item of a deleted bot");
        }
        if (bot.usesKnowledgeBase()) {
            return Optional.of("uses a Bedrock knowledge base, which no embedding task fills");
        }
        if (all) {
            return Optional.empty();
        }
        if (!bot.knowledge().sitemaps().isEmpty()) {
            return Optional.of("sitemap URLs, on which the embedding task always fails (--all starts it)");
        }
        if (!bot.knowledge().readable()) {
            return Optional.of("its knowledge is not in the form that the embedding task reads (--all starts it)");
        }
        return bot.knowledge().isEmpty() ? Optional.of("no knowledge") : Optional.empty();
    }

    /** Whether the bot is started only if its files are in the bucket. */
    public boolean needsFiles(Bot bot) {
        return !all && !bot.knowledge().files().isEmpty();
    }

    /** Whether the bot has other sources than sitemap URLs, and is not started because of these. */
    public boolean excludesBlocked(Bot bot) {
        return !all && bot.knowledge().isBlockedBySitemap();
    }

    /** The given ids that match none of these bots, as options. */
    public List<String> unmatched(Collection<Bot> found) {
        Stream<String> unmatchedBots = bots.stream()
                .filter(id -> found.stream().flatMap(bot -> names(bot.key())).noneMatch(id::equals))
                .map(id -> "--bot " + id);
        Stream<String> unmatchedUsers = users.stream()
                .filter(id -> found.stream().noneMatch(bot -> bot.key().pk().equals(id)))
                .map(id -> "--user " + id);
        return Stream.concat(unmatchedBots, unmatchedUsers).toList();
    }

    /**
     * Fails if an id that was given matches none of these bots.
     *
     * @param all bots of the table
     */
    public void requireMatches(Collection<Bot> all) {
        List<String> unmatched = unmatched(all);
        if (!unmatched.isEmpty()) {
            throw UserException.badSettings(
                    "Nothing was started: no bot matches %s.%n"
                            + "Check the id; verify without --bot and --user lists every bot.",
                    String.join(", ", unmatched));
        }
    }

    private static Stream<String> names(BotKey bot) {
        return Stream.of(bot.id(), bot.sk());
    }
}
