package lib.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lib.common.Resource;

/**
 * The statements of a {@code .sql} resource, which psql can read too. Above each stands a line {@code -- name: …}, as
 * in yesql, HugSQL and aiosql, and at its end a semicolon; {@code :word} is a parameter.
 *
 * @param byName in the order of the file
 */
public record SqlFile(String file, Map<String, String> byName) {
    private static final String NAME = "-- name: ";
    private static final String COMMENT = "--";

    /** Reads the file with this name in the folder {@code sql} of the class path. */
    public static SqlFile read(String file) {
        return parse(file, Resource.text("/sql/" + file));
    }

    /** Parses the text of a file; comments above a statement are not part of it. */
    public static SqlFile parse(String file, String text) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (String part : text.split("(?m)^" + NAME)) {
            List<String> lines = part.lines().toList();
            String statement = String.join("\n", lines.stream()
                            .skip(1)
                            .dropWhile(line -> line.startsWith(COMMENT))
                            .toList())
                    .strip();
            if (!statement.isEmpty()) {
                byName.put(lines.get(0).strip(), statement.replaceFirst(";$", ""));
            }
        }
        return new SqlFile(file, byName);
    }

    /** The statement with this name, as it is sent. */
    public String get(String name) {
        if (!byName.containsKey(name)) {
            throw new IllegalArgumentException(file + " has no statement " + name);
        }
        return byName.get(name);
    }

    /** All statements, in the order of the file. */
    public List<String> statements() {
        return List.copyOf(byName.values());
    }
}
