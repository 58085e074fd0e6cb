package tests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A program for node in a folder of the tests. It is installed once, with the versions that its {@code package.json}
 * pins, into the launcher's cache folder.
 */
public final class NpmProgram {
    private static final String MISSING = findMissing();

    private NpmProgram() {}

    /** Returns why it cannot be installed on this machine, or null if it can. */
    public static String missing() {
        return MISSING;
    }

    private static String findMissing() {
        for (String program : List.of("node", "npm")) {
            try {
                if (new Cli().run(program, "--version").exit() != 0) {
                    return program + " --version fails";
                }
            } catch (UncheckedIOException e) {
                return "there is no " + program + " on the PATH";
            }
        }
        return null;
    }

    /**
     * Installs the program if necessary, and returns its folder.
     *
     * @param folder of the sources, relative to the project
     */
    public static synchronized Path installed(String folder) throws IOException {
        List<Path> files = files(Cli.ROOT.resolve(folder));
        StringBuilder content = new StringBuilder();
        for (Path file : files) {
            content.append(Files.readString(file));
        }
        String name = Path.of(folder).getFileName() + "-"
                + Integer.toHexString(content.toString().hashCode());
        Path installed = cache().resolve("bedrock-chat-migration").resolve(name);
        if (!Files.isDirectory(installed)) {
            Files.createDirectories(installed.getParent());
            Path unfinished = Files.createTempDirectory(installed.getParent(), "npm.");
            for (Path file : files) {
                Files.copy(file, unfinished.resolve(file.getFileName()));
            }
            npmInstall(unfinished);
            Files.move(unfinished, installed);
        }
        return installed;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().matches(".*\\.(json|mjs)"))
                    .sorted(Comparator.naturalOrder())
                    .toList();
        }
    }

    private static Path cache() {
        String cache = System.getenv("XDG_CACHE_HOME");
        return cache == null || cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    }

    private static void npmInstall(Path folder) throws IOException {
        List<String> command =
                List.of("npm", "install", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error");
        try {
            Process process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + " ended with exit code " + process.exitValue());
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
