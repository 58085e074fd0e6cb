package lib.embed;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.common.Columns;
import lib.common.Console;
import lib.common.Text;
import lib.common.Tone;
import lib.model.Bot;
import lib.model.Knowledge;

/**
 * Shows a page: a title with the counts, and a line for each bot that is not done. Of a long page, it shows how many
 * bots are in which state, every bot that needs attention, and some of the others.
 */
final class PageText {
    /** A page of at most this many bots is shown in full, and so are this many bots that need attention. */
    private static final int MANY = 20;
    /** How many others of a long page are shown. */
    private static final int SOME = 10;

    private static final String INDENT = "  ";
    private static final String HOPELESS = "cannot be embedded";
    private static final String SKIPPED = "skipped: ";
    /** The states of the bots that are shown, one after the other. */
    private static final List<Class<? extends BotState>> ORDER = List.of(
            BotState.ToDecide.class,
            BotState.Unconfirmed.class,
            BotState.UnderWay.class,
            BotState.Incomplete.class,
            BotState.Hopeless.class,
            BotState.Skipped.class);

    /**
     * A bot on the screen.
     *
     * @param mark what happens to it: + starts, ~ resumed, ! incomplete, or without a way to succeed, - skipped
     * @param kind its state without what is special about it
     * @param needsAttention whether it is shown on a long page too
     */
    private record Row(String mark, Bot bot, Tone tone, String kind, String state, boolean needsAttention) {
        /** Whether the reason why it is skipped is longer than its state. */
        boolean isShortened() {
            return kind.startsWith(SKIPPED) && !kind.equals(SKIPPED + state);
        }
    }

    private final Console console;
    private final boolean verbose;

    /** @param verbose true to show all bots, with full keys, and to cut nothing */
    PageText(Console console, boolean verbose) {
        this.console = console;
        this.verbose = verbose;
    }

    void show(BotPage page) {
        List<Row> rows = rows(page);
        List<Row> shown = verbose || rows.size() <= MANY ? rows : ofMany(rows);
        console.say("");
        console.say(title(page));
        if (shown.size() < rows.size()) {
            counts(rows).forEach((kind, n) -> console.say(String.format(Locale.ROOT, "  %,8d  ", n), kind));
        }
        table(shown);
        if (shown.size() < rows.size()) {
            console.say(String.format(Locale.ROOT, "  and %,d more; --verbose lists all", rows.size() - shown.size()));
        } else {
            rows.stream()
                    .filter(Row::isShortened)
                    .map(Row::kind)
                    .distinct()
                    .forEach(kind -> console.say(INDENT + kind));
        }
    }

    private static String title(BotPage page) {
        return page.title() + ": " + Text.count(page.bots().size(), "bot")
                + String.format(Locale.ROOT, ", %,d to start", count(page, BotState.ToDecide.class))
                + part(count(page, BotState.Done.class), "already done")
                + part(count(page, BotState.Incomplete.class), "incomplete")
                + part(count(page, BotState.Hopeless.class), "that cannot be embedded")
                + part(count(page, BotState.Unconfirmed.class) + count(page, BotState.UnderWay.class), "to resume")
                + part(count(page, BotState.Skipped.class), "skipped")
                + part(count(page, BotState.NotSelected.class), "not selected");
    }

    private static int count(BotPage page, Class<? extends BotState> state) {
        return page.in(state).size();
    }

    private static String part(int count, String what) {
        return count == 0 ? "" : String.format(Locale.ROOT, ", %,d %s", count, what);
    }

    private static List<Row> rows(BotPage page) {
        return ORDER.stream()
                .flatMap(state -> page.in(state).entrySet().stream())
                .map(bot -> row(bot.getKey(), bot.getValue()))
                .toList();
    }

    private static Row row(Bot bot, BotState state) {
        if (state instanceof BotState.ToDecide toDecide) {
            return offered(bot, toDecide);
        }
        if (!(state instanceof BotState.Settled settled)) {
            return ordinary("~", bot, Tone.RUNNING, "already started; resumed");
        }
        String reason = settled.outcome().reason();
        if (state instanceof BotState.Incomplete) {
            return new Row(
                    "!", bot, settled.outcome().kind().tone(), "incomplete", "incomplete: " + reason, true);
        }
        if (state instanceof BotState.Hopeless) {
            return new Row("!", bot, Tone.WARNING, HOPELESS, HOPELESS + ": " + reason, true);
        }
        boolean isUsual = bot.knowledge().isEmpty();
        return new Row("-", bot, Tone.DIM, SKIPPED + reason, reason.split(",")[0], !isUsual);
    }

    private static Row ordinary(String mark, Bot bot, Tone tone, String state) {
        return new Row(mark, bot, tone, state, state, false);
    }

    private static Row offered(Bot bot, BotState.ToDecide state) {
        if (state.isNew()) {
            return ordinary("+", bot, Tone.PLAIN, state.note());
        }
        return state.before()
                .map(before -> new Row(
                        "+",
                        bot,
                        before.kind().tone(),
                        before.kind().label() + " before",
                        state.note(),
                        before.needsAttention()))
                .orElse(new Row("+", bot, Tone.WARNING, "with rows in the database", state.note(), true));
    }

    private static List<Row> ofMany(List<Row> rows) {
        Stream<Row> special = rows.stream().filter(Row::needsAttention).limit(MANY);
        Stream<Row> others = rows.stream().filter(row -> !row.needsAttention()).limit(SOME);
        return Stream.concat(special, others).toList();
    }

    private static Map<String, Long> counts(List<Row> rows) {
        return rows.stream().collect(Collectors.groupingBy(Row::kind, LinkedHashMap::new, Collectors.counting()));
    }

    private void table(List<Row> rows) {
        if (rows.isEmpty()) {
            return;
        }
        Columns columns = new Columns(0, 2, 1);
        columns.row(Stream.of("  BOT", "KNOWLEDGE", "STATE", "ID")
                .map(name -> console.paint(Tone.DIM, name))
                .toArray(String[]::new));
        for (Row row : rows) {
            Bot bot = row.bot();
            columns.row(
                    row.mark() + " " + bot.label(),
                    knowledge(bot.knowledge()),
                    console.paint(row.tone(), row.state()),
                    verbose ? bot.key().toString() : bot.key().shownId());
        }
        if (verbose) {
            columns.lines(Integer.MAX_VALUE).forEach(line -> console.say(INDENT + line));
        } else {
            console.table(INDENT, columns);
        }
    }

    private static String knowledge(Knowledge knowledge) {
        return knowledge.isEmpty() && knowledge.readable() ? "none" : knowledge.summary();
    }
}
