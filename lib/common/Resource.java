package lib.common;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The files that this program consists of besides its classes. */
public final class Resource {
    private Resource() {}

    /** Returns the text of the file with this absolute name on the class path. */
    public static String text(String name) {
        try (InputStream resource = Resource.class.getResourceAsStream(name)) {
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
