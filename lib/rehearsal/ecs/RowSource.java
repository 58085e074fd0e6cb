package lib.rehearsal.ecs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import lib.rehearsal.dynamodb.BotKeys;

/** A source of a bot as the column {@code source} of its rows contains it, which upstream's loaders fill. */
public final class RowSource {
    private static final Set<String> YOUTUBE_HOSTS = Set.of(
            "youtu.be", "m.youtube.com", "youtube.com", "www.youtube.com", "www.youtube-nocookie.com", "vid.plus");
    private static final Set<String> SCHEMES = Set.of("http", "https");
    private static final Pattern ESCAPE = Pattern.compile("%[0-9a-fA-F]{2}");
    private static final int VIDEO_ID_LENGTH = 11;

    private RowSource() {}

    /** Returns the key of a bot's file in the bucket. */
    public static String key(BotKeys bot, String file) {
        return bot.pk() + "/" + bot.botId() + "/documents/" + file;
    }

    /**
     * Returns the URL as it is, or the id of a YouTube video. Step by step as Python's {@code urlparse} and {@code
     * parse_qs} take it apart (Python 3.11.6, which the container's image has).
     */
    static String ofUrl(String url) {
        String rest = url;
        while (!rest.isEmpty() && rest.charAt(0) <= ' ') {
            rest = rest.substring(1);
        }
        rest = rest.replace("\t", "").replace("\r", "").replace("\n", "");
        int colon = rest.indexOf(':');
        String scheme = colon < 0 ? "" : rest.substring(0, colon).toLowerCase(Locale.ROOT);
        if (!SCHEMES.contains(scheme) || !rest.startsWith("//", colon + 1)) {
            return url;
        }
        rest = before("#", rest.substring(colon + 3));
        String address = before("?", rest);
        String host = before("/", address);
        if (!YOUTUBE_HOSTS.contains(host)) {
            return url;
        }
        String path = address.substring(host.length());
        int lastPart = path.lastIndexOf('/') + 1;
        path = path.substring(0, lastPart) + before(";", path.substring(lastPart));
        String id = path.endsWith("/watch")
                ? videoIn(rest.substring(Math.min(rest.length(), address.length() + 1)))
                : path.substring(lastPart);
        return id.codePoints().count() == VIDEO_ID_LENGTH ? id : url;
    }

    private static String before(String separator, String text) {
        int end = text.indexOf(separator);
        return end < 0 ? text : text.substring(0, end);
    }

    /** Returns the first value of the parameter v that is not empty; empty if there is none. */
    private static String videoIn(String query) {
        for (String pair : query.split("&")) {
            String name = before("=", pair);
            String value = pair.substring(Math.min(pair.length(), name.length() + 1));
            if (!value.isEmpty() && unquoted(name).equals("v")) {
                return unquoted(value);
            }
        }
        return "";
    }

    /** Returns the text with its escapes decoded; a percent sign that begins none stands for itself. */
    private static String unquoted(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            if (ESCAPE.matcher(text).region(i, text.length()).lookingAt()) {
                bytes.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                int end = text.offsetByCodePoints(i, 1);
                bytes.writeBytes((text.charAt(i) == '+' ? " " : text.substring(i, end)).getBytes(UTF_8));
                i = end - 1;
            }
        }
        return bytes.toString(UTF_8);
    }

    /** Whether the source of a row is the id of a video. */
    static boolean isVideo(String source) {
        return source.length() == VIDEO_ID_LENGTH && !source.contains("://");
    }
}
