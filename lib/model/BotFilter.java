package lib.model;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which bots are wanted.
 *
 * @param bots bot ids or whole sort keys; empty for all
 * @param users user ids; empty for all
 * @param all true to start what the original starts too: bots without knowledge and bots with sitemap URLs
 */
public record BotFilter(Set<String> bots, Set<String> users, boolean all) {

    /** Whether the bot is among those named, or none is named. */
    public boolean matches(Bot bot) {
        return (users.isEmpty() || users.contains(bot.key().pk())) && (bots.isEmpty() || names(bot).anyMatch(bots::contains));
    }

    /** Whether no bot is named, so that all are meant. */
    public boolean matchesAll() {
        return bots.isEmpty() && users.isEmpty();
    }

    /** Why the bot is left out, or empty when it is to be offered. */
    public Optional<String> reasonToSkip(Bot bot) {
        if (bot.remains()) {
            return Optional.of("remains of a deleted bot");
        }
        if (all) {
            return Optional.empty();
        }
        if (!bot.knowledge().sitemaps().isEmpty()) {
            return Optional.of("sitemap URLs, on which the embedding task always fails (--all starts it)");
        }
        if (bot.knowledge().isEmpty()) {
            return Optional.of(bot.knowledge().readable() ? "no knowledge" : "its knowledge is not what the embedding task can read (--all starts it)");
        }
        return Optional.empty();
    }

    /** The ids asked for that none of these bots has. */
    public List<String> unmatched(Collection<Bot> found) {
        return Stream.concat(
                bots.stream().filter(id -> found.stream().flatMap(BotFilter::names).noneMatch(id::equals)).map(id -> "--bot " + id),
                users.stream().filter(id -> found.stream().noneMatch(bot -> bot.key().pk().equals(id))).map(id -> "--user " + id)).toList();
    }

    private static Stream<String> names(Bot bot) {
        return Stream.of(bot.key().id(), bot.key().sk());
    }
}
