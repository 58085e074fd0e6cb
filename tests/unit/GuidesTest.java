package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lib.common.ExitCode;
import lib.model.OutcomeKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tests.support.Documents;

/** The guides say in other languages what the README says. A failure shows the section and what it should contain. */
class GuidesTest {
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#]*)(?:#([^)]+))?\\)");
    /** The languages have other words for what a user fills in. */
    private static final String PLACEHOLDER = "[A-Z]{2,}(/[A-Z]{2,})*";

    @Test
    void thereAreGuidesInFrenchAndMalay() {
        assertEquals(List.of(Path.of("lib/docs/guide.fr.md"), Path.of("lib/docs/guide.ms.md")), guides().toList());
    }

    @ParameterizedTest
    @MethodSource("guides")
    void aGuideHasTheSectionsCommandsTablesAndLinksOfTheReadme(Path guide) {
        assertEquals(skeleton(Documents.README), skeleton(guide));
    }

    @ParameterizedTest
    @MethodSource("guides")
    void everyOutcomeAndExitCodeIsNamed(Path guide) {
        List<String> lines = Documents.lines(guide);
        Stream.of(OutcomeKind.values())
                .map(kind -> "| *" + kind.label() + "*")
                .forEach(row -> assertHasRow(lines, row));
        Stream.of(ExitCode.values()).map(code -> "| " + code.number() + " |").forEach(row -> assertHasRow(lines, row));
    }

    private static void assertHasRow(List<String> lines, String start) {
        assertTrue(lines.stream().anyMatch(line -> line.startsWith(start)), start);
    }

    private static Stream<Path> guides() {
        return Documents.files().stream().filter(file -> file.getFileName().toString().startsWith("guide."));
    }

    /** What does not depend on the language, section by section. */
    private static String skeleton(Path document) {
        List<List<String>> sections = Documents.sections(document);
        List<String> skeleton = new ArrayList<>();
        for (int i = 0; i < sections.size(); i++) {
            String text = String.join("\n", sections.get(i));
            skeleton.add("section " + (i + 1) + " " + text.replaceFirst("(?s)[^#].*", ""));
            skeleton.addAll(Documents.commandsOf(sections.get(i)));
            sections.get(i).stream()
                    .filter(line -> line.startsWith("|"))
                    .map(row -> "row of " + row.chars().filter(c -> c == '|').count())
                    .forEach(skeleton::add);
            Documents.marked(text.replaceAll("(?s)```.*?```", ""))
                    .filter(code -> !code.matches(PLACEHOLDER))
                    .sorted()
                    .distinct()
                    .forEach(skeleton::add);
            links(document, text).sorted().forEach(skeleton::add);
        }
        return String.join("\n", skeleton);
    }

    /** The links to other documents, and to sections of this one, which are named by their numbers. */
    private static Stream<String> links(Path document, String text) {
        List<String> anchors = Documents.anchors(document);
        return LINK.matcher(text)
                .results()
                .map(link -> {
                    Path target = document.resolveSibling(link.group(1)).normalize();
                    return link.group(1).isEmpty()
                            ? "section " + (anchors.indexOf(link.group(2)) + 1)
                            : target + (link.group(2) == null ? "" : "#" + link.group(2));
                })
                .filter(target -> !target.contains("guide.") && !target.equals(Documents.README.toString()));
    }
}
