package lib.rehearsal.s3;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A bucket.
 *
 * @param isForeign whether it belongs to another account, which has not shared it
 * @param objects by key, in the order of S3: that of the keys' UTF-8
 */
record Bucket(String name, String region, boolean isForeign, NavigableMap<String, Stored> objects) {
    /** What ListObjectsV2 says of an object. */
    record Stored(long bytes, Instant modified) {}

    private static final Comparator<String> BY_UTF_8 =
            Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

    static Bucket empty(String name, String region, boolean isForeign) {
        return new Bucket(name, region, isForeign, new ConcurrentSkipListMap<>(BY_UTF_8));
    }

    Bucket withForeign(boolean foreign) {
        return new Bucket(name, region, foreign, objects);
    }

    /** Returns at most that many objects with the prefix whose keys come after the given one. */
    List<Map.Entry<String, Stored>> list(String prefix, String after, int limit) {
        boolean begins = BY_UTF_8.compare(after, prefix) < 0;
        return objects.tailMap(begins ? prefix : after, begins).entrySet().stream()
                .takeWhile(object -> object.getKey().startsWith(prefix))
                .limit(limit)
                .toList();
    }
}
