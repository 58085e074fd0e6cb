package tests.unit;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tests.support.Cli;

/**
 * The rooms (packages): what each may import, and what its package-info.java says. The embedded AWS is a program with a
 * class path of its own, so its imports are read from its sources.
 */
class RoomsTest {
    /** Each room of lib, and the rooms below it that it may import. */
    private static final Map<String, List<String>> LIB = table(
            "lib.",
            """
            embed:   report cli proof journal aws model retry common
            prepare: report cli aws model retry common
            verify:  report cli proof aws model retry common
            restore: report cli proof aws model retry common
            report:  cli proof journal aws model retry common
            help:    cli aws model retry common
            cli:     proof journal aws model retry common
            proof:   journal aws model retry common
            journal: model common
            aws:     model retry common
            model:   common
            retry:   common
            common:
            """);

    /** The same for the rooms of the embedded AWS. */
    private static final Map<String, List<String>> EMBEDDED_AWS = table(
            "lib.rehearsal.",
            """
            scenario:       ecs cloudformation dms database dynamodb s3 ec2 iam stack clock wire
            ecs:            database dynamodb s3 stack clock wire
            cloudformation: dms database ec2 iam stack clock wire
            dms:            database ec2 iam stack clock wire
            database:       stack clock wire
            dynamodb:       stack wire
            s3:             wire
            ec2:            stack wire
            iam:            stack wire
            stack:          wire
            clock:
            wire:
            """);

    private static final Path EMBEDDED_AWS_ROOT = Path.of("lib/rehearsal");
    private static final Path PACKAGE_INFO = Path.of("package-info.java");
    private static final Pattern PACKAGE_OF_A_TYPE = Pattern.compile("\\b(lib(?:\\.[a-z]\\w*)*)\\.[A-Z*]");
    private static final Pattern END_OF_SENTENCE = Pattern.compile("[.]\\s");

    private static JavaClasses classes;

    @BeforeAll
    static void readClasses() {
        // The names of the libraries' classes are enough; to read the classes takes seconds.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        classes = new ClassFileImporter().importPackages("lib", "tests");
    }

    @Test
    void aRoomOfLibImportsOnlyRoomsBelowIt() {
        LIB.forEach((room, below) -> noClasses()
                .that()
                .resideInAPackage(room)
                .should()
                .dependOnClassesThat(resideInAPackage("lib..")
                        .and(not(resideInAPackage(room)))
                        .and(not(resideInAnyPackage(below.toArray(String[]::new)))))
                .allowEmptyShould(room.equals("lib.restore"))
                .check(classes));
    }

    /** The text around the numbers is English everywhere. */
    @Test
    void noNumberIsFormattedInTheLocaleOfTheMachine() {
        noClasses()
                .that()
                .resideInAPackage("lib..")
                .and()
                .resideOutsideOfPackage("lib.rehearsal..")
                .should()
                .callMethod(String.class, "format", String.class, Object[].class)
                .check(classes);
    }

    @Test
    void theEmbeddedAwsImportsOnlyItsOwnRoomsBelow() {
        sources(EMBEDDED_AWS_ROOT).forEach(file -> {
            String room = packageOf(file);
            Set<String> allowed = new HashSet<>(EMBEDDED_AWS.getOrDefault(room, List.copyOf(EMBEDDED_AWS.keySet())));
            allowed.add(room);
            PACKAGE_OF_A_TYPE
                    .matcher(read(file))
                    .results()
                    .forEach(name -> assertTrue(
                            allowed.contains(name.group(1)), () -> file + " must not import " + name.group(1)));
        });
    }

    @Test
    void theTablesNameEveryRoomAboveThoseThatItMayImport() {
        Set<String> named = new HashSet<>(Set.of(packageOf(EMBEDDED_AWS_ROOT.resolve(PACKAGE_INFO))));
        for (Map<String, List<String>> table : List.of(LIB, EMBEDDED_AWS)) {
            named.addAll(table.keySet());
            Set<String> lower = new HashSet<>(table.keySet());
            table.forEach((room, below) -> {
                lower.remove(room);
                assertTrue(
                        lower.containsAll(below), () -> room + " may import " + below + ", but below it are " + lower);
            });
        }
        sources(Path.of("lib"))
                .forEach(file ->
                        assertTrue(named.contains(packageOf(file)), () -> "no table names the room of " + file));
    }

    @Test
    void aRoomOfTheTestsImportsNoOtherButSupport() {
        slices().matching("tests.(*)")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(alwaysTrue(), resideInAPackage("tests.support"))
                .check(classes);
    }

