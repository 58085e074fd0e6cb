package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tests.support.Cli;
import tests.support.Documents;

/** The documents lead to each other, and messages of the tool name the document and section that has more. */
class DocumentLinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]+))?\\)");
    private static final Pattern SECTION_IN_MESSAGE = Pattern.compile("(lib/docs/[\\w.-]+\\.md): ([A-Z][\\w ]+)");
    private static final int LINES_OF_README = 150;

    private record Link(Path from, Path to, String anchor) {}

    @Test
    void everyLinkLeadsToAFileAndASectionOfIt() {
        List<Link> links = Documents.files().stream().flatMap(DocumentLinksTest::links).toList();
        assertTrue(links.size() > Documents.files().size(), links::toString);
        for (Link link : links) {
            assertTrue(Files.isRegularFile(Cli.ROOT.resolve(link.to())), link::toString);
            assertTrue(link.anchor() == null || Documents.anchors(link.to()).contains(link.anchor()), link::toString);
        }
    }

    @Test
    void everyDocumentIsReachedFromTheReadme() {
        Set<Path> reached = new TreeSet<>();
        List<Path> open = new ArrayList<>(List.of(Documents.README));
        while (!open.isEmpty()) {
            Path file = open.remove(0);
            if (reached.add(file) && file.toString().endsWith(".md")) {
                links(file).map(Link::to).forEach(open::add);
            }
        }
        Set<Path> missing = new TreeSet<>(Documents.files());
        missing.removeAll(reached);
        assertEquals(Set.of(), missing);
    }

    @Test
    void theReadmeIsShort() {
        int lines = Documents.lines(Documents.README).size();
        assertTrue(lines <= LINES_OF_README, lines + " lines");
    }

    @Test
    void everySectionThatAMessageNamesExists() throws IOException {
        List<MatchResult> named = new ArrayList<>();
        try (Stream<Path> sources = Files.walk(Cli.ROOT.resolve("lib"))) {
            for (Path source :
                    (Iterable<Path>) sources.filter(file -> file.toString().endsWith(".java"))::iterator) {
                SECTION_IN_MESSAGE.matcher(Files.readString(source)).results().forEach(named::add);
            }
        }
        assertTrue(named.size() > 1, named::toString);
        for (MatchResult section : named) {
            List<String> headings = Documents.headings(Path.of(section.group(1)));
            assertTrue(headings.contains(section.group(2)), section::group);
        }
    }

    /** The relative links of that document. */
    private static Stream<Link> links(Path file) {
        return LINK.matcher(String.join("\n", Documents.lines(file))).results().map(link -> {
            Path to = link.group(1).isEmpty() ? file : file.resolveSibling(link.group(1)).normalize();
            return new Link(file, to, link.group(2));
        });
    }
}
