package lib.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import lib.common.Columns;
import lib.common.Console;
import lib.common.Text;
import lib.common.Tone;
import lib.model.Bot;

/**
 * Bots with the same problem, and what to do about it.
 *
 * @param kind its name in the JSON
 * @param label what the bots are, behind their number
 * @param reason what they have in common; empty if the label says it
 * @param remedy what to do, or why nothing has to be done, in sentences; empty if that is clear
 * @param isAccepted whether the user has accepted it
 * @param logCommand shows the log of one of the bots; empty if there is none
 */
public record Problem(
        Enum<?> kind,
        Tone tone,
        String label,
        String reason,
        String remedy,
        boolean isAccepted,
        List<Item> bots,
        Optional<String> logCommand) {
    private static final int MAX_BOTS = 20;
    private static final String INDENT = "    ";

    /**
     * One of the bots.
     *
     * @param id as it is shown
     * @param key its sort key; of a bot that is not in the table, its id
     * @param detail what is wrong with this one; may be empty
     * @param more lines for those who want everything
     */
    public record Item(String title, String id, String key, String detail, List<String> more) {
        private static final int ID_LENGTH = 60;

        /** A bot of the conversation table. */
        public static Item of(Bot bot, String detail, List<String> more) {
            List<String> all = Stream.concat(Stream.of(bot.key().toString()), more.stream())
                    .toList();
            return new Item(bot.label(), bot.key().shownId(), bot.key().sk(), detail, all);
        }

        /** A bot that is not in the table, of which only the id is known. */
        public static Item of(String id, String detail, List<String> more) {
            return new Item("", Text.oneLine(id, ID_LENGTH), id, detail, more);
        }
    }

    /** Shows it with some of its bots, or with all of them if the output is verbose. */
    public void show(Console console, boolean isVerbose) {
        show(console, MAX_BOTS, "--verbose", isVerbose);
    }

    /**
     * Shows it.
     *
     * @param limit of the bots that are shown, unless the output is verbose
     * @param all the option that lists all bots
     */
    void show(Console console, int limit, String all, boolean isVerbose) {
        console.say("");
        String title = String.format(Locale.ROOT, "%s %,d %s:", tone.sign(), bots.size(), label);
        console.title(console.paint(tone, title) + " " + reason);
        remedy.lines().forEach(line -> console.say(INDENT + console.paint(Tone.STRONG, line)));
        Columns columns = new Columns(0, 2);
        int shown = isVerbose ? bots.size() : Math.min(limit, bots.size());
        for (Item bot : bots.subList(0, shown)) {
            columns.row(bot.title(), bot.id(), bot.detail());
            bot.more().stream().filter(line -> isVerbose).forEach(line -> columns.below(INDENT + line));
        }
        console.table(INDENT, columns);
        if (shown < bots.size()) {
            console.say(INDENT
                    + String.format(Locale.ROOT, "and %,d more; %s lists them all", bots.size() - shown, all));
        }
        logCommand.ifPresent(command -> console.sayVerbatim(INDENT + command));
    }
}
