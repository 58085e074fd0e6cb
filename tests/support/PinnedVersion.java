package tests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A version that is pinned in a file of the bundle.
 *
 * @param artifact {@code group:artifact}
 * @param file relative to the bundle's root
 */
public record PinnedVersion(String artifact, String version, Path file) {
    private static final Pattern PIN = Pattern.compile("([\\w.-]+:[\\w.-]+):(\\d[\\w.-]*)");

    /** Returns the versions in the {@code //DEPS} of every script, in the launcher, and of Maven's plugin. */
    public static List<PinnedVersion> below(Path root) throws IOException {
        List<Path> files = new ArrayList<>(List.of(root.resolve("lib/jbang-fetch")));
        try (Stream<Path> sources = Stream.of("migrate.java", "lib", "tests")
                .map(root::resolve)
                .filter(Files::exists)
                .flatMap(PinnedVersion::walk)) {
            sources.filter(file -> file.toString().endsWith(".java")).sorted().forEach(files::add);
        }
        List<PinnedVersion> pins = new ArrayList<>();
        for (Path file : files) {
            try (Stream<String> lines = Files.exists(file) ? Files.lines(file) : Stream.empty()) {
                lines.filter(line -> line.startsWith("//DEPS ") || line.matches("\\w+=.*|.* String PLUGIN = .*"))
                        .flatMap(line -> PIN.matcher(line).results())
                        .map(pin -> new PinnedVersion(pin.group(1), pin.group(2), root.relativize(file)))
                        .forEach(pins::add);
            }
        }
        return pins;
    }

    private static Stream<Path> walk(Path path) {
        try {
            return Files.walk(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
