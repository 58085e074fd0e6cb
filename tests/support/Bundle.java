package tests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
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
