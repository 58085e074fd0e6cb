package lib.rehearsal.wire;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The files of the embedded AWS that are not Java, which the packages list as {@code //FILES}. */
public final class DataFile {
    private DataFile() {}

    /** Returns the text of the file with this name. */
    public static String text(String name) {
        try (InputStream file = DataFile.class.getResourceAsStream("/data/" + name)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Parses YAML, whose aliases are replaced by copies. */
    public static JsonElement yaml(String text) {
        return Json.of(new Yaml(new SafeConstructor(new LoaderOptions())).<Object>load(text));
    }
}
