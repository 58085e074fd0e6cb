package lib.model;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lib.common.Text;

/**
 * A source of a bot's knowledge, and its name in the rows of the database (upstream {@code backend/embedding/loaders}):
 * a URL as it is, a YouTube video by its id, a file by its path in the document bucket.
 *
 * @param name as in the bot's item
 * @param rowSource the rows' source; for a file, only the end of it, because the bucket's name is unknown here
 */
public record KnowledgeSource(String name, String rowSource, boolean isFile) {
    /** What {@code urlparse} drops before it reads a URL: leading blanks and control characters, and line breaks. */
    private static final Pattern DROPPED = Pattern.compile("\\A[\\x00-\\x20]+|[\\t\\r\\n]");
    /** Host, path, parameters of the last part of the path, and query, as {@code urlparse} divides a URL. */
    private static final Pattern URL = Pattern.compile(
            "(?i:https?)://([^/?#]*)((?:[^?#]*/)?[^/;?#]*)(?:;[^?#]*)?(?:\\?([^#]*))?(?:#.*)?", Pattern.DOTALL);
    private static final Set<String> YOUTUBE = Set.of(
            "youtu.be", "m.youtube.com", "youtube.com", "www.youtube.com", "www.youtube-nocookie.com", "vid.plus");
    private static final int VIDEO_ID_LENGTH = 11;

    public static KnowledgeSource ofUrl(String url) {
        return new KnowledgeSource(url, videoId(url).orElse(url), false);
    }

    public static KnowledgeSource ofFile(BotKey bot, String name) {
        return new KnowledgeSource(name, "/" + bot.pk() + "/" + bot.id() + "/documents/" + name, true);
    }

    /** Whether rows with that source belong to this one. */
    public boolean isNamed(String source) {
        return isFile ? source.startsWith("s3://") && source.endsWith(rowSource) : source.equals(rowSource);
    }

    /**
     * The id of a video, by the container's own rule, to which every other URL is a web page: upstream's loader for
     * YouTube reads URLs with {@code urlparse} and {@code parse_qs} of Python 3.11.
     */
    private static Optional<String> videoId(String url) {
        Matcher parts = URL.matcher(DROPPED.matcher(url).replaceAll(""));
        if (!parts.matches() || !YOUTUBE.contains(parts.group(1))) {
            return Optional.empty();
        }
        String path = parts.group(2);
        Optional<String> id = path.endsWith("/watch")
                ? parameter(parts.group(3), "v")
                : Optional.of(path.substring(path.lastIndexOf('/') + 1));
        return id.filter(video -> video.codePointCount(0, video.length()) == VIDEO_ID_LENGTH);
    }

    private static Optional<String> parameter(String query, String name) {
        if (query == null) {
            return Optional.empty();
        }
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair.length == 2 && !pair[1].isEmpty() && decoded(pair[0]).equals(name))
                .map(pair -> decoded(pair[1]))
                .findFirst();
    }

    /** A percent sign that starts no escape stands for itself. */
    private static String decoded(String value) {
        return URLDecoder.decode(value.replaceAll("%(?![0-9a-fA-F]{2})", "%25"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return Text.oneLine(name, 200);
    }
}
