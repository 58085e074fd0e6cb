package lib.rehearsal.database;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lib.rehearsal.wire.AwsError;

/**
 * A statement of the Data API, whose named parameters are replaced by the question marks of JDBC.
 *
 * @param names the parameter of each question mark
 */
record NamedParameterSql(String jdbc, List<String> names) {
    /** What is not copied as it is, and what can contain it; a doubled quote begins the next literal at once. */
    private static final Pattern TOKEN = Pattern.compile(
            """
            (?<comment> --.* | /\\*(?s:.*?)\\*/ )
            | (?<![\\p{L}\\d_])[eE]'(?s:[^'\\\\]|\\\\.)*+' | '[^']*+' | "[^"]*+"
            | (?<![\\p{L}\\d_$]) \\$(?<tag>(?:[\\p{L}_][\\p{L}\\d_]*)?)\\$ (?s:.*?) \\$\\k<tag>\\$
            | ::+
            | :(?<name>[\\p{L}_][\\p{L}\\d_]*)
            | (?<end>;)
            | (?<mark>\\?)
            | (?<space>\\s+)
            | [\\p{L}\\d_]+ | (?s:.)
            """,
            Pattern.COMMENTS);

    /** @throws AwsError if there is more than one statement */
    static NamedParameterSql of(String sql) {
        StringBuilder jdbc = new StringBuilder();
        List<String> names = new ArrayList<>();
        boolean ended = false;
        Matcher token = TOKEN.matcher(sql);
        while (token.find()) {
            boolean isEnd = token.group("end") != null;
            if (ended && !isEnd && token.group("comment") == null && token.group("space") == null) {
                throw AwsError.validation("Multistatements aren't supported.");
            }
            ended |= isEnd;
            if (token.group("name") != null) {
                names.add(token.group("name"));
                jdbc.append('?');
            } else {
                jdbc.append(token.group("mark") == null ? token.group() : "??");
            }
        }
        return new NamedParameterSql(jdbc.toString(), names);
    }
}
