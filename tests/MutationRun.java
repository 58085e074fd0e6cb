///usr/bin/env true; exec sh "$(dirname "$(readlink -f "$0")")/../lib/jbang" "$0" "$@"
//DESCRIPTION Changes the pure rules line by line (mutation testing with PIT), and lists what no unit test notices.
//JAVA 17+
//DEPS org.pitest:pitest-command-line:1.30.0 org.pitest:pitest-junit5-plugin:1.2.3
//SOURCES AllTests.java
//JAVAC_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8
package tests;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.pitest.mutationtest.commandline.MutationCoverageReport;

/**
 * Changes each line of the rules that need neither AWS nor a process, runs the unit tests on it, and reports what
 * survives. Not part of the suite: it takes some minutes.
 */
public final class MutationRun {
    private static final String TARGETS =
            "lib.model.*,lib.retry.*,lib.journal.*,lib.proof.RowVerifier*,lib.embed.AfterAttempt*,lib.common.Text,"
                    + "lib.common.Clock*";
    /** It reads the sources, which no mutation changes. */
    private static final String OF_SOURCES = "tests.unit.RoomsTest";

    private MutationRun() {}

    /** @param arguments the classes to change, such as {@code lib.model.*}; all rules if there are none */
    public static void main(String... arguments) throws IOException {
        Path work = Files.createTempDirectory("mutations");
        List<String> classPath =
                new ArrayList<>(List.of(System.getProperty("java.class.path").split(File.pathSeparator)));
        classPath.set(0, unpacked(Path.of(classPath.get(0)), work).toString());
        List<String> options = new ArrayList<>(List.of(
                "--reportDir",
                work.toString(),
                "--targetClasses",
                arguments.length == 0 ? TARGETS : String.join(",", arguments),
                "--targetTests",
                "tests.unit.*",
                "--excludedTestClasses",
                OF_SOURCES,
                "--sourceDirs",
                ".",
                "--classPath",
                String.join(",", classPath),
                "--threads",
                String.valueOf(Runtime.getRuntime().availableProcessors()),
                "--timeoutConst",
                "20000",
                "--outputFormats",
                "CSV",
                "--verbosity",
                "NO_SPINNER"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(work)));
        MutationCoverageReport.main(options.toArray(String[]::new));
    }

    /** PIT changes classes in folders only. */
    private static Path unpacked(Path jar, Path work) throws IOException {
        Path folder = work.resolve("classes");
        try (FileSystem zip = FileSystems.newFileSystem(jar);
                Stream<Path> files = Files.walk(zip.getPath("/"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = folder.resolve(file.toString().substring(1));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        return folder;
    }

    private static void end(Path work) {
        printSurvivors(work);
        try (Stream<Path> files = Files.walk(work)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** PIT ends the process; its CSV has file, class, mutator, method, line, status and the test that noticed. */
    private static void printSurvivors(Path report) {
        Path results = report.resolve("mutations.csv");
        if (Files.notExists(results)) {
            return; // PIT has said why
        }
        try (Stream<String> lines = Files.lines(results)) {
            lines.map(line -> line.split(","))
                    .filter(columns -> columns[5].equals("SURVIVED") || columns[5].equals("NO_COVERAGE"))
                    .map(columns -> columns[5] + "  " + columns[1] + "." + columns[3] + ", line " + columns[4] + ": "
                            + columns[2].replaceFirst(".*\\.", ""))
                    .sorted()
                    .forEach(System.out::println);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
