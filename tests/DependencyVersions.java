///usr/bin/env true; exec sh "$(dirname "$(readlink -f "$0")")/../lib/jbang" "$0" "$@"
//DESCRIPTION Shows every pinned version and what is newer. It asks through Maven, so Maven's settings.xml applies.
//JAVA 17+
//SOURCES support/PinnedVersion.java
//JAVAC_OPTIONS -J-XX:TieredStopAtLevel=1 -J-XX:+UseSerialGC -encoding UTF-8
package tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tests.support.PinnedVersion;

/** Shows the pinned versions of this bundle, and for each the newest that Maven knows. */
public final class DependencyVersions {
    private static final String PLUGIN = "org.codehaus.mojo:versions-maven-plugin:2.18.0";
    private static final Pattern NEWER =
            Pattern.compile("^\\s+([\\w.-]+:[\\w.-]+) \\.+\\s+\\S+ -> (\\S+)", Pattern.MULTILINE);
    private static final String UNFINISHED = "(?i).*[.-](alpha|beta|rc|cr|m|ea|pr|preview|snapshot)[.-]?\\d*.*";

    private DependencyVersions() {}

    public static void main(String... arguments) throws IOException, InterruptedException {
        List<PinnedVersion> pins = PinnedVersion.below(Path.of(arguments.length > 0 ? arguments[0] : "."));
        if (pins.isEmpty()) {
            System.err.println("No script with //DEPS is here. Run it in the folder of migrate.java.");
            System.exit(2);
        }
        Map<String, String> newer = newer(pins);
        Map<String, Set<String>> files = new TreeMap<>();
        pins.forEach(pin -> files.computeIfAbsent(pin.artifact() + " " + pin.version(), k -> new TreeSet<>())
                .add(pin.file().toString()));
        files.forEach((pin, where) -> {
            String[] words = pin.split(" ");
            System.out.printf(
                    "%-52s %-10s %-14s %s%n",
                    words[0],
                    words[1],
                    newer.containsKey(words[0]) ? "-> " + newer.get(words[0]) : "newest",
                    String.join(", ", where));
        });
        System.out.println("\nTry a newer one before you pin it: ./tests/AllTests.java");
    }

    /** What Maven knows to be newer, artifact by artifact. */
    private static Map<String, String> newer(List<PinnedVersion> pins) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("versions");
        Path answer = folder.resolve("newer");
        try {
            Set<String> dependencies = new LinkedHashSet<>();
            pins.forEach(pin -> dependencies.add(String.format(
                    "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>",
                    pin.artifact().split(":")[0], pin.artifact().split(":")[1], pin.version())));
            Files.writeString(
                    folder.resolve("pom.xml"),
                    "<project><modelVersion>4.0.0</modelVersion>"
                            + "<groupId>versions</groupId><artifactId>versions</artifactId><version>1</version>"
                            + "<packaging>pom</packaging><dependencies>"
                            + String.join("", dependencies) + "</dependencies></project>");
            Process maven = new ProcessBuilder(
                            "mvn",
                            "-B",
                            "-q",
                            "-f",
                            folder.resolve("pom.xml").toString(),
                            PLUGIN + ":display-dependency-updates",
                            "-Dversions.outputFile=" + answer,
                            "-Dmaven.version.ignore=" + UNFINISHED)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("log").toFile())
                    .start();
            if (maven.waitFor() != 0 || !Files.exists(answer)) {
                System.err.println(Files.readString(folder.resolve("log"))
                        + "Maven could not look for newer versions (see its output above)."
                        + " Check the network and ~/.m2/settings.xml.");
                System.exit(1);
            }
            Matcher line = NEWER.matcher(Files.readString(answer));
            return line.results()
                    .collect(Collectors.toMap(m -> m.group(1), m -> m.group(2), (a, b) -> a, TreeMap::new));
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                files.forEach(file -> file.toFile().delete());
            }
            Files.delete(folder);
        }
    }
}
