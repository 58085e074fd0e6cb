package tests.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.tools.ToolProvider;
import lib.common.ProcessContext;

/** The script as if its constants had been edited: compiled once, and loaded with other values for each command. */
public final class EditedScript {
    private static final String NAME = "migrate";
    private static final byte[] CODE = compiled();
    /** The constants of the copy that the current thread loads. */
    private static final ThreadLocal<Map<String, String>> CONSTANTS = new ThreadLocal<>();

    private static final class Copy extends ClassLoader {
        Copy() {
            super(EditedScript.class.getClassLoader());
            defineClass(NAME, CODE, 0, CODE.length);
        }
    }

    private EditedScript() {}

    /** Returns the value of a constant; the copy asks for it while it is loaded. */
    public static String constant(String name, String original) {
        return CONSTANTS.get().getOrDefault(name, original);
    }

    private static byte[] compiled() {
        try {
            String original = Files.readString(Path.of(Cli.MIGRATE));
            String edited = original.replaceAll(
                    "static final String ([A-Z_]+) = (\"[^\"]*\");",
                    "static final String $1 = tests.support.EditedScript.constant(\"$1\", $2);");
            Path folder = Cli.temporaryFolder("edited");
            String source = Files.writeString(folder.resolve(NAME + ".java"), edited).toString();
            String classPath = System.getProperty("java.class.path");
            int errors = ToolProvider.getSystemJavaCompiler()
                    .run(null, null, null, "-proc:none", "-cp", classPath, "-d", folder.toString(), source);
            if (edited.equals(original) || errors > 0) {
                throw new AssertionError("the script has no constants to edit, or cannot be compiled");
            }
            return Files.readAllBytes(folder.resolve(NAME + ".class"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Loads a copy with these constants, and returns its method that runs a command line. */
    static Method run(Map<String, String> constants) {
        CONSTANTS.set(constants);
        try {
            return Class.forName(NAME, true, new Copy()).getMethod("run", ProcessContext.class, String[].class);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } finally {
            CONSTANTS.remove();
        }
    }
}
