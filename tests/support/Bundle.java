package tests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Copies of the bundle, and folders for the PATH that contain only some programs. */
public final class Bundle {
    private Bundle() {}

    /** Copies the bundle into a folder with that name. */
    public static Path copy(String name) {
        Path copy = Cli.temporaryFolder("bundle").resolve(name);
        for (String part : List.of("migrate.java", "lib", "jbang-catalog.json")) {
            try (Stream<Path> files = Files.walk(Cli.ROOT.resolve(part))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path target = copy.resolve(Cli.ROOT.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return copy;
    }

    /** Writes a bundle whose small script has the original's head and first constant, and shows its words. */
    public static Path small(String name) {
        Path folder = Cli.temporaryFolder("small").resolve(name);
        try (Stream<String> original = Files.lines(Path.of(Cli.MIGRATE))) {
            String head = original.takeWhile(line -> !line.startsWith("import "))
                    .filter(line -> !line.matches("//SOURCES .*|//DEPS (?!info.picocli).*"))
                    .collect(Collectors.joining("\n"));
            Path script = program(
                    folder.resolve("migrate.java"),
                    head
                            + """

                            class migrate {
                                static final String TABLE_NAME = "BedrockChatStack-DatabaseConversationTableXXXXX";

                                public static void main(String... words) {
                                    System.out.println(java.util.Arrays.toString(words));
                                }
                            }
                            """);
            for (String part : List.of("lib/jbang", "lib/jbang-fetch", "lib/jbang-run", "jbang-catalog.json")) {
                write(folder.resolve(part), "");
                Files.copy(
                        Cli.ROOT.resolve(part),
                        folder.resolve(part),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        StandardCopyOption.REPLACE_EXISTING);
            }
            return script;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates a folder for the PATH with only these programs of this machine. */
    public static Path programs(String... names) {
        Path folder = Cli.temporaryFolder("programs");
        for (String name : names) {
            find(name).ifPresent(program -> link(folder.resolve(name), program));
        }
        return folder;
    }

    /** Returns the path of that program of this machine. */
    public static Optional<Path> find(String program) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static void link(Path link, Path target) {
        try {
            Files.createSymbolicLink(link, target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts JBang on the PATH of a command, with settings in a folder; the launcher takes the place of JBang. */
    public static Cli withJBang(Cli cli, Path folder) {
        Path launcher = folder.resolve("bin/jbang");
        if (Files.notExists(launcher)) {
            write(folder.resolve("bin/.keep"), "");
            link(launcher, Cli.ROOT.resolve("lib/jbang"));
        }
        Path settings = folder.resolve("settings");
        return cli.with("PATH", folder.resolve("bin") + ":" + settings.resolve("bin") + ":" + System.getenv("PATH"))
                .with("JBANG_DIR", settings.toString());
    }

    /** Writes a file, and creates its folder if necessary. */
    public static Path write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes an executable file. */
    public static Path program(Path file, String text) {
        write(file, text).toFile().setExecutable(true);
        return file;
    }
}
