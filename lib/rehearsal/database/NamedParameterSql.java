package lib.rehearsal.database;

import java.util.ArrayList;
import java.util.List;
import lib.rehearsal.wire.AwsError;

/**
 * A statement of the Data API, with named parameters, as JDBC wants it.
 *
 * @param names the parameter of each question mark
 */
public record NamedParameterSql(String jdbc, List<String> names) {

    /** @throws AwsError if there is more than one statement */
    static NamedParameterSql of(String sql) {
        StringBuilder jdbc = new StringBuilder();
        List<String> names = new ArrayList<>();
        boolean ended = false;
        for (int i = 0; i < sql.length(); ) {
            int end = opaque(sql, i);
            char c = sql.charAt(i);
            boolean comment = end > i && (c == '-' || c == '/');
            if (ended && !comment && !Character.isWhitespace(c) && c != ';') {
                throw new AwsError(400, "ValidationException", "Multistatements aren't supported.");
            }
            if (end > i) {
                jdbc.append(sql, i, end);
            } else if (c == ':' && isNameStart(sql, i + 1) && (i == 0 || sql.charAt(i - 1) != ':')) {
                end = i + 1;
                while (end < sql.length() && isNamePart(sql.charAt(end))) {
                    end++;
                }
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

    /** The end of the literal, quoted name or comment that begins there; where none begins, that place itself. */
    private static int opaque(String sql, int from) {
        char c = sql.charAt(from);
        if (c == '\'') {
            return quoted(sql, from, '\'', from > 0 && "eE".indexOf(sql.charAt(from - 1)) >= 0 && (from == 1 || !isNamePart(sql.charAt(from - 2))));
        }
        if (c == '"') {
            return quoted(sql, from, '"', false);
        }
        if (sql.startsWith("--", from)) {
            int end = sql.indexOf('\n', from);
            return end < 0 ? sql.length() : end;
        }
        if (sql.startsWith("/*", from)) {
            return comment(sql, from);
        }
        if (c == '$' && (from == 0 || !isNamePart(sql.charAt(from - 1)))) {
            return dollars(sql, from);
        }
        return from;
    }

    private static int quoted(String sql, int from, char quote, boolean backslashes) {
        for (int i = from + 1; i < sql.length(); i++) {
            if (backslashes && sql.charAt(i) == '\\') {
                i++;
            } else if (sql.charAt(i) == quote) {
                return i + 1; // a doubled one begins the next literal at once
            }
        }
        return sql.length();
    }

    private static int comment(String sql, int from) {
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

    private static int dollars(String sql, int from) {
        int tag = from + 1;
        while (tag < sql.length() && isNamePart(sql.charAt(tag))) {
            tag++;
        }
        if (tag == sql.length() || sql.charAt(tag) != '$' || tag > from + 1 && !isNameStart(sql, from + 1)) {
            return from;
        }
        String delimiter = sql.substring(from, tag + 1);
        int end = sql.indexOf(delimiter, tag + 1);
        return end < 0 ? sql.length() : end + delimiter.length();
    }

    private static boolean isNameStart(String sql, int at) {
        return at < sql.length() && (Character.isLetter(sql.charAt(at)) || sql.charAt(at) == '_');
    }

    private static boolean isNamePart(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
