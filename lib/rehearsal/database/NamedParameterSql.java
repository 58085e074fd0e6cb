package lib.rehearsal.database;

import java.util.ArrayList;
import java.util.List;
import lib.rehearsal.wire.AwsError;

/**
 * A statement of the Data API, whose named parameters are replaced by the question marks of JDBC.
 *
 * @param names the parameter of each question mark
 */
record NamedParameterSql(String jdbc, List<String> names) {

    /** @throws AwsError if there is more than one statement */
    static NamedParameterSql of(String sql) {
        StringBuilder jdbc = new StringBuilder();
        List<String> names = new ArrayList<>();
        boolean ended = false;
        for (int i = 0; i < sql.length(); ) {
            int end = endOfOpaque(sql, i);
            char c = sql.charAt(i);
            boolean comment = end > i && (c == '-' || c == '/');
            if (ended && !comment && !Character.isWhitespace(c) && c != ';') {
                throw AwsError.validation("Multistatements aren't supported.");
            }
            if (end > i) {
                jdbc.append(sql, i, end);
            } else if (c == ':' && isNameStart(sql, i + 1) && (i == 0 || sql.charAt(i - 1) != ':')) {
                end = endOfName(sql, i + 1);
                names.add(sql.substring(i + 1, end));
                jdbc.append('?');
            } else {
                end = i + 1;
                ended |= c == ';';
                jdbc.append(c == '?' ? "??" : String.valueOf(c));
            }
            i = end;
        }
        return new NamedParameterSql(jdbc.toString(), names);
    }

    /**
     * Returns the end of the literal, quoted name or comment that begins at this index, or the index itself if none
     * does.
     */
    private static int endOfOpaque(String sql, int from) {
        char c = sql.charAt(from);
        if (c == '\'') {
            return endOfQuoted(sql, from, '\'', isEscapePrefix(sql, from - 1));
        }
        if (c == '"') {
            return endOfQuoted(sql, from, '"', false);
        }
        if (sql.startsWith("--", from)) {
            int end = sql.indexOf('\n', from);
            return end < 0 ? sql.length() : end;
        }
        if (sql.startsWith("/*", from)) {
            return endOfComment(sql, from);
        }
        if (c == '$' && (from == 0 || !isNamePart(sql.charAt(from - 1)))) {
            return endOfDollarQuoted(sql, from);
        }
        return from;
    }

    /** Returns whether the character at that index is the E of a literal with backslash escapes. */
    private static boolean isEscapePrefix(String sql, int at) {
        return at >= 0 && "eE".indexOf(sql.charAt(at)) >= 0 && (at == 0 || !isNamePart(sql.charAt(at - 1)));
    }

    private static int endOfQuoted(String sql, int from, char quote, boolean backslashes) {
        for (int i = from + 1; i < sql.length(); i++) {
            if (backslashes && sql.charAt(i) == '\\') {
                i++;
            } else if (sql.charAt(i) == quote) {
                return i + 1; // a doubled quote begins the next literal at once
            }
        }
        return sql.length();
    }

    /** Comments can be nested. */
    private static int endOfComment(String sql, int from) {
        int depth = 0;
        for (int i = from; i < sql.length(); i++) {
            if (sql.startsWith("/*", i)) {
                depth++;
                i++;
            } else if (sql.startsWith("*/", i)) {
                i++;
                if (--depth == 0) {
                    return i + 1;
                }
            }
        }
        return sql.length();
    }

    private static int endOfDollarQuoted(String sql, int from) {
        int tag = endOfName(sql, from + 1);
        boolean isTag = tag == from + 1 || isNameStart(sql, from + 1);
        if (tag == sql.length() || sql.charAt(tag) != '$' || !isTag) {
            return from;
        }
        String delimiter = sql.substring(from, tag + 1);
        int end = sql.indexOf(delimiter, tag + 1);
        return end < 0 ? sql.length() : end + delimiter.length();
    }

    private static int endOfName(String sql, int from) {
        int end = from;
        while (end < sql.length() && isNamePart(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNameStart(String sql, int at) {
        return at < sql.length() && (Character.isLetter(sql.charAt(at)) || sql.charAt(at) == '_');
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
