package lib.report;

import java.util.Locale;
import lib.common.Text;
import lib.model.BotFilter;

/**
 * Which bots a verdict counts, as the subject of its sentence.
 *
 * @param isSelection whether the command was restricted to some bots
 * @param includesEmpty whether bots without knowledge count as well
 */
public record Scope(boolean isSelection, boolean includesEmpty) {
    /** The beginning of a verdict on a rehearsal. */
    public static final String REHEARSAL = "Rehearsal (no AWS account was touched): ";

    /** A claim as the sentence of a verdict. */
    public static String sentence(boolean isRehearsal, String claim) {
        return (isRehearsal ? REHEARSAL : "") + Text.capitalized(claim) + ".";
    }

    /** The bots that pass this filter and that it does not skip. */
    public static Scope of(BotFilter filter) {
        return new Scope(!filter.matchesAll(), filter.all());
    }

    /** The bots with knowledge that pass this filter. */
    public static Scope withKnowledge(BotFilter filter) {
        return new Scope(!filter.matchesAll(), false);
    }

    /**
     * A clause on some of these bots: {@code all 21 bots with knowledge are done}, {@code 1 of 21 bots is done},
     * {@code none of the 21 bots is done}, {@code the only bot with knowledge is not done}.
     *
     * @param whole at least 1
     * @param is the verb of one bot
     * @param are the verb of many
     * @param what follows the verb
     */
    public String clause(long part, long whole, String is, String are, String what) {
        if (whole == 1) {
            String the = isSelection ? "the " : "the only ";
            return the + noun(1) + qualifier() + " " + is + (part == 0 ? " not" : "") + what;
        }
        if (part == whole) {
            return "all " + number(whole) + " " + noun(whole) + qualifier() + " " + are + what;
        }
        return (part == 0 ? "none of the " : number(part) + " of ") + number(whole) + " " + noun(whole) + " "
                + (part <= 1 ? is : are) + what;
    }

    /** Says that there are none. */
    public String none() {
        return "no " + noun(1) + " has knowledge that can be embedded";
    }

    private String noun(long n) {
        return (isSelection ? "selected " : "") + (n == 1 ? "bot" : "bots");
    }

    private String qualifier() {
        return includesEmpty ? "" : " with knowledge";
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
