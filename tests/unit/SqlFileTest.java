package tests.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lib.aws.SqlFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlFileTest {
    private static final Path FOLDER = Path.of("lib/aws");
    private static final Pattern NAME_IN_JAVA = Pattern.compile("\"([a-z_]+)\"");

    @Test
    void eachStatementHasItsNameAndNoCommentAboveIt() {
        SqlFile file = SqlFile.parse(
                "x.sql",
                """
                -- What the file contains.

                -- name: first
                -- Why it is sent.
                SELECT 1;

                -- name: second
                SELECT ';'
                    -- stays
                FROM items;
                """);
        assertEquals(List.of("first", "second"), List.copyOf(file.byName().keySet()));
        assertEquals(List.of("SELECT 1", "SELECT ';'\n    -- stays\nFROM items"), file.statements());
        assertEquals("SELECT 1", file.get("first"));
        assertThrows(IllegalArgumentException.class, () -> file.get("third"));
    }

    /** For psql, a semicolon ends a statement; for the Data API, a second one would be an error. */
    @ParameterizedTest
    @ValueSource(strings = {"lease-schema.sql", "restore-schema.sql", "restore.sql", "vectors.sql"})
    void eachStatementOfAFileEndsWithTheOnlySemicolonOutsideOfABody(String name) throws IOException {
        String text = Files.readString(FOLDER.resolve(name));
        SqlFile file = SqlFile.read(name);
        assertEquals(text.lines().filter(line -> line.startsWith("-- name: ")).count(), file.byName().size());
        for (String statement : file.statements()) {
            assertTrue(text.contains(statement + ";"), statement);
            assertFalse(statement.replaceAll("(?s)\\$\\$.*\\$\\$", "").contains(";"), statement);
        }
    }

    /** It would be read as a parameter. */
    @ParameterizedTest
    @ValueSource(strings = {"lease-schema.sql", "restore-schema.sql"})
    void theSchemaHasNoColonBeforeALetter(String name) {
        SqlFile.read(name).statements().forEach(sql -> assertFalse(sql.matches("(?s).*(?<!:):[a-zA-Z].*"), sql));
    }

    @ParameterizedTest
    @ValueSource(strings = {"restore.sql", "vectors.sql"})
    void eachStatementIsUsed(String name) throws IOException {
        try (Stream<Path> sources = Files.list(FOLDER)) {
            List<String> used = sources.filter(file -> file.toString().endsWith(".java"))
                    .flatMap(file -> NAME_IN_JAVA.matcher(read(file)).results().map(match -> match.group(1)))
                    .toList();
            assertEquals(
                    List.of(),
                    SqlFile.read(name).byName().keySet().stream()
                            .filter(statement -> !used.contains(statement))
                            .collect(Collectors.toList()));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
