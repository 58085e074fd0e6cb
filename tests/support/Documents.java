package tests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the documents, README.md and lib/docs: their headings, sections, tables and code, as they are written. */
public final class Documents {
    public static final Path README = Path.of("README.md");

    private static final String FENCE = "```";
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    /** A translation has its language in its name, such as {@code guide.fr.md}. */
    private static final Pattern TRANSLATION = Pattern.compile(".+\\.[a-z]{2}\\.md");

    private Documents() {}

    /** Returns the commands of the section with that heading, without their comments. */
    public static List<String> commands(String heading) {
        return commandsOf(section(heading));
    }

    /** Returns the commands of a section, without their comments. */
    public static List<String> commandsOf(List<String> section) {
        return codeOf(section, "sh").stream().map(line -> line.replaceFirst(" +# .*", "").strip()).toList();
    }

    private static List<String> codeOf(List<String> section, String language) {
        List<String> code = new ArrayList<>();
        boolean inCode = false;
        for (String line : section) {
            if (line.strip().startsWith(FENCE)) {
                inCode = !inCode && line.strip().equals(FENCE + language);
            } else if (inCode) {
                code.add(line);
            }
        }
        return code;
    }

    /** The text of the section with that heading, without the sections below it. */
    public static String text(String heading) {
        return String.join("\n", section(heading));
    }

    /** The text of all documents, translations included. */
    public static String text() {
        return files().stream().map(file -> String.join("\n", lines(file))).collect(Collectors.joining("\n"));
    }

    /** The headings of that document. */
    public static List<String> headings(Path file) {
        return sections(file).stream().map(section -> title(section.get(0))).toList();
    }

    /** The names under which links reach the headings of that document, as GitHub makes them. */
    public static List<String> anchors(Path file) {
        return headings(file).stream()
                .map(heading -> heading.toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N}_ -]", "")
                        .replace(' ', '-'))
                .toList();
    }

    /** The rows of the tables whose header begins with this cell, each as its cells. */
    public static List<List<String>> table(String firstHeader) {
        List<List<String>> rows = new ArrayList<>();
        boolean inTable = false;
        for (String line : original().flatMap(file -> lines(file).stream()).toList()) {
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

    /** Every document, relative to the checkout, the README first. */
    public static List<Path> files() {
        try (Stream<Path> files = Files.list(Cli.ROOT.resolve("lib/docs"))) {
            return Stream.concat(
                            Stream.of(README),
                            files.filter(file -> file.toString().endsWith(".md"))
                                    .map(Cli.ROOT::relativize)
                                    .sorted())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<String> lines(Path file) {
        try {
            return Files.readAllLines(Cli.ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The documents in English. */
    private static Stream<Path> original() {
        return files().stream().filter(file -> !TRANSLATION.matcher(file.toString()).matches());
    }

    private static List<String> cells(String row) {
        return Stream.of(row.strip().replaceFirst("^\\|", "").split("(?<!\\\\)\\|"))
                .map(cell -> cell.strip().replace("\\|", "|"))
                .toList();
    }

    private static List<String> section(String heading) {
        return original()
                .flatMap(file -> sections(file).stream())
                .filter(section -> title(section.get(0)).equals(heading))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no document has a section " + heading));
    }

    /** Each heading of that document with the lines below it. */
    public static List<List<String>> sections(Path file) {
        List<List<String>> sections = new ArrayList<>();
        boolean inCode = false;
        for (String line : lines(file)) {
            inCode = line.strip().startsWith(FENCE) != inCode;
            if (line.startsWith("#") && !inCode) {
                sections.add(new ArrayList<>());
            }
            sections.get(sections.size() - 1).add(line);
        }
        return sections;
    }

    private static String title(String headingLine) {
        return headingLine.replaceFirst("^#+ ", "");
    }

    private static <T> List<T> present(List<T> found, String what) {
        if (found.isEmpty()) {
            throw new AssertionError("no document has a " + what);
        }
        return found;
    }
}
