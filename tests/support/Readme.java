package tests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the README: its headings, sections, tables and code, as they are written. */
public final class Readme {
    private static final String FENCE = "```";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    private Readme() {}

    /** Returns the commands of the section with that heading, without their comments. */
    public static List<String> commands(String heading) {
        return code(heading, "sh")
                .lines()
                .map(line -> line.replaceFirst(" +# .*", "").strip())
                .toList();
    }

    /** The code in that language of the section with that heading. */
    public static String code(String heading, String language) {
        List<String> code = new ArrayList<>();
        boolean inCode = false;
        for (String line : section(heading)) {
            if (line.strip().startsWith(FENCE)) {
                inCode = !inCode && line.strip().equals(FENCE + language);
            } else if (inCode) {
                code.add(line);
            }
        }
        return String.join("\n", present(code, language + " code under " + heading));
    }

    /** The text of the section with that heading, without the sections below it. */
    public static String text(String heading) {
        return String.join("\n", section(heading));
    }

    /** The whole text. */
    public static String text() {
        return String.join("\n", lines());
    }

    public static List<String> headings() {
        return blocks().stream().skip(1).map(block -> title(block.get(0))).toList();
    }

    /** The rows of the tables whose header begins with this cell, each as its cells. */
    public static List<List<String>> table(String firstHeader) {
        List<List<String>> rows = new ArrayList<>();
        boolean inTable = false;
        for (String line : lines()) {
            if (!line.startsWith("|")) {
                inTable = false;
            } else if (inTable && !line.startsWith("|---")) {
                rows.add(cells(line));
            } else {
                inTable = inTable || cells(line).get(0).equals(firstHeader);
            }
        }
        return present(rows, "table that begins with " + firstHeader);
    }

    /** The column of that table, from 0 on. */
    public static List<String> column(String firstHeader, int column) {
        return table(firstHeader).stream().map(row -> row.get(column)).toList();
    }

    /** Everything in a text that is marked as code. */
    public static Stream<String> marked(String text) {
        return CODE.matcher(text).results().map(found -> found.group(1));
    }

    private static List<String> cells(String row) {
        return Stream.of(row.strip().replaceFirst("^\\|", "").split("(?<!\\\\)\\|"))
                .map(cell -> cell.strip().replace("\\|", "|"))
                .toList();
    }

    private static List<String> section(String heading) {
        return blocks().stream()
                .filter(block -> title(block.get(0)).equals(heading))
                .findFirst()
                .orElseThrow(() -> new AssertionError("the README has no section " + heading));
    }

    /** What stands before the first heading, and each heading with what stands below it. */
    private static List<List<String>> blocks() {
        List<List<String>> blocks = new ArrayList<>(List.of(new ArrayList<>(List.of(""))));
        boolean inCode = false;
        for (String line : lines()) {
            inCode = line.strip().startsWith(FENCE) != inCode;
            if (line.startsWith("#") && !inCode) {
                blocks.add(new ArrayList<>());
            }
            blocks.get(blocks.size() - 1).add(line);
        }
        return blocks;
    }

    private static String title(String headingLine) {
        return headingLine.replaceFirst("^#+ ", "");
    }

    private static <T> List<T> present(List<T> found, String what) {
        if (found.isEmpty()) {
            throw new AssertionError("the README has no " + what);
        }
        return found;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(Cli.ROOT.resolve("README.md"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
