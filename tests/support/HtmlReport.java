package tests.support;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code --report} wrote. */
public record HtmlReport(Path file, String text) {
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"report\">(.*?)</script", Pattern.DOTALL);

    public static HtmlReport of(Path file) {
        try {
            return new HtmlReport(file, Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the JSON that it contains, found as a browser finds it: up to the next end tag. */
    public JsonObject json() {
        return JsonParser.parseString(data()).getAsJsonObject();
    }

    /** Returns the page without its JSON. */
    public String withoutJson() {
        return text.replace(data(), "");
    }

    private String data() {
        Matcher data = DATA.matcher(text);
        if (!data.find()) {
            throw new AssertionError(text);
        }
        return data.group(1);
    }
}
