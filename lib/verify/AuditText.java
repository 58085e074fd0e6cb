package lib.verify;

import lib.common.Console;
import lib.common.Text;
import lib.model.Bot;
import lib.model.Knowledge;
import lib.proof.DatabaseAudit;

/** Shows an audit on the screen. */
final class AuditText {
    private static final String INDENT = " ".repeat(30);

    private AuditText() {}

    static void show(DatabaseAudit audit, Console console) {
        console.say("");
        console.say(String.format("%9s  %-18s %-17s %s", "chunks", "SyncStatus", "verdict", "bot"));
        audit.lines().forEach(line -> show(line, console));
        console.say("");
        console.say(Text.count(audit.lines().size(), "bot") + ", " + Text.count(audit.chunks(), "chunk"));
        audit.counts().forEach((verdict, n) -> console.say(String.format("  %-18s%5d", verdict.label(), n)));
        console.say(Text.count(audit.unembedded(), "row") + " without an embedding, " + audit.wrongDimension()
                + " with a wrong dimension, " + Text.count(audit.duplicates(), "duplicate") + ".");
    }

    private static void show(DatabaseAudit.Line line, Console console) {
        Bot bot = line.bot();
        String name = bot == null
                ? "bot " + line.botId() + ", which is not in the table"
                : bot.label() + "  (" + bot.knowledge().summary() + ")  " + bot.key();
        console.say(String.format(
                "%,9d  %-18s %-17s %s",
                line.chunks(), bot == null ? "" : bot.status(), line.verdict().label(), name));
        if (line.verdict() == DatabaseAudit.Verdict.INCOMPLETE) {
            line.missing().forEach(source -> console.say(INDENT + "no rows of " + source));
        }
        if (line.isBlockedBySitemap()) {
            console.say(INDENT + Knowledge.BLOCKED_BY_SITEMAP);
        }
        if (line.accepted()) {
            console.say(INDENT + "accepted with --accept-missing");
        }
        line.rows().duplicateSources().forEach(source -> console.say(INDENT + "duplicate rows of " + source));
    }
}
