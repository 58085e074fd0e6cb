package tests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * A copy of the script whose constants are edited. Building a copy takes long, so there is one for all edits: each of
 * its constants has the value of the environment variable {@code EDIT_} and its name, and where that is not set, the
 * placeholder of the original.
 */
public final class EditedScript {
    private static Path path;

    private EditedScript() {}

    /** The copy; {@link #edit} edits its constants. */
    public static synchronized Path path() {
        if (path == null) {
            path = make();
        }
        return path;
    }

    public static Cli edit(Cli cli, String constant, String value) {
        return cli.with("EDIT_" + constant, value);
    }

    private static Path make() {
        TestAccount.endpoint(); // whose own build is over now
        Path folder = Cli.temporaryFolder("edited");
        try (Stream<Path> files = Files.walk(Cli.ROOT.resolve("lib"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(Cli.ROOT.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
            Path script = Files.copy(
                    Path.of(Cli.MIGRATE), folder.resolve("migrate.java"), StandardCopyOption.COPY_ATTRIBUTES);
            String original = Files.readString(script);
            String edited = original.replaceAll(
                    "static final String ([A-Z_]+) = (\"[^\"]*\");",
                    "static final String $1 = System.getenv().getOrDefault(\"EDIT_$1\", $2);");
            if (edited.equals(original)) {
                throw new AssertionError("the script has no constants to edit");
            }
            Files.writeString(script, edited);
            Cli.Result built = new Cli().run(folder.resolve("lib/jbang").toString(), "build", script.toString());
            if (built.exit() != 0) {
                throw new AssertionError(built.toString());
            }
            return script;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
