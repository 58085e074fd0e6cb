package lib.rehearsal.ecs;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lib.rehearsal.dynamodb.BotKeys;
import lib.rehearsal.wire.Json;

/** The column {@code source} of a bot's rows, as upstream's loaders fill it: first the URLs, then the files. */
public final class RowSources {
    private static final Set<String> YOUTUBE_HOSTS = Set.of(
            "youtu.be", "m.youtube.com", "youtube.com", "www.youtube.com", "www.youtube-nocookie.com", "vid.plus");
    private static final Pattern VIDEO_IN_QUERY = Pattern.compile("(?:^|&)v=([^&]*)");
    private static final int VIDEO_ID_LENGTH = 11;

    private RowSources() {}

    /** Returns the sources of a bot's rows, in the order in which they are written. */
    public static List<String> of(String bucket, BotKeys bot, JsonObject item) {
        List<String> sources = new ArrayList<>();
        for (String url : strings(item, "source_urls")) {
            sources.add(ofUrl(url));
        }
        for (String file : files(item)) {
            sources.add("s3://" + bucket + "/" + key(bot, file));
        }
        return sources;
    }

    /** Returns the names of a bot's files. */
    public static List<String> files(JsonObject item) {
        return strings(item, "filenames");
    }

    /** Returns the key of a bot's file in the bucket. */
    public static String key(BotKeys bot, String file) {
        return bot.pk() + "/" + bot.botId() + "/documents/" + file;
    }

    /** Returns the URL as it is, or the id of a YouTube video. */
    static String ofUrl(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            return url;
        }
        if (uri.getRawPath() == null || !YOUTUBE_HOSTS.contains(String.valueOf(uri.getHost()))) {
            return url;
        }
        String path = uri.getRawPath(), id = path.substring(path.lastIndexOf('/') + 1);
        if (path.endsWith("/watch")) {
            Matcher query = VIDEO_IN_QUERY.matcher(String.valueOf(uri.getRawQuery()));
            id = query.find() ? query.group(1) : "";
        }
        return id.length() == VIDEO_ID_LENGTH ? id : url;
    }

    private static List<String> strings(JsonObject item, String name) {
        JsonObject lists = Json.child(Json.child(item, "Knowledge"), "M");
        return Json.list(Json.child(lists, name), "L").stream()
                .map(JsonElement::getAsJsonObject)
                .filter(each -> each.has("S"))
                .map(each -> each.get("S").getAsString())
                .toList();
    }
}