    @Test
    void noRoomsImportEachOtherInACircle() {
        slices().matching("(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void onlyTheRoomAwsUsesTheSdk() {
        noClasses()
                .that(resideInAPackage("lib..").and(not(resideInAPackage("lib.aws"))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon..")
                .check(classes);
    }

    @Test
    void aPackageInfoHasThreeSentences() {
        rooms().forEach(room -> {
            String text = read(room.resolve(PACKAGE_INFO));
            String javadoc = text.substring(text.indexOf("/**"), text.indexOf("*/"));
            assertEquals(3, END_OF_SENTENCE.matcher(javadoc).results().count(), () -> room + "\n" + javadoc);
        });
    }

    @Test
    void aPackageInfoNamesTheOtherFilesOfItsRoom() {
        rooms().filter(room -> !room.equals(EMBEDDED_AWS_ROOT)).forEach(room -> {
            List<String> others = sources(room)
                    .map(room::relativize)
                    .filter(file -> !file.equals(PACKAGE_INFO))
                    .map(Path::toString)
                    .toList();
            assertNames(others, "//SOURCES", room.resolve(PACKAGE_INFO));
        });
    }

    @Test
    void aPackageOfTheEmbeddedAwsNamesItsData() {
        rooms().filter(room -> room.startsWith(EMBEDDED_AWS_ROOT) && !room.equals(EMBEDDED_AWS_ROOT))
                .forEach(room -> {
                    List<String> data = files(room)
                            .filter(file -> !isSource(file))
                            .map(file -> "data/=" + room.relativize(file))
                            .toList();
                    assertNames(data, "//FILES", room.resolve(PACKAGE_INFO));
                });
    }

    /** They are resources of the tool, which starts the embedded AWS as a process. */
    @Test
    void theEmbeddedAwsNamesAllItsFiles() {
        List<Path> files = files(EMBEDDED_AWS_ROOT)
                .map(EMBEDDED_AWS_ROOT::relativize)
                .filter(file -> !file.equals(PACKAGE_INFO))
                .toList();
        List<String> resources = files.stream()
                .map(file -> Path.of("rehearsal").resolve(file).getParent() + "/=" + file)
                .toList();
        assertNames(resources, "//FILES", EMBEDDED_AWS_ROOT.resolve(PACKAGE_INFO));
        List<String> sources = files.stream()
                .filter(file -> file.getParent() == null || file.endsWith(PACKAGE_INFO))
                .map(Path::toString)
                .filter(file -> !file.equals("EmbeddedAws.java"))
                .toList();
        assertNames(sources, "//SOURCES", EMBEDDED_AWS_ROOT.resolve("EmbeddedAws.java"));
    }

    @Test
    void noFileNameStandsTwice() {
        Map<Path, List<Path>> files = Stream.of("migrate.java", "lib", "tests")
                .flatMap(part -> sources(Path.of(part)))
                .collect(Collectors.groupingBy(Path::getFileName));
        files.remove(PACKAGE_INFO);
        files.values().removeIf(places -> places.size() == 1);
        assertEquals(Map.of(), files);
    }

    /** The folders below lib and tests that contain sources. */
    private static Stream<Path> rooms() {
        return Stream.of("lib", "tests")
                .flatMap(part -> sources(Path.of(part)))
                .map(Path::getParent)
                .filter(folder -> folder.getNameCount() > 1)
                .distinct();
    }

    /** The Java files in and below that folder. */
    private static Stream<Path> sources(Path part) {
        return files(part).filter(RoomsTest::isSource);
    }

    private static boolean isSource(Path file) {
        return file.toString().endsWith(".java");
    }

    /** The files in and below that folder, relative to the checkout and in alphabetical order. */
    private static Stream<Path> files(Path part) {
        try (Stream<Path> files = Files.walk(Cli.ROOT.resolve(part))) {
            return files
                    .filter(Files::isRegularFile)
                    .map(Cli.ROOT::relativize)
                    .sorted()
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(Cli.ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String packageOf(Path file) {
        return file.getParent().toString().replace('/', '.');
    }

    /** Asserts that a file's lines of that kind name these and no others, each once. */
    private static void assertNames(List<String> expected, String kind, Path file) {
        List<String> named = read(file)
                .lines()
                .filter(line -> line.startsWith(kind + " "))
                .flatMap(line -> Stream.of(line.split(" ")).skip(1))
                .toList();
        List<String> missing = new ArrayList<>(expected);
        named.forEach(missing::remove);
        List<String> surplus = new ArrayList<>(named);
        expected.forEach(surplus::remove);
        assertTrue(
                missing.isEmpty() && surplus.isEmpty(),
                () -> String.format("%s of %s: add %s, remove %s", kind, file, missing, surplus));
    }

    /** Reads lines of the form {@code room: below below …}, and keeps their order. */
    private static Map<String, List<String>> table(String prefix, String lines) {
        Map<String, List<String>> table = new LinkedHashMap<>();
        lines.lines()
                .map(line -> Stream.of(line.split(":? +|:")).map(prefix::concat).toList())
                .forEach(names -> table.put(names.get(0), names.subList(1, names.size())));
        return table;
    }
}
