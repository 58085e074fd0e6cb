package tests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A copy of the script with edited constants. Building a copy takes long, so all tests share one, in which each
 * constant has the value of the environment variable {@code EDIT_NAME}, or if it is not set, the placeholder of the
 * original.
 */
public final class EditedScript {
    private static Path path;

    private EditedScript() {}

    /** Returns the copy; {@link #edit} edits its constants. */
    public static synchronized Path path() {
        if (path == null) {
            path = create();
        }
        return path;
    }

    /** Gives a constant another value in the runs of that command line. */
    public static Cli edit(Cli cli, String constant, String value) {
        return cli.with("EDIT_" + constant, value);
    }

    private static Path create() {
        TestAccount.sharedEndpoint(); // builds its script first: two builds at the same time disturb each other
        Path script = Bundle.copy("edited").resolve("migrate.java");
        try {
            String original = Files.readString(script);
            String edited = original.replaceAll(
                    "static final String ([A-Z_]+) = (\"[^\"]*\");",
                    "static final String $1 = System.getenv().getOrDefault(\"EDIT_$1\", $2);");
            if (edited.equals(original)) {
                throw new AssertionError("the script has no constants to edit");
            }
            Files.writeString(script, edited);
            Cli.Result built = new Cli().run(script.resolveSibling("lib/jbang").toString(), "build", script.toString());
            if (built.exit() != 0) {
                throw new AssertionError(built.toString());
            }
            return script;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
